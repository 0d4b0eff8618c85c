"""The administrators' desk: every order, and what can be done about it."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.models import DisputeStatus, PurchaseStatus, RefundStatus, SeatAfter
from academy.commerce.schemas import OrderDetail
from academy.commerce.service.desk import OrderFilter, orders_to_look_at
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid
from academy.enrollment import service as enrollment
from academy.enrollment.models import EnrollmentStatus
from academy.notifications.models import MailMessage
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE
from tests.world import Cast, Live


@pytest.fixture
def seat(till: Till, cast: Cast, cohort_id: int) -> str:
    """Ada's, paid for, with its receipt."""
    public_id = till.reserve(cast.ada, cohort_id)
    till.pay(till.begin(cast.ada, public_id))
    till.deliver()
    till.work()
    return public_id


@pytest.fixture
def order_id(till: Till, seat: str) -> str:
    return till.purchases()[0].public_id


def detail(live: Live, cast: Cast, order_id: str) -> OrderDetail:
    found = live.read(service.order_detail, cast.olga, public_id=order_id)
    assert found is not None
    return found


def refund(live: Live, cast: Cast, order_id: str, cents: int, seat: SeatAfter = SeatAfter.FREE) -> None:
    given = {"public_id": order_id, "amount_cents": cents, "reason": "A day fell out.", "seat": seat}
    live.write(service.refund_order, cast.olga, **given)


def status(live: Live, cast: Cast, seat: str) -> EnrollmentStatus:
    return live.read(enrollment.my_enrollment, cast.ada, public_id=seat).status


def fail_refund(till: Till, cents: int) -> None:
    """Let the bank send back what was given back."""
    intent = till.purchases()[0].payment_intent_id
    thing = {"id": "re_x", "payment_intent": intent, "amount": cents, "status": "failed", "failure_reason": "declined"}
    till.deliver(json.dumps({"id": "evt_re", "type": "refund.failed", "data": {"object": thing}}))


class TestRefunds:
    def test_a_part_goes_back_and_the_seat_stays(
        self, live: Live, till: Till, cast: Cast, seat: str, order_id: str
    ) -> None:
        refund(live, cast, order_id, 5_000, SeatAfter.KEEP)
        till.work()
        till.deliver()
        found = detail(live, cast, order_id)
        assert (found.status, found.refunded_cents, found.left) == (PurchaseStatus.PARTIALLY_REFUNDED, 5_000, "299.00")
        assert till.books()[0].refunded_cents == 5_000
        assert status(live, cast, seat) == EnrollmentStatus.ACTIVE
        receipt = live.read(service.receipt, cast.ada, public_id=order_id)
        assert [line.cents for line in receipt.refunds] == [-5_000]

    def test_all_goes_back_and_the_seat_stays(
        self, live: Live, till: Till, cast: Cast, seat: str, order_id: str
    ) -> None:
        refund(live, cast, order_id, PRICE, SeatAfter.KEEP)
        till.work()
        till.deliver()
        assert detail(live, cast, order_id).status == PurchaseStatus.REFUNDED
        assert status(live, cast, seat) == EnrollmentStatus.ACTIVE

    def test_a_part_goes_back_and_the_seat_is_free_at_once(
        self, live: Live, till: Till, cast: Cast, seat: str, order_id: str
    ) -> None:
        refund(live, cast, order_id, 5_000, SeatAfter.FREE)
        assert status(live, cast, seat) == EnrollmentStatus.CANCELLED

    def test_the_buyer_is_told_why_and_it_is_on_record(self, live: Live, cast: Cast, order_id: str) -> None:
        refund(live, cast, order_id, 5_000)
        with live.system() as ctx:
            letter = ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id).desc())).first()
            entry = ctx.session.exec(select(AuditEntry)).one()
            assert letter is not None
            assert (letter.to_email, "A day fell out." in letter.text_body) == ("ada@example.com", True)
            assert (entry.actor_id, entry.summary) == (cast.olga.user_id, "Gave back $50: A day fell out.")

    @pytest.mark.parametrize(
        ("given", "field"), [((0, "x"), "amount"), ((PRICE + 1, "x"), "amount"), ((100, " "), "reason")]
    )
    def test_what_is_wrong_is_said_beside_it(
        self, live: Live, cast: Cast, order_id: str, given: tuple[int, str], field: str
    ) -> None:
        cents, reason = given
        with pytest.raises(Invalid) as refused:
            live.write(service.refund_order, cast.olga, public_id=order_id, amount_cents=cents, reason=reason)
        assert refused.value.field == field

    def test_one_that_failed_is_seen_and_tried_again(self, live: Live, till: Till, cast: Cast, order_id: str) -> None:
        refund(live, cast, order_id, 5_000, SeatAfter.KEEP)
        till.work()
        till.deliver()
        fail_refund(till, 5_000)
        assert detail(live, cast, order_id).can_retry
        with live.system() as ctx:
            assert orders_to_look_at(ctx) == 1
        live.write(service.retry_refunds, cast.olga, public_id=order_id)
        with live.system() as ctx:
            purchase = service.by_reference(ctx, order_id)
            assert purchase is not None
            assert [row.status for row in service.refunds_of(ctx, purchase)] == [RefundStatus.REQUESTED]
        with pytest.raises(Conflict, match="No refund"):
            live.write(service.retry_refunds, cast.olga, public_id=order_id)


class TestList:
    @pytest.mark.parametrize("words", ["ada", "ADA@example", "enablement", "1001"])
    def test_orders_are_found_by_words(self, live: Live, cast: Cast, order_id: str, words: str) -> None:
        (row,) = live.read(service.order_page, cast.olga, words=words).rows
        assert (row.public_id, row.receipt_number) == (order_id, 1001)
        for none in ("nobody", "%", "a_a"):
            assert live.read(service.order_page, cast.olga, words=none).rows == []

    def test_and_by_what_is_the_matter(self, live: Live, till: Till, cast: Cast, order_id: str) -> None:
        def views() -> set[str]:
            found = {view for view in OrderFilter if live.read(service.order_page, cast.olga, view=view).rows}
            return {view.value for view in found}

        assert views() == {"paid"}
        refund(live, cast, order_id, 100)
        with live.system() as ctx:
            purchase = service.by_reference(ctx, order_id)
            assert purchase is not None
            purchase.dispute = DisputeStatus.OPEN
        assert views() == {"paid", "refunds", "disputed"}
        assert live.read(service.order_counts, cast.olga).disputed == 1

    def test_the_timeline_tells_what_happened_in_order(self, live: Live, till: Till, cast: Cast, order_id: str) -> None:
        till.wait(timedelta(hours=1))
        refund(live, cast, order_id, 100)
        words = [entry.words for entry in detail(live, cast, order_id).timeline]
        assert words[:2] == ["Ordered", "Went to pay"]
        assert "The provider told: checkout.session.completed" in words
        assert {"$1 on its way back", "Gave back $1: A day fell out."} <= set(words[-2:])


def test_an_administrator_sends_the_receipt_again_and_asks_the_provider(
    live: Live, till: Till, cast: Cast, cohort_id: int, order_id: str
) -> None:
    live.write(service.resend_receipt, cast.olga, public_id=order_id)
    with live.system() as ctx:
        sent = ctx.session.exec(select(MailMessage.template).order_by(col(MailMessage.id))).all()
        assert sent.count("commerce.receipt") == 2
    till.pay(till.begin(cast.ben, till.reserve(cast.ben, cohort_id)))
    bens = till.purchases()[1]
    with pytest.raises(Conflict, match="no receipt"):
        live.write(service.resend_receipt, cast.olga, public_id=bens.public_id)
    live.write(service.ask_about_order, cast.olga, public_id=bens.public_id)
    till.work()
    assert till.purchases()[1].status == PurchaseStatus.COMPLETED


def test_nobody_else_may(live: Live, cast: Cast, order_id: str) -> None:
    for viewer in (cast.ada, cast.max, cast.ines):
        for ask in (service.order_page, service.order_counts, service.order_detail):
            with pytest.raises(Denied):
                live.read(ask, viewer)
        for act in (service.resend_receipt, service.retry_refunds, service.ask_about_order, service.withdraw_order):
            with pytest.raises(Denied):
                live.write(act, viewer, public_id=order_id)
        with pytest.raises(Denied):
            live.write(service.refund_order, viewer, public_id=order_id, amount_cents=1, reason="x")
