"""The counters of a thread: what its replies' coming, going and returning does to them.

What is deleted or kept out of sight is not counted. Nobody but these functions, and those that start threads, writes
`reply_count`, `last_number`, `last_shown`, `top_count`, `last_activity_at`, `last_author_id` and a reply's status.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community import policy
from academy.community.models import ContentStatus, DiscussionReply, DiscussionThread
from academy.core.errors import NotFound
from academy.live import Context

CHANGED = "This was changed on another page since you began. Choose which of both to keep, then save again."
NO_REPLY = "There is no such reply in this thread."


def thread_id_of(ctx: Context, public_id: str) -> int:
    """Return the id of a thread.

    Raises:
        NotFound: There is none.
    """
    statement = sa.select(col(DiscussionThread.id)).where(col(DiscussionThread.public_id) == public_id)
    thread_id = ctx.session.execute(statement).scalar_one_or_none()
    if thread_id is None:
        raise NotFound(policy.NO_THREAD)
    return int(thread_id)


def readable_id(ctx: Context, public_id: str) -> int | None:
    """Return the id of a thread; None if a moderator took it away, but for its author and who keeps order there.

    Only of such a thread the viewer is asked, so that what is made of any other is the same for all its readers.

    Raises:
        NotFound: There is none.
    """
    columns = (
        col(DiscussionThread.id),
        col(DiscussionThread.audience),
        col(DiscussionThread.author_id),
        col(DiscussionThread.status),
        col(DiscussionThread.deleted_at),
        col(DiscussionThread.deleted_by_id),
    )
    thread = ctx.session.execute(sa.select(*columns).where(col(DiscussionThread.public_id) == public_id)).first()
    if thread is None:
        raise NotFound(policy.NO_THREAD)
    is_removed = thread.deleted_at is not None and thread.deleted_by_id != thread.author_id
    if not is_removed and thread.status is not ContentStatus.HIDDEN:
        return int(thread.id)
    is_theirs = thread.author_id == ctx.viewer.user_id or policy.may_moderate(ctx, thread.audience)
    return int(thread.id) if is_theirs else None


def reply_of(ctx: Context, thread_id: int, number: int, *, is_locking: bool = False) -> DiscussionReply:
    """Return a reply by its number; with `is_locking` nobody else changes it before this transaction ends.

    Raises:
        NotFound: There is none.
    """
    statement = select(DiscussionReply).where(DiscussionReply.thread_id == thread_id, DiscussionReply.number == number)
    if is_locking:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    reply = ctx.session.exec(statement).first()
    if reply is None:
        raise NotFound(NO_REPLY)
    return reply


def is_in_sight(post: DiscussionThread | DiscussionReply) -> bool:
    """Tell whether a thread or reply is there for everybody who may read where it is."""
    return post.deleted_at is None and post.status == ContentStatus.ACTIVE


def in_sight(table: Any) -> tuple["sa.ColumnElement[bool]", "sa.ColumnElement[bool]"]:
    """Return the same as conditions of a query."""
    return table.deleted_at.is_(None), table.status == ContentStatus.ACTIVE


def closed_words(thread: DiscussionThread) -> str:
    """Say why nobody can reply to a thread; empty if people can."""
    if thread.deleted_at is not None:
        return "This thread is deleted, so nobody can reply to it any more."
    if thread.status is not ContentStatus.ACTIVE:
        return "This thread is hidden until a moderator has looked at it; replies wait until then."
    return "This thread is locked: it can be read, and nobody can reply any more." if thread.is_locked else ""


def count_in(ctx: Context, thread: DiscussionThread, reply: DiscussionReply) -> None:
    """Give a new reply its number, and its position if it is one at the top."""
    thread.last_number += 1
    reply.number = thread.last_number
    if reply.depth == 0:
        thread.top_count += 1
        reply.position = thread.top_count
    if is_in_sight(reply):
        thread.reply_count += 1
        thread.last_shown = reply.number
        thread.last_activity_at = ctx.now
        thread.last_author_id = reply.author_id


def set_status(ctx: Context, reply: DiscussionReply, status: ContentStatus) -> None:
    """Take a reply out of sight, or bring it back."""
    was_in_sight = is_in_sight(reply)
    reply.status = status
    _settle(ctx, reply, was_in_sight)


def bury(ctx: Context, reply: DiscussionReply, by_id: int | None) -> None:
    """Delete a reply; its place stays."""
    was_in_sight = is_in_sight(reply)
    reply.deleted_at, reply.deleted_by_id = ctx.now, by_id
    _settle(ctx, reply, was_in_sight)


def unbury(ctx: Context, reply: DiscussionReply) -> None:
    """Bring a deleted reply back."""
    was_in_sight = is_in_sight(reply)
    reply.deleted_at = reply.deleted_by_id = None
    _settle(ctx, reply, was_in_sight)


def last_standing(ctx: Context, thread_id: int) -> DiscussionReply | None:
    """Return the latest reply that is in sight."""
    statement = select(DiscussionReply).where(DiscussionReply.thread_id == thread_id, *in_sight(DiscussionReply))
    return ctx.session.exec(statement.order_by(col(DiscussionReply.number).desc()).limit(1)).first()


def may_choose(ctx: Context, thread: DiscussionThread) -> bool:
    """Tell whether the viewer may say which answer is the best: whoever asked, and who leads there."""
    return thread.author_id == ctx.user_id or policy.leads(ctx, thread.audience)


def _settle(ctx: Context, reply: DiscussionReply, was_in_sight: bool) -> None:
    if is_in_sight(reply) == was_in_sight:
        return
    thread = _locked(ctx, col(DiscussionThread.id) == reply.thread_id)
    thread.reply_count += -1 if was_in_sight else 1
    ctx.session.flush()
    last = last_standing(ctx, thread.id)
    thread.last_shown = 0 if last is None else last.number
    thread.last_activity_at = thread.created_at if last is None else last.created_at
    thread.last_author_id = thread.author_id if last is None else last.author_id


def _locked(ctx: Context, where: "sa.ColumnElement[bool] | bool") -> DiscussionThread:
    statement = select(DiscussionThread).where(where).with_for_update().execution_options(populate_existing=True)
    ctx.session.flush()
    thread = ctx.session.exec(statement).first()
    if thread is None:
        raise NotFound(policy.NO_THREAD)
    return thread
