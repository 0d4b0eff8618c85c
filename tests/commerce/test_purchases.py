"""Purchases: what reports do to them, and refunds."""

from itertools import permutations

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, Course
from academy.commerce import service
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import Purchase, PurchaseStatus
from academy.core.errors import Conflict, Denied, NotFound
from academy.enrollment import service as enrollment
from academy.identity.models import User
from academy.live import SYSTEM
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE
from tests.world import Cast, Live


@pytest.fixture
def purchase(till: Till, cast: Cast, cohort_id: int) -> Purchase:
    """A purchase under way."""
    till.begin(cast.ada, till.reserve(cast.ada, cohort_id))
    return till.purchases()[0]


def apply(live: Live, *reports: PaymentReport) -> None:
    for report in reports:
        live.write(service.receive_report, SYSTEM, report=report)


class TestReports:
    @pytest.mark.parametrize(
        ("payment", "status"),
        [
            (Payment.OPEN, PurchaseStatus.PENDING),
            (Payment.PAID, PurchaseStatus.COMPLETED),
            (Payment.FAILED, PurchaseStatus.FAILED),
            (Payment.EXPIRED, PurchaseStatus.EXPIRED),
        ],
    )
    def test_each_moves_a_pending_purchase(
        self, live: Live, till: Till, purchase: Purchase, payment: Payment, status: PurchaseStatus
    ) -> None:
        apply(live, PaymentReport(reference=purchase.public_id, payment=payment, payment_intent_id="pi_1"))
        assert till.purchases()[0].status == status

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    def test_their_order_and_number_do_not_matter(
        self, live: Live, till: Till, purchase: Purchase, order: tuple[int, ...]
    ) -> None:
        reports = [
            PaymentReport(reference=purchase.public_id, payment=Payment.FAILED),
            PaymentReport(reference=purchase.public_id, payment=Payment.PAID, payment_intent_id="pi_1"),
            PaymentReport(
                reference=purchase.public_id, payment=Payment.PAID, payment_intent_id="pi_1", refunded_cents=100
            ),
        ]
        apply(live, *[reports[at] for at in order], *reports)
        found = till.purchases()[0]
        assert (found.status, found.refunded_cents) == (PurchaseStatus.PARTIALLY_REFUNDED, 100)

    def test_a_full_refund_heard_of_first_gives_no_seat(self, live: Live, till: Till, purchase: Purchase) -> None:
        paid = PaymentReport(reference=purchase.public_id, payment=Payment.PAID, payment_intent_id="pi_1")
        apply(live, paid.model_copy(update={"refunded_cents": PRICE}), paid)
        assert till.purchases()[0].status == PurchaseStatus.REFUNDED

    def test_people_may_not_report(self, live: Live, cast: Cast, purchase: Purchase) -> None:
        report = PaymentReport(reference=purchase.public_id, payment=Payment.PAID)
        for viewer in (cast.nobody, cast.ada, cast.olga):
            with pytest.raises(Denied):
                live.write(service.receive_report, viewer, report=report)
            with pytest.raises(Denied):
                live.write(service.record_checkout, viewer, reference=purchase.public_id, session_id="x", url="x")
            with pytest.raises(Denied):
                live.read(service.refunds_due, viewer, purchase_id=purchase.id)
            with pytest.raises(Denied):
                live.read(service.unanswered_checkouts, viewer)


class TestRefunds:
    @pytest.fixture
    def paid(self, till: Till, cast: Cast, cohort_id: int) -> Purchase:
        till.pay(till.begin(cast.ada, till.reserve(cast.ada, cohort_id)))
        till.deliver()
        return till.purchases()[0]

    def ask(self, live: Live, paid: Purchase, amount_cents: int | None = None) -> None:
        with live.system() as ctx:
            service.request_refund(ctx, ctx.session.get_one(Purchase, paid.id), amount_cents=amount_cents)

    def test_all_of_it_goes_back_once(self, live: Live, till: Till, paid: Purchase) -> None:
        self.ask(live, paid)
        till.work()
        assert till.books()[0].refunded_cents == PRICE
        assert till.purchases()[0].status == PurchaseStatus.COMPLETED, "until the gateway says that it has"
        till.deliver()
        assert till.purchases()[0].status == PurchaseStatus.REFUNDED
        assert live.read(service.refunds_due, SYSTEM, purchase_id=paid.id).refunds == []

    def test_parts_add_up(self, live: Live, till: Till, paid: Purchase) -> None:
        self.ask(live, paid, 900)
        till.work()
        till.deliver()
        assert till.purchases()[0].status == PurchaseStatus.PARTIALLY_REFUNDED
        self.ask(live, paid)
        till.work()
        till.deliver()
        assert (till.purchases()[0].status, till.books()[0].refunded_cents) == (PurchaseStatus.REFUNDED, PRICE)

    @pytest.mark.parametrize("amount_cents", [0, -1, PRICE + 1])
    def test_never_more_than_was_paid(self, live: Live, paid: Purchase, amount_cents: int) -> None:
        with pytest.raises(Conflict):
            self.ask(live, paid, amount_cents)

    def test_never_what_was_not_paid(self, live: Live, purchase: Purchase) -> None:
        with pytest.raises(Conflict):
            self.ask(live, purchase)


class TestCheckouts:
    def test_beginning_again_goes_on_with_the_same(self, till: Till, cast: Cast, cohort_id: int) -> None:
        public_id = till.reserve(cast.ada, cohort_id)
        assert till.begin(cast.ada, public_id) == till.begin(cast.ada, public_id)
        assert (len(till.purchases()), len(till.books())) == (1, 1)

    def test_what_is_renamed_meanwhile_changes_nothing_of_it(
        self, live: Live, till: Till, cast: Cast, cohort_id: int
    ) -> None:
        public_id = till.reserve(cast.ada, cohort_id)
        begun = live.write(enrollment.begin_payment, cast.ada, public_id=public_id, gateway="local")
        first = till.gateway.create_checkout(begun.request)
        with live.system() as ctx:
            ctx.session.get_one(Cohort, cohort_id).name = "Renamed"
            ctx.session.exec(select(Course)).one().title = "Renamed"
            ctx.session.get_one(User, cast.ada.user_id).email = "renamed@example.com"
        assert till.begin(cast.ada, public_id) == first

    def test_giving_up_closes_the_checkout(self, live: Live, till: Till, purchase: Purchase) -> None:
        with live.system() as ctx:
            service.abandon_purchases(ctx, enrollment_id=purchase.enrollment_id)
        till.work()
        assert till.purchases()[0].status == PurchaseStatus.EXPIRED
        assert till.books()[0].status == "expired"

    def test_a_checkout_noted_too_late_is_closed_too(self, live: Live, till: Till, purchase: Purchase) -> None:
        with live.system() as ctx:
            service.abandon_purchases(ctx, enrollment_id=purchase.enrollment_id)
        till.work()
        live.write(
            service.record_checkout, SYSTEM, reference=purchase.public_id, session_id=till.books()[0].public_id, url="/"
        )
        assert live.scheduled[-1].job.endswith("close_checkout")

    def test_a_purchase_that_is_not_there(self, live: Live) -> None:
        with pytest.raises(NotFound):
            live.write(service.record_checkout, SYSTEM, reference="none", session_id="x", url="x")
