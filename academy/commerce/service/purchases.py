"""The life of a purchase: which status may follow which, and what each sets off. Nothing else changes a status."""

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.commerce.events import (
    CheckoutAbandoned,
    InvoiceAbandoned,
    InvoiceSettled,
    OrderQuestioned,
    PaymentDisputed,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
)
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import DisputeStatus, Purchase, PurchaseStatus
from academy.commerce.schemas import PaymentSummary
from academy.commerce.service.entitlements import entitle, revoke
from academy.commerce.service.refunds import (
    PAID,
    keeps_seat,
    note_arrival,
    note_books,
    note_failure,
    note_total,
    note_transferred,
)
from academy.live import Context

NEXT_STATUSES: dict[PurchaseStatus, frozenset[PurchaseStatus]] = {
    PurchaseStatus.PENDING: frozenset({PurchaseStatus.COMPLETED, PurchaseStatus.FAILED, PurchaseStatus.EXPIRED}),
    PurchaseStatus.FAILED: frozenset({PurchaseStatus.COMPLETED}),
    PurchaseStatus.EXPIRED: frozenset({PurchaseStatus.COMPLETED}),
    PurchaseStatus.COMPLETED: frozenset({PurchaseStatus.PARTIALLY_REFUNDED, PurchaseStatus.REFUNDED}),
    PurchaseStatus.PARTIALLY_REFUNDED: frozenset({PurchaseStatus.PARTIALLY_REFUNDED, PurchaseStatus.REFUNDED}),
    PurchaseStatus.REFUNDED: frozenset(),
}
"""What may follow what. Money that arrives after a purchase failed or expired still counts as paid."""

STATUS_OF = {
    Payment.PAID: PurchaseStatus.COMPLETED,
    Payment.FAILED: PurchaseStatus.FAILED,
    Payment.EXPIRED: PurchaseStatus.EXPIRED,
}

BACK = frozenset({PurchaseStatus.PARTIALLY_REFUNDED, PurchaseStatus.REFUNDED})
ENDED = frozenset({DisputeStatus.WON, DisputeStatus.LOST})


def move(ctx: Context, purchase: Purchase, status: PurchaseStatus, *, is_told: bool = True) -> None:
    """Move a purchase on, with all that follows; `is_told` is whether those who hand over hear of money that came.

    Raises:
        ValueError: That status may not follow the present one.
    """
    if status not in NEXT_STATUSES[purchase.status]:
        raise ValueError(f"a purchase that is {purchase.status} cannot become {status}")
    was_overdue = purchase.overdue_at is not None
    purchase.status = status
    purchase.overdue_at = None
    if status == PurchaseStatus.COMPLETED:
        purchase.completed_at = ctx.now
    ctx.session.flush()
    if was_overdue:
        ctx.publish(InvoiceSettled(purchase.id))
    match status:
        case PurchaseStatus.COMPLETED:
            if purchase.subscription_id is None:
                entitle(ctx, purchase)
            if is_told:
                ctx.publish(PaymentSucceeded(purchase.id))
        case PurchaseStatus.FAILED:
            ctx.publish(PaymentFailed(purchase.id))
        case PurchaseStatus.PARTIALLY_REFUNDED:
            ctx.publish(PaymentRefunded(purchase.id, is_full=False))
        case PurchaseStatus.REFUNDED:
            if not keeps_seat(ctx, purchase):
                revoke(ctx, purchase)
            ctx.publish(PaymentRefunded(purchase.id, is_full=True))


def apply_report(ctx: Context, purchase: Purchase, report: PaymentReport) -> bool:
    """Merge what a provider says into a purchase, and tell whether that changed it.

    Being paid outranks having failed or expired, and a refunded total only grows; so the order of reports does
    not matter, nor how often each comes.
    """
    purchase.gateway_session_id = purchase.gateway_session_id or report.session_id
    purchase.payment_intent_id = purchase.payment_intent_id or report.payment_intent_id
    purchase.invoice_id = purchase.invoice_id or report.invoice_id
    is_outside = purchase.is_paid_outside or report.is_paid_outside
    purchase.is_paid_outside = is_outside and purchase.payment_intent_id is None
    told = report.books.total_cents if report.books else report.refunded_cents
    status = STATUS_OF.get(report.payment)
    is_changed = status is not None and status in NEXT_STATUSES[purchase.status]
    if status is not None and is_changed:
        move(ctx, purchase, status, is_told=told < purchase.amount_cents)
    before = purchase.refunded_cents
    is_changed |= _note_refunds(ctx, purchase, report)
    _follow_sums(ctx, purchase, before)
    return _note_dispute(ctx, purchase, report.dispute) or is_changed


def note_transfer(ctx: Context, purchase: Purchase, cents: int) -> None:
    """Note that what the gateway cannot give back, so many cents, was given back by bank transfer."""
    before = purchase.refunded_cents
    note_transferred(ctx, purchase, cents)
    _follow_sums(ctx, purchase, before)


def abandon(ctx: Context, purchase: Purchase) -> None:
    """Give up a payment that is under way, and have its checkout or invoice closed."""
    move(ctx, purchase, PurchaseStatus.EXPIRED)
    if purchase.gateway_session_id is not None:
        ctx.publish(CheckoutAbandoned(purchase.gateway_session_id))
    if purchase.invoice_id is not None:
        ctx.publish(InvoiceAbandoned(purchase.invoice_id))


def reported(ctx: Context, report: PaymentReport) -> Purchase | None:
    """Return the purchase that a report is about."""
    if report.reference:
        return by_reference(ctx, report.reference)
    statement = select(Purchase).where(Purchase.payment_intent_id == report.payment_intent_id)
    return ctx.session.exec(statement).first() if report.payment_intent_id else None


def by_reference(ctx: Context, reference: str) -> Purchase | None:
    """Return the purchase that a provider knows under this reference."""
    return ctx.session.exec(select(Purchase).where(Purchase.public_id == reference)).first()


def under_way(ctx: Context, *, enrollment_id: int) -> Purchase | None:
    """Return the payment under way for an enrollment."""
    return ctx.session.exec(of_enrollment(enrollment_id, PurchaseStatus.PENDING)).first()


def is_paid_for(ctx: Context, *, enrollment_id: int) -> bool:
    """Tell whether something pays for an enrollment: money that stays here, or a code that left nothing to pay."""
    statement = select(Purchase.id).where(
        Purchase.enrollment_id == enrollment_id,
        col(Purchase.status).in_(PAID),
        or_(col(Purchase.refund_requested_cents) < col(Purchase.amount_cents), col(Purchase.amount_cents) == 0),
    )
    return ctx.session.exec(statement).first() is not None


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
            public_id=purchase.public_id,
            receipt_number=purchase.receipt_number,
            amount_cents=purchase.amount_cents,
            refund_requested_cents=purchase.refund_requested_cents,
            refunded_cents=purchase.refunded_cents,
            currency=purchase.currency,
            status=purchase.status,
            completed_at=purchase.completed_at,
        )
        for purchase in ctx.session.exec(statement.order_by(col(Purchase.id))).all()
    ]


def of_enrollment(enrollment_id: int, status: PurchaseStatus) -> SelectOfScalar[Purchase]:
    """Select the purchases of an enrollment that have a status."""
    return select(Purchase).where(Purchase.enrollment_id == enrollment_id, Purchase.status == status)


def _note_refunds(ctx: Context, purchase: Purchase, report: PaymentReport) -> bool:
    """Take in what a report says of money that went back, and tell whether that changed anything."""
    is_changed = False
    if report.books is not None:
        is_changed |= note_books(ctx, purchase, report.books)
    elif report.refunded_cents:
        is_changed |= note_total(ctx, purchase, min(report.refunded_cents, purchase.amount_cents))
    if report.refund_arrival is not None:
        is_changed |= note_arrival(ctx, purchase, report.refund_arrival)
    if report.refund_failure is not None and note_failure(ctx, purchase, report.refund_failure):
        ctx.publish(OrderQuestioned(purchase.id))
        is_changed = True
    return is_changed


def _follow_sums(ctx: Context, purchase: Purchase, before: int) -> None:
    """Let the status be what went back; what was set off by money that comes back to us stays."""
    given = purchase.refunded_cents
    if purchase.status not in PAID | BACK or purchase.amount_cents == 0:
        return
    status = PurchaseStatus.PARTIALLY_REFUNDED if given else PurchaseStatus.COMPLETED
    status = PurchaseStatus.REFUNDED if given >= purchase.amount_cents else status
    is_further = status != purchase.status and status in NEXT_STATUSES[purchase.status]
    if is_further or (given > before and status == PurchaseStatus.PARTIALLY_REFUNDED == purchase.status):
        move(ctx, purchase, status)
    elif status != purchase.status:
        purchase.status = status
        ctx.session.flush()


def _note_dispute(ctx: Context, purchase: Purchase, dispute: DisputeStatus | None) -> bool:
    """Note where a dispute stands; how it ended is the last word on it."""
    if dispute is None or purchase.dispute == dispute or purchase.dispute in ENDED:
        return False
    purchase.dispute = dispute
    purchase.disputed_at = purchase.disputed_at or ctx.now
    ctx.session.flush()
    ctx.publish(PaymentDisputed(purchase.id, dispute))
    return True
