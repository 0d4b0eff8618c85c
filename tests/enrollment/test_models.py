"""What the tables of enrollment refuse by themselves, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from academy.catalog.models import CapabilityLevel, Cohort, Course, ImpactLevel, SessionType
from academy.core import migrations
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType, WaitlistEntry, WaitlistStatus
from academy.identity.models import User
from tests.databases import KINDS, academy_database

T = TypeVar("T")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LIVE = [EnrollmentStatus.HELD, EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED]
OVER = [EnrollmentStatus.CANCELLED, EnrollmentStatus.EXPIRED]


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with academy_database(request.param) as made:
        yield made


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    with migrations.engine(url).connect() as connection, Session(connection, info={"now": NOON}) as session:
        yield session


@pytest.fixture
def ada(session: Session) -> User:
    return added(session, User(email="ada@example.com", name="Ada"))


@pytest.fixture
def cohort(session: Session) -> Cohort:
    course = Course(
        title="AI Enablement",
        description="Two days.",
        slug="ai-enablement",
        session_type=SessionType.COHORT,
        price_b2c=199_500,
        price_b2b=149_500,
        max_participants=20,
        impact_level=ImpactLevel.L1,
        capability_level=CapabilityLevel.FUNDAMENTALS,
    )
    added(session, course)
    dates = {"start_date": NOON, "end_date": NOON + timedelta(days=1)}
    return added(session, Cohort(course_id=course.id, name="May", max_capacity=20, **dates))


def added(session: Session, row: T) -> T:
    session.add(row)
    session.flush()
    return row


def seat(user: User, cohort: Cohort, status: EnrollmentStatus) -> Enrollment:
    return Enrollment(
        user_id=user.id,
        cohort_id=cohort.id,
        course_id=cohort.course_id,
        status=status,
        purchase_date=NOON,
        payment_type=PaymentType.B2C,
        office_hours_eligible_until=NOON,
        materials_access_until=NOON,
        chatbot_access_until=NOON,
    )


def place(user: User, cohort: Cohort, status: WaitlistStatus, *, any_cohort: bool = False) -> WaitlistEntry:
    cohort_id = None if any_cohort else cohort.id
    return WaitlistEntry(user_id=user.id, course_id=cohort.course_id, cohort_id=cohort_id, position=1, status=status)


@pytest.mark.parametrize("second", LIVE)
@pytest.mark.parametrize("first", LIVE)
def test_nobody_has_two_live_seats_in_a_cohort(
    session: Session, ada: User, cohort: Cohort, first: EnrollmentStatus, second: EnrollmentStatus
) -> None:
    added(session, seat(ada, cohort, first))
    with pytest.raises(IntegrityError):
        added(session, seat(ada, cohort, second))


@pytest.mark.parametrize("over", OVER)
def test_a_seat_that_is_over_does_not_keep_one_from_another(
    session: Session, ada: User, cohort: Cohort, over: EnrollmentStatus
) -> None:
    added(session, seat(ada, cohort, over))
    added(session, seat(ada, cohort, over))
    assert added(session, seat(ada, cohort, EnrollmentStatus.HELD)).id


@pytest.mark.parametrize("any_cohort", [False, True])
def test_nobody_waits_twice_for_the_same(session: Session, ada: User, cohort: Cohort, any_cohort: bool) -> None:
    added(session, place(ada, cohort, WaitlistStatus.EXPIRED, any_cohort=any_cohort))
    added(session, place(ada, cohort, WaitlistStatus.OFFERED, any_cohort=any_cohort))
    with pytest.raises(IntegrityError):
        added(session, place(ada, cohort, WaitlistStatus.WAITING, any_cohort=any_cohort))


def test_one_may_wait_for_a_cohort_and_for_any(session: Session, ada: User, cohort: Cohort) -> None:
    added(session, place(ada, cohort, WaitlistStatus.WAITING))
    assert added(session, place(ada, cohort, WaitlistStatus.WAITING, any_cohort=True)).id


def test_a_cohort_ends_after_it_starts(session: Session, cohort: Cohort) -> None:
    cohort.end_date = cohort.start_date - timedelta(days=1)
    with pytest.raises(IntegrityError):
        session.flush()
