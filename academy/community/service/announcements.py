"""Telling people of a thread: whom it mentions, and of an announcement everybody it is meant for."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from academy.community.letters import news as letters
from academy.community.markup import mentioned, to_text
from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.reasons import Reason
from academy.community.service.blocks import blocked_pairs
from academy.community.service.news import BATCH, LINE, about, is_shown, state_of, thread_of, topic
from academy.community.service.readers import members_after, readers_among
from academy.core.errors import TooManyRequests
from academy.core.limits import Allowance, spend
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.live.presence import here
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell

ONCE = Allowance(times=1, period=timedelta(days=30))


@mutation(policy=system_only)
def tell_whom_a_thread_mentions(ctx: Context, *, thread_id: int) -> list[int]:
    """Tell those whom a new thread mentions; returns who that is."""
    thread = ctx.session.get(DiscussionThread, thread_id)
    if thread is None or not is_shown(thread):
        return []
    told = [user_id for user_id in mentioned(thread.content) if user_id != thread.author_id]
    author, text = _author(ctx, thread), to_text(thread.content)
    title = letters.subject_of(Reason.MENTION, author, thread_of(thread))
    for user in _allowed(ctx, thread, told):
        letter = letters.mentioned(name=user.name, author=author, thread=thread_of(thread), text=text)
        category, kind = Reason.MENTION.category, "community.mentioned"
        _tell(ctx, thread, user, category=category, kind=kind, title=title, letter=letter)
    return told


@mutation(policy=system_only)
def announce(ctx: Context, *, thread_id: int, after: int, told: list[int]) -> int | None:
    """Tell the next people of a thread's audience of it, once each; returns after whom to go on, if there are more."""
    thread = ctx.session.get(DiscussionThread, thread_id)
    if thread is None or not is_shown(thread) or not thread.is_announcement:
        return None
    found = members_after(ctx, thread.audience, after, limit=BATCH)
    author, text = _author(ctx, thread), to_text(thread.content)
    title = f"Announcement: {letters.cut(thread.title, 60)}"
    for user in _allowed(ctx, thread, [one for one in found if one not in told and one != thread.author_id]):
        state = state_of(ctx, user.id, thread.id)
        if state.announced_at is None:
            state.announced_at = ctx.now
            letter = letters.announced(name=user.name, author=author, thread=thread_of(thread), text=text)
            category, kind = Category.THREADS, "community.announced"
            _tell(ctx, thread, user, category=category, kind=kind, title=title, letter=letter)
    return found[-1] if len(found) == BATCH else None


@mutation(policy=system_only)
def tell_of_best_answer(ctx: Context, *, reply_id: int, chosen_by: int | None) -> None:
    """Tell who wrote the best answer of a thread, and who asked, unless they chose it themselves; once, though it be
    chosen again and again.
    """
    reply = ctx.session.get(DiscussionReply, reply_id)
    thread = ctx.session.get(DiscussionThread, reply.thread_id) if reply else None
    if (
        reply is None
        or thread is None
        or thread.best_reply_id != reply.id
        or not (is_shown(reply) and is_shown(thread))
    ):
        return
    try:
        spend(ctx.session, ONCE, now=ctx.now, key=f"best:{reply.id}")
    except TooManyRequests:
        return
    line = letters.NewReply(reply.number, ctx.session.get_one(User, reply.author_id).name, to_text(reply.content))
    concerned = {reply.author_id, thread.author_id} - {chosen_by}
    apart = blocked_pairs(ctx, reply.author_id)
    readers = readers_among(ctx, thread.audience, concerned) - apart
    for user in ctx.session.exec(select(User).where(col(User.id).in_(readers)).order_by(col(User.id))):
        is_asker = user.id != reply.author_id
        letter = letters.best_answer(name=user.name, thread=thread_of(thread), reply=line, is_asker=is_asker)
        tell(
            ctx,
            user_id=user.id,
            category=Category.BEST_ANSWERS,
            kind="community.best_answer",
            title=letter.subject,
            text=letters.cut(" ".join(line.text.split()), LINE),
            url=letters.path(thread_of(thread), reply=reply.number),
            letter=letter,
            about=f"{about(thread.id)}:best",
        )


def _allowed(ctx: Context, thread: DiscussionThread, user_ids: Sequence[int]) -> Sequence[User]:
    """Those of these people who may read the thread and have nothing against its author."""
    allowed = readers_among(ctx, thread.audience, user_ids) - blocked_pairs(ctx, thread.author_id)
    return ctx.session.exec(select(User).where(col(User.id).in_(allowed)).order_by(col(User.id))).all()


def _tell(
    ctx: Context, thread: DiscussionThread, user: User, *, category: Category, kind: str, title: str, letter: Letter
) -> None:
    """Put it into the bell, and into the mail of who does not have it before them."""
    is_present = user.id in {one.user_id for one in here(ctx, topic(thread))}
    tell(
        ctx,
        user_id=user.id,
        category=category,
        kind=kind,
        title=title,
        text=letters.cut(" ".join(to_text(thread.content).split()), LINE),
        url=letters.path(thread_of(thread)),
        letter=None if is_present else letter,
        about=about(thread.id),
    )


def _author(ctx: Context, thread: DiscussionThread) -> str:
    return ctx.session.get_one(User, thread.author_id).name
