"""What a thread is to the person who reads it: how far they have read, and whether they follow it."""

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community import policy
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ReplyInteraction,
    ReplyInteractionType,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
)
from academy.community.schemas.reading import MyThread
from academy.community.service.news import about
from academy.community.service.standing import closed_words, in_sight, is_in_sight, may_choose, thread_id_of
from academy.community.service.threads import find_thread
from academy.core.loading import only
from academy.live import Context, mutation, query
from academy.notifications.service import read_about

LIKE, BOOKMARK = ThreadInteractionType.LIKE, ThreadInteractionType.BOOKMARK
FOLLOW, MUTE, VIEW = ThreadInteractionType.SUBSCRIBE, ThreadInteractionType.MUTE, ThreadInteractionType.VIEW


@query(policy=policy.thread_reader)
def my_thread(ctx: Context, *, public_id: str) -> MyThread:
    """The viewer's own in a thread: likes, what they follow, how far they have read, and what they may."""
    columns = only(
        DiscussionThread.audience,
        DiscussionThread.author_id,
        DiscussionThread.is_locked,
        DiscussionThread.status,
        DiscussionThread.deleted_at,
    )
    thread = ctx.session.exec(
        select(DiscussionThread).where(DiscussionThread.public_id == public_id).options(columns)
    ).one()
    kinds = _kinds(ctx, thread.id)
    suspension = policy.suspension_of(ctx, ctx.user_id, thread.audience)
    closed = closed_words(thread)
    return MyThread(
        user_id=ctx.user_id,
        is_liked=LIKE in kinds,
        liked=_liked(ctx, thread.id),
        is_followed=FOLLOW in kinds,
        is_muted=MUTE in kinds,
        is_bookmarked=BOOKMARK in kinds,
        is_seen=VIEW in kinds,
        read_until=_read_until(ctx, thread.id),
        may_reply=suspension is None and not closed,
        may_choose=suspension is None and is_in_sight(thread) and may_choose(ctx, thread),
        suspended="" if suspension is None else suspension.reason,
        closed=closed,
    )


@mutation(policy=policy.thread_reader)
def see_thread(ctx: Context, *, public_id: str) -> None:
    """Count that one has opened a thread, once, and know from where on it will be new."""
    thread_id = thread_id_of(ctx, public_id)
    if _reading(ctx, thread_id) is None:
        read_up_to(ctx, thread_id, 0)
        _hush(ctx, thread_id, 0)
    if VIEW not in _kinds(ctx, thread_id):
        thread = find_thread(ctx, public_id)
        ctx.session.add(ThreadInteraction(user_id=ctx.user_id, thread_id=thread.id, interaction=VIEW))
        thread.view_count += 1


@mutation(policy=policy.thread_reader)
def mark_read(ctx: Context, *, public_id: str, number: int) -> None:
    """Note that one has read up to a reply; it never goes back."""
    statement = sa.select(col(DiscussionThread.id), col(DiscussionThread.last_shown))
    thread_id, last = ctx.session.execute(statement.where(col(DiscussionThread.public_id) == public_id)).one()
    if read_up_to(ctx, thread_id, min(number, last)):
        _hush(ctx, thread_id, min(number, last))


@mutation(policy=policy.thread_reader)
def follow(ctx: Context, *, public_id: str) -> None:
    """Hear of what is new in a thread."""
    thread_id = thread_id_of(ctx, public_id)
    _drop(ctx, thread_id, MUTE)
    _keep(ctx, thread_id, FOLLOW)


@mutation(policy=policy.thread_reader)
def unfollow(ctx: Context, *, public_id: str) -> None:
    """Hear of a thread no more, but where one is answered or mentioned."""
    _drop(ctx, thread_id_of(ctx, public_id), FOLLOW)


@mutation(policy=policy.thread_reader)
def mute(ctx: Context, *, public_id: str) -> None:
    """Hear of a thread no more, but where one is answered or mentioned, though one has written it."""
    thread_id = thread_id_of(ctx, public_id)
    _drop(ctx, thread_id, FOLLOW)
    _keep(ctx, thread_id, MUTE)


@mutation(policy=policy.thread_reader)
def unmute(ctx: Context, *, public_id: str) -> None:
    """Let a thread be heard of again."""
    _drop(ctx, thread_id_of(ctx, public_id), MUTE)


@mutation(policy=policy.thread_reader)
def bookmark(ctx: Context, *, public_id: str, is_on: bool) -> None:
    """Keep a thread for later, or no longer."""
    (_keep if is_on else _drop)(ctx, thread_id_of(ctx, public_id), BOOKMARK)


def follow_as_author(ctx: Context, thread_id: int) -> None:
    """Let who has written in a thread follow it, unless they have muted it."""
    if not _kinds(ctx, thread_id) & {FOLLOW, MUTE}:
        _keep(ctx, thread_id, FOLLOW)


def read_up_to(ctx: Context, thread_id: int, number: int) -> bool:
    """Note how far the viewer has read, never less far than before; tell whether that is further."""
    reading = _reading(ctx, thread_id)
    if reading is None:
        ctx.session.add(ThreadReading(user_id=ctx.user_id, thread_id=thread_id, last_number=number))
    elif reading.last_number < number:
        reading.last_number = number
    else:
        return False
    return True


def _hush(ctx: Context, thread_id: int, number: int) -> None:
    """Count as read what the bell says of a thread, unless it may be about replies that are still to be read."""
    later = sa.select(col(DiscussionReply.created_at)).where(
        col(DiscussionReply.thread_id) == thread_id, col(DiscussionReply.number) > number, *in_sight(DiscussionReply)
    )
    unread_since = ctx.session.execute(later.order_by(col(DiscussionReply.number)).limit(1)).scalar_one_or_none()
    read_about(ctx, about(thread_id), before=unread_since)


def _reading(ctx: Context, thread_id: int) -> ThreadReading | None:
    statement = select(ThreadReading).where(ThreadReading.user_id == ctx.user_id, ThreadReading.thread_id == thread_id)
    return ctx.session.exec(statement).first()


def _read_until(ctx: Context, thread_id: int) -> int | None:
    reading = _reading(ctx, thread_id)
    return None if reading is None else reading.last_number


def _kinds(ctx: Context, thread_id: int) -> set[ThreadInteractionType]:
    statement = sa.select(col(ThreadInteraction.interaction)).where(
        col(ThreadInteraction.user_id) == ctx.user_id, col(ThreadInteraction.thread_id) == thread_id
    )
    return set(ctx.session.execute(statement).scalars())


def _liked(ctx: Context, thread_id: int) -> list[int]:
    statement = select(ReplyInteraction.number).where(
        ReplyInteraction.user_id == ctx.user_id,
        ReplyInteraction.thread_id == thread_id,
        ReplyInteraction.interaction == ReplyInteractionType.LIKE,
    )
    return sorted(ctx.session.exec(statement))


def _keep(ctx: Context, thread_id: int, kind: ThreadInteractionType) -> None:
    if kind not in _kinds(ctx, thread_id):
        ctx.session.add(ThreadInteraction(user_id=ctx.user_id, thread_id=thread_id, interaction=kind))
        ctx.session.flush()


def _drop(ctx: Context, thread_id: int, kind: ThreadInteractionType) -> None:
    ctx.session.exec(
        sa.delete(ThreadInteraction).where(
            col(ThreadInteraction.user_id) == ctx.user_id,
            col(ThreadInteraction.thread_id) == thread_id,
            col(ThreadInteraction.interaction) == kind,
        )
    )
