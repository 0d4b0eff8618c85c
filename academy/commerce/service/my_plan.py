"""A person's own plan: what it is, letting it end, and letting it go on after all."""

from sqlmodel import col, select

from academy.commerce.models import Entitlement, Purchase, Subscription, SubscriptionStatus, Wish
from academy.commerce.schemas import PlanPeriod, PlanView, PriceView
from academy.commerce.service.orders import percent
from academy.commerce.service.plan_telling import title_of
from academy.commerce.service.subscriptions import in_force, is_ending, locked, want, want_end
from academy.core.errors import Conflict
from academy.live import Context, mutation, query, signed_in

MOST_PERIODS = 60
"""How many periods that were paid are listed."""


@query(policy=signed_in)
def my_plan(ctx: Context) -> PlanView | None:
    """The plan that the person at the screen has, or the last one they had; nothing if they never had one."""
    return plan_view(ctx, user_id=ctx.user_id)


@query(policy=signed_in)
def my_plan_periods(ctx: Context) -> list[PlanPeriod]:
    """What the person at the screen has paid for plans, the latest first."""
    statement = select(Purchase).where(
        Purchase.user_id == ctx.user_id,
        col(Purchase.subscription_id).is_not(None),
        col(Purchase.completed_at).is_not(None),
    )
    rows = ctx.session.exec(statement.order_by(col(Purchase.id).desc()).limit(MOST_PERIODS)).all()
    fields = set(PlanPeriod.model_fields)
    return [PlanPeriod(**row.model_dump(include=fields)) for row in rows]


@mutation(policy=signed_in)
def end_my_plan(ctx: Context) -> None:
    """Let one's plan end with the period that is paid; one whose renewal was refused ends now.

    Raises:
        Conflict: There is none.
    """
    want_end(ctx, _mine(ctx))


@mutation(policy=signed_in)
def keep_my_plan(ctx: Context) -> None:
    """Let one's plan go on that was to end with its period.

    Raises:
        Conflict: There is none, or it is being ended now.
    """
    go_on(ctx, _mine(ctx))


def go_on(ctx: Context, subscription: Subscription) -> None:
    """Let a plan go on after all.

    Raises:
        Conflict: It is being ended now.
    """
    if subscription.wish == Wish.END_NOW:
        raise Conflict("This plan is being ended now. Begin another when it has.")
    if is_ending(subscription):
        want(ctx, subscription, Wish.GO_ON)


def plan_view(ctx: Context, *, user_id: int) -> PlanView | None:
    """Return the plan that somebody has, or the last one they had."""
    latest = (
        select(Subscription)
        .where(Subscription.user_id == user_id, Subscription.status != SubscriptionStatus.SURPLUS)
        .order_by(col(Subscription.id).desc())
    )
    plan = in_force(ctx, user_id=user_id) or ctx.session.exec(latest.limit(1)).first()
    if plan is None:
        return None
    until = ctx.session.exec(select(Entitlement.until).where(Entitlement.subscription_id == plan.id)).first()
    return PlanView(
        public_id=plan.public_id,
        title=title_of(ctx, plan),
        interval=plan.interval,
        status=plan.status,
        price=_price(plan),
        period_end=plan.period_end,
        open_until=until,
        is_ending=is_ending(plan),
        is_open=until is not None and not ctx.is_past(until),
        pay_url=plan.unpaid_url,
        began_at=plan.created_at,
        ended_at=plan.ended_at,
    )


def _mine(ctx: Context) -> Subscription:
    found = in_force(ctx, user_id=ctx.user_id)
    if found is None:
        raise Conflict("You have no plan that could end. You find plans under “Plans”.")
    return locked(ctx, found.id)


def _price(plan: Subscription) -> PriceView:
    return PriceView(
        subtotal_cents=plan.subtotal_cents,
        discount_cents=0,
        tax_cents=plan.tax_cents,
        total_cents=plan.amount_cents,
        currency=plan.currency,
        code="",
        country=plan.country,
        tax_name=plan.tax_name,
        tax_percent=percent(plan.tax_basis_points),
    )
