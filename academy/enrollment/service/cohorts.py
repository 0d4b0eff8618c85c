"""What becomes of seats when their cohort is moved or called off."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.commerce import service as commerce
from academy.enrollment import letters
from academy.enrollment.events import CohortCalledOff
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.service.lifecycle import LIVE, lock_cohort, move, open_access
from academy.enrollment.service.mail import seat_of, tell_of_seat
from academy.enrollment.service.seats import has_choice, leave
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications.models import Category

CHOICE = timedelta(days=7)
"""How long people may say what they want instead of what they bought."""


def follow(ctx: Context, *, cohort_id: int, is_new_start: bool) -> None:
    """Let the access windows of everybody in a cohort follow its new end.

    If its start has moved, those enrolled may give their seat back or move it for a while, whatever the date.
    """
    cohort = lock_cohort(ctx, cohort_id)
    for enrollment in _live(ctx, cohort_id):
        open_access(ctx, enrollment, cohort)
        if is_new_start and enrollment.status == EnrollmentStatus.ACTIVE:
            enrollment.choice_until = ctx.now + CHOICE


def call_off(ctx: Context, *, cohort_id: int) -> None:
    """End every hold of a cohort that will not take place, and let those enrolled choose: another cohort, or all
    they paid. Who has not chosen when the time is over gets the money."""
    lock_cohort(ctx, cohort_id)
    for enrollment in _live(ctx, cohort_id):
        if enrollment.status == EnrollmentStatus.HELD:
            commerce.abandon_purchases(ctx, enrollment_id=enrollment.id)
            move(ctx, enrollment, EnrollmentStatus.CANCELLED)
        elif enrollment.status == EnrollmentStatus.ACTIVE:
            until = ctx.now + CHOICE
            enrollment.choice_until = until
            ctx.jobs.run_at(until, end_choice, enrollment_id=enrollment.id)
            ctx.publish(CohortCalledOff(enrollment.id))


@mutation(policy=system_only)
def end_choice(ctx: Context, *, enrollment_id: int) -> None:
    """Give back what was paid for a seat in a cancelled cohort, if nothing else was chosen in time."""
    enrollment = ctx.session.get_one(Enrollment, enrollment_id)
    cohort = lock_cohort(ctx, enrollment.cohort_id)
    is_due = enrollment.status == EnrollmentStatus.ACTIVE and not has_choice(ctx, enrollment)
    if is_due and cohort.status == CohortStatus.CANCELLED:
        leave(ctx, enrollment)


@query(policy=system_only)
def lapsed_choices(ctx: Context) -> list[int]:
    """Return the seats in cancelled cohorts about which nothing was chosen in time: a net under the job of each."""
    statement = (
        select(Enrollment.id, Enrollment.choice_until)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, Cohort.status == CohortStatus.CANCELLED)
    )
    chosen = ctx.session.exec(statement.order_by(col(Enrollment.cohort_id), col(Enrollment.id))).all()
    return [enrollment_id for enrollment_id, until in chosen if until is not None and ctx.is_past(until)]


@mutation(policy=system_only)
def tell_new_dates(ctx: Context, *, cohort_id: int) -> None:
    """Tell everybody enrolled in a cohort that it has been moved."""
    enrolled = select(Enrollment.id).where(
        Enrollment.cohort_id == cohort_id, Enrollment.status == EnrollmentStatus.ACTIVE
    )
    for enrollment_id in ctx.session.exec(enrolled.order_by(col(Enrollment.id))).all():
        seat = seat_of(ctx, enrollment_id)
        letter = letters.rescheduled(seat)
        kind, category = "enrollment.rescheduled", Category.SCHEDULE
        tell_of_seat(ctx, seat, letter, kind=kind, category=category, is_essential=False)


def _live(ctx: Context, cohort_id: int) -> Sequence[Enrollment]:
    statement = select(Enrollment).where(Enrollment.cohort_id == cohort_id, col(Enrollment.status).in_(LIVE))
    return ctx.session.exec(statement.order_by(col(Enrollment.id))).all()
