"""The life of an enrollment: which status may follow which, and what each does to the seats of its cohort.

A cohort's seats are its `current_enrollment`, which counts the active and completed enrollments, and its rows in
`seat_holds` that have not run out: of enrollments on hold, written here, and of offers, written in `queue.py`.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, SeatHold
from academy.catalog.seats import held_in
from academy.commerce import service as commerce
from academy.core.errors import NotFound
from academy.enrollment.events import HoldEnded, SeatFreed, SeatTaken
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus
from academy.live import Context
from academy.organizations import service as organizations

NEXT_STATUSES: dict[EnrollmentStatus, frozenset[EnrollmentStatus]] = {
    EnrollmentStatus.HELD: frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.CANCELLED, EnrollmentStatus.EXPIRED}),
    EnrollmentStatus.ACTIVE: frozenset({EnrollmentStatus.COMPLETED, EnrollmentStatus.CANCELLED}),
    EnrollmentStatus.COMPLETED: frozenset(),
    EnrollmentStatus.EXPIRED: frozenset({EnrollmentStatus.ACTIVE}),
    EnrollmentStatus.CANCELLED: frozenset(),
}
"""What may follow what. A payment that comes late makes a seat of an expired hold, if one is free."""

LIVE = frozenset({EnrollmentStatus.HELD, EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED})
ENROLLED = frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED})

OFFICE_HOURS = timedelta(days=90)
TUTOR = timedelta(days=90)
MATERIALS = timedelta(days=365)


_LOCKED = (
    select(Cohort)
    .where(col(Cohort.id) == sa.bindparam("cohort_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LIVE_SEAT = select(Enrollment).where(
    col(Enrollment.user_id) == sa.bindparam("user_id"),
    col(Enrollment.cohort_id) == sa.bindparam("cohort_id"),
    col(Enrollment.status).in_(LIVE),
)


def lock_cohort(ctx: Context, cohort_id: int) -> Cohort:
    """Return a cohort as it is now; nobody else changes its seats before this transaction ends.

    What the transaction has read before needs no second look: it is serializable, and so fails if that has changed.

    Raises:
        NotFound: There is no such cohort.
    """
    cohort = ctx.session.exec(_LOCKED, params={"cohort_id": cohort_id}).first()
    if cohort is None:
        raise NotFound("There is no such cohort.")
    return cohort


def seats_left(ctx: Context, cohort: Cohort) -> int:
    """Return how many seats of a cohort nobody has or holds."""
    return cohort.max_capacity - cohort.current_enrollment - held_in(ctx.session, cohort.id, ctx.now)


def is_open(ctx: Context, cohort: Cohort) -> bool:
    """Tell whether people may still enroll in a cohort, seats aside."""
    return cohort.status == CohortStatus.OPEN and not ctx.is_past(cohort.start_date)


def live_enrollment(ctx: Context, *, user_id: int, cohort_id: int) -> Enrollment | None:
    """Return the one enrollment of a person in a cohort that is not over."""
    return ctx.session.exec(_LIVE_SEAT, params={"user_id": user_id, "cohort_id": cohort_id}).first()


def is_lapsed(ctx: Context, enrollment: Enrollment) -> bool:
    """Tell whether a hold has run out, swept away or not."""
    expires_at = enrollment.hold_expires_at
    return enrollment.status == EnrollmentStatus.HELD and expires_at is not None and ctx.is_past(expires_at)


def hold(ctx: Context, enrollment: Enrollment, *, until: datetime) -> None:
    """Put a new enrollment on hold: the seat counts as taken until then."""
    enrollment.status = EnrollmentStatus.HELD
    enrollment.hold_expires_at = until
    ctx.session.add(enrollment)
    ctx.session.flush()
    ctx.session.add(SeatHold(cohort_id=enrollment.cohort_id, enrollment_id=enrollment.id, expires_at=until))


def move(ctx: Context, enrollment: Enrollment, status: EnrollmentStatus) -> None:
    """Move an enrollment on, and with it the seats of its cohort, which must be locked.

    Raises:
        ValueError: That status may not follow the present one.
    """
    before = enrollment.status
    if status not in NEXT_STATUSES[before]:
        raise ValueError(f"an enrollment that is {before} cannot become {status}")
    enrollment.status = status
    if status == EnrollmentStatus.CANCELLED:
        enrollment.cancelled_at = ctx.now
    if status == EnrollmentStatus.ACTIVE:
        enrollment.hold_expires_at = None
        enrollment.purchase_date = ctx.now
        enrollment.payment_status = PaymentStatus.COMPLETED
    ctx.session.flush()
    if before == EnrollmentStatus.HELD:
        ctx.session.exec(sa.delete(SeatHold).where(col(SeatHold.enrollment_id) == enrollment.id))
    _count(ctx, enrollment.cohort_id, (status in ENROLLED) - (before in ENROLLED))
    if status == EnrollmentStatus.ACTIVE:
        ctx.publish(SeatTaken(enrollment.id))
    elif status not in LIVE:
        organizations.return_seat(ctx, enrollment_id=enrollment.id)
        if enrollment.entitlement_id is not None:
            commerce.return_entitlement(ctx, entitlement_id=enrollment.entitlement_id)
        if before == EnrollmentStatus.HELD:
            ctx.publish(HoldEnded(enrollment.id))
        ctx.publish(SeatFreed(enrollment.cohort_id))


def succeed(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> Enrollment:
    """Return a new, active enrollment in a locked cohort for one that is to be given up, with all that was paid."""
    kept = {"user_id", "course_id", "organization_id", "amount_cents", "currency", "payment_status", "payment_type"}
    kept |= {"stripe_payment_intent_id", "stripe_checkout_session_id", "intake_survey_completed", "entitlement_id"}
    successor = Enrollment(
        **enrollment.model_dump(include=kept),
        **_windows(ctx, cohort, enrollment.entitlement_id),
        cohort_id=cohort.id,
        status=EnrollmentStatus.ACTIVE,
        purchase_date=ctx.now,
    )
    if enrollment.entitlement_id is not None:
        commerce.move_entitlement(ctx, entitlement_id=enrollment.entitlement_id, cohort_id=cohort.id)
        enrollment.entitlement_id = None
        ctx.session.flush()
    ctx.session.add(successor)
    ctx.session.flush()
    _count(ctx, cohort.id, 1)
    enrollment.transferred_to_id = successor.id
    return successor


def open_access(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> None:
    """Let the access windows follow the cohort's end, and that of what the seat was taken with."""
    for window, until in _windows(ctx, cohort, enrollment.entitlement_id).items():
        setattr(enrollment, window, until)


def _windows(ctx: Context, cohort: Cohort, entitlement_id: int | None) -> dict[str, Any]:
    ends_at = None if entitlement_id is None else commerce.entitlement_ends_at(ctx, entitlement_id=entitlement_id)
    windows = {
        "office_hours_eligible_until": cohort.end_date + OFFICE_HOURS,
        "chatbot_access_until": cohort.end_date + TUTOR,
        "materials_access_until": cohort.end_date + MATERIALS,
    }
    return windows if ends_at is None else {window: min(until, ends_at) for window, until in windows.items()}


def _count(ctx: Context, cohort_id: int, change: int) -> None:
    if change:
        counted = {"current_enrollment": col(Cohort.current_enrollment) + change}
        ctx.session.exec(sa.update(Cohort).where(col(Cohort.id) == cohort_id).values(counted))
