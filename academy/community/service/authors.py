"""Who wrote something, and what they were like so far."""

from sqlmodel import col, func, select

from academy.community.models import ActKind, ContentStatus, DiscussionReply, DiscussionThread, ModerationAction
from academy.community.policy import suspension_of
from academy.community.schemas.moderation import AuthorHistory
from academy.community.service.items import Item
from academy.community.service.suspensions import may_be_suspended
from academy.community.service.violations import AGAINST
from academy.identity.models import User
from academy.live import Context


def author_of(ctx: Context, item: Item) -> AuthorHistory:
    """Return what helps to judge who wrote an item."""
    user = ctx.session.get_one(User, item.row.author_id)
    suspension = suspension_of(ctx, user.id, item.thread.audience)
    return AuthorHistory(
        user_id=user.id,
        name=user.name,
        joined_at=user.created_at,
        posts=standing_posts(ctx, user.id),
        upheld=_acts(ctx, user.id, AGAINST),
        warnings=_acts(ctx, user.id, (ActKind.WARN,)),
        suspended_until=suspension.until if suspension else None,
        is_suspended=suspension is not None,
        can_be_suspended=may_be_suspended(ctx, user.id, item.thread.audience),
    )


def standing_posts(ctx: Context, user_id: int) -> int:
    """Count somebody's threads and replies that stand."""
    return sum(
        ctx.session.exec(
            select(func.count())
            .select_from(table)
            .where(
                col(table.author_id) == user_id,
                col(table.status) == ContentStatus.ACTIVE,
                col(table.deleted_at).is_(None),
            )
        ).one()
        for table in (DiscussionThread, DiscussionReply)
    )


def _acts(ctx: Context, user_id: int, kinds: tuple[ActKind, ...]) -> int:
    return ctx.session.exec(
        select(func.count())
        .select_from(ModerationAction)
        .where(
            ModerationAction.subject_id == user_id,
            col(ModerationAction.kind).in_(kinds),
            col(ModerationAction.undone_at).is_(None),
        )
    ).one()
