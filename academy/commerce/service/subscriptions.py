"""Subscriptions: beginning one, where it stands, and what it opens. Nothing else changes the status of one."""

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from academy.commerce.events import EntitlementChanged, SubscriptionQuestioned
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
    SubscriptionStatus.SURPLUS: frozenset(),
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
    for waiting in waiting_orders(ctx, user_id=ctx.user_id):
        if (waiting.offer_id, waiting.subtotal_cents, waiting.currency) == (
            offer.id,
            offer.price_cents,
            offer.currency,
        ):
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


def waiting_orders(ctx: Context, *, user_id: int) -> list[Purchase]:
    """Return the orders by which somebody may yet begin a subscription."""
    statement = (
        select(Purchase)
        .join(Offer, col(Offer.id) == col(Purchase.offer_id))
        .where(
            Purchase.user_id == user_id,
            Purchase.status == PurchaseStatus.PENDING,
            Offer.kind == OfferKind.SUBSCRIPTION,
        )
    )
    return list(ctx.session.exec(statement.order_by(col(Purchase.id))).all())


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
    entitlement = ctx.session.exec(statement).first()
    if entitlement is None and until <= ctx.now:
        return
    entitlement = entitlement or Entitlement(
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


def want(ctx: Context, subscription: Subscription, wish: Wish) -> None:
    """Have the provider asked to end a subscription, or to let it go on; what was wanted before is forgotten."""
    subscription.wish = wish
    subscription.wish_number += 1
    if wish != Wish.END_NOW:
        subscription.ending_at = subscription.period_end if wish == Wish.END_WITH_PERIOD else None
    ctx.session.flush()
    keep_entitlement(ctx, subscription)
    ctx.publish(SubscriptionQuestioned(subscription.provider_subscription_id))


def want_end(ctx: Context, subscription: Subscription) -> None:
    """Have a subscription end with the period that is paid; one whose renewal was refused ends now."""
    is_paid = subscription.status == SubscriptionStatus.ACTIVE
    is_wanted = subscription.wish == Wish.END_NOW or (is_paid and is_ending(subscription))
    if not is_wanted:
        want(ctx, subscription, Wish.END_WITH_PERIOD if is_paid else Wish.END_NOW)


def is_ending(subscription: Subscription) -> bool:
    """Tell whether a subscription does not renew: what is wanted of it counts before it is done."""
    if subscription.settled_number == subscription.wish_number:
        return subscription.cancel_at_period_end
    return subscription.wish != Wish.GO_ON


def give_up_period(ctx: Context, purchase: Purchase) -> None:
    """End a period that is given up or whose money went back; the subscription ends too if no other is paid."""
    is_over = purchase.period_end is None or purchase.period_end <= ctx.now or purchase.period_ended_at is not None
    if purchase.subscription_id is None or is_over:
        return
    purchase.period_ended_at = ctx.now
    ctx.session.flush()
    subscription = locked(ctx, purchase.subscription_id)
    until = paid_until(ctx, subscription)
    if subscription.status in IN_FORCE and subscription.wish != Wish.END_NOW and (until is None or until <= ctx.now):
        want(ctx, subscription, Wish.END_NOW)
    keep_entitlement(ctx, subscription)


def locked(ctx: Context, subscription_id: int) -> Subscription:
    """Return a subscription that nobody else changes meanwhile."""
    return ctx.session.exec(select(Subscription).where(Subscription.id == subscription_id).with_for_update()).one()


@mutation(policy=system_only)
def announce_end(ctx: Context, *, entitlement_id: int) -> None:
    """Say that an entitlement has come to its end, if it still is the end."""
    entitlement = ctx.session.get(Entitlement, entitlement_id)
    if entitlement is not None and entitlement.until is not None and entitlement.until <= ctx.now:
        ctx.publish(EntitlementChanged(entitlement.id))
