"""Telling people of a reply: each once, for the most specific reason, in batches that a durable job goes through."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from academy.community.events import ThreadLetterDue
from academy.community.letters import news as letters
from academy.community.markup import mentioned, to_text
from academy.community.models import (
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadNews,
    ThreadReading,
)
from academy.community.reasons import Posted, Reason, reason_for
from academy.community.service.blocks import blocked_pairs
from academy.community.service.readers import readers_among
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.live.presence import here
from academy.notifications.models import Channel
from academy.notifications.service import is_mailed, is_wanted, rings_about, tell, waits_for_digest

BATCH = 50
OVERDUE = timedelta(minutes=10)
"""A letter that is that late is not coming any more."""
SETTLING = timedelta(minutes=10)
"""So long a letter about a thread that somebody only follows waits for what else is written there."""
APART = timedelta(hours=1)
"""So long after a letter about a thread the next one comes at the earliest, unless its person has read the thread."""
WINDOW = 40
"""So many new replies are looked at to say what is new; the rest is in the thread."""
LINE = 140


def about(thread_id: int) -> str:
    """What news of a thread goes under, in the bell and in digests."""
    return f"thread:{thread_id}"


def topic(thread: DiscussionThread) -> str:
    """Where people who have a thread open are present."""
    return f"thread:{thread.public_id}"


def is_shown(content: DiscussionThread | DiscussionReply) -> bool:
    """Tell whether everybody who may read there sees it."""
    return content.status == ContentStatus.ACTIVE and content.deleted_at is None


def thread_of(thread: DiscussionThread) -> letters.Thread:
    """What letters say of a thread."""
    return letters.Thread(thread.public_id, thread.title)


def state_of(ctx: Context, user_id: int, thread_id: int) -> ThreadNews:
    """How far a person was told of a thread."""
    state = ctx.session.exec(
        select(ThreadNews).where(ThreadNews.user_id == user_id, ThreadNews.thread_id == thread_id)
    ).first()
    if state is None:
        state = ThreadNews(user_id=user_id, thread_id=thread_id)
        ctx.session.add(state)
    return state


@mutation(policy=system_only)
def tell_who_is_meant(ctx: Context, *, reply_id: int) -> list[int]:
    """Tell those of a reply whom it mentions or answers, and who started the thread; returns who that is."""
    reply, thread = _shown(ctx, reply_id)
    if reply is None or thread is None:
        return []
    posted = _posted(ctx, thread, reply)
    meant = {*posted.mentioned_ids, posted.thread_author_id, *([posted.answered_id] if posted.answered_id else [])}
    _tell(ctx, thread, reply, sorted(meant))
    return sorted(meant)


@mutation(policy=system_only)
def tell_who_follows(ctx: Context, *, reply_id: int, after: int, told: list[int]) -> int | None:
    """Tell the next of those of a reply who follow its thread; returns after whom to go on, if there are more."""
    reply, thread = _shown(ctx, reply_id)
    if reply is None or thread is None:
        return None
    followers = select(ThreadInteraction.user_id).where(
        ThreadInteraction.thread_id == thread.id,
        ThreadInteraction.interaction == ThreadInteractionType.SUBSCRIBE,
        ThreadInteraction.user_id > after,
    )
    found = list(ctx.session.exec(followers.order_by(col(ThreadInteraction.user_id)).limit(BATCH)))
    _tell(ctx, thread, reply, [user_id for user_id in found if user_id not in told])
    return found[-1] if len(found) == BATCH else None


@mutation(policy=system_only)
def write_thread_letter(ctx: Context, *, user_id: int, thread_id: int) -> None:
    """Write the letter about a thread that is due to somebody, with what they have not read yet and still may."""
    state, thread = state_of(ctx, user_id, thread_id), ctx.session.get(DiscussionThread, thread_id)
    user = ctx.session.get(User, user_id)
    if state.mail_due_at is None or state.mail_due_at > ctx.now or thread is None or user is None:
        return
    state.mail_due_at = None
    read = _read_until(ctx, thread_id, [user_id]).get(user_id, 0)
    news = _news(ctx, thread, user_id, since=max(state.mailed_from, read + 1), channel=Channel.MAIL)
    if not news or not is_shown(thread) or not readers_among(ctx, thread.audience, [user_id]):
        return
    first = min(reason for reason, _ in news)
    best = [reply for reason, reply in news if reason == first]
    shown = [*best, *(reply for reason, reply in news if reason != first)][: letters.SHOWN]
    letter = letters.replied(
        name=user.name,
        why=first,
        thread=thread_of(thread),
        replies=[_line(ctx, reply) for reply in shown],
        more=len(news) - len(shown),
    )
    state.mailed_at, state.mailed_until = ctx.now, max(reply.number for _, reply in news)
    tell(
        ctx,
        user_id=user_id,
        category=first.category,
        kind="community.replied",
        title=letter.subject,
        text=letters.cut(to_text(best[0].content), LINE),
        letter=letter,
        about=about(thread_id),
        rings=False,
    )


def _tell(ctx: Context, thread: DiscussionThread, reply: DiscussionReply, user_ids: Sequence[int]) -> None:
    """Tell these people of a reply as far as it concerns them and they may read it."""
    allowed = readers_among(ctx, thread.audience, user_ids) - blocked_pairs(ctx, reply.author_id)
    concerned = _reasons(ctx, thread, reply, sorted(allowed))
    read = _read_until(ctx, thread.id, list(concerned))
    present = {one.user_id for one in here(ctx, topic(thread))}
    users = ctx.session.exec(select(User).where(col(User.id).in_(list(concerned)))).all()
    for user in users:
        if read.get(user.id, 0) >= reply.number:
            continue
        reason, state = concerned[user.id], state_of(ctx, user.id, thread.id)
        if reason.is_direct or user.id not in present:
            _ring(ctx, thread, reply, user, reason=reason, state=state)
        if user.id not in present and is_mailed(ctx, user, reason.category):
            _plan_letter(ctx, reply, reason, state, is_read=read.get(user.id, 0) >= state.mailed_until)


def _ring(
    ctx: Context, thread: DiscussionThread, reply: DiscussionReply, user: User, *, reason: Reason, state: ThreadNews
) -> None:
    """Have one entry in the bell say what is new in the thread, led by what concerns the person most."""
    if not is_wanted(ctx, user.id, reason.category, Channel.BELL):
        return
    news = [(reason, reply)]
    if state.rung_from and rings_about(ctx, user.id, about(thread.id)):
        news = _news(ctx, thread, user.id, since=state.rung_from, channel=Channel.BELL) or news
    else:
        state.rung_from = reply.number
    first = min(reason for reason, _ in news)
    leading = next(one for one_reason, one in reversed(news) if one_reason == first)
    others = len(news) - 1
    author = _author(ctx, leading)
    title = letters.subject_of(first, author, thread_of(thread))
    if first == Reason.FOLLOW and others:
        title = f"{len(news)} new replies in “{thread_of(thread).short}”"
    more = f" · {others} more {'reply' if others == 1 else 'replies'}" if others and first != Reason.FOLLOW else ""
    tell(
        ctx,
        user_id=user.id,
        category=first.category,
        kind="community.replied",
        title=title,
        text=letters.cut(" ".join(to_text(leading.content).split()), LINE) + more,
        url=letters.path(thread_of(thread), reply=leading.number),
        about=about(thread.id),
    )


def _plan_letter(ctx: Context, reply: DiscussionReply, reason: Reason, state: ThreadNews, *, is_read: bool) -> None:
    """Have a letter written: of what concerns them at once, else with what else comes meanwhile."""
    if state.mail_due_at is None and not waits_for_digest(ctx, state.user_id, about(state.thread_id)):
        state.mailed_from = reply.number
    due = ctx.now if reason.is_direct else ctx.now + SETTLING
    if state.mailed_at is not None and not is_read:
        due = max(due, state.mailed_at + APART)
    if state.mail_due_at is None or due < state.mail_due_at or state.mail_due_at < ctx.now - OVERDUE:
        state.mail_due_at = due
        ctx.publish(ThreadLetterDue(state.user_id, state.thread_id, due))


def _news(
    ctx: Context, thread: DiscussionThread, user_id: int, *, since: int, channel: Channel
) -> list[tuple[Reason, DiscussionReply]]:
    """What a person has not heard of yet that concerns them, in order, the latest if it is much."""
    replies = ctx.session.exec(
        select(DiscussionReply)
        .where(DiscussionReply.thread_id == thread.id, DiscussionReply.number >= since)
        .order_by(col(DiscussionReply.number).desc())
        .limit(WINDOW)
    ).all()
    apart = blocked_pairs(ctx, user_id)
    found = []
    for reply in reversed(replies):
        if not is_shown(reply) or reply.author_id in apart:
            continue
        reason = _reasons(ctx, thread, reply, [user_id]).get(user_id)
        if reason is not None and is_wanted(ctx, user_id, reason.category, channel):
            found.append((reason, reply))
    return found


def _reasons(
    ctx: Context, thread: DiscussionThread, reply: DiscussionReply, user_ids: Sequence[int]
) -> dict[int, Reason]:
    kinds = (ThreadInteractionType.SUBSCRIBE, ThreadInteractionType.MUTE)
    rows = ctx.session.exec(
        select(ThreadInteraction.user_id, ThreadInteraction.interaction).where(
            ThreadInteraction.thread_id == thread.id,
            col(ThreadInteraction.user_id).in_(user_ids),
            col(ThreadInteraction.interaction).in_(kinds),
        )
    ).all()
    posted, done = _posted(ctx, thread, reply), set(rows)
    found = {}
    for user_id in user_ids:
        follows = (user_id, ThreadInteractionType.SUBSCRIBE) in done
        is_muted = (user_id, ThreadInteractionType.MUTE) in done
        if (reason := reason_for(posted, user_id, follows=follows, is_muted=is_muted)) is not None:
            found[user_id] = reason
    return found


def _posted(ctx: Context, thread: DiscussionThread, reply: DiscussionReply) -> Posted:
    parent = ctx.session.get(DiscussionReply, reply.parent_reply_id) if reply.parent_reply_id else None
    return Posted(
        author_id=reply.author_id,
        thread_author_id=thread.author_id,
        answered_id=parent.author_id if parent and is_shown(parent) else None,
        mentioned_ids=mentioned(reply.content),
        is_by_instructor=reply.is_instructor_reply,
    )


def _shown(ctx: Context, reply_id: int) -> tuple[DiscussionReply | None, DiscussionThread | None]:
    """A reply and its thread, unless one of them is out of sight."""
    reply = ctx.session.get(DiscussionReply, reply_id)
    if reply is None or not is_shown(reply):
        return None, None
    thread = ctx.session.get_one(DiscussionThread, reply.thread_id)
    return (reply, thread) if is_shown(thread) else (None, None)


def _read_until(ctx: Context, thread_id: int, user_ids: Sequence[int]) -> dict[int, int]:
    """How far these people have read the thread, as far as they have."""
    rows = select(ThreadReading.user_id, ThreadReading.last_number).where(
        ThreadReading.thread_id == thread_id, col(ThreadReading.user_id).in_(user_ids)
    )
    return dict(ctx.session.exec(rows).all())


def _line(ctx: Context, reply: DiscussionReply) -> letters.NewReply:
    return letters.NewReply(reply.number, _author(ctx, reply), to_text(reply.content))


def _author(ctx: Context, reply: DiscussionReply) -> str:
    return ctx.session.get_one(User, reply.author_id).name
