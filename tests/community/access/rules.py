"""How it is said who may call a function of the community, and what it is called with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from academy.live import Context
from tests.community.neighbourhood import PLACES, STANDINGS, Neighbourhood

Rule = Callable[[str, str], bool]
"""Whether people of this kind may, in this place."""
Arguments = Callable[[Neighbourhood, str], dict[str, Any]]
"""What a function is called with in a place."""


@dataclass(frozen=True)
class Access:
    """A function's rule and how to call it.

    Attributes:
        allows: Who may.
        arguments: What it is called with.
        places: Where it is tried; once if the place makes no difference.
        before: Makes ready for the call, in the same transaction.
    """

    allows: Rule
    arguments: Arguments = lambda _hood, _place: {}
    places: tuple[str, ...] = PLACES
    before: Callable[[Context, Neighbourhood, str, str], None] | None = None

    def prepare(self, ctx: Context, hood: Neighbourhood, kind: str, place: str) -> dict[str, Any]:
        """Make ready, and return the arguments."""
        if self.before is not None:
            self.before(ctx, hood, kind, place)
            ctx.session.flush()
        return self.arguments(hood, place)


def reads(kind: str, place: str) -> bool:
    """Who may read there."""
    return place in STANDINGS[kind].reads


def writes(kind: str, place: str) -> bool:
    """Who may write there."""
    return place in STANDINGS[kind].writes


def moderates(kind: str, place: str) -> bool:
    """Who keeps order there."""
    return place in STANDINGS[kind].moderates


def members(kind: str, _place: str) -> bool:
    """Everybody who is signed in."""
    return kind != "visitor"


def admins(kind: str, _place: str) -> bool:
    """Administrators only."""
    return kind == "admin"


def nobody(_kind: str, _place: str) -> bool:
    """Only jobs and routes."""
    return False


def anybody(_kind: str, _place: str) -> bool:
    """Visitors too."""
    return True


def thread(hood: Neighbourhood, place: str) -> dict[str, Any]:
    """The thread that stands in a place."""
    return {"public_id": hood.threads[place].public_id}


ONCE = ("general",)
