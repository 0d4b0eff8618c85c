"""Cards, connections and blocks."""

from datetime import datetime
from typing import Any

from academy.community.models import ConnectionSource, ConnectionStatus, PeerConnection
from academy.live import Context
from tests.community.access.rules import Access, Arguments, Rule, members
from tests.community.neighbourhood import STANDINGS, Neighbourhood

ONCE = ("general",)
MET = ("general", "private")
WHOM = {"general": "author", "private": "colleague"}
"""The author has written for all to read; the colleague sits in the company's own cohort and has not said a word."""


def has_met(kind: str, place: str) -> bool:
    """Who belongs where the person belongs, or reads what they wrote."""
    return place in STANDINGS[kind].reads


def connects(kind: str, place: str) -> bool:
    """Who has met the person and is not suspended everywhere."""
    return has_met(kind, place) and kind != "suspended"


def somebody(hood: Neighbourhood, place: str) -> dict[str, Any]:
    return {"user_id": hood.people[WHOM[place]].user_id}


def _row(status: ConnectionStatus, *, is_mine: bool = False, was_accepted: bool = False) -> Any:
    def before(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
        me, other = hood.people[kind].user_id, hood.people[WHOM[place]].user_id
        if me is None or other is None:
            return
        moment: datetime | None = ctx.now if was_accepted else None
        ctx.session.add(
            PeerConnection(
                user_id=min(me, other),
                connected_user_id=max(me, other),
                requester_id=me if is_mine else other,
                connection_source=ConnectionSource.MANUAL,
                status=status,
                requested_at=None if was_accepted else ctx.now,
                accepted_at=moment,
                declined_at=ctx.now if status == ConnectionStatus.DECLINED else None,
            )
        )

    return before


def _of(rule: Rule = members, arguments: Arguments = somebody, before: Any = None) -> Access:
    return Access(rule, arguments, places=ONCE, before=before)


ACCESS = {
    "service.people.person_card": Access(has_met, somebody, places=MET),
    "service.people.my_card": Access(members, places=ONCE),
    "service.people.my_card_fields": Access(members, places=ONCE),
    "service.people.edit_card": _of(arguments=lambda *_: {"headline": "Hello", "about": "", "linkedin_url": ""}),
    "service.people.show_on_card": _of(arguments=lambda *_: {"what": "shows_title", "is_shown": False}),
    "service.blocks.block": Access(has_met, somebody, places=MET),
    "service.blocks.unblock": _of(),
    "service.blocks.my_blocks": Access(members, places=ONCE),
    "service.connections.ask_to_connect": Access(connects, somebody, places=MET),
    "service.connections.accept": _of(connects, before=_row(ConnectionStatus.PENDING)),
    "service.connections.decline_request": _of(before=_row(ConnectionStatus.PENDING)),
    "service.connections.undo_decline": _of(before=_row(ConnectionStatus.DECLINED)),
    "service.connections.withdraw": _of(before=_row(ConnectionStatus.PENDING, is_mine=True)),
    "service.connections.part": _of(before=_row(ConnectionStatus.ACCEPTED, was_accepted=True)),
    "service.connections.undo_part": _of(before=_row(ConnectionStatus.DECLINED, was_accepted=True)),
    "service.connections.my_network": Access(members, places=ONCE),
    "service.connections.my_requests": Access(members, places=ONCE),
    "service.connections.open_requests": Access(members, places=ONCE),
    "service.suggestions.my_suggestions": Access(members, places=ONCE),
    "service.suggestions.unmet": Access(members, lambda hood, place: {"place": hood.keys[place]}, places=MET),
    "service.suggestions.dismiss_suggestion": Access(has_met, somebody, places=MET),
    "service.suggestions.undo_dismissal": _of(),
}
