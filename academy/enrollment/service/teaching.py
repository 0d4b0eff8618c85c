"""What instructors see of their cohorts: names, and nothing of addresses or payments."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortSession, CohortStatus, Course
from academy.catalog.seats import held_in, held_seats, next_expiry
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.enrollment.models import Enrollment
from academy.enrollment.policy import teacher, teacher_of
from academy.enrollment.schemas import Roster, RosterRow, SessionRow, TaughtCohort, Teaching
from academy.enrollment.service.learning import next_of, session_row, sessions_by_cohort
from academy.enrollment.service.lifecycle import ENROLLED
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.identity.policy import is_admin
from academy.live import Context, query
from academy.organizations.models import Organization

TAUGHT_COHORT = only(Cohort.start_date, Cohort.end_date, Cohort.current_enrollment, Cohort.max_capacity)
ROSTER_COHORT = only(
    Cohort.course_id, Cohort.organization_id, Cohort.start_date, Cohort.end_date, Cohort.zone, Cohort.max_capacity
)
ROSTER_ENROLLMENT = only(Enrollment.public_id, Enrollment.status, Enrollment.purchase_date)


@query(policy=teacher)
def taught_cohorts(ctx: Context) -> Teaching:
    """Return the cohorts the viewer teaches, for administrators all."""
    statement = (
        select(Cohort, Course.title, Organization.name)
        .join(Course, col(Course.id) == col(Cohort.course_id))
        .outerjoin(Organization, col(Organization.id) == col(Cohort.organization_id))
        .options(TAUGHT_COHORT)
        .where(Cohort.status != CohortStatus.CANCELLED, _taught(ctx))
        .order_by(col(Cohort.start_date), col(Cohort.id))
    )
    found = ctx.session.exec(statement).all()
    ids = [cohort.id for cohort, _, _ in found]
    held, sessions = held_seats(ctx.session, ids, ctx.now), sessions_by_cohort(ctx, ids)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    rows = []
    for cohort, course_title, company in found:
        rows.append(
            TaughtCohort(
                id=cohort.id,
                course_title=course_title,
                company=company,
                starts_at=cohort.start_date,
                ends_at=cohort.end_date,
                is_over=ctx.is_past(cohort.end_date),
                enrolled=cohort.current_enrollment,
                held=held[cohort.id],
                capacity=cohort.max_capacity,
                next_session=next_of(_session_rows(ctx, sessions.get(cohort.id, []))),
            )
        )
    return Teaching(
        current=[row for row in rows if not row.is_over], past=[row for row in reversed(rows) if row.is_over]
    )


@query(policy=teacher_of)
def roster(ctx: Context, *, cohort_id: int) -> Roster:
    """Return who is in a cohort, by name, and when it meets.

    Raises:
        NotFound: There is no such cohort.
    """
    cohort = ctx.session.get(Cohort, cohort_id, options=[ROSTER_COHORT])
    if cohort is None:
        raise NotFound("There is no such cohort.")
    course = ctx.session.get_one(Course, cohort.course_id, options=[only(Course.title, Course.slug)])
    shown = only(Organization.name)
    company = ctx.session.get(Organization, cohort.organization_id, options=[shown]) if cohort.organization_id else None
    enrolled = (
        select(Enrollment, User)
        .join(User, col(User.id) == col(Enrollment.user_id))
        .options(ROSTER_ENROLLMENT, only(User.name, User.company, User.title))
        .where(Enrollment.cohort_id == cohort_id, col(Enrollment.status).in_(ENROLLED))
        .order_by(sa.func.lower(User.name), col(Enrollment.id))
    )
    sessions = list(_session_rows(ctx, sessions_by_cohort(ctx, [cohort_id]).get(cohort_id, [])))
    ctx.changes_at(next_expiry(ctx.session, [cohort_id], ctx.now))
    return Roster(
        id=cohort.id,
        course_title=course.title,
        course_slug=course.slug,
        company=company.name if company else None,
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        zone=cohort.zone,
        capacity=cohort.max_capacity,
        held=held_in(ctx.session, cohort_id, ctx.now),
        next_session=next_of(sessions),
        people=[
            RosterRow(
                public_id=enrollment.public_id,
                name=user.name,
                company=user.company,
                title=user.title,
                status=enrollment.status,
                enrolled_at=enrollment.purchase_date,
            )
            for enrollment, user in ctx.session.exec(enrolled).all()
        ],
        sessions=sessions,
    )


def _session_rows(ctx: Context, sessions: Iterable[CohortSession]) -> Iterator[SessionRow]:
    return (session_row(ctx, one, may_enter=True, has_materials=True) for one in sessions)


def _taught(ctx: Context) -> "sa.ColumnElement[bool]":
    """Return which cohorts the viewer teaches, by their ids, so that what happens in others concerns no one here."""
    if is_admin(ctx):
        return sa.true()
    roles = select(RoleAssignment.cohort_id, RoleAssignment.course_id).where(
        RoleAssignment.user_id == ctx.user_id, RoleAssignment.role == ScopedRole.INSTRUCTOR
    )
    scopes = ctx.session.exec(roles).all()
    if any(cohort_id is None and course_id is None for cohort_id, course_id in scopes):
        return sa.true()
    courses = [course_id for cohort_id, course_id in scopes if cohort_id is None and course_id]
    own = ctx.session.exec(select(Cohort.id).where(Cohort.instructor_id == ctx.user_id)).all()
    of_courses = ctx.session.exec(select(Cohort.id).where(col(Cohort.course_id).in_(courses))).all()
    return col(Cohort.id).in_({*own, *of_courses, *(cohort_id for cohort_id, _ in scopes if cohort_id is not None)})
