"""Replying to a thread or to a reply, and changing what one has said."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from academy.community import policy
from academy.community.events import ContentEdited, ReplyPosted, SightChanged
from academy.community.models import ContentRevision, ContentStatus, DiscussionReply, DiscussionThread
from academy.community.service.mentions import prepare, record_mentions
from academy.community.service.reading import follow_as_author, read_up_to
from academy.community.service.standing import (
    CHANGED,
    bury,
    closed_words,
    count_in,
    is_in_sight,
    reply_of,
    unbury,
)
from academy.community.service.threads import EDITS, find_thread
from academy.core.errors import Conflict, Denied
from academy.core.limits import Allowance, spend
from academy.live import Context, mutation

LONGEST_KEY = 64
POSTS = Allowance(times=120, period=timedelta(minutes=10))
MINE_ONLY = "Only who wrote a reply can change it."


@mutation(policy=policy.thread_writer)
def post_reply(ctx: Context, *, public_id: str, content: str, parent: int | None = None, client_key: str) -> int:
    """Reply to a thread, or to the reply of a number in it; return the number of what was posted.

    The same `client_key` again posts nothing, and returns the number that the first one got.
    """
    thread = find_thread(ctx, public_id)
    key = client_key[:LONGEST_KEY] or None
    sent = _sent_before(ctx, thread, key)
    if sent is not None:
        return sent
    text = prepare(ctx, thread.audience, content).content
    _refuse_if_closed(thread)
    spend(ctx.session, POSTS, now=ctx.now, key=f"reply:{ctx.user_id}")
    reply = DiscussionReply(
        thread_id=thread.id,
        number=0,
        author_id=ctx.user_id,
        content=text,
        is_instructor_reply=policy.leads(ctx, thread.audience),
        client_key=key,
    )
    if parent is not None:
        _hang_under(ctx, thread, reply, parent)
    count_in(ctx, thread, reply)
    ctx.session.add(reply)
    ctx.session.flush()
    follow_as_author(ctx, thread.id)
    read_up_to(ctx, thread.id, reply.number)
    record_mentions(ctx, thread, reply, text)
    ctx.publish(ReplyPosted(reply.id))
    return reply.number


@mutation(policy=policy.thread_writer)
def edit_reply(ctx: Context, *, public_id: str, number: int, content: str, before: str | None = None) -> None:
    """Say something else in a reply of one's own; what it said before is kept.

    Raises:
        Conflict: It cannot be changed, or does not say what it said `before`, when the change was begun.
    """
    thread = find_thread(ctx, public_id)
    reply = _own(ctx, thread, number)
    text = prepare(ctx, thread.audience, content).content
    if thread.is_locked:
        raise Conflict("This thread is locked, so what is in it stays as it is.", field="content")
    if not is_in_sight(thread):
        raise Conflict("This thread is deleted or hidden, so what is in it stays as it is.", field="content")
    if reply.deleted_at is not None:
        raise Conflict("This reply is deleted. Bring it back to edit it.", field="content")
    if reply.status is ContentStatus.HIDDEN:
        raise Conflict("A moderator has hidden this reply, so it stays as it is.", field="content")
    if text == reply.content:
        return
    if before not in (None, reply.content):
        raise Conflict(CHANGED, field="content")
    spend(ctx.session, EDITS, now=ctx.now, key=f"edit:{ctx.user_id}")
    ctx.session.add(
        ContentRevision(thread_id=thread.id, reply_id=reply.id, content=reply.content, editor_id=ctx.user_id)
    )
    reply.content, reply.edited_at = text, ctx.now
    ctx.session.flush()
    record_mentions(ctx, thread, reply, text)
    ctx.publish(ContentEdited(thread.id, reply.id))


@mutation(policy=policy.thread_reader)
def delete_reply(ctx: Context, *, public_id: str, number: int) -> None:
    """Delete a reply of one's own. What answers it stays, below a note that something was here."""
    thread = find_thread(ctx, public_id)
    reply = _own(ctx, thread, number)
    if reply.deleted_at is None:
        bury(ctx, reply, ctx.user_id)
        ctx.publish(SightChanged(thread.id, reply.id))


@mutation(policy=policy.thread_reader)
def restore_reply(ctx: Context, *, public_id: str, number: int) -> None:
    """Bring a reply back that one has deleted oneself."""
    thread = find_thread(ctx, public_id)
    reply = _own(ctx, thread, number)
    if reply.deleted_at is None:
        return
    if reply.deleted_by_id != ctx.user_id:
        raise Denied("A moderator took this reply away, so only a moderator can bring it back.")
    unbury(ctx, reply)
    ctx.publish(SightChanged(thread.id, reply.id))


def _refuse_if_closed(thread: DiscussionThread) -> None:
    if words := closed_words(thread):
        raise Conflict(words, field="content")


def _sent_before(ctx: Context, thread: DiscussionThread, key: str | None) -> int | None:
    if key is None:
        return None
    statement = sa.select(col(DiscussionReply.number), col(DiscussionReply.thread_id)).where(
        col(DiscussionReply.author_id) == ctx.user_id, col(DiscussionReply.client_key) == key
    )
    found = ctx.session.execute(statement).first()
    if found is not None and found.thread_id != thread.id:
        raise Conflict("This was sent to another thread already.", field="content")
    return None if found is None else found.number


def _hang_under(ctx: Context, thread: DiscussionThread, reply: DiscussionReply, parent: int) -> None:
    above = reply_of(ctx, thread.id, parent)
    if not is_in_sight(above):
        raise Conflict("What you answer is not there any more. You can reply to the thread instead.", field="content")
    reply.parent_reply_id = above.id
    reply.root_id = above.root_id or above.id
    reply.branch_id = above.id if above.depth == 1 else above.branch_id
    reply.depth = above.depth + 1


def _own(ctx: Context, thread: DiscussionThread, number: int) -> DiscussionReply:
    reply = reply_of(ctx, thread.id, number)
    if reply.author_id != ctx.user_id:
        raise Denied(MINE_ONLY)
    return reply
