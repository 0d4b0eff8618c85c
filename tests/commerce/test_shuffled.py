"""What the provider tells, in a thousand orders: shuffled, doubled and delayed, the end is the same."""

import random
from collections.abc import Sequence

import pytest
from sqlmodel import select

from academy.commerce import service
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import DisputeStatus, Entitlement, Offer, OfferKind, Purchase, PurchaseStatus, RefundStatus
from academy.commerce.service.purchases import apply_report
from academy.live import Context
from tests.commerce.till import Till
from tests.world import Cast, Live

ORDERS, THROUGH_THE_LEDGER = 1_000, 12
TOTAL = 34_900
INTENT = {"session_id": "cs_1", "payment_intent_id": "pi_1"}
TOLD = (
    PaymentReport(payment=Payment.FAILED, session_id="cs_1"),
    PaymentReport(payment=Payment.EXPIRED, session_id="cs_1"),
    PaymentReport(payment=Payment.OPEN),
    PaymentReport(payment=Payment.PAID, **INTENT),
    PaymentReport(payment=Payment.PAID, refunded_cents=500, **INTENT),
    PaymentReport(payment=Payment.PAID, refunded_cents=4_500, **INTENT),
    PaymentReport(dispute=DisputeStatus.OPEN, **INTENT),
    PaymentReport(dispute=DisputeStatus.LOST, **INTENT),
)
WHOLE = PaymentReport(payment=Payment.PAID, refunded_cents=TOTAL, **INTENT)


def shuffled(chance: random.Random, told: Sequence[PaymentReport]) -> list[PaymentReport]:
    """All of them at least once, some twice, in any order."""
    order = [*told, *chance.choices(told, k=chance.randrange(len(told)))]
    chance.shuffle(order)
    return order


def state(ctx: Context, purchase: Purchase) -> tuple[object, ...]:
    """All that a purchase has come to."""
    refunds = service.refunds_of(ctx, purchase)
    given = ctx.session.exec(select(Entitlement).where(Entitlement.purchase_id == purchase.id)).all()
    assert sum(refund.amount_cents for refund in refunds) == purchase.refund_requested_cents
    assert all(refund.status == RefundStatus.SUCCEEDED for refund in refunds)
    return (
        purchase.status,
        purchase.refunded_cents,
        purchase.refund_requested_cents,
        purchase.dispute,
        purchase.payment_intent_id,
        [one.revoked_at is not None for one in given],
    )


@pytest.mark.parametrize(
    ("told", "end"),
    [
        (TOLD, (PurchaseStatus.PARTIALLY_REFUNDED, 4_500, 4_500, DisputeStatus.LOST, "pi_1", [False])),
        ((*TOLD, WHOLE), (PurchaseStatus.REFUNDED, TOTAL, TOTAL, DisputeStatus.LOST, "pi_1", [True])),
    ],
)
def test_a_thousand_orders_of_what_is_told_end_alike(
    live: Live, cast: Cast, told: Sequence[PaymentReport], end: tuple[object, ...]
) -> None:
    is_postgres = "postgres" in live.database.url.get_backend_name()
    with live.system() as ctx:
        offer = Offer(kind=OfferKind.COURSE, title="AI", price_cents=TOTAL)
        ctx.session.add(offer)
        ctx.session.flush()
        for seed in range(ORDERS // 20 if is_postgres else ORDERS // 2):
            purchase = Purchase(
                user_id=cast.ada.user_id, offer_id=offer.id, subtotal_cents=TOTAL, amount_cents=TOTAL, gateway="local"
            )
            ctx.session.add(purchase)
            ctx.session.flush()
            for report in shuffled(random.Random(seed), told):
                own = {"session_id": f"cs_{purchase.id}"} if report.session_id else {}
                apply_report(ctx, purchase, report.model_copy(update=own))
            assert state(ctx, purchase) == end, f"seed {seed}"
            ctx.session.expunge_all()


@pytest.mark.parametrize("seed", range(THROUGH_THE_LEDGER))
def test_through_the_ledger_everybody_has_a_seat_or_their_money(
    live: Live, till: Till, cast: Cast, cohort_id: int, seed: int
) -> None:
    chance = random.Random(seed)
    for person in (cast.ada, cast.ben):
        till.pay(till.begin(person, till.reserve(person, cohort_id)))
    for purchase in till.purchases():
        intent = next(book.payment_intent_id for book in till.books() if book.reference == purchase.public_id)
        till.refund(intent or "", total_cents=chance.choice([500, TOTAL]))
    bodies = till.events()
    told = [*bodies, *chance.choices(bodies, k=len(bodies))]
    chance.shuffle(told)
    till.deliver(*told)
    books = {book.reference: book for book in till.books()}
    for purchase in till.purchases():
        book = books[purchase.public_id]
        is_whole = book.refunded_cents == TOTAL
        assert purchase.refunded_cents == book.refunded_cents
        assert purchase.status == (PurchaseStatus.REFUNDED if is_whole else PurchaseStatus.PARTIALLY_REFUNDED)
    assert len(till.ledger()) == len(bodies)
