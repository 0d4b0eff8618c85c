"""Seats that are taken, held and waited for."""

from datetime import timedelta

from academy.catalog.models import (
    SeatHold,
)
from academy.enrollment.models import (
    Enrollment,
    EnrollmentStatus,
    PaymentType,
    WaitlistEntry,
    WaitlistStatus,
)
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def seats(ctx: Context, town: Town) -> Rows:
    def enrollment(person: str, cohort: str, status: EnrollmentStatus, hold: float | None = None) -> Rows:
        run = town[cohort]
        expires_at = None if hold is None else ctx.now + timedelta(minutes=hold)
        if status in {EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED}:
            run.current_enrollment += 1
        name = f"{person} in {cohort}"
        yield (
            name,
            Enrollment(
                user_id=town[person].id,
                cohort_id=run.id,
                course_id=run.course_id,
                status=status,
                hold_expires_at=expires_at,
                amount_cents=0 if run.is_b2b else 349_00,
                purchase_date=ctx.now,
                payment_type=PaymentType.B2B if run.is_b2b else PaymentType.B2C,
                office_hours_eligible_until=run.end_date + timedelta(days=90),
                chatbot_access_until=run.end_date + timedelta(days=90),
                materials_access_until=run.end_date + timedelta(days=365),
            ),
        )
        if expires_at is not None:
            yield f"hold of {name}", SeatHold(cohort_id=run.id, enrollment_id=town[name].id, expires_at=expires_at)

    yield from enrollment("ada", "april", EnrollmentStatus.ACTIVE)
    yield from enrollment("ada", "now", EnrollmentStatus.ACTIVE)
    yield from enrollment("ada", "past", EnrollmentStatus.COMPLETED)
    yield from enrollment("ada", "may", EnrollmentStatus.EXPIRED)
    yield from enrollment("ben", "april", EnrollmentStatus.HELD, hold=22)
    yield from enrollment("ben", "may", EnrollmentStatus.HELD, hold=26)
    yield from enrollment("cleo", "april", EnrollmentStatus.CANCELLED)
    yield from enrollment("mo", "private", EnrollmentStatus.ACTIVE)
    basics, may, expires_at = town["basics"].id, town["may"], ctx.now + timedelta(minutes=28)
    yield "ada waits", WaitlistEntry(user_id=town["ada"].id, course_id=basics, cohort_id=may.id, position=1)
    yield (
        "cleo waits",
        WaitlistEntry(
            user_id=town["cleo"].id,
            course_id=basics,
            position=2,
            status=WaitlistStatus.OFFERED,
            offered_cohort_id=may.id,
            offered_at=ctx.now,
            offer_expires_at=expires_at,
        ),
    )
    may.max_capacity += 1
    yield "offer to cleo", SeatHold(cohort_id=may.id, waitlist_id=town["cleo waits"].id, expires_at=expires_at)
