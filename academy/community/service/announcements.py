"""Telling people of a thread: whom it mentions, and of an announcement everybody it is meant for."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from academy.community.letters import news as letters
from academy.community.markup import mentioned, to_text
from academy.community.models import ContentMention, DiscussionThread
from academy.community.reasons import Reason
from academy.community.service.blocks import blocked_pairs
from academy.community.service.news import BATCH, ONCE, about, is_first, not_told, shown, state_of, tell_apart, topic
from academy.community.service.news_words import line_of, thread_of
from academy.community.service.readers import members_after, readers_among
from academy.community.service.standing import is_in_sight
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.live.presence import here
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell


@mutation(policy=system_only)
def tell_whom_a_thread_mentions(ctx: Context, *, thread_id: int) -> list[int]:
    """Tell those whom a thread mentions that is new, or in sight at last; returns who that is."""
    thread = ctx.session.get(DiscussionThread, thread_id)
    if thread is None or not is_in_sight(thread) or thread.created_at <= ctx.now - ONCE.period:
        return []
    told = mentioned(thread.content)
    _tell_of_mention(ctx, thread, told)
    return told


@mutation(policy=system_only)
def tell_whom_an_edit_mentions(ctx: Context, *, thread_id: int, reply_id: int | None) -> None:
    """Tell those whom a thread, or with `reply_id` a reply, mentions since it was edited."""
    recent = select(ContentMention.user_id).where(
        ContentMention.thread_id == thread_id,
        col(ContentMention.reply_id).is_not_distinct_from(reply_id),
        col(ContentMention.created_at) > ctx.now - ONCE.period,
    )
    new = set(ctx.session.exec(recent))
    if reply_id is None:
        thread = ctx.session.get(DiscussionThread, thread_id)
        if thread is not None and is_in_sight(thread):
            _tell_of_mention(ctx, thread, new & {*mentioned(thread.content)})
        return
    reply, of_thread = shown(ctx, reply_id)
    if reply is not None and of_thread is not None:
        told = not_told(ctx, thread_id, reply_id, new & {*mentioned(reply.content)})
        tell_apart(ctx, of_thread, reply, told)


@mutation(policy=system_only)
def announce(ctx: Context, *, thread_id: int, after: int, told: list[int]) -> int | None:
    """Tell the next people of a thread's audience of it, once each; returns after whom to go on, if there are more."""
    thread = ctx.session.get(DiscussionThread, thread_id)
    if thread is None or not is_in_sight(thread) or not thread.is_announcement:
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
    """Tell who wrote the best answer of a thread, and who asked, unless they chose it themselves; once for good."""
    reply, thread = shown(ctx, reply_id)
    if reply is None or thread is None or thread.best_reply_id != reply.id:
        return
    if not is_first(ctx, f"best:{reply.id}"):
        return
    line = letters.NewReply(reply.number, ctx.session.get_one(User, reply.author_id).name, to_text(reply.content))
    concerned = {reply.author_id, thread.author_id} - {chosen_by}
    apart = blocked_pairs(ctx, reply.author_id)
    readers = readers_among(ctx, thread.audience, concerned) - apart
    for user in ctx.session.exec(select(User).where(col(User.id).in_(readers)).order_by(col(User.id))).all():
        is_asker = user.id != reply.author_id
        state_of(ctx, user.id, thread.id)
        letter = letters.best_answer(name=user.name, thread=thread_of(thread), reply=line, is_asker=is_asker)
        tell(
            ctx,
            user_id=user.id,
            category=Category.BEST_ANSWERS,
            kind="community.best_answer",
            title=letter.subject,
            text=line_of(reply.content),
            url=letters.path(thread_of(thread), reply=reply.number),
            letter=letter,
            about=f"{about(thread.id)}:best",
        )


def _tell_of_mention(ctx: Context, thread: DiscussionThread, user_ids: Collection[int]) -> None:
    """Tell these people that a thread mentions them, unless they have been told so."""
    author, text = _author(ctx, thread), to_text(thread.content)
    title = letters.subject_of(Reason.MENTION, author, thread_of(thread))
    others = [user_id for user_id in user_ids if user_id != thread.author_id]
    for user in _allowed(ctx, thread, not_told(ctx, thread.id, None, others)):
        state_of(ctx, user.id, thread.id)
        letter = letters.mentioned(name=user.name, author=author, thread=thread_of(thread), text=text)
        category, kind = Reason.MENTION.category, "community.mentioned"
        _tell(ctx, thread, user, category=category, kind=kind, title=title, letter=letter)


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
        text=line_of(thread.content),
        url=letters.path(thread_of(thread)),
        letter=None if is_present else letter,
        about=about(thread.id),
    )


def _author(ctx: Context, thread: DiscussionThread) -> str:
    return ctx.session.get_one(User, thread.author_id).name
