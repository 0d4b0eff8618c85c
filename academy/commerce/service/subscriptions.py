"""Subscriptions: beginning one, where it stands, and what it opens. Nothing else changes the status of one."""

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from academy.commerce.events import EntitlementChanged
from academy.commerce.models import (
    Entitlement,
    Offer,
    OfferKind,
    Purchase,
    PurchaseStatus,
    Subscription,
    SubscriptionStatus,
    Wish,
)
from academy.commerce.service.orders import OPEN, expire_order
from academy.commerce.service.purchases import abandon
from academy.commerce.service.selling import start_purchase
from academy.core.errors import Conflict
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation

GRACE = timedelta(days=7)
"""How much longer than it is paid a subscription opens what it opens, while the next period is being paid."""

NEXT_STATUSES: dict[SubscriptionStatus, frozenset[SubscriptionStatus]] = {
    SubscriptionStatus.ACTIVE: frozenset({SubscriptionStatus.PAST_DUE, SubscriptionStatus.ENDED}),
    SubscriptionStatus.PAST_DUE: frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.ENDED}),
    SubscriptionStatus.SURPLUS: frozenset({SubscriptionStatus.ENDED}),
    SubscriptionStatus.ENDED: frozenset(),
}
IN_FORCE = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


def start(ctx: Context, offer: Offer, *, country: str = "") -> Purchase:
    """Return the order by which the person at the screen begins a subscription; the one under way, if there is one.

    Raises:
        Conflict: They have a subscription, or this one is not on sale.
    """
    if offer.kind != OfferKind.SUBSCRIPTION or offer.interval is None or not offer.is_active or offer.price_cents == 0:
        raise Conflict("This plan is not on sale just now.")
    ctx.session.exec(select(User.id).where(User.id == ctx.user_id).with_for_update()).one()
    if in_force(ctx, user_id=ctx.user_id) is not None:
        raise Conflict("You have a plan already. See under “Your plan” when it renews or ends.")
    for waiting in _waiting(ctx):
        is_same = waiting.offer_id == offer.id and waiting.subtotal_cents == offer.price_cents
        if is_same and waiting.currency == offer.currency:
            return waiting
        abandon(ctx, waiting)
    purchase = start_purchase(ctx, user_id=ctx.user_id, offer_id=offer.id, country=country)
    purchase.expires_at = ctx.now + OPEN
    ctx.jobs.run_at(purchase.expires_at, expire_order, purchase_id=purchase.id)
    ctx.session.flush()
    return purchase


def in_force(ctx: Context, *, user_id: int) -> Subscription | None:
    """Return the subscription that somebody has."""
    statement = select(Subscription).where(
        Subscription.user_id == user_id, col(Subscription.status).in_(sorted(IN_FORCE))
    )
    return ctx.session.exec(statement).first()


def move(ctx: Context, subscription: Subscription, status: SubscriptionStatus) -> bool:
    """Move a subscription on, and tell whether it moved.

    Raises:
        ValueError: That status may not follow the present one.
    """
    if status == subscription.status:
        return False
    if status not in NEXT_STATUSES[subscription.status]:
        raise ValueError(f"a subscription that is {subscription.status} cannot become {status}")
    subscription.status = status
    if status == SubscriptionStatus.ENDED:
        subscription.ended_at = subscription.ended_at or ctx.now
        subscription.unpaid_url = None
    ctx.session.flush()
    return True


def paid_until(ctx: Context, subscription: Subscription) -> datetime | None:
    """Return the end of the last period that is paid, or when it was given up; nothing if none was paid."""
    end = func.coalesce(col(Purchase.period_ended_at), col(Purchase.period_end))
    statement = select(func.max(end)).where(
        Purchase.subscription_id == subscription.id, col(Purchase.completed_at).is_not(None)
    )
    return ctx.session.exec(statement).one()


def keep_entitlement(ctx: Context, subscription: Subscription) -> None:
    """Let a subscription open what is paid: until the end of the period, and a while longer where it is to renew."""
    until = paid_until(ctx, subscription)
    if until is None or subscription.status == SubscriptionStatus.SURPLUS:
        return
    is_going_on = subscription.wish != Wish.END_NOW and not subscription.cancel_at_period_end
    if subscription.status in IN_FORCE and is_going_on:
        until += GRACE
    statement = select(Entitlement).where(Entitlement.subscription_id == subscription.id)
    entitlement = ctx.session.exec(statement).first() or Entitlement(
        user_id=subscription.user_id, kind=OfferKind.SUBSCRIPTION, subscription_id=subscription.id
    )
    if entitlement.until == until:
        return
    entitlement.until = until
    ctx.session.add(entitlement)
    ctx.session.flush()
    ctx.publish(EntitlementChanged(entitlement.id))
    if until > ctx.now:
        ctx.jobs.run_at(until, announce_end, entitlement_id=entitlement.id)


@mutation(policy=system_only)
def announce_end(ctx: Context, *, entitlement_id: int) -> None:
    """Say that an entitlement has come to its end, if it still is the end."""
    entitlement = ctx.session.get(Entitlement, entitlement_id)
    if entitlement is not None and entitlement.until is not None and entitlement.until <= ctx.now:
        ctx.publish(EntitlementChanged(entitlement.id))


def _waiting(ctx: Context) -> list[Purchase]:
    statement = (
        select(Purchase)
        .join(Offer, col(Offer.id) == col(Purchase.offer_id))
        .where(
            Purchase.user_id == ctx.user_id,
            Purchase.status == PurchaseStatus.PENDING,
            Offer.kind == OfferKind.SUBSCRIPTION,
        )
    )
    return list(ctx.session.exec(statement.order_by(col(Purchase.id))).all())
