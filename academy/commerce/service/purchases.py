"""Purchases: one payment each, and the only code that changes their status."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.commerce.events import (
    CheckoutAbandoned,
    PaymentDisputed,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
    RefundRequested,
)
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import DisputeStatus, Offer, Purchase, PurchaseStatus, Refund, RefundStatus, SeatAfter
from academy.commerce.pricing import quote
from academy.commerce.schemas import PaymentSummary, RefundDue
from academy.commerce.service.entitlements import entitle, revoke
from academy.core.errors import Conflict, NotFound
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

NEXT_STATUSES: dict[PurchaseStatus, frozenset[PurchaseStatus]] = {
    PurchaseStatus.PENDING: frozenset({PurchaseStatus.COMPLETED, PurchaseStatus.FAILED, PurchaseStatus.EXPIRED}),
    PurchaseStatus.FAILED: frozenset({PurchaseStatus.COMPLETED}),
    PurchaseStatus.EXPIRED: frozenset({PurchaseStatus.COMPLETED}),
    PurchaseStatus.COMPLETED: frozenset({PurchaseStatus.PARTIALLY_REFUNDED, PurchaseStatus.REFUNDED}),
    PurchaseStatus.PARTIALLY_REFUNDED: frozenset({PurchaseStatus.REFUNDED}),
    PurchaseStatus.REFUNDED: frozenset(),
}
"""What may follow what. Money that arrives after a purchase failed or expired still counts as paid."""

STATUS_OF = {
    Payment.PAID: PurchaseStatus.COMPLETED,
    Payment.FAILED: PurchaseStatus.FAILED,
    Payment.EXPIRED: PurchaseStatus.EXPIRED,
}

ENDED = frozenset({DisputeStatus.WON, DisputeStatus.LOST})
PAID = frozenset({PurchaseStatus.COMPLETED, PurchaseStatus.PARTIALLY_REFUNDED})


def start_purchase(
    ctx: Context,
    *,
    user_id: int,
    offer_id: int,
    quantity: int = 1,
    unit_price_cents: int | None = None,
    currency: str = "",
    enrollment_id: int | None = None,
    organization_id: int | None = None,
    gateway: str = "",
    expires_at: datetime | None = None,
) -> Purchase:
    """Return the payment under way for an enrollment, or begin one; without an enrollment, always begin one.

    `unit_price_cents` of `currency` is what was promised for one, if that is not what the offer asks today.
    """
    pending = None if enrollment_id is None else under_way(ctx, enrollment_id=enrollment_id)
    if pending is not None:
        return pending
    offer = ctx.session.get_one(Offer, offer_id)
    price = quote(offer.price_cents if unit_price_cents is None else unit_price_cents, quantity=quantity)
    purchase = Purchase(
        user_id=user_id,
        offer_id=offer_id,
        quantity=quantity,
        enrollment_id=enrollment_id,
        organization_id=organization_id,
        subtotal_cents=price.subtotal_cents,
        amount_cents=price.total_cents,
        currency=currency or offer.currency,
        gateway=gateway,
        expires_at=expires_at,
    )
    ctx.session.add(purchase)
    ctx.session.flush()
    return purchase


@mutation(policy=system_only)
def record_checkout(ctx: Context, *, reference: str, session_id: str, url: str) -> None:
    """Note the checkout that the gateway opened for a purchase."""
    purchase = by_reference(ctx, reference)
    if purchase is None:
        raise NotFound("There is no such purchase.")
    purchase.gateway_session_id = session_id
    purchase.checkout_url = url
    if purchase.status == PurchaseStatus.EXPIRED:
        ctx.publish(CheckoutAbandoned(session_id))


def abandon_purchases(ctx: Context, *, enrollment_id: int, but: int | None = None) -> None:
    """Give up the payment under way for an enrollment, except the purchase `but`, and close its checkout."""
    for purchase in ctx.session.exec(_of_enrollment(enrollment_id, PurchaseStatus.PENDING)).all():
        if purchase.id == but:
            continue
        purchase.status = PurchaseStatus.EXPIRED
        ctx.session.flush()
        if purchase.gateway_session_id is not None:
            ctx.publish(CheckoutAbandoned(purchase.gateway_session_id))


def assign(ctx: Context, purchase: Purchase, *, enrollment_id: int) -> None:
    """Let a purchase pay for another enrollment of the same person, whose own payment is given up."""
    abandon_purchases(ctx, enrollment_id=enrollment_id, but=purchase.id)
    purchase.enrollment_id = enrollment_id
    ctx.session.flush()


def request_refund(
    ctx: Context,
    purchase: Purchase,
    *,
    amount_cents: int | None = None,
    reason: str = "",
    seat: SeatAfter = SeatAfter.FREE,
) -> None:
    """Give back `amount_cents` of a purchase, or all that is left of it; the gateway is told after the commit.

    Raises:
        Conflict: It is not paid, or less is left than asked for.
    """
    left = purchase.amount_cents - purchase.refund_requested_cents
    amount = left if amount_cents is None else amount_cents
    if purchase.status not in PAID or not 0 < amount <= left:
        raise Conflict("There is nothing left of this payment to give back.")
    purchase.refund_requested_cents += amount
    ctx.session.add(
        Refund(
            purchase_id=purchase.id,
            amount_cents=amount,
            reason=reason,
            requested_by_id=ctx.viewer.user_id,
            seat=seat,
        )
    )
    ctx.session.flush()
    ctx.publish(RefundRequested(purchase.id))


@query(policy=system_only)
def refund_due(ctx: Context, *, purchase_id: int) -> RefundDue | None:
    """Return what the gateway has to give back for a purchase, if it has not yet."""
    purchase = ctx.session.get_one(Purchase, purchase_id)
    if purchase.payment_intent_id is None or purchase.refund_requested_cents <= purchase.refunded_cents:
        return None
    return RefundDue(payment_intent_id=purchase.payment_intent_id, total_cents=purchase.refund_requested_cents)


def apply_report(ctx: Context, purchase: Purchase, report: PaymentReport) -> bool:
    """Merge what a provider says into a purchase, and tell whether that changed it.

    Being paid outranks having failed or expired, and a refunded total only grows; so the order of reports does
    not matter, nor how often each comes.
    """
    purchase.gateway_session_id = purchase.gateway_session_id or report.session_id
    purchase.payment_intent_id = purchase.payment_intent_id or report.payment_intent_id
    purchase.invoice_id = purchase.invoice_id or report.invoice_id
    is_noted = _note_dispute(ctx, purchase, report) | _note_failed_refund(ctx, purchase, report)
    refunded = min(report.refunded_cents, purchase.amount_cents)
    status = STATUS_OF.get(report.payment)
    is_changed = status is not None and status in NEXT_STATUSES[purchase.status]
    if status is not None and is_changed:
        purchase.status = status
        purchase.completed_at = ctx.now if status == PurchaseStatus.COMPLETED else None
        ctx.session.flush()
        if status == PurchaseStatus.COMPLETED:
            entitle(ctx, purchase)
        if status == PurchaseStatus.COMPLETED and refunded < purchase.amount_cents:
            ctx.publish(PaymentSucceeded(purchase.id))
        elif status == PurchaseStatus.FAILED:
            ctx.publish(PaymentFailed(purchase.id))
    return _refund_so_far(ctx, purchase, refunded) or is_changed or is_noted


def reported(ctx: Context, report: PaymentReport) -> Purchase | None:
    """Return the purchase that a report is about."""
    if report.reference:
        return by_reference(ctx, report.reference)
    statement = select(Purchase).where(Purchase.payment_intent_id == report.payment_intent_id)
    return ctx.session.exec(statement).first() if report.payment_intent_id else None


def by_reference(ctx: Context, reference: str) -> Purchase | None:
    """Return the purchase that a provider knows under this reference."""
    return ctx.session.exec(select(Purchase).where(Purchase.public_id == reference)).first()


def paying(ctx: Context, *, enrollment_id: int) -> Purchase | None:
    """Return the purchase that pays for an enrollment: paid and not asked back."""
    statement = select(Purchase).where(
        Purchase.enrollment_id == enrollment_id,
        col(Purchase.status).in_(PAID),
        col(Purchase.refund_requested_cents) < col(Purchase.amount_cents),
    )
    return ctx.session.exec(statement.order_by(col(Purchase.id))).first()


def latest(ctx: Context, *, enrollment_id: int) -> Purchase | None:
    """Return the last payment tried for an enrollment."""
    statement = select(Purchase).where(Purchase.enrollment_id == enrollment_id)
    return ctx.session.exec(statement.order_by(col(Purchase.id).desc())).first()


def payments_of(ctx: Context, *, enrollment_id: int) -> list[PaymentSummary]:
    """Return the payments of an enrollment that went through, first one first, for its owner's eyes."""
    statement = select(Purchase).where(Purchase.enrollment_id == enrollment_id, col(Purchase.completed_at).is_not(None))
    return [
        PaymentSummary(
            amount_cents=purchase.amount_cents,
            refund_requested_cents=purchase.refund_requested_cents,
            refunded_cents=purchase.refunded_cents,
            currency=purchase.currency,
            status=purchase.status,
            completed_at=purchase.completed_at,
        )
        for purchase in ctx.session.exec(statement.order_by(col(Purchase.id))).all()
    ]


def refunds_of(ctx: Context, purchase: Purchase) -> list[Refund]:
    """Return what was to go back for a purchase, in the order in which it was asked for."""
    statement = select(Refund).where(Refund.purchase_id == purchase.id)
    return list(ctx.session.exec(statement.order_by(col(Refund.id))).all())


def under_way(ctx: Context, *, enrollment_id: int) -> Purchase | None:
    """Return the payment under way for an enrollment."""
    return ctx.session.exec(_of_enrollment(enrollment_id, PurchaseStatus.PENDING)).first()


def _of_enrollment(enrollment_id: int, status: PurchaseStatus) -> SelectOfScalar[Purchase]:
    return select(Purchase).where(Purchase.enrollment_id == enrollment_id, Purchase.status == status)


def _refund_so_far(ctx: Context, purchase: Purchase, refunded_cents: int) -> bool:
    if refunded_cents <= purchase.refunded_cents:
        return False
    is_full = refunded_cents == purchase.amount_cents
    purchase.refunded_cents = refunded_cents
    unasked = refunded_cents - purchase.refund_requested_cents
    if unasked > 0:
        purchase.refund_requested_cents = refunded_cents
        reason = "Given back at the payment provider."
        ctx.session.add(Refund(purchase_id=purchase.id, amount_cents=unasked, reason=reason))
        ctx.session.flush()
    _note_arrival(ctx, purchase)
    if is_full:
        revoke(ctx, purchase)
    purchase.status = PurchaseStatus.REFUNDED if is_full else PurchaseStatus.PARTIALLY_REFUNDED
    ctx.session.flush()
    ctx.publish(PaymentRefunded(purchase.id, is_full))
    return True


def _note_arrival(ctx: Context, purchase: Purchase) -> None:
    """Mark the refunds that are covered by what the gateway has given back, the first asked for first."""
    covered = 0
    for refund in refunds_of(ctx, purchase):
        covered += refund.amount_cents
        if covered <= purchase.refunded_cents and refund.status == RefundStatus.REQUESTED:
            refund.status = RefundStatus.SUCCEEDED


def _note_dispute(ctx: Context, purchase: Purchase, report: PaymentReport) -> bool:
    """Note where a dispute stands; how it ended is the last word on it."""
    if report.dispute is None or purchase.dispute == report.dispute or purchase.dispute in ENDED:
        return False
    purchase.dispute = report.dispute
    purchase.disputed_at = purchase.disputed_at or ctx.now
    ctx.session.flush()
    ctx.publish(PaymentDisputed(purchase.id, report.dispute))
    return True


def _note_failed_refund(ctx: Context, purchase: Purchase, report: PaymentReport) -> bool:
    """Note that money did not get back, at the last refund of that amount; the same failure is noted once."""
    failure = report.refund_failure
    if failure is None:
        return False
    refunds = refunds_of(ctx, purchase)
    if any(refund.provider_refund_id == failure.refund_id for refund in refunds):
        return False
    alike = [refund for refund in refunds if refund.amount_cents == failure.amount_cents] or refunds
    if not alike:
        return False
    alike[-1].status = RefundStatus.FAILED
    alike[-1].provider_refund_id = failure.refund_id
    alike[-1].problem = failure.reason
    ctx.session.flush()
    return True
