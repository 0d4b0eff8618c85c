"""People who want nothing to do with somebody. A block is silent, and keeps both from each other."""

from collections.abc import Collection

from sqlmodel import col, desc, select

from academy.community.acquaintance import who_has_met
from academy.community.models import ConnectionStatus, PersonBlock
from academy.community.schemas.people import BlockedPerson
from academy.community.service.pairs import decline, end, pair_of, take_back
from academy.core.errors import Invalid
from academy.identity.models import User
from academy.live import Context, mutation, query, signed_in

MOST_SHOWN = 200


def blocked_pairs(ctx: Context, user_id: int) -> set[int]:
    """Return everybody whom somebody has blocked, or who has blocked them."""
    mine = select(PersonBlock.blocked_id).where(PersonBlock.user_id == user_id)
    theirs = select(PersonBlock.user_id).where(PersonBlock.blocked_id == user_id)
    return {*ctx.session.exec(mine), *ctx.session.exec(theirs)}


def apart_among(ctx: Context, ones: Collection[int], others: Collection[int]) -> set[tuple[int, int]]:
    """Return the pairs of one and another of whom either has blocked the other."""
    user, blocked = col(PersonBlock.user_id), col(PersonBlock.blocked_id)
    by_ones = select(user, blocked).where(user.in_(ones), blocked.in_(others))
    by_others = select(blocked, user).where(user.in_(others), blocked.in_(ones))
    return {*ctx.session.exec(by_ones).all(), *ctx.session.exec(by_others).all()}


def is_blocked(ctx: Context, one: int, other: int) -> bool:
    """Tell whether one of two people has blocked the other."""
    return has_blocked(ctx, one, other) or has_blocked(ctx, other, one)


def has_blocked(ctx: Context, user_id: int, blocked_id: int) -> bool:
    """Tell whether somebody has blocked somebody."""
    return _block(ctx, user_id, blocked_id) is not None


@mutation(policy=who_has_met)
def block(ctx: Context, *, user_id: int) -> None:
    """Block a person: a connection ends, and what either has asked of the other comes to nothing.

    The other's request goes on standing for them, as one that nobody answers.

    Raises:
        Invalid: It is the viewer.
    """
    if user_id == ctx.user_id:
        raise Invalid("You cannot block yourself.")
    if has_blocked(ctx, ctx.user_id, user_id):
        return
    ctx.session.add(PersonBlock(user_id=ctx.user_id, blocked_id=user_id))
    row = pair_of(ctx, user_id)
    if row is None:
        return
    if row.status == ConnectionStatus.ACCEPTED:
        end(ctx, row)
    elif row.requester_id == ctx.user_id:
        take_back(ctx, row)
    elif row.status == ConnectionStatus.PENDING:
        decline(ctx, row)


@mutation(policy=signed_in)
def unblock(ctx: Context, *, user_id: int) -> None:
    """Take a block back; what it ended stays ended."""
    if found := _block(ctx, ctx.user_id, user_id):
        ctx.session.delete(found)


@query(policy=signed_in)
def my_blocks(ctx: Context) -> list[BlockedPerson]:
    """Whom the viewer has blocked, the latest first."""
    statement = (
        select(PersonBlock.blocked_id, User.name, PersonBlock.created_at)
        .join(User, col(User.id) == PersonBlock.blocked_id)
        .where(PersonBlock.user_id == ctx.user_id)
        .order_by(desc(col(PersonBlock.id)))
    )
    return [
        BlockedPerson(user_id=user_id, name=name, since=since)
        for user_id, name, since in ctx.session.exec(statement.limit(MOST_SHOWN))
    ]


def _block(ctx: Context, user_id: int, blocked_id: int) -> PersonBlock | None:
    found = select(PersonBlock).where(PersonBlock.user_id == user_id, PersonBlock.blocked_id == blocked_id)
    return ctx.session.exec(found).first()
