"""Finding a spot in a thread: the first unread reply, the latest, or the one that an address names."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community import policy
from academy.community.models import DiscussionReply, DiscussionThread, ThreadReading
from academy.community.schemas.replies import Opening
from academy.community.service.shown import BRANCH, PAGE, shown_until
from academy.community.service.standing import in_sight, readable_id
from academy.live import Context, query

BEFORE = 10
"""So many replies of a branch are shown before the one that is looked for."""

replies: Any = DiscussionReply


class Spot(StrEnum):
    """What is looked for in a thread."""

    UNREAD = "unread"
    LATEST = "latest"


@query(policy=policy.thread_reader)
def opening(ctx: Context, *, public_id: str, reply: int = 0, spot: Spot = Spot.UNREAD) -> Opening:
    """Where a thread opens for the viewer: at the reply of a number, else at a spot, else at its head."""
    threads = sa.select(col(DiscussionThread.id), col(DiscussionThread.last_number))
    thread_id, last = ctx.session.execute(threads.where(col(DiscussionThread.public_id) == public_id)).one()
    read_until = ctx.session.exec(
        select(ThreadReading.last_number).where(
            ThreadReading.user_id == ctx.user_id, ThreadReading.thread_id == thread_id
        )
    ).first()
    number = reply or _number_at(ctx, thread_id, spot, read_until)
    found = _find(ctx, thread_id, number) if number and readable_id(ctx, public_id) is not None else None
    return (found or Opening()).model_copy(update={"read_until": read_until, "last": last})


def _number_at(ctx: Context, thread_id: int, spot: Spot, read_until: int | None) -> int:
    if spot is Spot.UNREAD and read_until is None:
        return 0
    statement = sa.select(replies.number).where(replies.thread_id == thread_id, *in_sight(replies))
    if spot is Spot.LATEST:
        statement = statement.order_by(replies.number.desc())
    else:
        statement = statement.where(replies.number > read_until, replies.author_id != ctx.user_id)
        statement = statement.order_by(replies.number)
    return ctx.session.execute(statement.limit(1)).scalar_one_or_none() or 0


def _find(ctx: Context, thread_id: int, number: int) -> Opening | None:
    columns = replies.id, replies.position, replies.root_id, replies.branch_id, replies.number, replies.depth
    statement = sa.select(*columns).where(replies.thread_id == thread_id)
    reply = ctx.session.execute(statement.where(replies.number == number)).first()
    if reply is None:
        return None
    if reply.depth == 0:
        return Opening(page=(reply.position - 1) // PAGE, number=number)
    root = ctx.session.execute(sa.select(*columns).where(replies.id == reply.root_id)).one()
    child = reply
    if reply.depth > 1:
        child = ctx.session.execute(sa.select(*columns).where(replies.id == reply.branch_id)).one()
    opened = []
    if 0 < shown_until(ctx, root.id) < child.number:
        opened.append([root.number, _start(ctx, replies.parent_reply_id == root.id, child.number), BRANCH])
    if reply.depth > 1:
        opened.append([child.number, _start(ctx, replies.branch_id == child.id, number), BRANCH])
    return Opening(page=(root.position - 1) // PAGE, number=number, opened=opened)


def _start(ctx: Context, within: Any, number: int) -> int:
    """The number at which a branch begins that shows a reply with some before it; 0 if that is its beginning."""
    before = sa.select(col(DiscussionReply.number)).where(within, replies.number <= number)
    numbers = ctx.session.execute(before.order_by(replies.number.desc()).limit(BEFORE + 1)).scalars().all()
    return numbers[-1] if len(numbers) > BEFORE else 0
