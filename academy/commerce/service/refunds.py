"""Money on its way back: asked for, given by the gateway, or failed to arrive."""

from sqlmodel import col, select

from academy.commerce.events import RefundRequested
from academy.commerce.gateway import RefundFailure
from academy.commerce.models import Purchase, PurchaseStatus, Refund, RefundStatus, SeatAfter
from academy.commerce.schemas import RefundDue
from academy.core.errors import Conflict
from academy.identity.policy import system_only
from academy.live import Context, query

PAID = frozenset({PurchaseStatus.COMPLETED, PurchaseStatus.PARTIALLY_REFUNDED})


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
    is_asked = any(refund.status == RefundStatus.REQUESTED for refund in refunds_of(ctx, purchase))
    if not is_asked or (purchase.payment_intent_id is None and purchase.invoice_id is None):
        return None
    return RefundDue(
        payment_intent_id=purchase.payment_intent_id,
        invoice_id=purchase.invoice_id,
        total_cents=purchase.refund_requested_cents,
    )


def refunds_of(ctx: Context, purchase: Purchase) -> list[Refund]:
    """Return what was to go back for a purchase, in the order in which it was asked for."""
    statement = select(Refund).where(Refund.purchase_id == purchase.id)
    return list(ctx.session.exec(statement.order_by(col(Refund.id))).all())


def keeps_seat(ctx: Context, purchase: Purchase) -> bool:
    """Tell whether somebody decided that what was paid for is kept although the money goes back."""
    refunds = refunds_of(ctx, purchase)
    return bool(refunds) and refunds[-1].seat == SeatAfter.KEEP


def note_arrival(ctx: Context, purchase: Purchase, refunded_cents: int) -> bool:
    """Take in how much the gateway has given back in all; refunds that covers have arrived, the first asked first."""
    is_more = refunded_cents > purchase.refunded_cents
    purchase.refunded_cents = max(purchase.refunded_cents, refunded_cents)
    unasked = refunded_cents - purchase.refund_requested_cents
    if unasked > 0:
        purchase.refund_requested_cents = refunded_cents
        reason = "Given back at the payment provider."
        ctx.session.add(Refund(purchase_id=purchase.id, amount_cents=unasked, reason=reason))
        ctx.session.flush()
    covered = 0
    for refund in refunds_of(ctx, purchase):
        covered += refund.amount_cents
        if covered <= refunded_cents and refund.status == RefundStatus.REQUESTED:
            refund.status = RefundStatus.SUCCEEDED
            refund.problem = ""
    return is_more


def note_failure(ctx: Context, purchase: Purchase, failure: RefundFailure) -> bool:
    """Note that money did not get back, at the last refund of that amount; the same failure is noted once."""
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


def try_again(ctx: Context, purchase: Purchase) -> None:
    """Have refunds that failed tried again.

    Raises:
        Conflict: None has failed.
    """
    failed = [refund for refund in refunds_of(ctx, purchase) if refund.status == RefundStatus.FAILED]
    if not failed:
        raise Conflict("No refund of this order has failed.")
    for refund in failed:
        refund.status = RefundStatus.REQUESTED
    ctx.session.flush()
    ctx.publish(RefundRequested(purchase.id))
