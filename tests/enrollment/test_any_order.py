"""Whatever people, providers and the clock do, in whatever order, the laws of seats hold."""

from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
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

from academy.catalog.service.cohorts import set_capacity
from academy.commerce.gateway import Checkout
from academy.commerce.models import LocalCheckoutStatus
from academy.core.database import Database
from academy.core.errors import DomainError
from academy.enrollment import service
from academy.enrollment.models import Enrollment
from academy.live import SYSTEM, Viewer
from tests.commerce.till import Till
from tests.databases import academy_database
from tests.enrollment.seats import ENROLLED, assert_laws, make_cohort, make_course, make_people
from tests.world import FrozenClock, Live

PEOPLE, PAID, FREE = 3, 0, 1


class Seats(RuleBasedStateMachine):
    """Three people, a cohort that costs something and one that does not, and far too few seats."""

    kind: str
    folder: Path

    seats = Bundle("seats")
    checkouts = Bundle("checkouts")

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = Database(self.world.enter_context(academy_database(self.kind, self.folder)), readers=1)
        self.world.callback(database.dispose)
        self.live = Live(database, FrozenClock())
        self.till = Till(self.live)
        with self.live.system() as ctx:
            self.people = make_people(ctx, PEOPLE)
            courses = [make_course(ctx, price=price, slug=f"course-{price}") for price in (34_900, 0)]
            self.cohorts = [make_cohort(ctx, course, seats=1).id for course in courses]

    @rule(target=seats, who=st.integers(0, PEOPLE - 1), which=st.sampled_from([PAID, PAID, FREE]))
    def reserve(self, who: int, which: int) -> object:
        with suppress(DomainError):
            return (self.people[who], self.till.reserve(self.people[who], self.cohorts[which]))
        return multiple()

    @rule(target=checkouts, seat=seats)
    def begin(self, seat: tuple[Viewer, str]) -> object:
        with suppress(DomainError):
            return self.till.begin(*seat)
        return multiple()

    @rule(target=checkouts, who=st.integers(0, PEOPLE - 1))
    def reserve_and_pay(self, who: int) -> object:
        with suppress(DomainError):
            seat = (self.people[who], self.till.reserve(self.people[who], self.cohorts[PAID]))
            checkout = self.till.begin(*seat)
            self.till.pay(checkout)
            return checkout
        return multiple()

    @rule(checkout=checkouts)
    def pay(self, checkout: Checkout) -> None:
        with suppress(DomainError):
            self.till.pay(checkout)

    @rule(checkout=consumes(checkouts))
    def decline(self, checkout: Checkout) -> None:
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

    @rule(minutes=st.sampled_from([1, 31]))
    def wait(self, minutes: int) -> None:
        self.till.wait(timedelta(minutes=minutes))

    @rule()
    def sweep(self) -> None:
        self.live.write(service.expire_holds, SYSTEM)

    @rule()
    def work(self) -> None:
        self.till.work()

    @rule(age=st.integers(0, 9))
    def deliver(self, age: int) -> None:
        """One of all events so far: the last, an old one, one that came before."""
        if events := self.till.events():
            self.till.deliver(events[-1 - age % len(events)])

    @rule(checkout=checkouts, cents=st.sampled_from([100, 34_900]))
    def refund_at_the_gateway(self, checkout: Checkout, cents: int) -> None:
        if intent := self.till.gateway.fetch(checkout.session_id).payment_intent_id:
            self.till.gateway.refund(intent, total_cents=cents)

    @rule(which=st.sampled_from([PAID, FREE]), capacity=st.integers(1, 2))
    def change_capacity(self, which: int, capacity: int) -> None:
        with suppress(DomainError):
            self.live.write(set_capacity, SYSTEM, cohort_id=self.cohorts[which], capacity=capacity)

    @invariant()
    def laws(self) -> None:
        with self.live.system() as ctx:
            assert_laws(ctx.session, ctx.now)

    def teardown(self) -> None:
        """When all is delivered and done, whoever paid has a seat or their money."""
        if not hasattr(self, "till"):
            return
        with self.world:
            for _ in range(3):
                self.till.deliver()
                self.till.work()
            self.laws()
            self.nobody_paid_for_nothing()

    def nobody_paid_for_nothing(self) -> None:
        purchases = {purchase.public_id: purchase for purchase in self.till.purchases()}
        books = self.till.books()
        with self.live.system() as ctx:
            for book in books:
                if book.status == LocalCheckoutStatus.PAID and book.refunded_cents < book.amount_cents:
                    enrollment = ctx.session.get_one(Enrollment, purchases[book.reference].enrollment_id)
                    assert enrollment.status in ENROLLED


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 40), ("postgres", 8)])
def test_the_laws_hold_in_any_order(kind: str, examples: int, tmp_path: Path) -> None:
    here = type("Here", (Seats,), {"kind": kind, "folder": tmp_path})
    examples = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(here, settings=examples)
