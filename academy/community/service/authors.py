"""Who wrote something, and what they were like so far."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from academy.community.models import ActKind, DiscussionReply, DiscussionThread, ModerationAction
from academy.community.policy import moderated_audiences, suspension_of
from academy.community.schemas.moderation import AuthorHistory
from academy.community.service.items import Item
from academy.community.service.standing import in_sight
from academy.community.service.suspensions import may_be_suspended
from academy.community.service.violations import upheld
from academy.identity.models import User
from academy.live import Context


def author_of(ctx: Context, item: Item) -> AuthorHistory:
    """Return what helps to judge who wrote an item, as far as it happened where the viewer keeps order."""
    audiences = moderated_audiences(ctx)
    warned = (
        ModerationAction.subject_id == item.row.author_id,
        ModerationAction.kind == ActKind.WARN,
        col(ModerationAction.undone_at).is_(None),
    )
    user = ctx.session.get_one(User, item.row.author_id)
    suspension = suspension_of(ctx, user.id, item.thread.audience)
    return AuthorHistory(
        user_id=user.id,
        name=user.name,
        joined_at=user.created_at,
        posts=standing_posts(ctx, user.id, audiences),
        upheld=_acts(ctx, audiences, upheld(user.id)),
        warnings=_acts(ctx, audiences, warned),
        suspended_until=suspension.until if suspension else None,
        is_suspended=suspension is not None,
        can_be_suspended=may_be_suspended(ctx, user.id, item.thread.audience),
    )


def standing_posts(ctx: Context, user_id: int, audiences: Sequence[str] | None = None) -> int:
    """Count somebody's threads and replies that stand; with audiences only those for them."""
    here = sa.true() if audiences is None else col(DiscussionThread.audience).in_(audiences)
    threads = _standing(DiscussionThread, user_id).where(here)
    replies = _standing(DiscussionReply, user_id)
    if audiences is not None:
        replies = replies.join(DiscussionThread, col(DiscussionThread.id) == DiscussionReply.thread_id).where(here)
    return sum(ctx.session.execute(statement).scalar_one() for statement in (threads, replies))


def _standing(table: Any, user_id: int) -> "sa.Select[int]":
    return sa.select(func.count()).select_from(table).where(table.author_id == user_id, *in_sight(table))


def _acts(ctx: Context, audiences: Sequence[str] | None, where: tuple[Any, ...]) -> int:
    statement = select(func.count()).select_from(ModerationAction).where(*where)
    if audiences is not None:
        statement = statement.where(col(ModerationAction.audience).in_(audiences))
    return ctx.session.exec(statement).one()
