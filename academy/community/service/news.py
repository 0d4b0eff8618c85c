"""Telling people of a reply: each once, for the most specific reason, in batches that a durable job goes through."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import timedelta

from sqlmodel import col, select

from academy.community.events import ThreadLetterDue
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadNews,
)
from academy.community.reasons import Reason
from academy.community.service.news_words import in_bell, in_letter
from academy.community.service.standing import is_in_sight
from academy.community.service.window import Window, look, posted_in
from academy.core.errors import TooManyRequests
from academy.core.limits import Allowance, spend
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.live.presence import here
from academy.notifications.models import Channel
from academy.notifications.service import rings_about, tell, waits_for_digest

BATCH = 50
KIND = "community.replied"
OVERDUE = timedelta(minutes=10)
"""A letter that is that late is not coming any more."""
SETTLING = timedelta(minutes=10)
"""So long a letter about a thread that somebody only follows waits for what else is written there."""
APART = timedelta(hours=1)
"""So long after a letter about a thread the next one comes at the earliest, unless its person has read the thread."""
ONCE = Allowance(times=1, period=timedelta(days=30))
"""What is told is remembered for so long; what is older than that is no news."""


def about(thread_id: int) -> str:
    """What news of a thread goes under, in the bell and in digests; news of its own goes under `thread:7:…`."""
    return f"thread:{thread_id}"


def topic(thread: DiscussionThread) -> str:
    """Where people who have a thread open are present."""
    return f"thread:{thread.public_id}"


def state_of(ctx: Context, user_id: int, thread_id: int) -> ThreadNews:
    """How far a person was told of a thread."""
    return states_of(ctx, [user_id], thread_id)[user_id]


def states_of(ctx: Context, user_ids: Collection[int], thread_id: int) -> dict[int, ThreadNews]:
    """How far these people were told of a thread."""
    rows = select(ThreadNews).where(ThreadNews.thread_id == thread_id, col(ThreadNews.user_id).in_(user_ids))
    found = {row.user_id: row for row in ctx.session.exec(rows)}
    new = {user_id: ThreadNews(user_id=user_id, thread_id=thread_id) for user_id in user_ids if user_id not in found}
    ctx.session.add_all(new.values())
    return found | new


def is_first(ctx: Context, key: str) -> bool:
    """Tell whether something is told for the first time; from now on it is not."""
    try:
        spend(ctx.session, ONCE, now=ctx.now, key=f"told:{key}")
    except TooManyRequests:
        return False
    return True


def not_told(ctx: Context, thread_id: int, reply_id: int | None, user_ids: Collection[int]) -> list[int]:
    """Those of these people who have not been told yet that a thread or a reply is about them; now they are."""
    return [one for one in sorted(user_ids) if is_first(ctx, f"{thread_id}:{reply_id or 0}:{one}")]


@mutation(policy=system_only)
def tell_who_is_meant(ctx: Context, *, reply_id: int, is_late: bool = False) -> list[int] | None:
    """Tell those of a reply whom it mentions or answers, and who started the thread; returns who that is.

    Returns nothing if nobody is to be told: it is out of sight, too old, or was told before. With `is_late` it was out
    of sight when people read on, so that it is told on its own.
    """
    reply, thread = shown(ctx, reply_id)
    if reply is None or thread is None or reply.created_at <= ctx.now - ONCE.period:
        return None
    if not is_first(ctx, f"{thread.id}:{reply.id}"):
        return None
    posted = posted_in(ctx, thread, [reply])[reply.id]
    meant = {*posted.mentioned_ids, posted.thread_author_id, *([posted.answered_id] if posted.answered_id else [])}
    concerned = not_told(ctx, thread.id, reply.id, meant)
    if is_late:
        tell_apart(ctx, thread, reply, concerned)
    else:
        _tell(ctx, thread, reply, concerned)
    return sorted(meant)


@mutation(policy=system_only)
def tell_who_follows(ctx: Context, *, reply_id: int, after: int, told: list[int]) -> int | None:
    """Tell the next of those of a reply who follow its thread; returns after whom to go on, if there are more."""
    reply, thread = shown(ctx, reply_id)
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
    window = look(ctx, thread, [user_id])
    since = max(state.mailed_from, window.read_until(user_id) + 1)
    news = window.news(user_id, since=since, channel=Channel.MAIL)
    if not news or not is_in_sight(thread):
        return
    letter, words = in_letter(window, user.name, news)
    state.mailed_at, state.mailed_until = ctx.now, max(reply.number for _, reply in news)
    tell(ctx, user_id=user_id, kind=KIND, letter=letter, about=about(thread_id), rings=False, **asdict(words))


def tell_apart(ctx: Context, thread: DiscussionThread, reply: DiscussionReply, user_ids: Collection[int]) -> None:
    """Tell these people of a reply on its own, whatever else they have been told of the thread and read there."""
    window = look(ctx, thread, user_ids, also=[reply])
    present = {one.user_id for one in here(ctx, topic(thread))}
    for user in _users(ctx, user_ids):
        reason = window.reason(user.id, reply)
        if reason is None:
            continue
        state_of(ctx, user.id, thread.id)
        letter, _ = in_letter(window, user.name, [(reason, reply)])
        tell(
            ctx,
            user_id=user.id,
            kind=KIND,
            letter=None if user.id in present else letter,
            about=f"{about(thread.id)}:{reply.number}",
            **asdict(in_bell(window, [(reason, reply)])),
        )


def shown(ctx: Context, reply_id: int) -> tuple[DiscussionReply | None, DiscussionThread | None]:
    """A reply and its thread, unless one of them is out of sight."""
    reply = ctx.session.get(DiscussionReply, reply_id)
    if reply is None or not is_in_sight(reply):
        return None, None
    thread = ctx.session.get_one(DiscussionThread, reply.thread_id)
    return (reply, thread) if is_in_sight(thread) else (None, None)


def _tell(ctx: Context, thread: DiscussionThread, reply: DiscussionReply, user_ids: Sequence[int]) -> None:
    """Tell these people of a reply as far as it concerns them and they may read it."""
    window = look(ctx, thread, user_ids, also=[reply])
    present = {one.user_id for one in here(ctx, topic(thread))}
    reasons = {
        user_id: reason
        for user_id in user_ids
        if window.read_until(user_id) < reply.number and (reason := window.reason(user_id, reply)) is not None
    }
    states = states_of(ctx, reasons, thread.id)
    ringing = rings_about(ctx, reasons, about(thread.id))
    waiting = waits_for_digest(ctx, reasons, about(thread.id))
    for user in _users(ctx, reasons):
        reason, state, is_there = reasons[user.id], states[user.id], user.id in present
        if (reason.is_direct or not is_there) and window.wants(user.id, reason, Channel.BELL):
            _ring(ctx, window, reply, reason, state, is_ringing=user.id in ringing)
        if not is_there and user.email_notifications and window.wants(user.id, reason, Channel.MAIL):
            is_waiting = state.mail_due_at is not None or user.id in waiting
            state.mailed_from = min(state.mailed_from, reply.number) if is_waiting else reply.number
            _plan_letter(ctx, reason, state, is_read=window.read_until(user.id) >= state.mailed_until)


def _ring(
    ctx: Context, window: Window, reply: DiscussionReply, reason: Reason, state: ThreadNews, *, is_ringing: bool
) -> None:
    """Have one entry in the bell say what is new in the thread, led by what concerns the person most."""
    news = [(reason, reply)]
    if state.rung_from and is_ringing:
        state.rung_from = min(state.rung_from, reply.number)
        news = window.news(state.user_id, since=state.rung_from, channel=Channel.BELL) or news
    else:
        state.rung_from = reply.number
    words = asdict(in_bell(window, news))
    tell(ctx, user_id=state.user_id, kind=KIND, about=about(window.thread.id), **words)


def _plan_letter(ctx: Context, reason: Reason, state: ThreadNews, *, is_read: bool) -> None:
    """Have a letter written: of what concerns them at once, else with what else comes meanwhile."""
    due = ctx.now if reason.is_direct else ctx.now + SETTLING
    if state.mailed_at is not None and not is_read:
        due = max(due, state.mailed_at + APART)
    if state.mail_due_at is None or due < state.mail_due_at or state.mail_due_at < ctx.now - OVERDUE:
        state.mail_due_at = due
        ctx.publish(ThreadLetterDue(state.user_id, state.thread_id, due))


def _users(ctx: Context, user_ids: Collection[int]) -> Sequence[User]:
    return ctx.session.exec(select(User).where(col(User.id).in_(user_ids)).order_by(col(User.id))).all()
