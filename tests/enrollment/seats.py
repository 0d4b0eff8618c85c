"""A course with cohorts, people in numbers, and what must hold of seats whatever happened."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from academy.catalog.models import (
    CapabilityLevel,
    Cohort,
    CohortSession,
    CohortStatus,
    Course,
    CourseStatus,
    ImpactLevel,
    SeatHold,
    SessionType,
)
from academy.commerce import subscribers as commerce_subscribers  # noqa: F401
from academy.commerce.models import Purchase, PurchaseStatus
from academy.enrollment import subscribers  # noqa: F401
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.identity.models import User, UserRole
from academy.live import Context, Viewer

PRICE = 34_900
IN_QUEUE = [WaitlistStatus.WAITING, WaitlistStatus.OFFERED]
LIVE = [EnrollmentStatus.HELD, EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED]
ENROLLED = [EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED]


def make_course(
    ctx: Context, *, price: int = PRICE, status: CourseStatus = CourseStatus.PUBLISHED, slug: str = "ai-enablement"
) -> Course:
    course = Course(
        title="AI Enablement",
        description="Two days.",
        slug=slug,
        session_type=SessionType.COHORT,
        price_b2c=price,
        price_b2b=price,
        max_participants=20,
        impact_level=ImpactLevel.L1,
        capability_level=CapabilityLevel.FUNDAMENTALS,
        status=status,
    )
    ctx.session.add(course)
    ctx.session.flush()
    return course


def make_cohort(
    ctx: Context,
    course: Course,
    *,
    seats: int = 2,
    starts_in: timedelta = timedelta(days=30),
    status: CohortStatus = CohortStatus.OPEN,
    name: str = "April",
    organization_id: int | None = None,
    instructor_id: int | None = None,
) -> Cohort:
    starts_at = ctx.now + starts_in
    cohort = Cohort(
        course_id=course.id,
        name=name,
        start_date=starts_at,
        end_date=starts_at + timedelta(days=1, hours=8),
        max_capacity=seats,
        status=status,
        is_b2b=organization_id is not None,
        organization_id=organization_id,
        instructor_id=instructor_id,
    )
    ctx.session.add(cohort)
    ctx.session.flush()
    return cohort


def make_sessions(ctx: Context, cohort: Cohort) -> list[CohortSession]:
    """Give a cohort one session of two hours on each of its two days."""
    sessions = [
        CohortSession(
            cohort_id=cohort.id,
            title=f"Day {day + 1}",
            starts_at=cohort.start_date + timedelta(days=day),
            ends_at=cohort.start_date + timedelta(days=day, hours=2),
            zone=cohort.zone,
            join_url="https://meet.example/day",
        )
        for day in range(2)
    ]
    ctx.session.add_all(sessions)
    ctx.session.flush()
    return sessions


def make_people(ctx: Context, count: int) -> list[Viewer]:
    people = [User(email=f"person{number}@example.com", name=f"Person {number}") for number in range(count)]
    ctx.session.add_all(people)
    ctx.session.flush()
    return [Viewer(user_id=person.id, role=UserRole.INDIVIDUAL.value) for person in people]


def assert_laws(session: Session, now: datetime) -> None:
    """Hold seats and payments to what must be true at any moment."""
    for cohort in session.exec(select(Cohort)).all():
        enrolled = _count(session, Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(ENROLLED))
        held = _count(session, SeatHold.cohort_id == cohort.id, SeatHold.expires_at > now)
        assert cohort.current_enrollment == enrolled, "the counter equals the rows"
        assert enrolled + held <= cohort.max_capacity, "never above capacity"
    live = select(Enrollment.user_id, Enrollment.cohort_id).where(col(Enrollment.status).in_(LIVE))
    seats = session.exec(live).all()
    assert len(seats) == len(set(seats)), "one live enrollment a person and cohort"
    assert_queue_laws(session, now)
    holds = select(SeatHold.enrollment_id).where(col(SeatHold.enrollment_id).is_not(None))
    holds = holds.order_by(col(SeatHold.enrollment_id))
    held_rows = select(Enrollment.id).where(Enrollment.status == EnrollmentStatus.HELD).order_by(col(Enrollment.id))
    assert session.exec(holds).all() == session.exec(held_rows).all(), "every hold is an enrollment on hold"
    for purchase in session.exec(select(Purchase).where(Purchase.status == PurchaseStatus.COMPLETED)).all():
        enrollment = session.get_one(Enrollment, purchase.enrollment_id)
        has_seat = enrollment.status in ENROLLED
        is_owed = purchase.refund_requested_cents == purchase.amount_cents
        assert has_seat or is_owed, "every completed purchase has a seat or a refund"


def assert_queue_laws(session: Session, now: datetime) -> None:
    """Hold the queue to what must be true at any moment."""
    offers = session.exec(select(SeatHold).where(col(SeatHold.waitlist_id).is_not(None))).all()
    entries = session.exec(select(WaitlistEntry)).all()
    open_offers = {e.id for e in entries if e.status == WaitlistStatus.OFFERED and e.accepted_at is None}
    assert {hold.waitlist_id for hold in offers} == open_offers, "every open offer keeps a seat, and no other does"
    places = [(e.user_id, e.course_id, e.cohort_id) for e in entries if e.status in IN_QUEUE]
    assert len(places) == len(set(places)), "nobody stands in a queue twice"
    for cohort in session.exec(select(Cohort).where(Cohort.status == CohortStatus.OPEN)).all():
        if cohort.start_date <= now:
            continue
        held = session.exec(select(SeatHold).where(SeatHold.cohort_id == cohort.id)).all()
        seated = set(session.exec(select(Enrollment.user_id).where(_lives_in(cohort.id))).all())
        waiting = [
            e
            for e in entries
            if e.status == WaitlistStatus.WAITING
            and e.course_id == cohort.course_id
            and e.cohort_id in (None, cohort.id)
            and e.user_id not in seated
        ]
        is_free = cohort.current_enrollment + len(held) < cohort.max_capacity
        assert not (is_free and waiting), "no seat is free while somebody waits for it"


def _lives_in(cohort_id: int) -> "sa.ColumnElement[bool]":
    return sa.and_(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.status).in_(LIVE))


def _count(session: Session, *conditions: "sa.ColumnElement[bool] | bool") -> int:
    return session.exec(select(sa.func.count()).where(*conditions)).one()
