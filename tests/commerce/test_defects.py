"""What went wrong once and must not again."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from academy.commerce import jobs, service
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import (
    Entitlement,
    PaymentMethod,
    PromotionCode,
    Purchase,
    PurchaseStatus,
    RefundStatus,
    SeatAfter,
)
from academy.core.errors import Conflict, Invalid
from academy.enrollment import service as enrollment
from academy.enrollment.models import EnrollmentStatus
from academy.live import SYSTEM
from academy.notifications.models import MailMessage, Notification
from academy.organizations import service as organizations
from academy.organizations.models import Organization, OrganizationStatus, Suspension
from tests.commerce.test_orders import place, seats, standing
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE, make_course
from tests.world import Cast, Live

HALF_AN_HOUR = timedelta(minutes=30)


def status(live: Live, cast: Cast, seat: str) -> EnrollmentStatus:
    return live.read(enrollment.my_enrollment, cast.ada, public_id=seat).status


class TestSeats:
    @pytest.fixture
    def seat(self, till: Till, cast: Cast, cohort_id: int) -> str:
        return till.reserve(cast.ada, cohort_id)

    def paid(self, till: Till, cast: Cast, seat: str) -> Purchase:
        till.pay(till.begin(cast.ada, seat))
        till.deliver()
        return till.purchases()[0]

    def refund(self, live: Live, cast: Cast, paid: Purchase, cents: int, seat: SeatAfter) -> None:
        given = {"public_id": paid.public_id, "amount_cents": cents, "reason": "x", "seat": seat}
        live.write(service.refund_order, cast.olga, **given)

    def test_a_payment_whose_event_never_comes_is_found_when_its_checkout_is_closed(
        self, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        till.pay(till.begin(cast.ada, seat))
        till.wait(HALF_AN_HOUR)
        till.work()
        assert till.purchases()[0].status == PurchaseStatus.COMPLETED
        assert status(live, cast, seat) == EnrollmentStatus.ACTIVE

    def test_two_refunds_side_by_side_give_back_what_was_asked(
        self, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        paid = self.paid(till, cast, seat)
        for cents in (5_000, 3_000):
            self.refund(live, cast, paid, cents, SeatAfter.KEEP)
        for _ in range(2):
            jobs.refund_purchase(live, purchase_id=paid.id)
        assert till.books()[0].refunded_cents == 8_000
        till.deliver()
        assert till.purchases()[0].refunded_cents == 8_000

    def test_a_seat_that_a_code_paid_for_outlives_the_refund_of_an_old_tab(
        self, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        old = till.begin(cast.ada, seat)
        till.pay(old)
        live.add(PromotionCode(code="ALL", percent_off=100))
        live.write(enrollment.set_terms, cast.ada, public_id=seat, code="ALL", country="")
        live.write(enrollment.begin_payment, cast.ada, public_id=seat, gateway="local")
        till.deliver()
        till.work()
        till.deliver()
        assert till.books()[0].refunded_cents == PRICE
        assert status(live, cast, seat) == EnrollmentStatus.ACTIVE

    def test_a_refund_that_failed_is_not_taken_for_given(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        paid = self.paid(till, cast, seat)
        self.refund(live, cast, paid, 5_000, SeatAfter.KEEP)
        till.work()
        till.deliver()
        with live.system() as ctx:
            (wish,) = service.refunds_of(ctx, paid)
            reference = wish.public_id
        thing = {"id": "re_1", "payment_intent": paid.payment_intent_id, "amount": 5_000, "status": "failed"}
        thing["metadata"] = {"refund": reference}
        till.deliver(json.dumps({"id": "evt_f", "type": "refund.failed", "data": {"object": thing}}))
        found = till.purchases()[0]
        assert (found.status, found.refunded_cents) == (PurchaseStatus.COMPLETED, 0)
        live.write(service.retry_refunds, cast.olga, public_id=paid.public_id)
        late = {"payment_intent": paid.payment_intent_id, "amount_refunded": 5_000, "metadata": {}}
        till.deliver(json.dumps({"id": "evt_l", "type": "charge.refunded", "data": {"object": late}}))
        with live.system() as ctx:
            assert [wish.status for wish in service.refunds_of(ctx, paid)] == [RefundStatus.REQUESTED]
        till.work()
        till.deliver()
        assert till.books()[0].refunded_cents == 10_000, "the first came back to us at the bank"
        assert till.purchases()[0].refunded_cents == 5_000

    def test_freeing_the_seat_is_told_and_takes_what_was_bought(
        self, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        self.refund(live, cast, self.paid(till, cast, seat), 100, SeatAfter.FREE)
        with live.system() as ctx:
            assert "enrollment.cancelled" in ctx.session.exec(select(MailMessage.template)).all()
            assert ctx.session.exec(select(Entitlement)).one().revoked_at is not None

    def test_all_refunded_at_the_provider_ends_the_seat_and_says_so(
        self, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        till.refund(self.paid(till, cast, seat).payment_intent_id or "", total_cents=PRICE)
        till.deliver()
        assert status(live, cast, seat) == EnrollmentStatus.CANCELLED
        with live.system() as ctx:
            assert ctx.session.exec(select(MailMessage.template)).all().count("enrollment.cancelled") == 1
            bell = select(Notification.kind).where(Notification.user_id == cast.ada.user_id)
            assert "enrollment.cancelled" in ctx.session.exec(bell).all()

    def test_a_code_for_one_is_used_by_one_person_however_often_a_card_is_declined(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str
    ) -> None:
        live.add(PromotionCode(code="ONE", percent_off=50, most_redemptions=1, most_per_person=None))
        live.write(enrollment.set_terms, cast.ada, public_id=seat, code="ONE", country="")
        till.decline(till.begin(cast.ada, seat))
        till.deliver()
        till.deliver()
        failed, again = till.purchases()
        assert (failed.status, again.status) == (PurchaseStatus.FAILED, PurchaseStatus.PENDING)
        assert again.amount_cents == failed.amount_cents == PRICE // 2
        other = till.reserve(cast.ben, cohort_id)
        with pytest.raises(Invalid, match="used up"):
            live.write(enrollment.set_terms, cast.ben, public_id=other, code="ONE", country="")

    def test_one_checkout_the_gateway_does_not_know_stops_no_other(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str
    ) -> None:
        till.begin(cast.ben, till.reserve(cast.ben, cohort_id))
        lost = {"reference": till.purchases()[0].public_id, "session_id": "cs_none", "url": "/"}
        live.write(service.record_checkout, SYSTEM, **lost)
        till.pay(till.begin(cast.ada, seat))
        till.wait(timedelta(minutes=6))
        jobs.ask_for_lost_events(live)
        assert status(live, cast, seat) == EnrollmentStatus.ACTIVE


class TestCompanies:
    def overdue(self, live: Live, till: Till, cast: Cast, company: int, course: int) -> None:
        place(live, cast.max, company, course, by=PaymentMethod.INVOICE)
        till.work()
        till.deliver()
        till.wait(timedelta(days=14))
        till.work()
        assert standing(live, company) == OrganizationStatus.SUSPENDED

    def test_nothing_is_ordered_for_nothing(self, live: Live, cast: Cast, company_id: int) -> None:
        with live.system() as ctx:
            free = make_course(ctx, price=0).id
        with pytest.raises(Conflict):
            place(live, cast.max, company_id, free, by=PaymentMethod.CARD)

    def test_a_code_for_one_is_used_by_one_order_however_often_a_card_is_declined(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        live.add(PromotionCode(code="ONE", percent_off=50, most_redemptions=1, most_per_person=None))
        placed = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        live.write(service.set_order_terms, cast.max, public_id=placed.public_id, code="ONE", country="")
        ticket = live.write(service.begin_order_payment, cast.max, public_id=placed.public_id, gateway="local")
        till.decline(till.gateway.create_checkout(ticket.request))
        till.deliver()
        till.deliver()
        failed, again = till.purchases()
        assert (failed.status, again.status) == (PurchaseStatus.FAILED, PurchaseStatus.PENDING)
        assert again.amount_cents == failed.amount_cents
        other = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        with pytest.raises(Invalid, match="used up"):
            live.write(service.set_order_terms, cast.max, public_id=other.public_id, code="ONE", country="")

    def test_withdrawing_an_overdue_invoice_lets_the_company_go_on(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        course_id: int,
    ) -> None:
        self.overdue(live, till, cast, company_id, course_id)
        live.write(service.withdraw_order, cast.olga, public_id=till.purchases()[0].public_id)
        assert standing(live, company_id) != OrganizationStatus.SUSPENDED
        assert till.purchases()[0].overdue_at is None

    def test_all_overdue_invoices_paid_in_any_order_let_it_go_on(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        course_id: int,
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE, quantity=1)
        till.wait(timedelta(days=1))
        self.overdue(live, till, cast, company_id, course_id)
        for page in reversed(till.books()):
            assert standing(live, company_id) == OrganizationStatus.SUSPENDED
            live.write(service.pay_hosted_checkout, public_id=page.public_id)
            till.deliver()
        assert standing(live, company_id) == OrganizationStatus.ACTIVE

    def test_paying_lifts_no_other_suspension(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        course_id: int,
    ) -> None:
        with live.system() as ctx:
            organizations.suspend(ctx, organization_id=company_id, reason="Fraud.", why=Suspension.ADMIN)
        self.overdue(live, till, cast, company_id, course_id)
        live.write(service.pay_hosted_checkout, public_id=till.books()[0].public_id)
        till.deliver()
        assert standing(live, company_id) == OrganizationStatus.SUSPENDED

    def test_an_invoice_never_sent_is_not_overdue(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        course_id: int,
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        till.wait(timedelta(days=15))
        with live.system() as ctx:
            service.note_all_overdue(ctx)
        assert standing(live, company_id) == OrganizationStatus.PENDING_PAYMENT

    @pytest.fixture
    def bought(self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int) -> Purchase:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD, quantity=2)
        (order,) = till.purchases()
        ticket = live.write(service.begin_order_payment, cast.max, public_id=order.public_id, gateway="local")
        till.pay(till.gateway.create_checkout(ticket.request))
        till.deliver()
        return till.purchases()[0]

    def test_all_refunded_at_the_provider_takes_the_seats(
        self,
        live: Live,
        till: Till,
        company_id: int,
        course_id: int,
        bought: Purchase,
    ) -> None:
        till.refund(bought.payment_intent_id or "", total_cents=bought.amount_cents)
        till.deliver()
        assert seats(live, company_id, course_id) == 0

    def test_no_more_seats_are_taken_than_were_bought(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        bought: Purchase,
    ) -> None:
        ask = {"public_id": bought.public_id, "amount_cents": 100, "reason": "x"}
        live.write(service.refund_order, cast.olga, seats_back=2, **ask)
        with pytest.raises(Invalid, match="Between 0 and 0"):
            live.write(service.refund_order, cast.olga, seats_back=1, **ask)

    def test_an_invoice_paid_without_a_word_of_the_payment_learns_of_it(
        self,
        live: Live,
        till: Till,
        cast: Cast,
        company_id: int,
        course_id: int,
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        till.work()
        (order,) = till.purchases()
        live.write(service.pay_hosted_checkout, public_id=till.books()[0].public_id)
        report = PaymentReport(reference=order.public_id, payment=Payment.PAID, invoice_id=order.invoice_id)
        with live.system() as ctx:
            service.receive_report(ctx, report=report)
        assert till.purchases()[0].payment_intent_id is None
        till.work()
        assert till.purchases()[0].payment_intent_id == till.books()[0].payment_intent_id
        with live.system() as ctx:
            assert ctx.session.get_one(Organization, company_id).status == OrganizationStatus.ACTIVE
