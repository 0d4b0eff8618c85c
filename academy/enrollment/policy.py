"""Who may see and change which enrollment."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort
from academy.core.errors import NotFound, SignInRequired
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.identity.policy import is_admin, moderates_anything, require, teaches_anything, teaches_cohort
from academy.live import Context
from academy.organizations.models import OrganizationMembership


def owner(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Only the person enrolled may; for others the enrollment does not exist."""
    if ctx.viewer.user_id is None:
        raise SignInRequired
    statement = select(Enrollment.user_id).where(Enrollment.public_id == public_id)
    if ctx.session.exec(statement).first() != ctx.user_id:
        raise NotFound("There is no such enrollment among yours.")


def entry_owner(ctx: Context, *, entry_id: int, **_arguments: Any) -> None:
    """Only the person who waits may; for others the place in the queue does not exist."""
    if ctx.viewer.user_id is None:
        raise SignInRequired
    statement = select(WaitlistEntry.user_id).where(WaitlistEntry.id == entry_id)
    if ctx.session.exec(statement).first() != ctx.user_id:
        raise NotFound("There is no such place in the queue among yours.")


def teacher(ctx: Context, **_arguments: Any) -> None:
    """Instructors, moderators and administrators may; who teaches nothing sees nothing there."""
    require(ctx, is_admin(ctx) or teaches_anything(ctx) or moderates_anything(ctx))


def teacher_of(ctx: Context, *, cohort_id: int, **_arguments: Any) -> None:
    """The instructors of the cohort and administrators may."""
    require(ctx, teaches_cohort(ctx, cohort_id))


def may_join(ctx: Context, cohort: Cohort) -> bool:
    """Tell whether the viewer may know of a cohort: it is public, or their company's own."""
    if cohort.organization_id is None:
        return not cohort.is_b2b
    return bool(ctx.session.execute(sa.select(_belongs(ctx.user_id, cohort.organization_id))).scalar_one())


def joinable(user_id: "int | sa.BindParameter[int]") -> "sa.ColumnElement[bool]":
    """Return which cohorts a person may know of."""
    is_public = sa.and_(col(Cohort.organization_id).is_(None), col(Cohort.is_b2b).is_(False))
    return sa.or_(is_public, _belongs(user_id, col(Cohort.organization_id)))


def _belongs(user_id: Any, organization_id: Any) -> sa.Exists:
    return sa.exists().where(
        col(OrganizationMembership.organization_id) == organization_id,
        col(OrganizationMembership.user_id) == user_id,
        col(OrganizationMembership.left_at).is_(None),
    )
