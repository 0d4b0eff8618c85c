"""The plans of people, as administrators look at them and end them."""

from sqlmodel import col, select

from academy.commerce.models import Purchase, SeatAfter, Subscription, Wish
from academy.commerce.schemas import PlanView
from academy.commerce.service.my_plan import go_on, plan_view
from academy.commerce.service.plan_telling import tell_given_back, title_of
from academy.commerce.service.refunds import PAID, request_refund
from academy.commerce.service.subscriptions import IN_FORCE, give_up_period, is_ending, locked, want, want_end
from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query


@query(policy=platform_admin)
def plan_of_person(ctx: Context, *, user_id: int) -> PlanView | None:
    """The plan that somebody has, or the last one they had; nothing if they never had one."""
    return plan_view(ctx, user_id=user_id)


@mutation(policy=platform_admin)
def end_plan_with_period(ctx: Context, *, public_id: str) -> None:
    """Let somebody's plan end with the period that is paid; one whose renewal was refused ends now.

    Raises:
        Conflict: It has ended.
    """
    subscription = _found(ctx, public_id)
    before = subscription.wish_number
    want_end(ctx, subscription)
    if subscription.wish_number != before:
        _note(ctx, subscription, "ending", f"Let the plan {title_of(ctx, subscription)} end with its period.")


@mutation(policy=platform_admin)
def keep_plan(ctx: Context, *, public_id: str) -> None:
    """Let somebody's plan go on that was to end with its period.

    Raises:
        Conflict: It has ended, or is being ended now.
    """
    subscription = _found(ctx, public_id)
    if is_ending(subscription):
        go_on(ctx, subscription)
        _note(ctx, subscription, "kept", f"Let the plan {title_of(ctx, subscription)} go on.")


@mutation(policy=platform_admin)
def end_plan_now(ctx: Context, *, public_id: str, reason: str, is_refunded: bool) -> None:
    """End somebody's plan now, with what it opens, and give back what was paid for the period if that is wanted.

    Raises:
        Invalid: The reason is missing.
        Conflict: It has ended.
    """
    subscription = _found(ctx, public_id)
    if not reason.strip():
        raise Invalid("Say why, in a few words: it stays on record.", field="reason")
    want(ctx, subscription, Wish.END_NOW)
    present = select(Purchase).where(
        Purchase.subscription_id == subscription.id,
        col(Purchase.completed_at).is_not(None),
        col(Purchase.period_end) > ctx.now,
    )
    for purchase in ctx.session.exec(present.order_by(col(Purchase.id))).all():
        give_up_period(ctx, purchase)
        left = purchase.amount_cents - purchase.refund_requested_cents
        if is_refunded and left and purchase.status in PAID:
            request_refund(ctx, purchase, amount_cents=left, reason=reason.strip(), seat=SeatAfter.FREE)
            tell_given_back(ctx, purchase, left, reason.strip())
    words = f"Ended the plan {title_of(ctx, subscription)} at once: {reason.strip()}"
    _note(ctx, subscription, "ended", words, {"given back": (None, is_refunded)})


def _found(ctx: Context, public_id: str) -> Subscription:
    found = ctx.session.exec(select(Subscription.id).where(Subscription.public_id == public_id)).first()
    if found is None:
        raise NotFound("There is no such plan.")
    subscription = locked(ctx, found)
    if subscription.status not in IN_FORCE:
        raise Conflict("This plan has ended already.")
    return subscription


def _note(
    ctx: Context, subscription: Subscription, action: str, summary: str, changes: dict[str, audit.Change] | None = None
) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"commerce.plan_{action}",
        subject=subscription,
        summary=summary,
        changes=changes,
    )
