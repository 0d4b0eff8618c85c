"""Taking a seat and giving it back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, CohortStatus, CourseStatus
from academy.core.errors import Conflict, Denied, NotFound, SignInRequired
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus, PaymentType
from academy.live import SYSTEM
from academy.organizations import service as organizations
from academy.organizations.models import Organization, OrganizationMembership
from tests.enrollment.seats import PRICE, assert_laws, make_cohort, make_course, make_people
from tests.world import Cast, FrozenClock, Live, Scheduled

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def cohort_id(live: Live) -> int:
    """A cohort in a month with two seats."""
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx)).id


@pytest.fixture
def free_cohort_id(live: Live) -> int:
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx, price=0, slug="webinar")).id


def enrollment(live: Live, public_id: str) -> Enrollment:
    with live.system() as ctx:
        found = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
        ctx.session.expunge(found)
        return found


def enrolled(live: Live, cohort_id: int) -> int:
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)
        return ctx.session.get_one(Cohort, cohort_id).current_enrollment


class TestReserveSeat:
    def test_holds_a_seat_for_half_an_hour(self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert taken.status == EnrollmentStatus.HELD
        assert taken.hold_expires_at == clock.now + HALF_AN_HOUR
        held = enrollment(live, taken.public_id)
        assert (held.amount_cents, held.payment_type) == (PRICE, PaymentType.B2C)
        assert enrolled(live, cohort_id) == 0

    def test_plans_its_own_release(self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        held = enrollment(live, taken.public_id)
        assert live.scheduled == [
            Scheduled(service.release_lapsed_hold.name, {"enrollment_id": held.id}, clock.now + HALF_AN_HOUR)
        ]

    def test_gives_a_free_seat_at_once(self, live: Live, cast: Cast, free_cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id)
        assert taken.status == EnrollmentStatus.ACTIVE
        assert enrollment(live, taken.public_id).payment_status == PaymentStatus.COMPLETED
        assert enrolled(live, free_cohort_id) == 1
        assert service.release_lapsed_hold.name not in [found.job for found in live.scheduled]

    def test_opens_access_from_the_cohorts_end(self, live: Live, cast: Cast, free_cohort_id: int) -> None:
        seat = enrollment(live, live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id).public_id)
        with live.system() as ctx:
            end = ctx.session.get_one(Cohort, free_cohort_id).end_date
        assert seat.office_hours_eligible_until == seat.chatbot_access_until == end + timedelta(days=90)
        assert seat.materials_access_until == end + timedelta(days=365)

    @pytest.mark.parametrize("which", ["cohort_id", "free_cohort_id"])
    def test_gives_one_person_one_seat(
        self, live: Live, cast: Cast, which: str, request: pytest.FixtureRequest
    ) -> None:
        cohort_id = request.getfixturevalue(which)
        first = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id) == first

    def test_gives_a_new_hold_after_the_old_one_ran_out(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        first = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        clock.advance(HALF_AN_HOUR)
        second = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert second.public_id != first.public_id
        assert enrollment(live, first.public_id).status == EnrollmentStatus.EXPIRED
        assert enrolled(live, cohort_id) == 0

    def test_refuses_a_visitor(self, live: Live, cast: Cast, cohort_id: int) -> None:
        with pytest.raises(SignInRequired):
            live.write(service.reserve_seat, cast.nobody, cohort_id=cohort_id)

    def test_refuses_when_full_and_names_the_next(self, live: Live, cast: Cast, cohort_id: int) -> None:
        with live.system() as ctx:
            course = make_course(ctx, slug="other")
            full = make_cohort(ctx, course, seats=1).id
            make_cohort(ctx, course, seats=0, name="Full too", starts_in=timedelta(days=40))
            make_cohort(ctx, course, name="June", starts_in=timedelta(days=91))
        live.write(service.reserve_seat, cast.ada, cohort_id=full)
        with pytest.raises(Conflict, match=r"full.*“June”, starting on 1 June 2026"):
            live.write(service.reserve_seat, cast.ben, cohort_id=full)

    def test_a_seat_whose_hold_ran_out_is_free_though_nobody_swept(
        self, live: Live, cast: Cast, clock: FrozenClock
    ) -> None:
        with live.system() as ctx:
            cohort_id = make_cohort(ctx, make_course(ctx), seats=1).id
        live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        with pytest.raises(Conflict, match=r"full. No other cohort"):
            live.write(service.reserve_seat, cast.ben, cohort_id=cohort_id)
        clock.advance(HALF_AN_HOUR)
        assert live.write(service.reserve_seat, cast.ben, cohort_id=cohort_id).status == EnrollmentStatus.HELD
        assert enrolled(live, cohort_id) == 0

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            (CohortStatus.SCHEDULED, "not opened yet"),
            (CohortStatus.IN_PROGRESS, "started already"),
            (CohortStatus.COMPLETED, "is over"),
            (CohortStatus.CANCELLED, "cancelled"),
        ],
    )
    def test_refuses_a_cohort_that_is_not_open(
        self, live: Live, cast: Cast, status: CohortStatus, sentence: str
    ) -> None:
        with live.system() as ctx:
            cohort_id = make_cohort(ctx, make_course(ctx), status=status).id
        with pytest.raises(Conflict, match=sentence):
            live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)

    def test_refuses_from_the_moment_it_starts(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        clock.advance(timedelta(days=30))
        with pytest.raises(Conflict, match="started already"):
            live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)

    @pytest.mark.parametrize("status", [CourseStatus.DRAFT, CourseStatus.ARCHIVED])
    def test_refuses_a_course_that_is_not_published(self, live: Live, cast: Cast, status: CourseStatus) -> None:
        with live.system() as ctx:
            cohort_id = make_cohort(ctx, make_course(ctx, status=status)).id
        with pytest.raises(NotFound, match="not on offer"):
            live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)

    def test_a_hold_does_not_outlast_the_start(self, live: Live, cast: Cast, clock: FrozenClock) -> None:
        with live.system() as ctx:
            cohort_id = make_cohort(ctx, make_course(ctx), starts_in=timedelta(minutes=5)).id
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert taken.hold_expires_at == clock.now + timedelta(minutes=5)


class TestPrivateCohorts:
    @pytest.fixture
    def private_cohort_id(self, live: Live, cast: Cast) -> int:
        """A cohort of Meridian, which Max belongs to and Ben has left."""
        with live.system() as ctx:
            meridian = Organization(name="Meridian", domain="m.example", contact_email="m@m.example", contact_name="M")
            ctx.session.add(meridian)
            ctx.session.flush()
            for viewer, left_at in ((cast.max, None), (cast.ben, ctx.now)):
                membership = {"organization_id": meridian.id, "user_id": viewer.user_id, "joined_at": ctx.now}
                ctx.session.add(OrganizationMembership(**membership, left_at=left_at))
            course = make_course(ctx)
            organizations.add_seats(ctx, organization_id=meridian.id, course_id=course.id, quantity=1)
            return make_cohort(ctx, course, organization_id=meridian.id).id

    def test_members_enroll_at_their_companys_cost(self, live: Live, cast: Cast, private_cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.max, cohort_id=private_cohort_id)
        seat = enrollment(live, taken.public_id)
        assert (seat.status, seat.amount_cents, seat.payment_type) == (EnrollmentStatus.ACTIVE, 0, PaymentType.B2B)
        assert seat.organization_id is not None

    @pytest.mark.parametrize("who", ["ada", "ben", "olga"])
    def test_others_are_refused(self, live: Live, cast: Cast, private_cohort_id: int, who: str) -> None:
        with pytest.raises(NotFound, match="private"):
            live.write(service.reserve_seat, getattr(cast, who), cohort_id=private_cohort_id)


class TestCancelHold:
    def test_gives_the_seat_back_at_once(self, live: Live, cast: Cast, cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        live.write(service.cancel_hold, cast.ada, public_id=taken.public_id)
        live.write(service.cancel_hold, cast.ada, public_id=taken.public_id)
        assert enrollment(live, taken.public_id).status == EnrollmentStatus.CANCELLED
        assert enrolled(live, cohort_id) == 0
        again = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert again.public_id != taken.public_id

    def test_refuses_everybody_else(self, live: Live, cast: Cast, cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        for other in (cast.ben, cast.ines, cast.max, cast.olga):
            with pytest.raises(NotFound):
                live.write(service.cancel_hold, other, public_id=taken.public_id)
        with pytest.raises(SignInRequired):
            live.write(service.cancel_hold, cast.nobody, public_id=taken.public_id)

    def test_refuses_an_enrollment(self, live: Live, cast: Cast, free_cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id)
        with pytest.raises(Conflict, match="the seat is yours"):
            live.write(service.cancel_hold, cast.ada, public_id=taken.public_id)


class TestCancelEnrollment:
    def test_frees_a_free_seat_until_the_start(
        self, live: Live, cast: Cast, clock: FrozenClock, free_cohort_id: int
    ) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id)
        clock.advance(timedelta(days=29))
        assert live.write(service.cancel_enrollment, cast.ada, public_id=taken.public_id).refund_cents == 0
        live.write(service.cancel_enrollment, cast.ada, public_id=taken.public_id)
        seat = enrollment(live, taken.public_id)
        assert (seat.status, seat.cancelled_at) == (EnrollmentStatus.CANCELLED, clock.now)
        assert enrolled(live, free_cohort_id) == 0

    def test_refuses_from_the_start(self, live: Live, cast: Cast, clock: FrozenClock, free_cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id)
        clock.advance(timedelta(days=30))
        with pytest.raises(Conflict, match="has started"):
            live.write(service.cancel_enrollment, cast.ada, public_id=taken.public_id)

    def test_refuses_everybody_else(self, live: Live, cast: Cast, free_cohort_id: int) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=free_cohort_id)
        for other in (cast.ben, cast.ines, cast.max, cast.olga):
            with pytest.raises(NotFound):
                live.write(service.cancel_enrollment, other, public_id=taken.public_id)
        with pytest.raises(SignInRequired):
            live.write(service.cancel_enrollment, cast.nobody, public_id=taken.public_id)


class TestLapse:
    def test_the_job_releases_only_what_ran_out(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        held = enrollment(live, taken.public_id)
        with live.system() as ctx:
            service.release_lapsed_hold(ctx, enrollment_id=held.id)
        assert enrollment(live, taken.public_id).status == EnrollmentStatus.HELD
        clock.advance(HALF_AN_HOUR)
        with live.system() as ctx:
            service.release_lapsed_hold(ctx, enrollment_id=held.id)
            service.release_lapsed_hold(ctx, enrollment_id=held.id)
        assert enrollment(live, taken.public_id).status == EnrollmentStatus.EXPIRED

    def test_the_sweep_releases_all_that_ran_out(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        clock.advance(timedelta(minutes=20))
        kept = live.write(service.reserve_seat, cast.ben, cohort_id=cohort_id)
        clock.advance(timedelta(minutes=10))
        (_lapsed,) = live.read(service.lapsed_holds, SYSTEM)
        jobs.sweep(live)
        assert live.read(service.lapsed_holds, SYSTEM) == []
        assert enrollment(live, kept.public_id).status == EnrollmentStatus.HELD

    def test_people_may_not(self, live: Live, cast: Cast) -> None:
        for viewer in (cast.nobody, cast.ada, cast.olga):
            with pytest.raises(Denied):
                live.read(service.lapsed_holds, viewer)
            with pytest.raises(Denied):
                live.write(service.release_lapsed_hold, viewer, enrollment_id=1)


def test_many_people_share_what_there_is(live: Live, cohort_id: int) -> None:
    with live.system() as ctx:
        people = make_people(ctx, 5)
    outcomes = []
    for person in people:
        try:
            outcomes.append(live.write(service.reserve_seat, person, cohort_id=cohort_id).status)
        except Conflict:
            outcomes.append(None)
    assert outcomes == [EnrollmentStatus.HELD] * 2 + [None] * 3
