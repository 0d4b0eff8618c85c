"""Telling people how their plan goes."""

from datetime import datetime

from academy import routes
from academy.commerce import letters
from academy.commerce.models import Interval, Offer, Purchase, Subscription, SubscriptionStatus
from academy.commerce.service.selling import what_of
from academy.commerce.service.subscriptions import GRACE, paid_until
from academy.core.money import amount
from academy.core.settings import settings
from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell

EACH = {Interval.MONTH: "each month", Interval.YEAR: "each year"}


def tell_begun(ctx: Context, subscription: Subscription) -> None:
    """Their plan has begun."""
    letter = letters.plan_begun(
        name=_name(ctx, subscription.user_id),
        plan=title_of(ctx, subscription),
        each=f"{_price(subscription)} {EACH[subscription.interval]}",
        renews_at=subscription.period_end,
        url=_page(),
    )
    _tell(ctx, subscription, "commerce.plan_begun", letter)


def tell_moved(ctx: Context, subscription: Subscription) -> None:
    """A renewal has failed, or the plan has ended; that one was paid after all its receipt says."""
    if subscription.status == SubscriptionStatus.PAST_DUE:
        letter = letters.renewal_failed(
            name=_name(ctx, subscription.user_id),
            plan=title_of(ctx, subscription),
            price=_price(subscription),
            until=(paid_until(ctx, subscription) or ctx.now) + GRACE,
            url=_page(),
        )
        _tell(ctx, subscription, "commerce.renewal_failed", letter, is_essential=True)
    elif subscription.status == SubscriptionStatus.ENDED:
        until = paid_until(ctx, subscription)
        letter = letters.plan_ended(
            name=_name(ctx, subscription.user_id),
            plan=title_of(ctx, subscription),
            until=until if until is not None and until > ctx.now else None,
            url=settings().base_url + routes.PLANS.url(),
        )
        _tell(ctx, subscription, "commerce.plan_ended", letter)


def tell_renewing(ctx: Context, subscription: Subscription) -> None:
    """Their plan renews soon."""
    letter = letters.plan_renews_soon(
        name=_name(ctx, subscription.user_id),
        plan=title_of(ctx, subscription),
        price=_price(subscription),
        renews_at=subscription.period_end,
        url=_page(),
    )
    _tell(ctx, subscription, "commerce.plan_renews_soon", letter, good_until=subscription.period_end)


def tell_given_back(ctx: Context, purchase: Purchase, amount_cents: int, reason: str) -> None:
    """What was paid for a plan goes back."""
    letter = letters.refund(
        name=_name(ctx, purchase.user_id),
        what=what_of(ctx, purchase),
        amount_cents=amount_cents,
        currency=purchase.currency,
        reason=reason,
        url=_page(),
    )
    tell(
        ctx,
        user_id=purchase.user_id,
        category=Category.SEATS,
        kind="commerce.refund",
        title=letter.subject,
        letter=letter,
        is_essential=True,
    )


def title_of(ctx: Context, subscription: Subscription) -> str:
    """Return what a plan is called."""
    return ctx.session.get_one(Offer, subscription.offer_id).title


def _tell(
    ctx: Context,
    subscription: Subscription,
    kind: str,
    letter: Letter,
    *,
    is_essential: bool = False,
    good_until: datetime | None = None,
) -> None:
    tell(
        ctx,
        user_id=subscription.user_id,
        category=Category.SEATS,
        kind=kind,
        title=letter.subject,
        url=routes.PLAN.url(),
        letter=letter,
        is_essential=is_essential,
        good_until=good_until,
    )


def _name(ctx: Context, user_id: int) -> str:
    return ctx.session.get_one(User, user_id).name


def _price(subscription: Subscription) -> str:
    return amount(subscription.amount_cents, subscription.currency)


def _page() -> str:
    return settings().base_url + routes.PLAN.url()
