"""Seats that a bundle or a plan gives: taking, leaving and moving one, and what becomes of it when that ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.commerce import service as commerce
from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement, OfferKind, SeatAfter
from academy.core.errors import Conflict
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.service.lifecycle import MATERIALS
from academy.live import SYSTEM, Viewer
from academy.notifications.models import MailMessage
from tests.commerce.till import Till
from tests.enrollment.bundle import SLUGS, Bundle, assert_entitlement_laws, buy, make_bundle
from tests.enrollment.seats import make_people, make_sessions
from tests.world import Cast, FrozenClock, Live

MONTH = timedelta(days=30)


@pytest.fixture
def bundle(live: Live) -> Bundle:
    with live.system() as ctx:
        return make_bundle(ctx)


def seats(live: Live, person: Viewer) -> list[tuple[int, EnrollmentStatus, int]]:
    """Return the seats of a person: the cohort, the status, and what was asked for it."""
    with live.system() as ctx:
        rows = ctx.session.exec(
            select(Enrollment).where(Enrollment.user_id == person.user_id).order_by(col(Enrollment.id))
        )
        return [(row.cohort_id, row.status, row.amount_cents) for row in rows.all()]


def subscribe(live: Live, person: Viewer, *, until: timedelta = MONTH) -> int:
    """Give somebody a plan, as a paid subscription does."""
    with live.system() as ctx:
        plan = Entitlement(user_id=person.user_id, kind=OfferKind.SUBSCRIPTION, until=ctx.now + until)
        ctx.session.add(plan)
        ctx.session.flush()
        return plan.id


def renew(live: Live, plan_id: int, *, until: timedelta) -> None:
    """Let a plan end then from now, as the books of subscriptions do."""
    with live.system() as ctx:
        ctx.session.get_one(Entitlement, plan_id).until = ctx.now + until
        ctx.session.flush()
        ctx.publish(EntitlementChanged(plan_id))


def included(live: Live, person: Viewer, slug: str = SLUGS[0]) -> str:
    return live.read(service.included, person, slug=slug).by


class TestByBundle:
    def test_a_seat_is_taken_at_once_and_costs_nothing(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        buy(till, cast.ada, bundle)
        assert (included(live, cast.ada), included(live, cast.ben), included(live, cast.nobody)) == ("bundle", "", "")
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        assert taken.status == EnrollmentStatus.ACTIVE
        assert seats(live, cast.ada) == [(bundle.soon[0], EnrollmentStatus.ACTIVE, 0)]
        assert included(live, cast.ada) == ""
        assert [course.slug for course in live.read(service.my_learning, cast.ada).to_choose] == [SLUGS[1]]
        second = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0])
        assert second.status == EnrollmentStatus.HELD
        assert live.write(service.reserve_seat, cast.ben, cohort_id=bundle.soon[1]).status == EnrollmentStatus.HELD

    def test_leaving_gives_it_back_and_nothing_is_refunded(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        buy(till, cast.ada, bundle)
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        left = live.write(service.cancel_enrollment, cast.ada, public_id=taken.public_id)
        assert left.refund_cents == 0
        assert live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0]).status == EnrollmentStatus.ACTIVE

    def test_moving_takes_it_along(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        buy(till, cast.ada, bundle)
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        moved = live.write(service.transfer, cast.ada, public_id=taken.public_id, cohort_id=bundle.later[0])
        with live.system() as ctx:
            assert_entitlement_laws(ctx)
        assert included(live, cast.ada) == ""
        live.write(service.cancel_enrollment, cast.ada, public_id=moved.public_id)
        assert included(live, cast.ada) == "bundle"

    def test_a_hold_becomes_a_seat_when_the_bundle_is_bought(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        held = till.reserve(cast.ada, bundle.soon[0])
        checkout = till.begin(cast.ada, held)
        buy(till, cast.ada, bundle)
        assert seats(live, cast.ada) == [(bundle.soon[0], EnrollmentStatus.ACTIVE, 0)]
        again = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        assert (again.public_id, again.status) == (held, EnrollmentStatus.ACTIVE)
        till.work()
        with pytest.raises(Conflict):
            till.pay(checkout)

    def test_an_offer_of_the_queue_is_taken_without_paying(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        with live.system() as ctx:
            others = make_people(ctx, 2)
        holds = [till.reserve(other, bundle.soon[0]) for other in others]
        buy(till, cast.ada, bundle)
        entry_id = live.write(service.join_waitlist, cast.ada, cohort_id=bundle.soon[0])
        live.write(service.cancel_hold, others[0], public_id=holds[0])
        assert live.read(service.my_waitlist, cast.ada)[0].price_cents == 0
        assert live.write(service.accept_offer, cast.ada, entry_id=entry_id).status == EnrollmentStatus.ACTIVE

    def test_called_off_it_is_good_for_another_date(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        order = buy(till, cast.ada, bundle)
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        with live.system() as ctx:
            cohort = ctx.session.get_one(Cohort, bundle.soon[0])
            cohort.status, cohort.start_date = CohortStatus.CANCELLED, ctx.now
            service.call_off(ctx, cohort_id=bundle.soon[0])
        till.wait(timedelta(days=8))
        assert live.read(commerce.order, cast.ada, public_id=order).may_take_back
        jobs.sweep(live)
        assert seats(live, cast.ada)[0][1] == EnrollmentStatus.CANCELLED
        assert included(live, cast.ada) == "bundle"

    def test_two_tabs_take_one_seat(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        buy(till, cast.ada, bundle)

        def take(cohort_id: int) -> EnrollmentStatus:
            return live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id).status

        with ThreadPoolExecutor(2) as tabs:
            statuses = list(tabs.map(take, (bundle.soon[0], bundle.later[0])))
        assert sorted(statuses) == [EnrollmentStatus.ACTIVE, EnrollmentStatus.HELD]
        with live.system() as ctx:
            assert_entitlement_laws(ctx)

    def test_taken_back_seats_to_come_end_and_those_begun_are_closed(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        order = buy(till, cast.ada, bundle)
        for cohort_id in (bundle.soon[0], bundle.later[1]):
            live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        with live.system() as ctx:
            make_sessions(ctx, ctx.session.get_one(Cohort, bundle.soon[0]))
        begun = live.read(service.my_learning, cast.ada).current[0].public_id
        till.wait(timedelta(days=30, minutes=10))
        assert any(row.join_url for row in live.read(service.my_enrollment, cast.ada, public_id=begun).sessions)
        shown = live.read(commerce.order, cast.ada, public_id=order)
        assert [course.starts_at is not None for course in shown.courses] == [True, True]
        with pytest.raises(Conflict):
            live.write(commerce.take_back_order, cast.ada, public_id=order)
        left = shown.price.total_cents
        refund = {"public_id": order, "amount_cents": left, "reason": "Sorry.", "seat": SeatAfter.FREE}
        live.write(commerce.refund_order, cast.olga, **refund)
        assert [status for _, status, _ in seats(live, cast.ada)] == [
            EnrollmentStatus.ACTIVE,
            EnrollmentStatus.CANCELLED,
        ]
        learning = live.read(service.my_learning, cast.ada)
        assert learning.lapsed == "bundle"
        assert [access.is_open for access in learning.current[0].access] == [False, False, False]
        assert live.read(service.my_calendar, cast.ada, public_id=begun).entries == []
        view = live.read(service.my_enrollment, cast.ada, public_id=begun)
        assert (view.is_lapsed, view.next_session, {row.join_url for row in view.sessions}) == (True, None, {None})
        assert not live.read(commerce.order, cast.ada, public_id=order).holds
        assert live.read(service.other_cohorts, cast.ada, public_id=begun) == []
        with pytest.raises(Conflict, match="has ended"):
            live.write(
                service.transfer_person, cast.olga, public_id=begun, cohort_id=bundle.later[0], reason="They asked."
            )
        with live.system() as ctx:
            subjects = [row.subject for row in ctx.session.exec(select(MailMessage))]
        assert sum(subject.endswith("has ended") for subject in subjects) == 1


class TestByPlan:
    def test_every_course_is_included_once(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        subscribe(live, cast.ada)
        for slug, cohort_id in zip(SLUGS, bundle.soon, strict=True):
            assert included(live, cast.ada, slug) == "plan"
            assert live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id).status == EnrollmentStatus.ACTIVE
        with pytest.raises(Conflict, match="one seat in each course, and yours is in “April”"):
            live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0])
        assert len(seats(live, cast.ada)) == 2

    def test_coming_again_costs_what_it_costs(self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle) -> None:
        subscribe(live, cast.ada, until=timedelta(days=300))
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        clock.advance(timedelta(days=31))
        assert included(live, cast.ada) == ""
        again = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0])
        assert again.status == EnrollmentStatus.HELD

    def test_a_bundle_is_used_before_it(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        subscribe(live, cast.ada)
        buy(till, cast.ada, bundle)
        assert included(live, cast.ada) == "bundle"

    def test_of_two_plans_a_seat_hangs_on_the_one_that_lasts(
        self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle
    ) -> None:
        first = subscribe(live, cast.ada, until=timedelta(days=10))
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0])
        subscribe(live, cast.ada, until=timedelta(days=90))
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[1])
        clock.advance(timedelta(days=11))
        renew(live, first, until=-timedelta(days=1))
        assert live.read(service.ended_entitlements, SYSTEM) == []
        assert {status for _, status, _ in seats(live, cast.ada)} == {EnrollmentStatus.ACTIVE}
        assert live.read(service.my_learning, cast.ada).lapsed == ""

    def test_a_hold_beside_a_seat_of_the_plan_stays_one(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        held = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0]).public_id
        subscribe(live, cast.ada)
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        again = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.later[0])
        assert (again.public_id, again.status) == (held, EnrollmentStatus.HELD)

    def test_what_is_open_ends_with_it_and_comes_back(
        self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle
    ) -> None:
        plan_id = subscribe(live, cast.ada, until=timedelta(days=40))
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])

        def shown() -> tuple[bool, set[bool]]:
            view = live.read(service.my_enrollment, cast.ada, public_id=taken.public_id)
            return view.is_lapsed, {access.is_open for access in view.access}

        assert shown() == (False, {True})
        clock.advance(timedelta(days=41))
        assert shown() == (True, {False})
        renew(live, plan_id, until=timedelta(days=900))
        assert shown() == (False, {True})
        with live.system() as ctx:
            row = ctx.session.exec(select(Enrollment)).one()
            end = ctx.session.get_one(Cohort, row.cohort_id).end_date
            assert row.materials_access_until == end + MATERIALS

    def test_another_plan_opens_again_what_the_first_did(
        self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle
    ) -> None:
        subscribe(live, cast.ada, until=timedelta(days=40))
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        clock.advance(timedelta(days=50))
        assert live.read(service.my_learning, cast.ada).lapsed == "plan"
        renew(live, subscribe(live, cast.ada), until=MONTH)
        learning = live.read(service.my_learning, cast.ada)
        assert (learning.lapsed, {access.is_open for access in learning.past[0].access}) == ("", {True})

    @pytest.mark.parametrize("is_told", [True, False])
    def test_seats_to_come_end_with_it(
        self, live: Live, cast: Cast, clock: FrozenClock, bundle: Bundle, is_told: bool
    ) -> None:
        """Whoever keeps its books tells of its end; where that is lost, the sweep finds it."""
        plan_id = subscribe(live, cast.ada, until=timedelta(days=5))
        live.write(service.reserve_seat, cast.ada, cohort_id=bundle.soon[0])
        clock.advance(timedelta(days=6))
        if is_told:
            renew(live, plan_id, until=-timedelta(days=1))
        else:
            (_over,) = live.read(service.ended_entitlements, SYSTEM)
            jobs.sweep(live)
        assert live.read(service.ended_entitlements, SYSTEM) == []
        assert seats(live, cast.ada)[0][1] == EnrollmentStatus.CANCELLED
        assert included(live, cast.ada) == ""
