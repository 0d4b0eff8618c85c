"""The seat ledger in words."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, desc, select

from academy.catalog.models import Course
from academy.identity.models import User
from academy.live import Context, Page, page_of, query
from academy.managers.policy import company_of, manager_with
from academy.managers.schemas import CourseSeats, LedgerRow
from academy.managers.service.standing import seats_by_course
from academy.organizations.models import (
    ManagerPermission,
    MovementKind,
    OrganizationInvite,
    OrganizationMembership,
    SeatMovement,
)
from academy.organizations.policy import scope_of

PAGE = 25
_movement: Any = SeatMovement
seat_reader = manager_with(ManagerPermission.MANAGE_SEATS, ManagerPermission.MANAGE_BILLING)


@query(policy=seat_reader)
def seat_table(ctx: Context, *, company: str = "") -> list[CourseSeats]:
    """The seats of a company for each course."""
    return seats_by_course(ctx, company_of(ctx, company))


@query(policy=seat_reader)
def ledger(
    ctx: Context, *, company: str = "", course: int | None = None, kind: MovementKind | None = None, until: str = ""
) -> Page[LedgerRow]:
    """What happened to a company's seats, the newest first; of people, only those whom the viewer looks after."""
    organization_id = company_of(ctx, company)
    scope = scope_of(ctx, organization_id)
    statement = select(SeatMovement).where(SeatMovement.organization_id == organization_id)
    if course is not None:
        statement = statement.where(SeatMovement.course_id == course)
    if kind is not None:
        statement = statement.where(SeatMovement.kind == kind)
    if not scope.is_all:
        people = select(OrganizationMembership.user_id).where(
            OrganizationMembership.organization_id == organization_id, scope.covers()
        )
        invites = select(OrganizationInvite.id).where(
            OrganizationInvite.organization_id == organization_id, scope.covers_invites()
        )
        nobody = col(SeatMovement.user_id).is_(None) & col(SeatMovement.invite_id).is_(None)
        within = col(SeatMovement.user_id).in_(people) | col(SeatMovement.invite_id).in_(invites)
        statement = statement.where(nobody | within)
    order = desc(_movement.created_at), desc(_movement.id)
    found = page_of(ctx, statement, _bare, of=LedgerRow, order=order, until=until, size=PAGE)
    return found.model_copy(update={"rows": _filled(ctx, found.rows)})


def _bare(row: SeatMovement) -> LedgerRow:
    return LedgerRow(
        id=row.id,
        at=row.created_at,
        kind=row.kind,
        quantity=row.quantity,
        course="",
        whom="",
        by="",
        reason=row.reason,
    )


def _filled(ctx: Context, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Add the names, in one statement."""
    person, actor = aliased(User), aliased(User)
    statement = (
        sa.select(
            col(SeatMovement.id), col(Course.title), col(person.name), col(OrganizationInvite.email), col(actor.name)
        )
        .join(Course, col(Course.id) == SeatMovement.course_id)
        .outerjoin(person, col(person.id) == SeatMovement.user_id)
        .outerjoin(OrganizationInvite, col(OrganizationInvite.id) == SeatMovement.invite_id)
        .outerjoin(actor, col(actor.id) == SeatMovement.actor_id)
        .where(col(SeatMovement.id).in_([row.id for row in rows]))
    )
    facts = {row_id: facts for row_id, *facts in ctx.session.execute(statement)}
    filled = []
    for row in rows:
        course, name, email, by = facts[row.id]
        filled.append(row.model_copy(update={"course": course, "whom": name or email or "", "by": by or ""}))
    return filled
