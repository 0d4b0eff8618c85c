"""What becomes of seats when their cohort is moved or called off."""

from collections.abc import Sequence

from sqlmodel import col, select

from academy.commerce import service as commerce
from academy.enrollment import letters
from academy.enrollment.events import CohortCalledOff
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.service.lifecycle import LIVE, lock_cohort, move, open_access
from academy.enrollment.service.mail import seat_of, tell_of_seat
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.notifications.models import Category


def move_access(ctx: Context, *, cohort_id: int) -> None:
    """Let the access windows of everybody in a cohort follow its new end."""
    cohort = lock_cohort(ctx, cohort_id)
    for enrollment in _live(ctx, cohort_id):
        open_access(enrollment, cohort)


def call_off(ctx: Context, *, cohort_id: int) -> None:
    """End every hold and enrollment of a cohort that will not take place; what was paid goes back in full."""
    lock_cohort(ctx, cohort_id)
    for enrollment in _live(ctx, cohort_id):
        if enrollment.status == EnrollmentStatus.COMPLETED:
            continue
        was_held = enrollment.status == EnrollmentStatus.HELD
        commerce.abandon_purchases(ctx, enrollment_id=enrollment.id)
        purchase = commerce.paying(ctx, enrollment_id=enrollment.id)
        refund_cents = 0
        if purchase is not None:
            refund_cents = purchase.amount_cents - purchase.refund_requested_cents
            commerce.request_refund(ctx, purchase)
        move(ctx, enrollment, EnrollmentStatus.CANCELLED)
        if not was_held:
            ctx.publish(CohortCalledOff(enrollment.id, refund_cents))


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
