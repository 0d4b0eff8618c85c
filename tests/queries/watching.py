"""What people hold on their screens, and what they would see there if they looked anew."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from sqlmodel import Session

from academy.core.errors import DomainError
from academy.core.schema import ReadModel
from academy.identity.policy import system_only
from academy.live import SYSTEM, Context, Viewer
from academy.live.runtime import Credential
from tests.live.conftest import Audience
from tests.queries.calls import Call
from tests.queries.town import BROWSERS
from tests.world import Live

EVERYBODY: tuple[Credential, ...] = (*BROWSERS, SYSTEM)


@dataclass(frozen=True, eq=False)
class Look:
    """Somebody, by the cookie of their browser, and what they look at."""

    browser: Credential
    call: Call

    def __str__(self) -> str:
        return f"{self.browser or 'a visitor'} at {self.call}"


def everybody_at(calls: Iterable[Call], browsers: Sequence[Credential] = EVERYBODY) -> list[Look]:
    """Everybody at everything; the system, which may see all, only at what is for it alone."""
    return [
        Look(browser, call)
        for call in calls
        for browser in browsers
        if browser is not SYSTEM or call.query.policy is system_only
    ]


async def watch(people: Audience, looks: Iterable[Look]) -> None:
    """Let people begin to watch things, in this order and in one turn of the hub."""
    await asyncio.gather(
        *(people.watch_all(str(look), {"": (look.call.query, look.call.arguments)}, look.browser) for look in looks)
    )


async def turn(live: Live, people: Audience) -> None:
    """Let the hub take a turn that is not its first for long: then it would look at everything again."""
    people.hub._last_turn = live.clock()
    await people.hub.turn()


def assert_true(live: Live, people: Audience, looks: Sequence[Look], when: str = "") -> None:
    """Assert that everybody holds what they would see if they looked just now, alone."""
    seen = seen_anew(live, looks)
    stale = {str(look): (held, seen[look]) for look in looks if (held := people.shown[str(look), ""]) != seen[look]}
    shown = [f"{look}:\n  {_difference(held, anew)}" for look, (held, anew) in stale.items()]
    assert not stale, "\n".join([f"{when}: not what they would see if they looked now", *shown])


def _difference(held: object, anew: object) -> str:
    if not isinstance(held, ReadModel) or type(held) is not type(anew):
        return f"holds {held}, but is {anew}"
    now = dict(anew)
    return "\n  ".join(f"{name} is held as {value}, but is {now[name]}" for name, value in held if value != now[name])


def seen_anew(live: Live, looks: Sequence[Look]) -> dict[Look, Any]:
    """What each would see now: a value, or the code of the problem in its place; one snapshot, nothing shared."""
    with live.database.snapshot() as connection:
        viewers = {browser: _viewer(live, connection, browser) for browser in {look.browser for look in looks}}
        return {look: _run(look.call, Session(connection), live.clock(), viewers[look.browser]) for look in looks}


def asks_for_time(live: Live, look: Look) -> bool:
    """Tell whether a query asks what time it is: then it fails, or shows something else, where there is no time."""
    with live.database.snapshot() as connection:
        viewer = _viewer(live, connection, look.browser)
        no_time: Any = None
        try:
            timeless = _run(look.call, Session(connection), no_time, viewer)
        except Exception:
            return True
        return bool(timeless != _run(look.call, Session(connection), live.clock(), viewer))


def _viewer(live: Live, connection: Connection, browser: Credential) -> Viewer:
    with Session(connection) as session:
        return Context(session, live.clock(), live.viewer_of(browser)).viewer


def _run(call: Call, session: Session, now: datetime, viewer: Viewer) -> Any:
    with session:
        try:
            return call.query(Context(session, now, lambda _: viewer), **call.arguments)
        except DomainError as error:
            return error.code
