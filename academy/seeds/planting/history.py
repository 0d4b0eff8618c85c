"""Cohorts, and who took which seat in them."""

from datetime import datetime, timedelta

from academy.catalog.models import Cohort, CohortSession, SeatHold
from academy.commerce.models import Purchase, PurchaseStatus
from academy.enrollment.models import (
    Enrollment,
    EnrollmentStatus,
    PaymentStatus,
    PaymentType,
    WaitlistEntry,
    WaitlistStatus,
)
from academy.identity.models import RoleAssignment, ScopedRole
from academy.seeds.plan import HOLD, Run, Seat
from academy.seeds.planting.ground import Ground

ANNOUNCED_BEFORE = timedelta(days=90)
GATEWAY = "local"
OFFICE_HOURS, MATERIALS, CHATBOT = timedelta(days=90), timedelta(days=365), timedelta(days=90)


def plant_cohorts(ground: Ground, runs: list[Run]) -> None:
    """Plant every cohort with its dates, its instructor and the people in it."""
    for run in runs:
        cohort = _cohort(ground, run)
        ground.plant(cohort)
        ground.cohorts.append(cohort)
        ground.plant(_instructor(cohort), *_sessions(ground, cohort, run))
        enrollments = [(seat, _enrollment(ground, cohort, run, seat)) for seat in run.seats]
        ground.plant(*(enrollment for _, enrollment in enrollments))
        ground.plant(*(_hold(row) for _, row in enrollments if row.status is EnrollmentStatus.HELD))
        ground.plant(*(_purchase(seat, row) for seat, row in enrollments if _was_for_sale(row)))
        ground.plant(*_waitlist(ground, cohort, run))


def _cohort(ground: Ground, run: Run) -> Cohort:
    text = run.text
    announced_at = min(run.starts_at - ANNOUNCED_BEFORE, ground.now - timedelta(days=30))
    return Cohort(
        created_at=announced_at,
        course_id=ground.courses[text.course].id,
        name=run.name,
        start_date=run.starts_at,
        end_date=run.ends_at,
        zone=text.zone,
        max_capacity=run.capacity,
        current_enrollment=sum(_status(seat) in SEATED for seat in run.seats),
        status=text.status,
        instructor_id=ground.users[text.instructor.email].id,
        is_b2b=text.company is not None,
        organization_id=ground.organizations[text.company.domain].id if text.company else None,
    )


def _instructor(cohort: Cohort) -> RoleAssignment:
    assert cohort.instructor_id is not None  # noqa: S101
    return RoleAssignment(
        created_at=cohort.created_at,
        user_id=cohort.instructor_id,
        role=ScopedRole.INSTRUCTOR,
        cohort_id=cohort.id,
    )


def _sessions(ground: Ground, cohort: Cohort, run: Run) -> list[CohortSession]:
    return [
        CohortSession(
            created_at=cohort.created_at,
            cohort_id=cohort.id,
            session_id=ground.sessions[run.course.slug, slot.day, slot.order].id,
            title=slot.title,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=cohort.zone,
        )
        for slot in run.slots
    ]


SEATED = {EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED}


def _status(seat: Seat) -> EnrollmentStatus:
    if seat.lapsed_at:
        return EnrollmentStatus.EXPIRED
    if seat.released_at:
        return EnrollmentStatus.CANCELLED
    if seat.completed_at:
        return EnrollmentStatus.COMPLETED
    return EnrollmentStatus.ACTIVE if seat.paid_at else EnrollmentStatus.HELD


def _payment(seat: Seat) -> PaymentStatus:
    if seat.lapsed_at:
        return PaymentStatus.FAILED
    if seat.released_at:
        return PaymentStatus.REFUNDED
    return PaymentStatus.COMPLETED if seat.paid_at else PaymentStatus.PENDING


def _enrollment(ground: Ground, cohort: Cohort, run: Run, seat: Seat) -> Enrollment:
    user = ground.users[seat.person.email]
    course = ground.courses[run.course.slug]
    is_b2b = user.organization_id is not None and seat.paid_at is not None and course.price_b2b > 0
    return Enrollment(
        created_at=seat.held_at,
        updated_at=_last_change(seat),
        user_id=user.id,
        cohort_id=cohort.id,
        course_id=course.id,
        organization_id=user.organization_id if is_b2b else None,
        status=_status(seat),
        hold_expires_at=None if seat.paid_at else seat.held_at + HOLD,
        amount_cents=course.price_b2b if is_b2b else course.price_b2c,
        purchase_date=seat.paid_at or seat.held_at,
        payment_status=_payment(seat),
        payment_type=PaymentType.B2B if is_b2b else PaymentType.B2C,
        intake_survey_completed=seat.progress > 0,
        office_hours_eligible_until=run.ends_at + OFFICE_HOURS,
        materials_access_until=run.ends_at + MATERIALS,
        chatbot_access_until=run.ends_at + CHATBOT,
        progress_percent=seat.progress,
        completed_at=seat.completed_at,
        cancelled_at=seat.released_at,
    )


def _hold(enrollment: Enrollment) -> SeatHold:
    return SeatHold(
        created_at=enrollment.created_at,
        cohort_id=enrollment.cohort_id,
        enrollment_id=enrollment.id,
        expires_at=enrollment.purchase_date + HOLD,
    )


def _was_for_sale(enrollment: Enrollment) -> bool:
    """Tell whether a payment was begun for a seat: it costs something, no company covers it, and time has passed."""
    is_own = enrollment.payment_type is PaymentType.B2C and enrollment.amount_cents > 0
    return is_own and enrollment.payment_status is not PaymentStatus.PENDING


def _last_change(seat: Seat) -> datetime:
    moments = (seat.held_at, seat.paid_at, seat.lapsed_at, seat.released_at, seat.completed_at)
    return max(moment for moment in moments if moment)


PURCHASE_STATUS = {
    PaymentStatus.COMPLETED: PurchaseStatus.COMPLETED,
    PaymentStatus.FAILED: PurchaseStatus.EXPIRED,
    PaymentStatus.REFUNDED: PurchaseStatus.REFUNDED,
}


def _purchase(seat: Seat, enrollment: Enrollment) -> Purchase:
    refunded = enrollment.amount_cents if enrollment.payment_status is PaymentStatus.REFUNDED else 0
    return Purchase(
        created_at=seat.held_at,
        updated_at=enrollment.updated_at,
        user_id=enrollment.user_id,
        enrollment_id=enrollment.id,
        amount_cents=enrollment.amount_cents,
        refund_requested_cents=refunded,
        refunded_cents=refunded,
        status=PURCHASE_STATUS[enrollment.payment_status],
        gateway=GATEWAY,
        completed_at=seat.paid_at,
        expires_at=seat.held_at + HOLD,
    )


def _waitlist(ground: Ground, cohort: Cohort, run: Run) -> list[WaitlistEntry]:
    return [
        WaitlistEntry(
            created_at=since,
            user_id=ground.users[person.email].id,
            course_id=cohort.course_id,
            cohort_id=cohort.id,
            position=position,
            status=WaitlistStatus.WAITING,
        )
        for position, (person, since) in enumerate(run.queue, start=1)
    ]
