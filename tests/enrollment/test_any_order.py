"""Whatever people, providers, administrators and the clock do, in whatever order, the laws of seats hold."""

import os
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.catalog.service.cohorts import move_cohort, set_capacity
from academy.commerce.gateway import Checkout
from academy.commerce.jobs import ask_for_lost_events
from academy.commerce.models import LocalCheckoutStatus
from academy.core.errors import DomainError
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment, WaitlistEntry, WaitlistStatus
from academy.live import SYSTEM, Context, Viewer
from tests.commerce.till import Till, kind_of
from tests.databases import academy_database, opened
from tests.enrollment.seats import ENROLLED, assert_laws, make_cohort, make_course, make_people
from tests.world import FrozenClock, Live

PEOPLE = 4
PAID, OTHER, DOOMED, FREE = range(4)
"""Three cohorts of a course that costs something, the last of which may be called off, and one that is free."""
ALL, COSTLY = [PAID, OTHER, DOOMED, FREE], [PAID, PAID, OTHER, DOOMED]


class Seats(RuleBasedStateMachine):
    """Four people, four cohorts, and far too few seats."""

    kind: str

    seats = Bundle("seats")
    checkouts = Bundle("checkouts")

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.live = Live(database, FrozenClock())
        self.till = Till(self.live)
        self.lost: set[str] = set()
        with self.live.system() as ctx:
            self.people = make_people(ctx, PEOPLE)
            paid, free = (make_course(ctx, price=price, slug=f"course-{price}") for price in (34_900, 0))
            self.course_id = paid.id
            self.cohorts = [make_cohort(ctx, course, seats=1).id for course in (paid, paid, paid, free)]

    @rule(target=seats, who=st.integers(0, PEOPLE - 1), which=st.sampled_from([*COSTLY, FREE]))
    def reserve(self, who: int, which: int) -> object:
        with suppress(DomainError):
            return (self.people[who], self.till.reserve(self.people[who], self.cohorts[which]))
        return multiple()

    @rule(target=checkouts, seat=seats)
    def begin(self, seat: tuple[Viewer, str]) -> object:
        with suppress(DomainError):
            return self.till.begin(*seat)
        return multiple()

    @rule(target=checkouts, who=st.integers(0, PEOPLE - 1), which=st.sampled_from(COSTLY), is_heard=st.booleans())
    def reserve_and_pay(self, who: int, which: int, is_heard: bool) -> object:
        with suppress(DomainError):
            checkout = self._pay(self.people[who], self.till.reserve(self.people[who], self.cohorts[which]))
            if is_heard:
                self.till.deliver(self._events()[-1])
            return checkout
        return multiple()

    @rule(who=st.integers(0, PEOPLE - 1), which=st.sampled_from(ALL))
    def wait_for_a_cohort(self, who: int, which: int) -> None:
        with suppress(DomainError):
            self.live.write(service.join_waitlist, self.people[who], cohort_id=self.cohorts[which])

    @rule(which=st.sampled_from(ALL), order=st.permutations(range(PEOPLE)))
    def queue_up(self, which: int, order: list[int]) -> None:
        for who in order:
            self.wait_for_a_cohort(who, which)

    @rule(who=st.integers(0, PEOPLE - 1))
    def wait_for_the_course(self, who: int) -> None:
        with suppress(DomainError):
            self.live.write(service.join_course_waitlist, self.people[who], course_id=self.course_id)

    @rule(target=checkouts, who=st.integers(0, PEOPLE - 1), is_paid=st.booleans())
    def accept(self, who: int, is_paid: bool) -> object:
        person = self.people[who]
        for card in self.live.read(service.my_waitlist, person):
            with suppress(DomainError):
                seat = self.live.write(service.accept_offer, person, entry_id=card.entry_id)
                return self._pay(person, seat.public_id) if is_paid else multiple()
        return multiple()

    @rule(who=st.integers(0, PEOPLE - 1))
    def decline(self, who: int) -> None:
        for card in self.live.read(service.my_waitlist, self.people[who])[:1]:
            self.live.write(service.leave_waitlist, self.people[who], entry_id=card.entry_id)

    @rule(who=st.integers(0, PEOPLE - 1), which=st.sampled_from(COSTLY))
    def move(self, who: int, which: int) -> None:
        for card in self.live.read(service.my_learning, self.people[who]).current[:1]:
            with suppress(DomainError):
                to = {"public_id": card.public_id, "cohort_id": self.cohorts[which]}
                self.live.write(service.transfer, self.people[who], **to)

    @rule()
    def call_off(self) -> None:
        with suppress(DomainError):
            self.live.write(move_cohort, SYSTEM, cohort_id=self.cohorts[DOOMED], status=CohortStatus.CANCELLED)

    @rule(checkout=checkouts)
    def pay(self, checkout: Checkout) -> None:
        with suppress(DomainError):
            self.till.pay(checkout)

    @rule(checkout=consumes(checkouts))
    def refuse_the_card(self, checkout: Checkout) -> None:
        with suppress(DomainError):
            self.till.decline(checkout)

    @rule(seat=seats)
    def walk_away(self, seat: tuple[Viewer, str]) -> None:
        with suppress(DomainError):
            self.live.write(service.cancel_hold, seat[0], public_id=seat[1])

    @rule(seat=consumes(seats))
    def cancel(self, seat: tuple[Viewer, str]) -> None:
        with suppress(DomainError):
            self.live.write(service.cancel_enrollment, seat[0], public_id=seat[1])

    @rule(minutes=st.sampled_from([1, 31, 31, 49 * 60]))
    def wait(self, minutes: int) -> None:
        self.till.wait(timedelta(minutes=minutes))

    @rule()
    def sweep(self) -> None:
        jobs.sweep(self.live)
        for lapsed in (service.lapsed_holds, service.lapsed_offers, service.lapsed_choices):
            assert self.live.read(lapsed, SYSTEM) == [], "the sweep saw to all of them"

    @rule()
    def work(self) -> None:
        self.till.work()

    @rule(age=st.integers(0, 9))
    def deliver(self, age: int) -> None:
        """One of all events so far: the last, an old one, one that came before."""
        if events := self._events():
            self.till.deliver(events[-1 - age % len(events)])

    @rule(age=st.integers(0, 3))
    def lose(self, age: int) -> None:
        """One of the last events of checkouts never arrives, if it has not yet."""
        if events := [event for event in self._events() if kind_of(event).startswith("checkout.")]:
            self.lost.add(events[-1 - age % len(events)])

    @rule(checkout=checkouts, cents=st.sampled_from([100, 34_900]))
    def refund_at_the_gateway(self, checkout: Checkout, cents: int) -> None:
        if intent := self.till.gateway.fetch(checkout.session_id).payment_intent_id:
            self.till.refund(intent, total_cents=cents)

    @rule(which=st.sampled_from(ALL), capacity=st.integers(1, 2))
    def change_capacity(self, which: int, capacity: int) -> None:
        with suppress(DomainError):
            self.live.write(set_capacity, SYSTEM, cohort_id=self.cohorts[which], capacity=capacity)

    @invariant()
    def laws(self) -> None:
        with self.live.system() as ctx:
            assert_laws(ctx.session, ctx.now)
            assert_served_in_order(ctx.session)

    def teardown(self) -> None:
        """When all is delivered or asked for, and done, whoever paid has a seat or their money."""
        if not hasattr(self, "till"):
            return
        with self.world:
            for _ in range(3):
                self.till.wait(timedelta(days=3))
                for event in self._events():
                    self.till.deliver(event)
                ask_for_lost_events(self.live)
                self.till.work()
            self.laws()
            self.nobody_paid_for_nothing()

    def nobody_paid_for_nothing(self) -> None:
        """Money in is money back and money for a seat: each payment is one or the other, and nobody pays twice."""
        purchases = {purchase.public_id: purchase for purchase in self.till.purchases()}
        books, seats = self.till.books(), set()
        with self.live.system() as ctx:
            for book in books:
                if book.status == LocalCheckoutStatus.PAID and book.refunded_cents < book.amount_cents:
                    enrollment = ctx.session.get_one(Enrollment, purchases[book.reference].enrollment_id)
                    assert enrollment.status in ENROLLED
                    assert enrollment.cohort_id != self.cohorts[DOOMED] or not self._is_called_off(ctx)
                    assert enrollment.id not in seats
                    seats.add(enrollment.id)
            paid = select(Enrollment.id).where(col(Enrollment.status).in_(ENROLLED), Enrollment.amount_cents > 0)
            assert seats == set(ctx.session.exec(paid).all()), "and no seat is without its money"

    def _events(self) -> list[str]:
        return [event for event in self.till.events() if event not in self.lost]

    def _is_called_off(self, ctx: Context) -> bool:
        return ctx.session.get_one(Cohort, self.cohorts[DOOMED]).status == CohortStatus.CANCELLED

    def _pay(self, person: Viewer, public_id: str) -> Checkout:
        checkout = self.till.begin(person, public_id)
        self.till.pay(checkout)
        return checkout


def assert_served_in_order(session: Session) -> None:
    """Nobody got or was offered a seat while somebody waited for it who came before and never had one there."""
    entries = session.exec(select(WaitlistEntry)).all()
    taken = session.exec(select(Enrollment)).all()
    had = {(one.user_id, one.cohort_id) for one in taken}
    offered = [(one.offered_cohort_id, one) for one in entries if one.offered_at is not None]
    was_offered = {(one.user_id, cohort_id) for cohort_id, one in offered}
    for waiting in (one for one in entries if one.status == WaitlistStatus.WAITING):
        for cohort_id, other in offered:
            if _waits(waiting, other.course_id, cohort_id) and (waiting.user_id, cohort_id) not in had:
                is_passed_by = waiting.position < other.position and _since(waiting) <= other.offered_at
                assert not is_passed_by, "offers go in order"
        for seat in taken:
            if _waits(waiting, seat.course_id, seat.cohort_id) and (waiting.user_id, seat.cohort_id) not in had:
                is_passed_by = _since(waiting) < seat.created_at
                assert not is_passed_by or (seat.user_id, seat.cohort_id) in was_offered, "nobody passes by"


def _since(waiting: WaitlistEntry) -> datetime:
    """Since when somebody waits for what they wait for; whoever waits for the course may have waited for a cohort."""
    return waiting.created_at if waiting.cohort_id is not None else waiting.updated_at


def _waits(entry: WaitlistEntry, course_id: int, cohort_id: int | None) -> bool:
    return entry.course_id == course_id and entry.cohort_id in (None, cohort_id)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 30), ("postgres", 6)])
def test_the_laws_hold_in_any_order(kind: str, examples: int) -> None:
    """A failure is shown as it was found; where many orders are tried (`ORDERS=500`), it is made shorter first."""
    here = type("Here", (Seats,), {"kind": kind})
    chosen = settings(
        max_examples=int(os.environ.get("ORDERS", examples)),
        stateful_step_count=40,
        deadline=None,
        phases=Phase if "ORDERS" in os.environ else (Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(here, settings=chosen)
