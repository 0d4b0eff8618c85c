"""Money on its way back: asked for, given by the gateway, or failed to arrive."""

from sqlmodel import col, select

from academy.commerce.events import OrderQuestioned, RefundRequested
from academy.commerce.gateway import RefundArrival, RefundBooks, RefundFailure
from academy.commerce.models import Purchase, PurchaseStatus, Refund, RefundStatus, SeatAfter
from academy.commerce.schemas import RefundDue, RefundsDue
from academy.core.errors import Conflict
from academy.identity.policy import system_only
from academy.live import Context, query

GIVEN_THERE = "Given back at the payment provider."
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
def refunds_due(ctx: Context, *, purchase_id: int) -> RefundsDue:
    """Return what the gateway has to give back for a purchase; what it was asked for before it does not do twice."""
    purchase = ctx.session.get_one(Purchase, purchase_id)
    return RefundsDue(
        payment_intent_id=purchase.payment_intent_id,
        invoice_id=purchase.invoice_id,
        paid_cents=purchase.amount_cents,
        refunds=[
            RefundDue(reference=_reference(refund), amount_cents=refund.amount_cents)
            for refund in refunds_of(ctx, purchase)
            if refund.status == RefundStatus.REQUESTED and not purchase.is_paid_outside
        ],
    )


def to_transfer(refunds: list[Refund], purchase: Purchase) -> list[Refund]:
    """Return the refunds that the gateway cannot make, or could not."""
    failed = {RefundStatus.FAILED, RefundStatus.REQUESTED} if purchase.is_paid_outside else {RefundStatus.FAILED}
    return [refund for refund in refunds if refund.status in failed]


def note_transferred(ctx: Context, purchase: Purchase, cents: int) -> None:
    """Note that what is to be transferred back, so many cents, is.

    Raises:
        Conflict: It is nothing, or another sum by now.
    """
    due = to_transfer(refunds_of(ctx, purchase), purchase)
    if not due:
        raise Conflict("Nothing is to be given back by transfer. Write down first how much goes back, and why.")
    if cents != sum(refund.amount_cents for refund in due):
        raise Conflict("Another sum is to be transferred by now: somebody asked for more, or for less. Look again.")
    for refund in due:
        refund.status, refund.problem, refund.is_transferred = RefundStatus.SUCCEEDED, "", True
    purchase.refunded_cents = _arrived(ctx, purchase)
    ctx.session.flush()


def refunds_of(ctx: Context, purchase: Purchase) -> list[Refund]:
    """Return what was to go back for a purchase, in the order in which it was asked for."""
    statement = select(Refund).where(Refund.purchase_id == purchase.id)
    return list(ctx.session.exec(statement.order_by(col(Refund.id))).all())


def keeps_seat(ctx: Context, purchase: Purchase) -> bool:
    """Tell whether somebody decided that what was paid for is kept although the money goes back."""
    refunds = refunds_of(ctx, purchase)
    return bool(refunds) and refunds[-1].seat == SeatAfter.KEEP


def note_total(ctx: Context, purchase: Purchase, total_cents: int) -> bool:
    """Take in how much the gateway says it has given back in all, and tell whether that is more than was known.

    Refunds that it covers have arrived, the first asked for first. Once one has failed a total says no more which of
    them it counts: then the gateway is asked for its books.
    """
    refunds = refunds_of(ctx, purchase)
    if any(refund.provider_refund_id for refund in refunds):
        if total_cents != purchase.refunded_cents:
            ctx.publish(OrderQuestioned(purchase.id))
        return False
    if total_cents > purchase.refund_requested_cents:
        refunds.append(_given_there(ctx, purchase, total_cents - purchase.refund_requested_cents))
        purchase.refund_requested_cents = total_cents
    is_more = total_cents > purchase.refunded_cents
    purchase.refunded_cents = max(purchase.refunded_cents, total_cents)
    covered = sum(refund.amount_cents for refund in refunds if refund.status == RefundStatus.SUCCEEDED)
    for refund in (refund for refund in refunds if refund.status == RefundStatus.REQUESTED):
        covered += refund.amount_cents
        if covered <= total_cents:
            refund.status = RefundStatus.SUCCEEDED
    return is_more


def note_books(ctx: Context, purchase: Purchase, books: RefundBooks) -> bool:
    """Take in all that went back by the gateway's own books, and tell whether that is other than was known."""
    before = purchase.refunded_cents
    for failure in books.failures:
        note_failure(ctx, purchase, failure)
    for arrival in books.arrivals:
        note_arrival(ctx, purchase, arrival)
    told = {*books.pending, *(arrival.reference for arrival in books.arrivals)}
    others = [refund for refund in refunds_of(ctx, purchase) if _reference(refund) not in told]
    gone = [refund for refund in others if refund.status == RefundStatus.SUCCEEDED and not refund.is_transferred]
    known = sum(refund.amount_cents for refund in gone)
    if books.unasked_cents > known:
        _note_unasked(ctx, purchase, books.unasked_cents - known, others)
    purchase.refunded_cents = _arrived(ctx, purchase)
    ctx.session.flush()
    return purchase.refunded_cents != before


def note_arrival(ctx: Context, purchase: Purchase, arrival: RefundArrival) -> bool:
    """Note that one refund has arrived, and tell whether more is known to be back than before.

    It may be less than was asked for, because the rest had gone back at the gateway before.
    """
    for refund in refunds_of(ctx, purchase):
        if _reference(refund) == arrival.reference:
            purchase.refund_requested_cents -= max(refund.amount_cents - arrival.amount_cents, 0)
            refund.amount_cents = min(refund.amount_cents, arrival.amount_cents)
            refund.status = RefundStatus.SUCCEEDED
            refund.problem = ""
            return _count(ctx, purchase)
    return False


def note_failure(ctx: Context, purchase: Purchase, failure: RefundFailure) -> bool:
    """Note that money did not get back: the refund meant, else the last of that amount; the same is noted once."""
    refunds = refunds_of(ctx, purchase)
    if any(refund.provider_refund_id == failure.refund_id for refund in refunds):
        return False
    meant = [refund for refund in refunds if failure.reference and _reference(refund) == failure.reference]
    alike = meant or [refund for refund in refunds if refund.amount_cents == failure.amount_cents] or refunds
    if not alike or (failure.reference and not meant):
        return False
    alike[-1].status = RefundStatus.FAILED
    alike[-1].provider_refund_id = failure.refund_id
    alike[-1].problem = failure.reason
    purchase.refunded_cents = _arrived(ctx, purchase)
    ctx.session.flush()
    return True


def note_refusal(ctx: Context, purchase: Purchase, reference: str, reason: str) -> None:
    """Note that the gateway refused to make a refund; tried again it is another wish, since refusals are repeated."""
    for refund in refunds_of(ctx, purchase):
        if refund.status == RefundStatus.REQUESTED and _reference(refund) == reference:
            refund.status, refund.problem = RefundStatus.FAILED, reason
            refund.provider_refund_id = f"refused_{int(ctx.now.timestamp())}"
    ctx.session.flush()


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


def _reference(refund: Refund) -> str:
    """What the gateway is told that a refund is; another one once it has failed, so that it is granted anew."""
    return f"{refund.public_id}.{refund.provider_refund_id}" if refund.provider_refund_id else refund.public_id


def _arrived(ctx: Context, purchase: Purchase) -> int:
    refunds = refunds_of(ctx, purchase)
    return sum(refund.amount_cents for refund in refunds if refund.status == RefundStatus.SUCCEEDED)


def _note_unasked(ctx: Context, purchase: Purchase, cents: int, refunds: list[Refund]) -> None:
    """Note what went back at the gateway without our asking; wishes that nothing is left for have gone so."""
    over = purchase.refund_requested_cents + cents - purchase.amount_cents
    for wish in reversed([refund for refund in refunds if refund.status != RefundStatus.SUCCEEDED]):
        gone = min(max(over, 0), wish.amount_cents)
        if gone == wish.amount_cents:
            wish.status, wish.problem = RefundStatus.SUCCEEDED, ""
        elif gone:
            wish.amount_cents -= gone
            _given_there(ctx, purchase, gone, seat=wish.seat)
        over, cents = over - gone, cents - gone
    cents = min(cents, purchase.amount_cents - purchase.refund_requested_cents)
    if cents > 0:
        _given_there(ctx, purchase, cents)
        purchase.refund_requested_cents += cents


def _given_there(ctx: Context, purchase: Purchase, cents: int, *, seat: SeatAfter = SeatAfter.FREE) -> Refund:
    refund = Refund(
        purchase_id=purchase.id, amount_cents=cents, reason=GIVEN_THERE, seat=seat, status=RefundStatus.SUCCEEDED
    )
    ctx.session.add(refund)
    ctx.session.flush()
    return refund


def _count(ctx: Context, purchase: Purchase) -> bool:
    before, arrived = purchase.refunded_cents, _arrived(ctx, purchase)
    purchase.refunded_cents = max(before, arrived)
    return arrived > before
