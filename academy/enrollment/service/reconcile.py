"""The seats of cohorts counted anew, for the day on which somebody has changed rows behind our back."""

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, SeatHold
from academy.core import audit
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.enrollment.service.lifecycle import ENROLLED, lock_cohort
from academy.enrollment.service.queue import serve
from academy.identity.policy import system_only
from academy.live import Context, mutation


@mutation(policy=system_only)
def reconcile_seats(ctx: Context) -> int:
    """Repair the cohorts whose counter or holds do not agree with their enrollments and offers; return how many."""
    counted = sa.select(sa.func.count()).where(
        col(Enrollment.cohort_id) == Cohort.id, col(Enrollment.status).in_(ENROLLED)
    )
    miscounted = select(Cohort.id).where(Cohort.current_enrollment != counted.scalar_subquery())
    with_stray_holds = select(SeatHold.cohort_id).where(_is_stray())
    cohort_ids = set(ctx.session.exec(miscounted).all()) | set(ctx.session.exec(with_stray_holds).all())
    for cohort_id in sorted(cohort_ids):
        _repair(ctx, lock_cohort(ctx, cohort_id))
    return len(cohort_ids)


def _repair(ctx: Context, cohort: Cohort) -> None:
    statement = select(sa.func.count()).where(Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(ENROLLED))
    before, cohort.current_enrollment = cohort.current_enrollment, ctx.session.exec(statement).one()
    stray = ctx.session.exec(sa.delete(SeatHold).where(col(SeatHold.cohort_id) == cohort.id, _is_stray())).rowcount
    ctx.session.flush()
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=None,
        action="enrollment.reconciled",
        subject=cohort,
        summary=f"Counted the seats of “{cohort.name}” anew; {stray} holds belonged to nobody.",
        changes={"current_enrollment": (before, cohort.current_enrollment)},
    )
    serve(ctx, cohort.id)


def _is_stray() -> "sa.ColumnElement[bool]":
    is_held = sa.exists().where(
        col(Enrollment.id) == SeatHold.enrollment_id, col(Enrollment.status) == EnrollmentStatus.HELD
    )
    is_offered = sa.exists().where(
        col(WaitlistEntry.id) == SeatHold.waitlist_id,
        col(WaitlistEntry.status) == WaitlistStatus.OFFERED,
        col(WaitlistEntry.accepted_at).is_(None),
    )
    return sa.not_(sa.or_(is_held, is_offered))
