"""Repeated violations: who had to be hidden or deleted three times in a month is suspended for three days.

Such a suspension stands on those acts: it is taken back once too few of them still hold against the person.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from academy.community.models import ActKind, ModerationAction
from academy.community.policy import suspension_of
from academy.community.schemas.moderation import Before
from academy.community.service.items import Item
from academy.community.service.suspensions import impose, impose_again, keeps_order, reverse
from academy.live import Context

MANY = 3
WITHIN = timedelta(days=30)
LASTS = timedelta(days=3)
WHY = "Three of your posts here were hidden or deleted within 30 days."
AGAINST = (ActKind.HIDE, ActKind.DELETE)


def follow_up(ctx: Context, item: Item) -> None:
    """Suspend who wrote an item, where they wrote it, if it was the third in a month that had to go."""
    person, audience = item.row.author_id, item.thread.audience
    if keeps_order(ctx, person, audience) or suspension_of(ctx, person, audience) is not None:
        return
    grounds = _since_last_time(ctx, person, audience)
    if _are_many(grounds):
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


def let_off(ctx: Context, user_id: int | None, *, by_id: int | None) -> list[int]:
    """Take back what rules have imposed on somebody for acts that hold against them no more; return what that was."""
    imposed = select(ModerationAction).where(
        ModerationAction.subject_id == user_id,
        ModerationAction.kind == ActKind.SUSPEND,
        col(ModerationAction.undone_at).is_(None),
    )
    stood_on_acts = [one for one in ctx.session.exec(imposed).all() if _grounds(one)]
    groundless = [one for one in stood_on_acts if not _has_grounds(ctx, one)]
    for one in groundless:
        reverse(ctx, one, by_id=by_id)
    return [one.id for one in groundless]


def hold_to_account(ctx: Context, action_ids: list[int]) -> None:
    """Impose again what was taken back only because of an approval that is itself taken back.

    Who has been suspended anew meanwhile is so once.
    """
    for one in ctx.session.exec(select(ModerationAction).where(col(ModerationAction.id).in_(action_ids))).all():
        assert one.subject_id is not None and one.audience is not None  # noqa: S101, PT018
        if suspension_of(ctx, one.subject_id, one.audience) is None and _has_grounds(ctx, one):
            impose_again(ctx, one)


def upheld(user_id: int | None) -> tuple["sa.ColumnElement[bool] | bool", ...]:
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
        col(ModerationAction.kind).in_(AGAINST),
        col(ModerationAction.undone_at).is_(None),
    )


def _grounds(done: ModerationAction) -> list[int]:
    return Before.model_validate(done.before).grounds


def _has_grounds(ctx: Context, done: ModerationAction) -> bool:
    acts = select(ModerationAction).where(*upheld(done.subject_id), col(ModerationAction.id).in_(_grounds(done)))
    return _are_many(ctx.session.exec(acts).all())


def _are_many(acts: Sequence[ModerationAction]) -> bool:
    """Tell whether acts are about enough threads and replies; the same one hidden twice is one."""
    return len({(one.thread_id, one.reply_id) for one in acts}) >= MANY


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
