"""Taking a seat and giving it back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course, CourseStatus
from academy.catalog.seats import has_seat_left
from academy.commerce import service as commerce
from academy.core.errors import Conflict, NotFound
from academy.enrollment.events import EnrollmentCancelled
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.enrollment.policy import joinable, may_join, owner
from academy.enrollment.schemas import Cancellation, Reservation
from academy.enrollment.service.entitled import draw, redeem
from academy.enrollment.service.lifecycle import (
    ENROLLED,
    hold,
    is_lapsed,
    is_open,
    live_enrollment,
    lock_cohort,
    move,
    open_access,
)
from academy.enrollment.service.queue import free_seats
from academy.identity.policy import system_only
from academy.live import Context, mutation, query, signed_in
from academy.organizations import service as organizations

HOLD = timedelta(minutes=30)
REFUNDABLE = timedelta(days=14)

CLOSED = {
    CohortStatus.SCHEDULED: "Enrollment for this cohort has not opened yet.",
    CohortStatus.IN_PROGRESS: "This cohort has started already.",
    CohortStatus.COMPLETED: "This cohort is over.",
    CohortStatus.CANCELLED: "This cohort has been cancelled.",
}

_NEXT = (
    select(Cohort.name, Cohort.start_date, Cohort.zone)
    .where(
        col(Cohort.course_id) == sa.bindparam("course_id"),
        col(Cohort.id) != sa.bindparam("cohort_id"),
        col(Cohort.status) == CohortStatus.OPEN,
        col(Cohort.start_date) > sa.bindparam("now"),
        has_seat_left(sa.bindparam("now")),
        joinable(sa.bindparam("user_id")),
    )
    .order_by(col(Cohort.start_date), col(Cohort.id))
    .limit(1)
)


@mutation(policy=signed_in)
def reserve_seat(ctx: Context, *, cohort_id: int) -> Reservation:
    """Take a seat: a hold of half an hour to pay in, or at once the seat itself where there is nothing left to pay.

    Whoever has a seat or a hold in the cohort gets that one back, however often they ask.

    Raises:
        NotFound: There is no such cohort on offer, or it is another company's.
        Conflict: It is full, not open or has started; the sentence names the next one that can be joined.
    """
    cohort = lock_cohort(ctx, cohort_id)
    course = ctx.session.get_one(Course, cohort.course_id)
    if not may_join(ctx, cohort):
        raise NotFound("This cohort is private to a company you do not belong to.")
    existing = present_seat(ctx, user_id=ctx.user_id, cohort_id=cohort_id)
    if existing is None:
        require_seat(ctx, course, cohort)
        existing = take(ctx, course, cohort, until=ctx.now + HOLD, organization_id=payer(ctx, cohort))
    else:
        redeem(ctx, existing)
    return Reservation(public_id=existing.public_id, status=existing.status, hold_expires_at=existing.hold_expires_at)


@mutation(policy=owner)
def cancel_hold(ctx: Context, *, public_id: str) -> None:
    """Give a held seat back at once. One that is given back already stays so.

    Raises:
        Conflict: It is paid for by now.
    """
    enrollment = locked(ctx, public_id)
    if enrollment.status in ENROLLED:
        raise Conflict("Your payment has arrived, so the seat is yours. You can cancel it from your learning page.")
    if enrollment.status == EnrollmentStatus.HELD:
        commerce.abandon_purchases(ctx, enrollment_id=enrollment.id)
        move(ctx, enrollment, EnrollmentStatus.CANCELLED)


@mutation(policy=owner)
def cancel_enrollment(ctx: Context, *, public_id: str) -> Cancellation:
    """Leave a cohort before it starts. What was paid goes back in full up to 14 days before the start.

    Whoever has a choice, because the academy moved or cancelled the cohort, gets everything back at any time.

    Raises:
        Conflict: It has started, or it is too late for a refund.
    """
    enrollment = locked(ctx, public_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    if enrollment.status == EnrollmentStatus.CANCELLED:
        return Cancellation(refund_cents=0, currency=enrollment.currency)
    if enrollment.status != EnrollmentStatus.ACTIVE or not may_leave(ctx, enrollment, cohort):
        raise Conflict("This cohort has started, so the seat cannot be cancelled any more.")
    if commerce.paying(ctx, enrollment_id=enrollment.id) is not None and not is_refundable(ctx, enrollment, cohort):
        raise Conflict(
            "Fourteen days before the start, seats stop being refunded automatically. "
            "Move your seat to a later cohort instead, or write to us and we will look for a way together."
        )
    return leave(ctx, enrollment)


def leave(ctx: Context, enrollment: Enrollment) -> Cancellation:
    """End an active enrollment of a locked cohort; all that was paid for it goes back."""
    purchase = commerce.paying(ctx, enrollment_id=enrollment.id)
    refund_cents = 0
    if purchase is not None:
        refund_cents = purchase.amount_cents - purchase.refund_requested_cents
        commerce.request_refund(ctx, purchase)
    move(ctx, enrollment, EnrollmentStatus.CANCELLED)
    ctx.publish(EnrollmentCancelled(enrollment.id, refund_cents))
    return Cancellation(refund_cents=refund_cents, currency=enrollment.currency)


def has_choice(ctx: Context, enrollment: Enrollment) -> bool:
    """Tell whether somebody may still say what they want instead of what the academy changed."""
    return enrollment.choice_until is not None and not ctx.is_past(enrollment.choice_until)


def may_leave(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> bool:
    """Tell whether an active enrollment may be given up or moved by its owner."""
    return has_choice(ctx, enrollment) or not ctx.is_past(cohort.start_date)


def is_refundable(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> bool:
    """Tell whether giving up a seat brings back what was paid for it."""
    return has_choice(ctx, enrollment) or not ctx.is_past(refundable_until(enrollment, cohort))


def refundable_until(enrollment: Enrollment, cohort: Cohort) -> datetime:
    """Return when a seat stops being refunded, choices aside."""
    return enrollment.refundable_until or cohort.start_date - REFUNDABLE


@mutation(policy=system_only)
def release_lapsed_hold(ctx: Context, *, enrollment_id: int) -> None:
    """Give back a hold that has run out; one that was paid for or given back in time is left alone."""
    enrollment = ctx.session.get_one(Enrollment, enrollment_id)
    lock_cohort(ctx, enrollment.cohort_id)
    if is_lapsed(ctx, enrollment):
        _expire(ctx, enrollment)


@query(policy=system_only)
def lapsed_holds(ctx: Context) -> list[int]:
    """Return the enrollments whose hold has run out and is not given back: a net under the job of each."""
    statement = select(Enrollment.id, Enrollment.hold_expires_at).where(Enrollment.status == EnrollmentStatus.HELD)
    held = ctx.session.exec(statement.order_by(col(Enrollment.cohort_id), col(Enrollment.id))).all()
    return [enrollment_id for enrollment_id, until in held if until is not None and ctx.is_past(until)]


def locked(ctx: Context, public_id: str) -> Enrollment:
    """Return an enrollment whose cohort's seats nobody else changes meanwhile."""
    enrollment = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
    lock_cohort(ctx, enrollment.cohort_id)
    return enrollment


def present_seat(ctx: Context, *, user_id: int, cohort_id: int) -> Enrollment | None:
    """Return the seat that somebody has or holds in a locked cohort; a hold that has run out is given back first."""
    found = live_enrollment(ctx, user_id=user_id, cohort_id=cohort_id)
    if found is None or not is_lapsed(ctx, found):
        return found
    _expire(ctx, found)
    return None


def require_seat(ctx: Context, course: Course, cohort: Cohort) -> None:
    """Refuse unless a locked cohort can be joined and has a seat that nobody waits for.

    Raises:
        NotFound: The course is not on offer.
        Conflict: The cohort is full, not open or has started; the sentence names the next one that can be joined.
    """
    if course.status != CourseStatus.PUBLISHED:
        raise NotFound("This course is not on offer.")
    if not is_open(ctx, cohort):
        sentence = CLOSED.get(cohort.status, CLOSED[CohortStatus.IN_PROGRESS])
        raise Conflict(f"{sentence} {_next_chance(ctx, cohort)}")
    if free_seats(ctx, cohort) <= 0:
        raise Conflict(f"This cohort is full. {_next_chance(ctx, cohort)}")


def payer(ctx: Context, cohort: Cohort) -> int | None:
    """Return the company whose seat the viewer sits on in a cohort: its own cohort's, or one that keeps a seat."""
    kept = organizations.company_keeping(ctx, user_id=ctx.user_id, course_id=cohort.course_id)
    return cohort.organization_id or kept


def take(
    ctx: Context,
    course: Course,
    cohort: Cohort,
    *,
    until: datetime,
    organization_id: int | None,
    user_id: int | None = None,
) -> Enrollment:
    """Give somebody, else the viewer, a seat of a locked cohort that is free for them.

    It is on hold `until` then, at the latest until the cohort starts; at once theirs if there is nothing to pay, if
    it is a seat of their organization, or if a bundle or a plan of theirs gives it.

    Raises:
        Conflict: The organization has no seat for the course, or their plan has given them one.
    """
    person_id = ctx.user_id if user_id is None else user_id
    entitlement_id = draw(ctx, user_id=person_id, course=course, cohort=cohort) if organization_id is None else None
    amount_cents = course.price_b2c if organization_id is None and entitlement_id is None else 0
    enrollment = Enrollment(
        user_id=person_id,
        cohort_id=cohort.id,
        course_id=course.id,
        organization_id=organization_id,
        entitlement_id=entitlement_id,
        amount_cents=amount_cents,
        currency=course.currency,
        purchase_date=ctx.now,
        payment_type=PaymentType.B2C if organization_id is None else PaymentType.B2B,
        office_hours_eligible_until=ctx.now,
        materials_access_until=ctx.now,
        chatbot_access_until=ctx.now,
    )
    open_access(ctx, enrollment, cohort)
    until = min(until, cohort.start_date)
    hold(ctx, enrollment, until=until)
    draw_company_seat(ctx, enrollment)
    if amount_cents == 0:
        move(ctx, enrollment, EnrollmentStatus.ACTIVE)
    else:
        ctx.jobs.run_at(until, release_lapsed_hold, enrollment_id=enrollment.id)
    return enrollment


def draw_company_seat(ctx: Context, enrollment: Enrollment) -> None:
    """Take one of its organization's seats for an enrollment, if it is of one.

    Raises:
        Conflict: The organization has none for the course, or may not use them.
    """
    if enrollment.organization_id is not None:
        organizations.assign_seat(
            ctx,
            organization_id=enrollment.organization_id,
            course_id=enrollment.course_id,
            user_id=enrollment.user_id,
            enrollment_id=enrollment.id,
        )


def _next_chance(ctx: Context, cohort: Cohort) -> str:
    here = {"course_id": cohort.course_id, "cohort_id": cohort.id, "now": ctx.now, "user_id": ctx.user_id}
    found = ctx.session.exec(_NEXT, params=here).first()
    if found is None:
        return "No other cohort of this course has a free seat just now."
    name, starts_at, zone = found
    starts = starts_at.astimezone(ZoneInfo(zone))
    return f"The next one with a free seat is “{name}”, starting on {starts.day} {starts:%B %Y}."


def _expire(ctx: Context, enrollment: Enrollment) -> None:
    commerce.abandon_purchases(ctx, enrollment_id=enrollment.id)
    move(ctx, enrollment, EnrollmentStatus.EXPIRED)
