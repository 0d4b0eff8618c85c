"""Seats that companies give to their people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.catalog.models import CohortStatus, Course
from academy.catalog.service import cohorts as catalog
from academy.core.errors import Conflict, NotFound
from academy.enrollment import service
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.live import SYSTEM, Viewer
from academy.organizations import service as organizations
from academy.organizations.events import InviteAccepted, MembershipEnded
from academy.organizations.models import (
    Organization,
    OrganizationMembership,
    OrganizationSeat,
    OrganizationStatus,
    SeatStatus,
)
from tests.commerce.till import Till
from tests.enrollment.seats import assert_laws, make_cohort, make_course
from tests.world import Cast, FrozenClock, Live

FREE, ASSIGNED, ACTIVATED = SeatStatus.AVAILABLE, SeatStatus.ASSIGNED, SeatStatus.ACTIVATED


@dataclass(frozen=True)
class Company:
    """Meridian has two seats for a course; Ada, Ben and Max belong to it."""

    id: int
    course_id: int
    cohort_id: int
    june_id: int


@pytest.fixture(autouse=True)
def laws(live: Live) -> Iterator[None]:
    yield
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)


@pytest.fixture
def company(live: Live, cast: Cast) -> Company:
    with live.system() as ctx:
        meridian = Organization(name="Meridian", domain="m.example", contact_email="m@m.example", contact_name="M")
        ctx.session.add(meridian)
        ctx.session.flush()
        for viewer in (cast.ada, cast.ben, cast.max):
            belongs = {"organization_id": meridian.id, "user_id": viewer.user_id, "joined_at": ctx.now}
            ctx.session.add(OrganizationMembership(**belongs))
        course = make_course(ctx)
        organizations.add_seats(ctx, organization_id=meridian.id, course_id=course.id, quantity=2)
        june = make_cohort(ctx, course, name="June", starts_in=timedelta(days=90))
        return Company(meridian.id, course.id, make_cohort(ctx, course, seats=5).id, june.id)


def enroll(live: Live, company: Company, person: Viewer, *, cohort_id: int | None = None) -> str:
    with live.system() as ctx:
        where = company.cohort_id if cohort_id is None else cohort_id
        return service.enroll_member(ctx, organization_id=company.id, user_id=person.user_id, cohort_id=where)


def company_seats(live: Live) -> list[SeatStatus]:
    with live.system() as ctx:
        return list(ctx.session.exec(select(OrganizationSeat.status).order_by(col(OrganizationSeat.id))).all())


def seat(live: Live, public_id: str) -> Enrollment:
    with live.system() as ctx:
        found = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
        ctx.session.expunge(found)
        return found


def test_a_member_is_enrolled_on_a_seat_of_the_company(live: Live, cast: Cast, company: Company) -> None:
    mine = seat(live, enroll(live, company, cast.ada))
    assert (mine.status, mine.payment_type, mine.amount_cents) == (EnrollmentStatus.ACTIVE, PaymentType.B2B, 0)
    assert mine.organization_id == company.id
    assert company_seats(live) == [ASSIGNED, FREE]


def test_without_a_seat_left_nobody_is(live: Live, cast: Cast, company: Company) -> None:
    for person in (cast.ada, cast.ben):
        enroll(live, company, person)
    with pytest.raises(Conflict, match="no free seat"):
        enroll(live, company, cast.max)
    assert company_seats(live) == [ASSIGNED, ASSIGNED]


def test_strangers_are_not(live: Live, cast: Cast, company: Company) -> None:
    with pytest.raises(NotFound, match="do not belong"):
        enroll(live, company, cast.ines)


def test_nobody_twice(live: Live, cast: Cast, company: Company) -> None:
    enroll(live, company, cast.ada)
    with pytest.raises(Conflict, match="enrolled in this cohort already"):
        enroll(live, company, cast.ada)
    assert company_seats(live) == [ASSIGNED, FREE]


def test_a_hold_of_their_own_becomes_the_companys(live: Live, till: Till, cast: Cast, company: Company) -> None:
    held = till.reserve(cast.ada, company.cohort_id)
    till.begin(cast.ada, held)
    assert enroll(live, company, cast.ada) == held
    assert seat(live, held).amount_cents == 0
    assert company_seats(live) == [ASSIGNED, FREE]


def test_another_companys_cohort_does_not_exist(live: Live, cast: Cast, company: Company) -> None:
    with live.system() as ctx:
        other = Organization(name="Other", domain="o.example", contact_email="o@o.example", contact_name="O")
        ctx.session.add(other)
        ctx.session.flush()
        private = make_cohort(ctx, make_course(ctx, slug="theirs"), organization_id=other.id).id
    with pytest.raises(NotFound, match="private"):
        enroll(live, company, cast.ada, cohort_id=private)


def test_the_companys_own_cohort_is_theirs(live: Live, cast: Cast, company: Company) -> None:
    with live.system() as ctx:
        course = make_course(ctx, slug="own")
        organizations.add_seats(ctx, organization_id=company.id, course_id=course.id, quantity=1)
        private = make_cohort(ctx, course, organization_id=company.id).id
    assert seat(live, enroll(live, company, cast.ada, cohort_id=private)).status == EnrollmentStatus.ACTIVE


def test_who_leaves_a_cohort_gives_the_company_its_seat(live: Live, cast: Cast, company: Company) -> None:
    public_id = enroll(live, company, cast.ada)
    live.write(service.cancel_enrollment, cast.ada, public_id=public_id)
    assert company_seats(live) == [FREE, FREE]


def test_the_seat_moves_with_its_person(live: Live, cast: Cast, company: Company) -> None:
    public_id = enroll(live, company, cast.ada)
    moved = live.write(service.transfer, cast.ada, public_id=public_id, cohort_id=company.june_id)
    assert seat(live, moved.public_id).organization_id == company.id
    assert company_seats(live) == [ASSIGNED, FREE]


class TestTheEndOfMembership:
    def end(self, live: Live, cast: Cast, company: Company) -> None:
        with live.system() as ctx:
            ctx.publish(MembershipEnded(company.id, cast.ada.user_id))

    def test_frees_what_has_not_begun(self, live: Live, cast: Cast, company: Company) -> None:
        public_id = enroll(live, company, cast.ada)
        self.end(live, cast, company)
        assert seat(live, public_id).status == EnrollmentStatus.CANCELLED
        assert company_seats(live) == [FREE, FREE]

    def test_leaves_what_has_begun_and_what_is_their_own(
        self, live: Live, cast: Cast, clock: FrozenClock, company: Company
    ) -> None:
        public_id = enroll(live, company, cast.ada)
        own = live.write(service.reserve_seat, cast.ada, cohort_id=company.june_id).public_id
        clock.advance(timedelta(days=30))
        live.write(catalog.advance_cohorts, SYSTEM)
        assert company_seats(live) == [ACTIVATED, FREE]
        self.end(live, cast, company)
        assert seat(live, public_id).status == EnrollmentStatus.ACTIVE
        assert seat(live, own).status == EnrollmentStatus.HELD
        assert company_seats(live) == [ACTIVATED, FREE]


class TestTheCompanysOwnCohort:
    @pytest.fixture
    def private_id(self, live: Live, cast: Cast, company: Company) -> int:
        """A cohort of Meridian's own with one seat, which Ben has."""
        with live.system() as ctx:
            course = ctx.session.get_one(Course, company.course_id)
            private_id = make_cohort(ctx, course, name="Own", seats=1, organization_id=company.id).id
        enroll(live, company, cast.ben, cohort_id=private_id)
        return private_id

    def test_takes_no_seat_that_was_bought_privately(
        self, live: Live, till: Till, cast: Cast, company: Company, private_id: int
    ) -> None:
        live.write(catalog.set_capacity, SYSTEM, cohort_id=private_id, capacity=2)
        own = till.reserve(cast.ada, company.cohort_id)
        till.pay(till.begin(cast.ada, own))
        till.deliver()
        assert [one.name for one in live.read(service.other_cohorts, cast.ada, public_id=own)] == ["June"]
        with pytest.raises(NotFound):
            live.write(service.transfer, cast.ada, public_id=own, cohort_id=private_id)
        with pytest.raises(NotFound, match="not one of that company's"):
            live.write(service.transfer_person, cast.olga, public_id=own, cohort_id=private_id, reason="Asked.")

    def test_is_closed_to_who_has_left_though_they_were_offered_a_seat(
        self, live: Live, cast: Cast, company: Company, private_id: int
    ) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=private_id)
        live.write(service.join_waitlist, cast.max, cohort_id=private_id)
        live.write(catalog.set_capacity, SYSTEM, cohort_id=private_id, capacity=2)
        with live.system() as ctx:
            gone = OrganizationMembership.user_id == cast.ada.user_id
            ctx.session.exec(select(OrganizationMembership).where(gone)).one().left_at = ctx.now
        with pytest.raises(NotFound, match="do not belong"):
            live.write(service.accept_offer, cast.ada, entry_id=entry)
        with live.system() as ctx:
            ctx.publish(MembershipEnded(company.id, cast.ada.user_id))
        assert live.read(service.my_waitlist, cast.ada) == []
        [card] = live.read(service.my_waitlist, cast.max)
        assert card.offer_expires_at is not None, "the next in the queue gets it"


def test_a_suspended_company_keeps_nobody_from_buying_their_own_seat(
    live: Live, till: Till, cast: Cast, company: Company
) -> None:
    with live.system() as ctx:
        kept = ctx.session.exec(select(OrganizationSeat).limit(1)).one()
        kept.status, kept.user_id = SeatStatus.HELD, cast.ada.user_id
        ctx.session.get_one(Organization, company.id).status = OrganizationStatus.SUSPENDED
    assert seat(live, till.reserve(cast.ada, company.cohort_id)).status == EnrollmentStatus.HELD


class TestTakingBack:
    def test_works_until_the_cohort_begins(self, live: Live, cast: Cast, clock: FrozenClock, company: Company) -> None:
        first, second = enroll(live, company, cast.ada), enroll(live, company, cast.ben)
        with live.system() as ctx:
            service.withdraw_member(ctx, organization_id=company.id, public_id=first)
            service.withdraw_member(ctx, organization_id=company.id, public_id=first)
        assert company_seats(live) == [FREE, ASSIGNED]
        clock.advance(timedelta(days=30))
        live.write(catalog.advance_cohorts, SYSTEM)
        with live.system() as ctx, pytest.raises(Conflict, match="has begun"):
            service.withdraw_member(ctx, organization_id=company.id, public_id=second)

    def test_is_refused_to_other_companies(self, live: Live, cast: Cast, company: Company) -> None:
        public_id = enroll(live, company, cast.ada)
        with live.system() as ctx, pytest.raises(NotFound):
            service.withdraw_member(ctx, organization_id=company.id + 1, public_id=public_id)


class TestAnInviteIntoACohort:
    def accept(self, live: Live, person: Viewer, company: Company) -> None:
        with live.system() as ctx:
            ctx.publish(InviteAccepted(company.id, person.user_id, company.cohort_id))

    def test_enrolls(self, live: Live, cast: Cast, company: Company) -> None:
        self.accept(live, cast.ada, company)
        assert company_seats(live) == [ASSIGNED, FREE]

    def test_into_one_that_is_closed_does_no_harm(self, live: Live, cast: Cast, company: Company) -> None:
        live.write(catalog.move_cohort, SYSTEM, cohort_id=company.cohort_id, status=CohortStatus.CANCELLED)
        self.accept(live, cast.ada, company)
        assert company_seats(live) == [FREE, FREE]
