"""The row that two people share, whoever asked: what it says to either of them.

A decline is silent: until `AGAIN_AFTER` has passed the request stands for whoever made it, and is out of the world for
whoever declined it. `requested_at` is empty where no request stands for its maker. A connection that has ended keeps
`accepted_at`, so that it can be taken up again for a moment, and holds nobody back from asking anew.
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community.events import RequestDeclined
from academy.community.models import ConnectionStatus, PeerConnection
from academy.live import Context

AGAIN_AFTER = timedelta(days=30)
UNDONE_WITHIN = timedelta(minutes=10)


def pair_of(ctx: Context, other_id: int) -> PeerConnection | None:
    """Return the row of the viewer and somebody else."""
    low, high = sorted((ctx.user_id, other_id))
    found = select(PeerConnection).where(PeerConnection.user_id == low, PeerConnection.connected_user_id == high)
    return ctx.session.exec(found).first()


def pairs_of(ctx: Context, *conditions: "sa.ColumnElement[bool]") -> list[PeerConnection]:
    """Return the rows of the viewer with whomever."""
    sides = (col(PeerConnection.user_id), col(PeerConnection.connected_user_id))
    return [
        row
        for side in sides
        for row in ctx.session.exec(select(PeerConnection).where(side == ctx.user_id, *conditions))
    ]


def other_in(row: PeerConnection, user_id: int) -> int:
    """Return who shares a row with somebody."""
    return row.connected_user_id if row.user_id == user_id else row.user_id


def has_asked(ctx: Context, row: PeerConnection, user_id: int) -> bool:
    """Tell whether a request of theirs stands, as far as they know."""
    if row.requester_id != user_id or row.requested_at is None:
        return False
    return row.status == ConnectionStatus.PENDING or is_declined(ctx, row)


def is_declined(ctx: Context, row: PeerConnection) -> bool:
    """Tell whether a request was declined so lately that it cannot be made again."""
    if row.status != ConnectionStatus.DECLINED or row.declined_at is None or row.accepted_at is not None:
        return False
    return not ctx.is_past(row.declined_at + AGAIN_AFTER)


def end(ctx: Context, row: PeerConnection) -> None:
    """Let the viewer end a connection."""
    row.status, row.requester_id = ConnectionStatus.DECLINED, other_in(row, ctx.user_id)
    row.declined_at, row.requested_at, row.note = ctx.now, None, ""


def decline(ctx: Context, row: PeerConnection) -> None:
    """Let the viewer decline a request; what was written with it goes once that cannot be undone any more."""
    row.status, row.declined_at = ConnectionStatus.DECLINED, ctx.now
    if row.note:
        ctx.publish(RequestDeclined(row.id))


def take_back(ctx: Context, row: PeerConnection) -> None:
    """Let the viewer take a request back; one that was declined stays known, so that it cannot be made again."""
    if row.status == ConnectionStatus.PENDING:
        ctx.session.delete(row)
    else:
        row.requested_at, row.note = None, ""
