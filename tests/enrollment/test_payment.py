"""Paying for a held seat, and what becomes of the money when the seat is gone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.catalog.events import CohortCancelled, CohortRescheduled
from academy.catalog.models import Cohort, CohortStatus
from academy.commerce.models import PurchaseStatus, Refund, RefundStatus
from academy.core.errors import Conflict, NotFound, SignInRequired
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus
from academy.enrollment.schemas import CheckoutStage, CheckoutView
from academy.live import Viewer
from academy.notifications.models import MailMessage
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE, assert_laws, make_cohort, make_course
from tests.world import Cast, FrozenClock, Live, next_change

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def laws(live: Live) -> Iterator[None]:
    """Whatever a test does, the laws hold after it."""
    yield
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)


@pytest.fixture
def cohort_id(live: Live) -> int:
    """A cohort in a month with one seat."""
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx), seats=1).id


@pytest.fixture
def seat(till: Till, cast: Cast, cohort_id: int) -> str:
    """Ada's hold in it."""
    return till.reserve(cast.ada, cohort_id)


def view(live: Live, person: Viewer, public_id: str, *, returned: bool = False) -> CheckoutView:
    return live.read(service.checkout, person, public_id=public_id, returned=returned)


def status(live: Live, public_id: str) -> tuple[EnrollmentStatus, PaymentStatus]:
    with live.system() as ctx:
        found = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
        return found.status, found.payment_status


def letters(live: Live) -> list[tuple[str, str]]:
    """Return who was written to about their seat, in order; receipts are commerce's business."""
    with live.system() as ctx:
        rows = ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id))).all()
        return [(row.to_email, row.template) for row in rows if row.template != "commerce.receipt"]


class TestBeginPayment:
    def test_asks_the_gateway_for_what_the_seat_costs(
        self, live: Live, cast: Cast, clock: FrozenClock, seat: str
    ) -> None:
        ticket = live.write(service.begin_payment, cast.ada, public_id=seat, gateway="local")
        assert (ticket.request.amount_cents, ticket.request.currency) == (PRICE, "usd")
        assert (ticket.request.customer_email, ticket.request.expires_at) == (
            "ada@example.com",
            clock.now + HALF_AN_HOUR,
        )

    def test_goes_on_where_it_was_left(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        checkout = till.begin(cast.ada, seat)
        ticket = live.write(service.begin_payment, cast.ada, public_id=seat, gateway="local")
        assert ticket.checkout_url == checkout.url
        assert view(live, cast.ada, seat).is_payment_begun

    def test_refuses_once_the_hold_has_run_out(self, live: Live, cast: Cast, clock: FrozenClock, seat: str) -> None:
        clock.advance(HALF_AN_HOUR)
        with pytest.raises(Conflict, match="not held"):
            live.write(service.begin_payment, cast.ada, public_id=seat, gateway="local")

    def test_refuses_what_is_paid(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        till.pay(till.begin(cast.ada, seat))
        till.deliver()
        with pytest.raises(Conflict, match="yours already"):
            live.write(service.begin_payment, cast.ada, public_id=seat, gateway="local")

    def test_refuses_everybody_else(self, live: Live, cast: Cast, seat: str) -> None:
        for other in (cast.ben, cast.ines, cast.max, cast.olga):
            with pytest.raises(NotFound):
                live.write(service.begin_payment, other, public_id=seat, gateway="local")
            with pytest.raises(NotFound):
                view(live, other, seat)
        with pytest.raises(SignInRequired):
            live.write(service.begin_payment, cast.nobody, public_id=seat, gateway="local")
        with pytest.raises(SignInRequired):
            view(live, cast.nobody, seat)


class TestPaying:
    def test_in_time_makes_the_seat_ones_own(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        till.pay(till.begin(cast.ada, seat))
        assert view(live, cast.ada, seat).stage == CheckoutStage.HELD
        assert view(live, cast.ada, seat, returned=True).stage == CheckoutStage.CONFIRMING
        till.deliver()
        assert status(live, seat) == (EnrollmentStatus.ACTIVE, PaymentStatus.COMPLETED)
        assert view(live, cast.ada, seat, returned=True).stage == CheckoutStage.CONFIRMED
        assert letters(live) == [("ada@example.com", "enrollment.confirmed")]

    def test_in_time_counts_though_the_news_come_late(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        till.pay(till.begin(cast.ada, seat))
        till.wait(HALF_AN_HOUR)
        jobs.sweep(live)
        assert status(live, seat)[0] == EnrollmentStatus.EXPIRED
        till.deliver()
        assert status(live, seat) == (EnrollmentStatus.ACTIVE, PaymentStatus.COMPLETED)

    def test_too_late_is_refunded_and_told(self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str) -> None:
        till.pay(till.begin(cast.ada, seat))
        till.wait(HALF_AN_HOUR)
        till.reserve(cast.ben, cohort_id)
        till.deliver()
        till.work()
        till.deliver()
        assert status(live, seat) == (EnrollmentStatus.EXPIRED, PaymentStatus.REFUNDED)
        assert till.purchases()[0].status == PurchaseStatus.REFUNDED
        assert till.books()[0].refunded_cents == PRICE
        assert letters(live) == [("ada@example.com", "enrollment.payment_returned")]
        assert view(live, cast.ada, seat).stage == CheckoutStage.REFUNDED

    def test_after_giving_the_seat_back_is_refunded(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        till.pay(till.begin(cast.ada, seat))
        live.write(service.cancel_hold, cast.ada, public_id=seat)
        till.deliver()
        till.work()
        till.deliver()
        assert till.books()[0].refunded_cents == PRICE
        assert status(live, seat) == (EnrollmentStatus.CANCELLED, PaymentStatus.REFUNDED)

    def test_an_old_checkout_pays_for_the_new_hold(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str
    ) -> None:
        old = till.begin(cast.ada, seat)
        till.pay(old)
        till.wait(HALF_AN_HOUR)
        again = till.reserve(cast.ada, cohort_id)
        new = till.begin(cast.ada, again)
        till.deliver()
        assert status(live, again)[0] == EnrollmentStatus.ACTIVE
        assert status(live, seat)[0] == EnrollmentStatus.EXPIRED
        till.work()
        with pytest.raises(Conflict):
            till.pay(new)

    def test_twice_is_refunded_once(self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str) -> None:
        old = till.begin(cast.ada, seat)
        till.pay(old)
        till.wait(HALF_AN_HOUR)
        again = till.reserve(cast.ada, cohort_id)
        till.pay(till.begin(cast.ada, again))
        till.deliver()
        till.work()
        till.deliver()
        assert sorted(book.refunded_cents for book in till.books()) == [0, PRICE]
        assert status(live, again) == (EnrollmentStatus.ACTIVE, PaymentStatus.COMPLETED)

    def test_is_not_possible_once_the_checkouts_time_is_over(self, till: Till, cast: Cast, seat: str) -> None:
        checkout = till.begin(cast.ada, seat)
        till.wait(HALF_AN_HOUR)
        till.work()
        with pytest.raises(Conflict, match="time for this checkout is over"):
            till.pay(checkout)


class TestDecline:
    def test_keeps_the_hold_and_can_be_tried_again(self, live: Live, till: Till, cast: Cast, seat: str) -> None:
        first = till.begin(cast.ada, seat)
        till.decline(first)
        till.deliver()
        assert status(live, seat) == (EnrollmentStatus.HELD, PaymentStatus.FAILED)
        assert view(live, cast.ada, seat, returned=True).stage == CheckoutStage.DECLINED
        second = till.begin(cast.ada, seat)
        assert second.session_id != first.session_id
        till.pay(second)
        till.deliver()
        assert status(live, seat) == (EnrollmentStatus.ACTIVE, PaymentStatus.COMPLETED)


class TestLosingTheHold:
    def test_is_shown_when_its_time_is_over(
        self, live: Live, till: Till, cast: Cast, clock: FrozenClock, seat: str
    ) -> None:
        assert next_change(live, service.checkout, cast.ada, public_id=seat) == clock.now + HALF_AN_HOUR
        till.wait(HALF_AN_HOUR)
        lost = view(live, cast.ada, seat)
        assert (lost.stage, lost.can_take_again) == (CheckoutStage.LAPSED, True)

    def test_to_somebody_else_leaves_nothing_to_take(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str
    ) -> None:
        live.write(service.cancel_hold, cast.ada, public_id=seat)
        assert view(live, cast.ada, seat).can_take_again
        till.reserve(cast.ben, cohort_id)
        lost = view(live, cast.ada, seat)
        assert (lost.stage, lost.can_take_again) == (CheckoutStage.RELEASED, False)
        assert next_change(live, service.checkout, cast.ada, public_id=seat) == live.clock() + HALF_AN_HOUR

    def test_shows_the_way_to_the_seat_one_has_instead(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, seat: str
    ) -> None:
        live.write(service.cancel_hold, cast.ada, public_id=seat)
        again = till.reserve(cast.ada, cohort_id)
        lost = view(live, cast.ada, seat)
        assert (lost.other_public_id, lost.can_take_again) == (again, False)

    def test_closes_the_checkout(self, live: Live, till: Till, cast: Cast, clock: FrozenClock, seat: str) -> None:
        checkout = till.begin(cast.ada, seat)
        live.write(service.cancel_hold, cast.ada, public_id=seat)
        till.work()
        with pytest.raises(Conflict):
            till.pay(checkout)
        till.deliver()
        assert till.purchases()[0].status == PurchaseStatus.EXPIRED


class TestCancellingAPaidSeat:
    @pytest.fixture
    def paid(self, till: Till, cast: Cast, seat: str) -> str:
        till.pay(till.begin(cast.ada, seat))
        till.deliver()
        return seat

    def test_refunds_all_until_two_weeks_before(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, paid: str
    ) -> None:
        till.wait(timedelta(days=16) - timedelta(seconds=1))
        cancelled = live.write(service.cancel_enrollment, cast.ada, public_id=paid)
        assert cancelled.refund_cents == PRICE
        assert till.reserve(cast.ben, cohort_id), "the seat is free at once"
        assert status(live, paid) == (EnrollmentStatus.CANCELLED, PaymentStatus.COMPLETED)
        till.work()
        till.deliver()
        assert status(live, paid) == (EnrollmentStatus.CANCELLED, PaymentStatus.REFUNDED)
        assert till.books()[0].refunded_cents == PRICE
        assert letters(live)[1:] == [("ada@example.com", "enrollment.cancelled")]

    def test_asks_to_write_to_us_after_that(self, live: Live, till: Till, cast: Cast, paid: str) -> None:
        till.wait(timedelta(days=16))
        with pytest.raises(Conflict, match="write to us"):
            live.write(service.cancel_enrollment, cast.ada, public_id=paid)
        assert status(live, paid)[0] == EnrollmentStatus.ACTIVE

    @pytest.mark.parametrize("is_heard", [True, False])
    def test_what_went_back_at_the_gateway_before_does_not_go_back_again(
        self, live: Live, till: Till, cast: Cast, paid: str, is_heard: bool
    ) -> None:
        till.refund(till.purchases()[0].payment_intent_id or "", total_cents=100)
        live.write(service.cancel_enrollment, cast.ada, public_id=paid)
        if is_heard:
            till.deliver()
        till.work()
        assert till.books()[0].refunded_cents == PRICE
        till.deliver()
        assert status(live, paid) == (EnrollmentStatus.CANCELLED, PaymentStatus.REFUNDED)
        with live.system() as ctx:
            refunds = ctx.session.exec(select(Refund).order_by(col(Refund.id))).all()
            assert [(refund.amount_cents, refund.status) for refund in refunds] == [
                (PRICE - 100, RefundStatus.SUCCEEDED),
                (100, RefundStatus.SUCCEEDED),
            ]

    def test_a_refund_made_at_the_gateway_frees_the_seat(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, paid: str
    ) -> None:
        intent = till.purchases()[0].payment_intent_id
        assert intent is not None
        till.refund(intent, total_cents=PRICE - 1)
        till.deliver()
        assert status(live, paid)[0] == EnrollmentStatus.ACTIVE
        till.refund(intent, total_cents=PRICE)
        till.deliver()
        assert status(live, paid) == (EnrollmentStatus.CANCELLED, PaymentStatus.REFUNDED)
        assert till.reserve(cast.ben, cohort_id)


class TestTheCohortChanges:
    @pytest.fixture
    def paid(self, till: Till, cast: Cast, seat: str) -> str:
        till.pay(till.begin(cast.ada, seat))
        till.deliver()
        return seat

    def test_other_dates_move_the_access_and_are_told_once(
        self, live: Live, till: Till, clock: FrozenClock, cohort_id: int, paid: str
    ) -> None:
        with live.system() as ctx:
            for _ in range(2):
                cohort = ctx.session.get_one(Cohort, cohort_id)
                before = cohort.start_date, cohort.end_date
                cohort.start_date += timedelta(days=7)
                cohort.end_date += timedelta(days=7)
                ctx.publish(CohortRescheduled(cohort_id, *before))
            ends_at = cohort.end_date
        with live.system() as ctx:
            enrollment = ctx.session.exec(select(Enrollment)).one()
            assert enrollment.office_hours_eligible_until == ends_at + timedelta(days=90)
            assert enrollment.materials_access_until == ends_at + timedelta(days=365)
            service.tell_new_dates(ctx, cohort_id=cohort_id)
        assert letters(live)[1:] == [("ada@example.com", "enrollment.rescheduled")]
        planned = [found for found in live.scheduled if found.job == jobs.tell_new_dates.name]
        assert {found.when for found in planned} == {clock.now + timedelta(minutes=15)}
        assert jobs.tell_new_dates.is_unique

    def test_calling_it_off_lets_people_choose_and_gives_the_money_back_to_who_does_not(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, paid: str
    ) -> None:
        with live.system() as ctx:
            ctx.session.get_one(Cohort, cohort_id).max_capacity = 2
        held = till.reserve(cast.ben, cohort_id)
        with live.system() as ctx:
            ctx.session.get_one(Cohort, cohort_id).status = CohortStatus.CANCELLED
            ctx.publish(CohortCancelled(cohort_id))
        till.work()
        assert status(live, held)[0] == EnrollmentStatus.CANCELLED
        assert status(live, paid)[0] == EnrollmentStatus.ACTIVE, "they have a choice"
        chosen_until = live.read(service.my_enrollment, cast.ada, public_id=paid).choice_until
        assert chosen_until == live.clock() + timedelta(days=7)
        assert letters(live)[1:] == [("ada@example.com", "enrollment.called_off")]

        till.wait(timedelta(days=7))
        till.work()
        till.deliver()
        assert till.books()[0].refunded_cents == PRICE
        assert status(live, paid) == (EnrollmentStatus.CANCELLED, PaymentStatus.REFUNDED)

    def test_a_new_start_gives_a_choice_though_refunds_are_over(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, paid: str
    ) -> None:
        till.wait(timedelta(days=20))
        with live.system() as ctx:
            cohort = ctx.session.get_one(Cohort, cohort_id)
            before = cohort.start_date, cohort.end_date
            cohort.start_date, cohort.end_date = before[0] - timedelta(days=2), before[1] - timedelta(days=2)
            ctx.publish(CohortRescheduled(cohort_id, *before))
        assert live.read(service.my_enrollment, cast.ada, public_id=paid).refund_cents == PRICE
        assert live.write(service.cancel_enrollment, cast.ada, public_id=paid).refund_cents == PRICE
