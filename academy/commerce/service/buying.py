"""Buying what leads to no seat at once: bundles and subscriptions; and taking a bundle back."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.commerce.models import Entitlement, Offer, OfferKind, Purchase, PurchaseStatus
from academy.commerce.offer_schemas import MyPlans
from academy.commerce.policy import order_holder
from academy.commerce.service import subscriptions
from academy.commerce.service.bundles import courses_in, is_on_sale, may_take_back
from academy.commerce.service.desk import locked_order, write_refund
from academy.commerce.service.entitlements import revoke
from academy.commerce.service.orders import OPEN, expire_order
from academy.commerce.service.purchases import abandon
from academy.commerce.service.refunds import PAID, request_refund
from academy.commerce.service.selling import start_purchase
from academy.core.errors import Conflict, NotFound
from academy.identity.models import User
from academy.live import Context, everyone, mutation, query, signed_in

TWICE = "You had bought this bundle already."
CHANGED_MIND = "You took it back within 14 days."


@query(policy=everyone)
def my_plans(ctx: Context) -> MyPlans:
    """Return what the viewer has: a subscription, and bundles of which they have still to choose dates."""
    if ctx.viewer.user_id is None:
        return MyPlans()
    subscription = subscriptions.in_force(ctx, user_id=ctx.user_id)
    plan = ctx.session.get_one(Offer, subscription.offer_id).public_id if subscription else ""
    bundles = (
        select(Offer.public_id, Purchase.public_id)
        .join(Purchase, col(Purchase.offer_id) == col(Offer.id))
        .where(col(Purchase.id).in_(_unused(ctx.user_id)))
    )
    return MyPlans(plan=plan, bundles=dict(ctx.session.exec(bundles.order_by(col(Purchase.id))).all()))


@mutation(policy=signed_in)
def buy_offer(ctx: Context, *, public_id: str) -> str:
    """Order a bundle or begin a subscription; return the order to be paid, the one under way if there is one.

    Raises:
        NotFound: There is no such offer.
        Conflict: It is not on sale, or they have it and have not used all of it.
    """
    offer = ctx.session.exec(select(Offer).where(Offer.public_id == public_id)).first()
    if offer is None or offer.kind not in {OfferKind.PATH, OfferKind.SUBSCRIPTION}:
        raise NotFound("There is no such offer.")
    if offer.kind == OfferKind.SUBSCRIPTION:
        return subscriptions.start(ctx, offer).public_id
    ctx.session.exec(select(User.id).where(User.id == ctx.user_id).with_for_update()).one()
    if _holds(ctx, offer):
        raise Conflict("You have this bundle already: under “My learning” you choose a date for each of its courses.")
    return _order(ctx, offer).public_id


@mutation(policy=order_holder)
def take_back_order(ctx: Context, *, public_id: str) -> None:
    """Give back a bundle of one's own and get everything back that was paid for it.

    Raises:
        Conflict: It is somebody else's, its time is over, or one of its courses has begun.
    """
    purchase = locked_order(ctx, public_id)
    if purchase.user_id != ctx.user_id or not may_take_back(ctx, purchase):
        raise Conflict(
            "This order cannot be taken back by itself any more: 14 days are over, or one of its courses has begun."
            " Write to us and we will look for a way together."
        )
    _give_back(ctx, purchase, CHANGED_MIND)


def settle_bundle(ctx: Context, purchase: Purchase) -> None:
    """Give up what else was to be paid for a bundle that is paid; one that its buyer has already is given back."""
    others = select(Purchase).where(
        Purchase.user_id == purchase.user_id, Purchase.offer_id == purchase.offer_id, Purchase.id != purchase.id
    )
    for other in ctx.session.exec(others.where(Purchase.status == PurchaseStatus.PENDING)).all():
        abandon(ctx, other)
    unused = col(Purchase.id).in_(_unused(purchase.user_id))
    has_another = ctx.session.exec(others.where(unused, col(Purchase.status).in_(PAID))).first() is not None
    if has_another and purchase.amount_cents:
        _give_back(ctx, purchase, TWICE)


def _order(ctx: Context, offer: Offer) -> Purchase:
    """Return the order of a bundle that is under way, or begin one; what was not asked for yet is not what it was."""
    courses = courses_in(ctx, [offer.id]).get(offer.id, [])
    course_ids = [course.id for course in courses]
    pending = select(Purchase).where(
        Purchase.user_id == ctx.user_id, Purchase.offer_id == offer.id, Purchase.status == PurchaseStatus.PENDING
    )
    for waiting in ctx.session.exec(pending.order_by(col(Purchase.id))).all():
        is_same = (waiting.subtotal_cents, waiting.currency) == (offer.price_cents, offer.currency)
        if waiting.begun_at is not None or (is_same and waiting.course_ids == course_ids):
            return waiting
        abandon(ctx, waiting)
    if not offer.is_active or not is_on_sale(courses):
        raise Conflict("This bundle is not on sale just now.")
    purchase = start_purchase(ctx, user_id=ctx.user_id, offer_id=offer.id)
    purchase.course_ids = course_ids
    purchase.expires_at = ctx.now + OPEN
    ctx.jobs.run_at(purchase.expires_at, expire_order, purchase_id=purchase.id)
    ctx.session.flush()
    return purchase


def _holds(ctx: Context, offer: Offer) -> bool:
    statement = select(Purchase.id).where(Purchase.offer_id == offer.id, col(Purchase.id).in_(_unused(ctx.user_id)))
    return ctx.session.exec(statement).first() is not None


def _unused(user_id: int) -> SelectOfScalar[Any]:
    """Select the purchases of which somebody has still to choose a date for a course."""
    entitlement: Any = Entitlement
    return select(entitlement.purchase_id).where(
        Entitlement.user_id == user_id,
        Entitlement.kind == OfferKind.PATH,
        col(Entitlement.cohort_id).is_(None),
        col(Entitlement.revoked_at).is_(None),
        col(Entitlement.purchase_id).is_not(None),
    )


def _give_back(ctx: Context, purchase: Purchase, reason: str) -> None:
    left = purchase.amount_cents - purchase.refund_requested_cents
    revoke(ctx, purchase)
    if left:
        request_refund(ctx, purchase, reason=reason)
        write_refund(ctx, purchase, left, reason)
