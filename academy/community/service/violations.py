"""Repeated violations: who had to be hidden or deleted three times in a month is suspended for three days."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from academy.community.models import ActKind, ModerationAction
from academy.community.policy import suspension_of
from academy.community.service.items import Item
from academy.community.service.suspensions import impose, keeps_order
from academy.live import Context

MANY = 3
WITHIN = timedelta(days=30)
LASTS = timedelta(days=3)
WHY = "Three of your posts here were hidden or deleted within 30 days. You can write again in three days."
AGAINST = (ActKind.HIDE, ActKind.DELETE)


def follow_up(ctx: Context, item: Item) -> None:
    """Suspend who wrote an item, where they wrote it, if it was the third in a month that had to go."""
    person, audience = item.row.author_id, item.thread.audience
    if keeps_order(ctx, person, audience) or suspension_of(ctx, person, audience) is not None:
        return
    grounds = _since_last_time(ctx, person, audience)
    if len({(one.thread_id, one.reply_id) for one in grounds}) >= MANY:
        impose(
            ctx,
            user_id=person,
            audience=audience,
            until=ctx.now + LASTS,
            reason=WHY,
            actor_id=None,
            item=item,
            grounds=tuple(one.id for one in grounds),
        )


def upheld(user_id: int) -> tuple["bool", ...]:
    """Return the conditions of acts that hold against somebody: neither undone nor followed by an approval."""
    later: Any = aliased(ModerationAction)
    approved = sa.exists().where(
        later.case_id == col(ModerationAction.case_id),
        later.id > col(ModerationAction.id),
        later.kind == ActKind.APPROVE,
        later.undone_at.is_(None),
    )
    return (
        ~approved,
        ModerationAction.subject_id == user_id,
        col(ModerationAction.kind).in_(AGAINST),  # type: ignore[return-value]
        col(ModerationAction.undone_at).is_(None),
    )


def _since_last_time(ctx: Context, user_id: int, audience: str) -> list[ModerationAction]:
    """Return what held against somebody in a place within the month, and since a rule last suspended them for it."""
    last = ctx.session.exec(
        select(func.max(ModerationAction.id)).where(
            ModerationAction.subject_id == user_id,
            ModerationAction.kind == ActKind.SUSPEND,
            ModerationAction.audience == audience,
            col(ModerationAction.actor_id).is_(None),
            col(ModerationAction.undone_at).is_(None),
        )
    ).one()
    acts = select(ModerationAction).where(
        *upheld(user_id),
        ModerationAction.audience == audience,
        ModerationAction.created_at > ctx.now - WITHIN,
        ModerationAction.id > (last or 0),
    )
    return list(ctx.session.exec(acts.order_by(col(ModerationAction.id))).all())
