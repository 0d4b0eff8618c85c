"""Whatever order bundles are bought, used, left, moved and given back in, what must hold of them holds."""

from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from academy.commerce import service as commerce
from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement, OfferKind, Purchase, SeatAfter
from academy.core.errors import DomainError
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment
from academy.identity.models import User, UserRole
from academy.live import SYSTEM, Viewer
from tests.commerce.till import Till
from tests.databases import KINDS, academy_database, opened
from tests.enrollment.bundle import PRICE, assert_entitlement_laws, buy, make_bundle
from tests.enrollment.seats import ENROLLED, make_people
from tests.world import FrozenClock, Live

PEOPLE, SEATS = 2, 3
PERSON, COHORT = st.integers(0, PEOPLE - 1), st.integers(0, 3)
ANY = st.integers(0, 99)
"""Which of the things there are: counted round."""


class Bundles(RuleBasedStateMachine):
    """Two people, one bundle of two courses with two dates each, a plan, and an administrator."""

    kind: str

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.live = Live(database, FrozenClock())
        self.till = Till(self.live)
        with self.live.system() as ctx:
            self.people = make_people(ctx, PEOPLE)
            boss = User(email="boss@example.com", name="Boss", role=UserRole.PLATFORM_ADMIN)
            ctx.session.add(boss)
            ctx.session.flush()
            self.boss = Viewer(user_id=boss.id, role=boss.role.value)
            self.bundle = make_bundle(ctx, seats=SEATS)
        for person in self.people:
            buy(self.till, person, self.bundle)
            for cohort_id in self.bundle.soon:
                self.live.write(service.reserve_seat, person, cohort_id=cohort_id)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    @rule(person=PERSON)
    def buy(self, person: int) -> None:
        with suppress(DomainError):
            buy(self.till, self.people[person], self.bundle)

    @rule(person=PERSON, at=COHORT)
    def take(self, person: int, at: int) -> None:
        cohort_id = (*self.bundle.soon, *self.bundle.later)[at]
        with suppress(DomainError):
            self.live.write(service.reserve_seat, self.people[person], cohort_id=cohort_id)

    @rule(which=ANY)
    def leave(self, which: int) -> None:
        if seat := self._seat(which):
            with suppress(DomainError):
                self.live.write(service.cancel_enrollment, seat[0], public_id=seat[1])

    @rule(which=ANY, at=COHORT)
    def move(self, which: int, at: int) -> None:
        cohort_id = (*self.bundle.soon, *self.bundle.later)[at]
        if seat := self._seat(which):
            with suppress(DomainError):
                self.live.write(service.transfer, seat[0], public_id=seat[1], cohort_id=cohort_id)

    @rule(which=ANY, share=st.sampled_from([PRICE, PRICE // 2]), seat=st.sampled_from(SeatAfter))
    def refund(self, which: int, share: int, seat: SeatAfter) -> None:
        if order := self._order(which):
            refund: dict[str, Any] = {"public_id": order[1], "amount_cents": share, "reason": "Sorry.", "seat": seat}
            with suppress(DomainError):
                self.live.write(commerce.refund_order, self.boss, **refund)

    @rule(which=ANY)
    def take_back(self, which: int) -> None:
        if order := self._order(which):
            with suppress(DomainError):
                self.live.write(commerce.take_back_order, order[0], public_id=order[1])

    @rule(person=PERSON, days=st.integers(1, 40))
    def plan(self, person: int, days: int) -> None:
        """Let somebody's plan end that many days from now."""
        with self.live.system() as ctx:
            mine = select(Entitlement).where(Entitlement.user_id == self.people[person].user_id)
            found = ctx.session.exec(mine.where(Entitlement.kind == OfferKind.SUBSCRIPTION)).first()
            found = found or Entitlement(user_id=self.people[person].user_id, kind=OfferKind.SUBSCRIPTION)
            found.until = ctx.now + timedelta(days=days)
            ctx.session.add(found)
            ctx.session.flush()
            ctx.publish(EntitlementChanged(found.id))

    @rule(days=st.integers(1, 15))
    def wait(self, days: int) -> None:
        self.till.wait(timedelta(days=days))
        jobs.sweep(self.live)
        assert self.live.read(service.ended_entitlements, SYSTEM) == [], "the sweep saw to all of them"

    @rule()
    def work(self) -> None:
        self.till.work()
        self.till.deliver()

    @invariant()
    def the_laws_hold(self) -> None:
        if hasattr(self, "bundle"):
            with self.live.system() as ctx:
                assert_entitlement_laws(ctx)

    def _seat(self, which: int) -> tuple[Viewer, str] | None:
        """Return the seat of somebody by an entitlement, if there is one."""
        with self.live.system() as ctx:
            seats = select(Enrollment.user_id, Enrollment.public_id).where(
                col(Enrollment.status).in_(ENROLLED), col(Enrollment.entitlement_id).is_not(None)
            )
            return self._one_of(list(ctx.session.exec(seats.order_by(col(Enrollment.id))).all()), which)

    def _order(self, which: int) -> tuple[Viewer, str] | None:
        with self.live.system() as ctx:
            orders = select(Purchase.user_id, Purchase.public_id).order_by(col(Purchase.id))
            return self._one_of(list(ctx.session.exec(orders).all()), which)

    def _one_of(self, found: list[tuple[int, str]], which: int) -> tuple[Viewer, str] | None:
        if not found:
            return None
        user_id, public_id = found[which % len(found)]
        return next(person for person in self.people if person.user_id == user_id), public_id


@pytest.mark.parametrize("kind", KINDS)
def test_the_laws_hold_in_any_order(kind: str) -> None:
    machine = type("Bundles", (Bundles,), {"kind": kind})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
