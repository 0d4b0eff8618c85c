"""What people think of a thread and its replies: likes, and the best answer."""

from datetime import timedelta

from sqlmodel import col, select

from academy.community import policy
from academy.community.events import BestAnswerChosen
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ReplyInteraction,
    ReplyInteractionType,
    ThreadInteraction,
    ThreadInteractionType,
)
from academy.community.service.standing import is_in_sight, may_choose, reply_of, thread_id_of
from academy.community.service.threads import find_thread
from academy.core.errors import Conflict, Denied
from academy.core.limits import Allowance, spend
from academy.live import Context, mutation

LIKES = Allowance(times=300, period=timedelta(minutes=10))
CHOICES = Allowance(times=30, period=timedelta(minutes=10))
OUT_OF_SIGHT = "This thread is deleted or hidden, so nothing in it can be liked or chosen for now."
NOT_THERE = "This reply is not there any more."
NOT_YOURS = "Whoever asked, and instructors, say which answer is the best."


@mutation(policy=policy.thread_writer)
def like_thread(ctx: Context, *, public_id: str) -> None:
    """Like a thread."""
    thread = find_thread(ctx, public_id)
    _refuse_out_of_sight(thread)
    if _thread_like(ctx, thread) is None:
        spend(ctx.session, LIKES, now=ctx.now, key=f"like:{ctx.user_id}")
        kind = ThreadInteractionType.LIKE
        ctx.session.add(ThreadInteraction(user_id=ctx.user_id, thread_id=thread.id, interaction=kind))
        thread.like_count += 1


@mutation(policy=policy.thread_writer)
def unlike_thread(ctx: Context, *, public_id: str) -> None:
    """Like a thread no longer."""
    thread = find_thread(ctx, public_id)
    if (like := _thread_like(ctx, thread)) is not None:
        ctx.session.delete(like)
        thread.like_count -= 1


@mutation(policy=policy.thread_writer)
def like_reply(ctx: Context, *, public_id: str, number: int) -> None:
    """Like a reply."""
    _refuse_out_of_sight(ctx.session.get_one(DiscussionThread, thread_id_of(ctx, public_id)))
    reply = _locked_reply(ctx, public_id, number)
    if not is_in_sight(reply):
        raise Conflict(NOT_THERE)
    if _reply_like(ctx, reply) is None:
        spend(ctx.session, LIKES, now=ctx.now, key=f"like:{ctx.user_id}")
        like = ReplyInteraction(
            user_id=ctx.user_id,
            reply_id=reply.id,
            thread_id=reply.thread_id,
            number=number,
            interaction=ReplyInteractionType.LIKE,
        )
        ctx.session.add(like)
        reply.like_count += 1


@mutation(policy=policy.thread_writer)
def unlike_reply(ctx: Context, *, public_id: str, number: int) -> None:
    """Like a reply no longer."""
    reply = _locked_reply(ctx, public_id, number)
    if (like := _reply_like(ctx, reply)) is not None:
        ctx.session.delete(like)
        reply.like_count -= 1


@mutation(policy=policy.thread_writer)
def choose_best(ctx: Context, *, public_id: str, number: int) -> None:
    """Say which reply answers the thread best; what was the best before is so no longer."""
    thread = find_thread(ctx, public_id)
    _refuse_others(ctx, thread)
    _refuse_out_of_sight(thread)
    reply = reply_of(ctx, thread.id, number)
    if not is_in_sight(reply):
        raise Conflict(NOT_THERE)
    if thread.best_reply_id == reply.id:
        return
    spend(ctx.session, CHOICES, now=ctx.now, key=f"choose:{ctx.user_id}")
    _clear(ctx, thread)
    thread.best_reply_id, reply.is_best_answer = reply.id, True
    ctx.session.flush()
    ctx.publish(BestAnswerChosen(reply.id))


@mutation(policy=policy.thread_writer)
def clear_best(ctx: Context, *, public_id: str) -> None:
    """Say that no reply is the best answer after all."""
    thread = find_thread(ctx, public_id)
    _refuse_others(ctx, thread)
    _clear(ctx, thread)


def _refuse_others(ctx: Context, thread: DiscussionThread) -> None:
    if not may_choose(ctx, thread):
        raise Denied(NOT_YOURS)


def _refuse_out_of_sight(thread: DiscussionThread) -> None:
    if not is_in_sight(thread):
        raise Conflict(OUT_OF_SIGHT)


def _clear(ctx: Context, thread: DiscussionThread) -> None:
    best = ctx.session.get(DiscussionReply, thread.best_reply_id) if thread.best_reply_id is not None else None
    thread.best_reply_id = None
    if best is not None:
        best.is_best_answer = False


def _locked_reply(ctx: Context, public_id: str, number: int) -> DiscussionReply:
    return reply_of(ctx, thread_id_of(ctx, public_id), number, is_locking=True)


def _thread_like(ctx: Context, thread: DiscussionThread) -> ThreadInteraction | None:
    statement = select(ThreadInteraction).where(
        ThreadInteraction.user_id == ctx.user_id,
        ThreadInteraction.thread_id == thread.id,
        col(ThreadInteraction.interaction) == ThreadInteractionType.LIKE,
    )
    return ctx.session.exec(statement).first()


def _reply_like(ctx: Context, reply: DiscussionReply) -> ReplyInteraction | None:
    statement = select(ReplyInteraction).where(
        ReplyInteraction.user_id == ctx.user_id,
        ReplyInteraction.reply_id == reply.id,
        col(ReplyInteraction.interaction) == ReplyInteractionType.LIKE,
    )
    return ctx.session.exec(statement).first()
