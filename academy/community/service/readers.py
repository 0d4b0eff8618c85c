"""Who may read what an audience reads, asked of people who are not looking just now."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort
from academy.community.policy import BELONGS, GENERAL, scope_of
from academy.enrollment.models import Enrollment
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.live import Context


def readers_among(ctx: Context, audience: str, user_ids: Collection[int]) -> set[int]:
    """Which of these people may read what the audience reads."""
    statement = select(User.id).where(col(User.id).in_(user_ids), sa.or_(_belongs(audience), _keeps_order(audience)))
    return set(ctx.session.exec(statement))


def members_after(ctx: Context, audience: str, after: int, *, limit: int) -> list[int]:
    """The next people of an audience by their id: those who take part or teach, not those who only keep order."""
    statement = select(User.id).where(col(User.id) > after, _belongs(audience)).order_by(col(User.id)).limit(limit)
    return list(ctx.session.exec(statement))


def _belongs(audience: str) -> Any:
    """A condition over users: they take part, or teach."""
    if audience == GENERAL:
        return sa.true()
    course_id, cohort_id = scope_of(audience)
    key = cohort_id if course_id is None else course_id
    of_enrollment: Any = Enrollment.cohort_id if course_id is None else Enrollment.course_id
    of_cohort: Any = Cohort.id if course_id is None else Cohort.course_id
    seats = sa.exists().where(
        col(Enrollment.user_id) == User.id, of_enrollment == key, col(Enrollment.status).in_(BELONGS)
    )
    named = sa.exists().where(col(Cohort.instructor_id) == User.id, of_cohort == key)
    return sa.or_(seats, named, _holds(ScopedRole.INSTRUCTOR, audience))


def _keeps_order(audience: str) -> Any:
    """A condition over users: they administer, or moderate there."""
    return sa.or_(col(User.role) == UserRole.PLATFORM_ADMIN, _holds(ScopedRole.MODERATOR, audience))


def _holds(role: ScopedRole, audience: str) -> Any:
    """A condition over users: they hold a role everywhere, in the course, or in one of its cohorts."""
    of_course, of_cohort = col(RoleAssignment.course_id), col(RoleAssignment.cohort_id)
    course_id, cohort_id = scope_of(audience)
    scopes: list[Any] = [of_course.is_(None) & of_cohort.is_(None)]
    if course_id is not None:
        scopes += [of_course == course_id, of_cohort.in_(select(Cohort.id).where(Cohort.course_id == course_id))]
    if cohort_id is not None:
        its_course = select(Cohort.course_id).where(Cohort.id == cohort_id).scalar_subquery()
        scopes += [of_cohort == cohort_id, of_cohort.is_(None) & (of_course == its_course)]
    return sa.exists().where(col(RoleAssignment.user_id) == User.id, col(RoleAssignment.role) == role, sa.or_(*scopes))
