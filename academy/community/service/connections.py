"""Connections between people: one row a pair, and what can be done about it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.community.acquaintance import who_has_met
from academy.community.events import ConnectionAccepted, ConnectionRequested
from academy.community.models import ConnectionSource, ConnectionStatus, PeerConnection
from academy.community.schemas.people import NetworkRow, RequestRow, Requests
from academy.community.service.blocks import has_blocked, is_blocked
from academy.community.service.naming import Described, described
from academy.community.service.pairs import (
    UNDONE_WITHIN,
    decline,
    end,
    has_asked,
    is_declined,
    other_in,
    pair_of,
    pairs_of,
    take_back,
)
from academy.community.service.suspensions import refuse_if_suspended_everywhere
from academy.core.cleaning import clean
from academy.core.errors import Conflict, Invalid
from academy.core.limits import Allowance, spend
from academy.core.loading import only
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_signed_in, opens, system_only
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query, signed_in

NOTE_LENGTH = 300
REQUESTS = Allowance(times=20, period=timedelta(days=1))
AGAIN = Allowance(times=3, period=timedelta(days=1))
"""Of the same person: asking, taking it back and asking again is no way to knock."""
MOST_SHOWN = 100
PAGE = 30
BY_NAME: tuple[Any, ...] = (col(User.name), col(User.id))
GONE = "This request has been taken back."


@mutation(policy=who_has_met)
def ask_to_connect(
    ctx: Context, *, user_id: int, note: str = "", source: ConnectionSource = ConnectionSource.MANUAL
) -> bool:
    """Ask a person to be connected; if they have asked, both are. Tells whether they are connected now.

    Raises:
        Invalid: It is the viewer, or the note is too long.
        Conflict: They are connected, it was asked before, or the viewer has blocked them.
        Denied: The viewer is suspended everywhere.
        TooManyRequests: That was too many today.
    """
    refuse_if_suspended_everywhere(ctx)
    words = _note(note)
    if user_id == ctx.user_id:
        raise Invalid("You cannot be connected with yourself.")
    name = ctx.session.get_one(User, user_id).name
    if has_blocked(ctx, ctx.user_id, user_id):
        raise Conflict(f"You have blocked {name}. Take the block back first.")
    row = pair_of(ctx, user_id)
    if row is not None and row.status == ConnectionStatus.ACCEPTED:
        raise Conflict(f"You and {name} are connected already.")
    if row is not None and has_asked(ctx, row, ctx.user_id):
        raise Conflict(f"You have asked {name} already, and they have not answered yet.")
    if row is not None and has_asked(ctx, row, user_id):
        _connect(ctx, row)
        return True
    spend(ctx.session, REQUESTS, now=ctx.now, key=f"connect:{ctx.user_id}")
    spend(ctx.session, AGAIN, now=ctx.now, key=f"connect:{ctx.user_id}:{user_id}")
    _ask(ctx, row, user_id, words, source)
    return False


@mutation(policy=signed_in)
def accept(ctx: Context, *, user_id: int) -> None:
    """Accept a person's request.

    Raises:
        Conflict: They have taken it back.
        Denied: The viewer is suspended everywhere.
    """
    refuse_if_suspended_everywhere(ctx)
    _connect(ctx, _waiting(ctx, user_id))


@mutation(policy=signed_in)
def decline_request(ctx: Context, *, user_id: int) -> None:
    """Decline a person's request, who is not told.

    Raises:
        Conflict: They have taken it back.
    """
    decline(ctx, _waiting(ctx, user_id))


@mutation(policy=system_only)
def forget_note(ctx: Context, *, connection_id: int) -> None:
    """Delete what was written with a request that was declined, once it is too late to undo that."""
    row = ctx.session.get(PeerConnection, connection_id)
    if row is not None and row.status == ConnectionStatus.DECLINED and not _is_fresh(ctx, row):
        row.note = ""


@mutation(policy=signed_in)
def undo_decline(ctx: Context, *, user_id: int) -> None:
    """Let a request that was declined a moment ago wait again.

    Raises:
        Conflict: It is too late, or they have taken it back.
    """
    row = pair_of(ctx, user_id)
    if (
        row is None
        or not has_asked(ctx, row, user_id)
        or not _is_fresh(ctx, row)
        or is_blocked(ctx, ctx.user_id, user_id)
    ):
        raise Conflict(GONE)
    row.status, row.declined_at = ConnectionStatus.PENDING, None


@mutation(policy=signed_in)
def withdraw(ctx: Context, *, user_id: int) -> None:
    """Take back what the viewer asked of a person.

    Raises:
        Conflict: Nothing is waiting; they may have accepted.
    """
    row = pair_of(ctx, user_id)
    if row is None or not has_asked(ctx, row, ctx.user_id):
        raise Conflict("This request is not waiting any more. See whether it was accepted.")
    take_back(ctx, row)


@mutation(policy=signed_in)
def part(ctx: Context, *, user_id: int) -> None:
    """End the connection with a person, who is not told."""
    row = pair_of(ctx, user_id)
    if row is not None and row.status == ConnectionStatus.ACCEPTED:
        end(ctx, row)


@mutation(policy=signed_in)
def undo_part(ctx: Context, *, user_id: int) -> None:
    """Take up a connection that the viewer ended a moment ago.

    Raises:
        Conflict: It is too late, or not for the viewer to do.
    """
    row = pair_of(ctx, user_id)
    is_mine = row is not None and row.accepted_at is not None and row.requester_id == user_id
    if row is None or not is_mine or not _is_fresh(ctx, row) or is_blocked(ctx, ctx.user_id, user_id):
        raise Conflict("It is too late to take this back. You can ask to be connected again.")
    row.status, row.declined_at = ConnectionStatus.ACCEPTED, None


@query(policy=signed_in)
def my_network(ctx: Context, *, words: str = "", until: str = "") -> Page[NetworkRow]:
    """Those the viewer is connected with, by name: all, or those with these words in their names."""
    since = {
        other_in(row, ctx.user_id): row.accepted_at or row.created_at
        for row in pairs_of(ctx, col(PeerConnection.status) == ConnectionStatus.ACCEPTED)
    }
    statement = select(User).options(only(User.name)).where(col(User.id).in_(since))
    if words.strip():
        statement = statement.where(holds(words.strip(), User.name))
    found = page_of(ctx, statement, lambda user: user.id, of=int, order=BY_NAME, until=until, size=PAGE)
    people = described(ctx, found.rows)
    rows = [
        NetworkRow(
            user_id=user_id,
            name=people[user_id].name,
            headline=people[user_id].headline,
            since=since[user_id],
            cohorts=people[user_id].cohorts,
        )
        for user_id in found.rows
    ]
    return found.showing(NetworkRow, rows)


@query(policy=signed_in)
def my_requests(ctx: Context) -> Requests:
    """The requests that wait for the viewer, and theirs that wait for others."""
    status = col(PeerConnection.status)
    rows = pairs_of(ctx, status.in_((ConnectionStatus.PENDING, ConnectionStatus.DECLINED)))
    received = [row for row in rows if row.status == ConnectionStatus.PENDING and row.requester_id != ctx.user_id]
    sent = [row for row in rows if has_asked(ctx, row, ctx.user_id)]
    people = described(ctx, [other_in(row, ctx.user_id) for row in (*received, *sent)])
    return Requests(
        received=_latest([_request(row, row.requester_id, people) for row in received]),
        sent=_latest([_request(row, other_in(row, ctx.user_id), people, is_mine=True) for row in sent]),
    )


@query(policy=signed_in)
def open_requests(ctx: Context) -> int:
    """How many requests wait for the viewer."""
    return len(pairs_of(ctx, _waits_for(ctx.user_id)))


NETWORK_PAGE = PlacePage(label="Network", url=routes.NETWORK.url(), counted="waiting")
opens(Place.COMMUNITY, NETWORK_PAGE, count=open_requests)(is_signed_in)


def _request(row: PeerConnection, user_id: int, people: dict[int, Described], *, is_mine: bool = False) -> RequestRow:
    """What the viewer sees of a request. Of their own it is only whom they asked, as it is all they knew then."""
    return RequestRow(
        user_id=user_id,
        name=people[user_id].name,
        headline="" if is_mine else people[user_id].headline,
        note="" if is_mine else row.note,
        asked_at=row.requested_at or row.created_at,
        cohorts=people[user_id].cohorts,
    )


def _latest(rows: list[RequestRow]) -> list[RequestRow]:
    return sorted(rows, key=lambda row: (row.asked_at, row.user_id), reverse=True)[:MOST_SHOWN]


def _waits_for(user_id: int) -> "sa.ColumnElement[bool]":
    is_pending = col(PeerConnection.status) == ConnectionStatus.PENDING
    return sa.and_(is_pending, col(PeerConnection.requester_id) != user_id)


def _ask(ctx: Context, row: PeerConnection | None, user_id: int, words: str, source: ConnectionSource) -> None:
    """Write the request down; it reaches nobody who has blocked the viewer, or has declined them lately."""
    is_held = row is not None and row.requester_id == ctx.user_id and is_declined(ctx, row)
    is_kept_out = has_blocked(ctx, user_id, ctx.user_id)
    if row is None:
        low, high = sorted((ctx.user_id, user_id))
        row = PeerConnection(user_id=low, connected_user_id=high, requester_id=ctx.user_id, connection_source=source)
        ctx.session.add(row)
    row.requester_id, row.connection_source, row.requested_at, row.accepted_at = ctx.user_id, source, ctx.now, None
    if is_held:
        return
    if is_kept_out:
        decline(ctx, row)
        return
    row.status, row.note, row.declined_at = ConnectionStatus.PENDING, words, None
    ctx.session.flush()
    ctx.publish(ConnectionRequested(row.id))


def _connect(ctx: Context, row: PeerConnection) -> None:
    row.status, row.accepted_at, row.declined_at = ConnectionStatus.ACCEPTED, ctx.now, None
    ctx.publish(ConnectionAccepted(row.id))


def _waiting(ctx: Context, user_id: int) -> PeerConnection:
    row = pair_of(ctx, user_id)
    if row is None or row.status != ConnectionStatus.PENDING or row.requester_id != user_id:
        raise Conflict(GONE)
    return row


def _is_fresh(ctx: Context, row: PeerConnection) -> bool:
    if row.status != ConnectionStatus.DECLINED or row.declined_at is None:
        return False
    return row.declined_at + UNDONE_WITHIN > ctx.now


def _note(typed: str) -> str:
    words = clean(typed).strip()
    if len(words) > NOTE_LENGTH:
        raise Invalid(f"Please shorten this to {NOTE_LENGTH} characters.", field="note")
    return words
