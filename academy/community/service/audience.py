"""Who reads what is written at a spot, found by its place or its thread."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from academy.catalog.models import Cohort
from academy.community.policy import (
    BELONGS,
    LEADS,
    NO_THREAD,
    audience_of_thread,
    require_writer,
    scope_of,
)
from academy.community.service.places import find_place
from academy.core.errors import NotFound, SignInRequired
from academy.enrollment.models import Enrollment
from academy.identity.models import RoleAssignment, User, UserRole
from academy.live import Context


def audience_here(ctx: Context, *, place: str = "", thread: str = "") -> str:
    """Return the audience of a thread, or without one of a place.

    Raises:
        SignInRequired: Nobody is signed in.
        NotFound: There is no such thread or place.
    """
    if ctx.viewer.user_id is None and not ctx.viewer.is_system:
        raise SignInRequired
    if not thread:
        return find_place(ctx, place).audience
    if (audience := audience_of_thread(ctx, thread)) is None:
        raise NotFound(NO_THREAD)
    return audience


def writer_here(ctx: Context, *, place: str = "", thread: str = "", **_arguments: Any) -> None:
    """Who may write in the thread or the place may."""
    require_writer(ctx, audience_here(ctx, place=place, thread=thread))


def leads_in(audience: str) -> "sa.ColumnElement[bool]":
    """The condition that a person teaches or keeps order for an audience; administrators lead in `general`."""
    course_id, cohort_id = scope_of(audience)
    if course_id is None and cohort_id is None:
        return col(User.role) == UserRole.PLATFORM_ADMIN
    role = (col(RoleAssignment.user_id) == col(User.id), col(RoleAssignment.role).in_(LEADS))
    cohorts = sa.select(col(Cohort.id)).where(
        col(Cohort.id) == cohort_id if course_id is None else col(Cohort.course_id) == course_id
    )
    course = sa.select(col(Cohort.course_id)).where(col(Cohort.id) == cohort_id).scalar_subquery()
    where = sa.or_(
        col(RoleAssignment.cohort_id).in_(cohorts),
        sa.and_(
            col(RoleAssignment.cohort_id).is_(None),
            col(RoleAssignment.course_id) == (course if course_id is None else course_id),
        ),
    )
    named = sa.exists().where(col(Cohort.instructor_id) == col(User.id), col(Cohort.id).in_(cohorts))
    return sa.or_(sa.exists().where(*role, where), named)


def belongs_to(audience: str) -> "sa.ColumnElement[bool]":
    """The condition that a person is enrolled in an audience, or leads there; everybody belongs to `general`."""
    course_id, cohort_id = scope_of(audience)
    if course_id is None and cohort_id is None:
        return sa.true()
    where = col(Enrollment.cohort_id) == cohort_id if course_id is None else col(Enrollment.course_id) == course_id
    seat = sa.exists().where(col(Enrollment.user_id) == col(User.id), where, col(Enrollment.status).in_(BELONGS))
    return sa.or_(seat, leads_in(audience))
