"""The counters of threads counted anew, for the day on which somebody has changed rows behind our back."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ReplyInteraction,
    ReplyInteractionType,
    ThreadInteraction,
    ThreadInteractionType,
)
from academy.community.service.standing import in_sight
from academy.core import audit
from academy.identity.policy import system_only
from academy.live import Context, mutation

replies: Any = DiscussionReply
threads: Any = DiscussionThread


@mutation(policy=system_only)
def reconcile_threads(ctx: Context) -> int:
    """Repair the threads and replies whose counters do not agree with their rows; return how many."""
    return _mend(ctx, DiscussionThread, _of_threads()) + _mend(ctx, DiscussionReply, _of_replies())


def _mend(ctx: Context, kind: Any, counters: dict[str, Any]) -> int:
    wrong = sa.or_(*[getattr(kind, name) != counted for name, counted in counters.items()])
    columns = [counted.label(name) for name, counted in counters.items()]
    found = ctx.session.execute(sa.select(kind.id, *columns).where(wrong).order_by(kind.id)).mappings().all()
    for counted in found:
        _repair(ctx, kind, counted["id"], {name: counted[name] for name in counters})
    return len(found)


def _repair(ctx: Context, kind: Any, row_id: int, counted: dict[str, Any]) -> None:
    row = ctx.session.exec(select(kind).where(col(kind.id) == row_id).with_for_update()).one()
    changes = {name: (getattr(row, name), value) for name, value in counted.items() if getattr(row, name) != value}
    for name, value in counted.items():
        setattr(row, name, value)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=None,
        action="community.reconciled",
        subject=row,
        summary="Counted a discussion anew.",
        changes=changes,
    )


def _of_threads() -> dict[str, Any]:
    of_all = replies.thread_id == threads.id
    standing = of_all, *in_sight(replies)
    return {
        "reply_count": _count(DiscussionReply).where(*standing).scalar_subquery(),
        "last_shown": _latest(replies.number).where(*standing).scalar_subquery(),
        "last_number": _latest(replies.number).where(of_all).scalar_subquery(),
        "top_count": _latest(replies.position).where(of_all).scalar_subquery(),
        "like_count": _interactions(ThreadInteractionType.LIKE),
        "view_count": _interactions(ThreadInteractionType.VIEW),
    }


def _of_replies() -> dict[str, Any]:
    likes = _count(ReplyInteraction).where(
        col(ReplyInteraction.reply_id) == replies.id,
        col(ReplyInteraction.interaction) == ReplyInteractionType.LIKE,
    )
    return {"like_count": likes.scalar_subquery()}


def _interactions(kind: ThreadInteractionType) -> Any:
    counted = _count(ThreadInteraction).where(
        col(ThreadInteraction.thread_id) == threads.id, col(ThreadInteraction.interaction) == kind
    )
    return counted.scalar_subquery()


def _count(kind: Any) -> "sa.Select[Any]":
    return sa.select(sa.func.count()).select_from(kind)


def _latest(column: Any) -> "sa.Select[Any]":
    return sa.select(sa.func.coalesce(sa.func.max(column), 0))
