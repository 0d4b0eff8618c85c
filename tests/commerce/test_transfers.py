"""Invoices paid by bank transfer, and what of them goes back the same way."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import PaymentMethod, Purchase, PurchaseStatus, RefundStatus
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, SignInRequired
from academy.live import SYSTEM
from academy.notifications.models import MailMessage
from tests.commerce.test_desk import detail
from tests.commerce.test_orders import place, seats
from tests.commerce.test_refunds import payment_of
from tests.commerce.till import Till
from tests.world import Cast, Live


@pytest.fixture
def order_id(live: Live, till: Till, cast: Cast, company_id: int, course_id: int) -> str:
    """An invoice that waits to be paid."""
    placed = place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE, quantity=2)
    till.work()
    till.deliver()
    return placed.public_id


@pytest.fixture
def company_seats(live: Live, company_id: int, course_id: int) -> Callable[[], int]:
    return lambda: seats(live, company_id, course_id)


@pytest.fixture
def paid(live: Live, till: Till, cast: Cast, order_id: str) -> Purchase:
    live.write(service.mark_paid_outside, cast.olga, public_id=order_id, words="12 March, M-1042")
    till.work()
    return till.purchases()[0]


def test_an_administrator_notes_it_and_the_seats_are_theirs(
    live: Live, till: Till, cast: Cast, company_seats: Callable[[], int], paid: Purchase
) -> None:
    assert (paid.status, paid.is_paid_outside, paid.payment_intent_id) == (PurchaseStatus.COMPLETED, True, None)
    assert company_seats() == 2
    till.deliver()
    till.work()
    assert company_seats() == 2
    assert live.read(service.receipt, cast.max, public_id=paid.public_id).is_paid_outside
    shown = detail(live, cast, paid.public_id)
    assert "Paid by bank transfer" in [entry.words for entry in shown.timeline]
    assert "Marked it as paid by bank transfer: 12 March, M-1042" in [entry.words for entry in shown.timeline]
    assert (shown.can_mark_paid, shown.transfer_cents) == (False, 0)
    with pytest.raises(Conflict, match="waits to be paid"):
        live.write(service.mark_paid_outside, cast.olga, public_id=paid.public_id, words="again")


def test_who_pays_by_card_meanwhile_has_paid_by_card(live: Live, till: Till, cast: Cast, order_id: str) -> None:
    live.write(service.mark_paid_outside, cast.olga, public_id=order_id, words="12 March")
    live.write(service.pay_hosted_checkout, public_id=till.books()[0].public_id)
    till.work()
    (purchase,) = till.purchases()
    assert (purchase.status, purchase.is_paid_outside) == (PurchaseStatus.COMPLETED, False)
    assert purchase.payment_intent_id


def test_what_goes_back_is_transferred_and_noted(live: Live, till: Till, cast: Cast, paid: Purchase) -> None:
    with pytest.raises(Conflict, match="Nothing is to be given back"):
        live.write(service.note_given_back, cast.olga, public_id=paid.public_id, cents=1, words="x")
    live.write(service.refund_order, cast.olga, public_id=paid.public_id, amount_cents=5_000, reason="A day fell out.")
    till.work()
    with live.system() as ctx:
        (refund,) = service.refunds_of(ctx, paid)
        assert refund.status == RefundStatus.REQUESTED, "no gateway can make it"
        letter = ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id).desc())).first()
        assert letter is not None
        assert "by bank transfer" in letter.text_body
        assert service.refunds_under_way(ctx) == []
    assert detail(live, cast, paid.public_id).transfer_cents == 5_000
    with pytest.raises(Conflict, match="Another sum"):
        live.write(service.note_given_back, cast.olga, public_id=paid.public_id, cents=4_000, words="20 March")
    live.write(service.note_given_back, cast.olga, public_id=paid.public_id, cents=5_000, words="20 March")
    (purchase,) = till.purchases()
    assert (purchase.status, purchase.refunded_cents) == (PurchaseStatus.PARTIALLY_REFUNDED, 5_000)
    with live.system() as ctx:
        summaries = ctx.session.exec(select(AuditEntry.summary)).all()
        assert "Gave back $50 by bank transfer: 20 March" in summaries
    till.deliver()
    till.work()
    assert till.purchases()[0].refunded_cents == 5_000


def test_what_was_transferred_hides_nothing_that_the_provider_gives_back_later(
    live: Live, till: Till, cast: Cast, offer_id: int
) -> None:
    payment = payment_of(till, cast, offer_id)
    payment.ask(60)
    payment.work(1)
    payment.fail(1)
    payment.wonder(1)
    order_id = payment.book().reference
    assert detail(live, cast, order_id).transfer_cents == 60
    live.write(service.note_given_back, cast.olga, public_id=order_id, cents=60, words="20 March")
    payment.give_there(40)
    payment.settle(0)
    found = detail(live, cast, order_id)
    assert (found.refunded_cents, found.left_cents, found.status) == (100, 0, PurchaseStatus.REFUNDED)


def test_a_card_payment_that_shows_up_late_is_one(live: Live, till: Till, paid: Purchase) -> None:
    late = PaymentReport(reference=paid.public_id, payment=Payment.PAID, payment_intent_id="pi_late")
    live.write(service.receive_report, SYSTEM, report=late)
    assert not till.purchases()[0].is_paid_outside


def test_only_administrators_may_and_they_say_how(live: Live, cast: Cast, order_id: str) -> None:
    given = {"public_id": order_id, "words": "x"}
    for viewer, error in ((cast.nobody, SignInRequired), (cast.ada, Denied), (cast.max, Denied)):
        with pytest.raises(error):
            live.write(service.mark_paid_outside, viewer, **given)
        with pytest.raises(error):
            live.write(service.note_given_back, viewer, cents=1, **given)
    with pytest.raises(Invalid) as refused:
        live.write(service.mark_paid_outside, cast.olga, public_id=order_id, words=" ")
    assert refused.value.field == "words"
