"""What the provider says of subscriptions. Events only say that there is news; what it answers when asked counts.

So it does not matter in which order events come, how often, or whether they do: every answer is the whole truth of its
moment, an earlier one never overwrites a later one, and a period that is paid stays paid.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import col, select

from academy.commerce.gateway import Payment, PaymentReport, PeriodBill, Standing, SubscriptionReport
from academy.commerce.models import Interval, Offer, Purchase, Subscription, SubscriptionStatus, Wish
from academy.commerce.pricing import tax_within
from academy.commerce.schemas import Errand
from academy.commerce.service.inbound import act
from academy.commerce.service.plan_telling import tell_begun, tell_given_back, tell_moved, tell_renewing
from academy.commerce.service.purchases import abandon, by_reference
from academy.commerce.service.refunds import request_refund
from academy.commerce.service.subscriptions import (
    in_force,
    is_ending,
    keep_entitlement,
    locked,
    move,
    waiting_orders,
    want,
)
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

STATUS_OF = {
    Standing.ACTIVE: SubscriptionStatus.ACTIVE,
    Standing.PAST_DUE: SubscriptionStatus.PAST_DUE,
    Standing.UNPAID: SubscriptionStatus.PAST_DUE,
    Standing.ENDED: SubscriptionStatus.ENDED,
}
AGREED = {
    "user_id",
    "offer_id",
    "gateway",
    "country",
    "tax_name",
    "tax_basis_points",
    "subtotal_cents",
    "tax_cents",
    "amount_cents",
    "currency",
}
"""What a subscription has of the order that began it, and each period of the subscription."""

TOO_LATE = "You had let your plan end before this was charged."
TOO_MANY = "You have a plan already; this second one was paid beside it."
DAILY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""How long before a yearly plan renews whoever has it is told."""

log = logging.getLogger(__name__)


@query(policy=system_only)
def errand(ctx: Context, *, provider_id: str) -> Errand | None:
    """Return what the provider has to be asked to do with a subscription, if anything."""
    subscription = _known(ctx, provider_id)
    if subscription is None or subscription.wish is None or subscription.settled_number == subscription.wish_number:
        return None
    return Errand(wish=subscription.wish, number=subscription.wish_number)


@query(policy=system_only)
def unsettled_subscriptions(ctx: Context) -> list[str]:
    """Return what the provider calls subscriptions of which there may be news: for when its events get lost."""
    rows = ctx.session.exec(
        select(Subscription).where(Subscription.status != SubscriptionStatus.ENDED).order_by(col(Subscription.id))
    ).all()
    return [row.provider_subscription_id for row in rows if _may_have_news(ctx, row)]


@mutation(policy=system_only)
def receive_subscription(
    ctx: Context, *, report: SubscriptionReport, asked_at: datetime, done: int | None = None
) -> None:
    """Take in where a subscription stood when the provider was asked, after the wish of number `done` was granted."""
    first = by_reference(ctx, report.reference) if report.reference else None
    if first is None:
        log.info("the subscription %s is not of this academy", report.subscription_id)
        return
    subscription = _known(ctx, report.subscription_id) or _begin(ctx, first, report, asked_at)
    if subscription is None:
        return
    subscription = locked(ctx, subscription.id)
    for bill in reversed(report.bills):
        if bill.is_paid:
            _pay(ctx, subscription, first, bill)
    if asked_at >= subscription.heard_at:
        _stand(ctx, subscription, report, asked_at)
    if done is not None:
        _settle(ctx, subscription, done)
    keep_entitlement(ctx, subscription)


@mutation(policy=system_only)
def announce_renewal(ctx: Context, *, purchase_id: int) -> None:
    """Tell somebody that their plan renews soon at the end of the period that a purchase paid for, if it still does."""
    paid = ctx.session.get_one(Purchase, purchase_id)
    subscription = ctx.session.get_one(Subscription, paid.subscription_id)
    is_renewing = subscription.status == SubscriptionStatus.ACTIVE and not is_ending(subscription)
    if is_renewing and subscription.period_end == paid.period_end:
        tell_renewing(ctx, subscription)


def _may_have_news(ctx: Context, subscription: Subscription) -> bool:
    """Tell whether a subscription should be asked about: something was to happen, or nothing was heard for a day."""
    is_settled = subscription.settled_number == subscription.wish_number
    if subscription.status == SubscriptionStatus.SURPLUS:
        return subscription.ended_at is None
    if subscription.status != SubscriptionStatus.ACTIVE or not is_settled:
        return True
    return ctx.is_past(min(subscription.period_end, subscription.heard_at + DAILY))


def _known(ctx: Context, provider_id: str) -> Subscription | None:
    return ctx.session.exec(select(Subscription).where(Subscription.provider_subscription_id == provider_id)).first()


def _begin(ctx: Context, first: Purchase, report: SubscriptionReport, asked_at: datetime) -> Subscription | None:
    """Note a subscription whose first period is paid; one beside another is ended at once."""
    offer = ctx.session.get_one(Offer, first.offer_id)
    if offer.interval is None or not any(bill.is_paid for bill in report.bills):
        return None
    ctx.session.exec(select(User.id).where(User.id == first.user_id).with_for_update()).one()
    is_surplus = in_force(ctx, user_id=first.user_id) is not None
    subscription = Subscription(
        **first.model_dump(include=AGREED),
        interval=offer.interval,
        provider_subscription_id=report.subscription_id,
        period_start=report.period_start,
        period_end=report.period_end,
        heard_at=asked_at,
        status=SubscriptionStatus.SURPLUS if is_surplus else SubscriptionStatus.ACTIVE,
    )
    ctx.session.add(subscription)
    ctx.session.flush()
    if is_surplus and report.standing != Standing.ENDED:
        want(ctx, subscription, Wish.END_NOW)
    if not is_surplus and report.standing != Standing.ENDED:
        for order in waiting_orders(ctx, user_id=first.user_id):
            if order.id != first.id:
                abandon(ctx, order)
        tell_begun(ctx, subscription)
    return subscription


def _stand(ctx: Context, subscription: Subscription, report: SubscriptionReport, asked_at: datetime) -> None:
    """Let a subscription be where the provider says it is."""
    subscription.heard_at = asked_at
    subscription.period_start, subscription.period_end = report.period_start, report.period_end
    subscription.cancel_at_period_end = report.cancel_at_period_end
    subscription.ended_at = report.ended_at
    subscription.unpaid_url = next((bill.url for bill in report.bills if bill.is_open), None)
    status = STATUS_OF[report.standing]
    if subscription.status == SubscriptionStatus.SURPLUS:
        return
    if subscription.status != SubscriptionStatus.ENDED and move(ctx, subscription, status):
        tell_moved(ctx, subscription)
    is_hopeless = subscription.wish == Wish.END_WITH_PERIOD and subscription.status == SubscriptionStatus.PAST_DUE
    if subscription.wish != Wish.END_NOW and (is_hopeless or report.standing == Standing.UNPAID):
        want(ctx, subscription, Wish.END_NOW)
    is_settled = subscription.settled_number == subscription.wish_number
    if is_settled and subscription.wish == Wish.END_WITH_PERIOD and not subscription.cancel_at_period_end:
        subscription.ending_at = None


def _settle(ctx: Context, subscription: Subscription, done: int) -> None:
    """Note that a wish was granted; one that was granted after a later one has to be made up for."""
    subscription.settled_number = done
    ctx.session.flush()
    if done != subscription.wish_number and subscription.wish is not None:
        want(ctx, subscription, subscription.wish)


def _pay(ctx: Context, subscription: Subscription, first: Purchase, bill: PeriodBill) -> None:
    """Note that a period is paid, once; what was paid for a surplus subscription goes back."""
    statement = select(Purchase).where(Purchase.invoice_id == bill.invoice_id)
    purchase = ctx.session.exec(statement.with_for_update()).first()
    if purchase is not None and purchase.completed_at is not None:
        return
    if purchase is None:
        is_first = bill.is_first and first.subscription_id is None
        purchase = first if is_first else _period(ctx, subscription)
    if purchase.amount_cents != bill.amount_cents:
        tax = tax_within(bill.amount_cents, purchase.tax_basis_points)
        net = bill.amount_cents - tax
        purchase.sqlmodel_update({"amount_cents": net + tax, "subtotal_cents": net, "tax_cents": tax})
    purchase.subscription_id = subscription.id
    purchase.invoice_id = bill.invoice_id
    purchase.period_start, purchase.period_end = bill.period_start, bill.period_end
    ctx.session.flush()
    told = {"payment": Payment.PAID, "invoice_id": bill.invoice_id, "payment_intent_id": bill.payment_intent_id}
    act(ctx, PaymentReport(reference=purchase.public_id, **told))
    if subscription.interval == Interval.YEAR and bill.period_end - AHEAD > ctx.now:
        ctx.jobs.run_at(bill.period_end - AHEAD, announce_renewal, purchase_id=purchase.id)
    if subscription.status == SubscriptionStatus.SURPLUS and bill.period_end > ctx.now:
        _give_back(ctx, purchase, ctx.now, TOO_MANY)
    elif subscription.ending_at is not None and bill.period_start >= subscription.ending_at:
        _give_back(ctx, purchase, subscription.ending_at, TOO_LATE)
        if subscription.wish != Wish.END_NOW:
            want(ctx, subscription, Wish.END_NOW)


def _give_back(ctx: Context, purchase: Purchase, ended_at: datetime, reason: str) -> None:
    purchase.period_ended_at = ended_at
    left = purchase.amount_cents - purchase.refund_requested_cents
    if left:
        request_refund(ctx, purchase, amount_cents=left, reason=reason)
        tell_given_back(ctx, purchase, left, reason)


def _period(ctx: Context, subscription: Subscription) -> Purchase:
    title = ctx.session.get_one(Offer, subscription.offer_id).title
    purchase = Purchase(**subscription.model_dump(include=AGREED), begun_at=ctx.now, description=title)
    ctx.session.add(purchase)
    ctx.session.flush()
    return purchase
