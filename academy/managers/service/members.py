"""The people of a company as those see them who look after them."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.catalog.models import Cohort, Course
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.core.search import holds
from academy.enrollment.models import Enrollment
from academy.identity.models import User
from academy.live import Context, Page, page_of, query
from academy.managers.policy import company_of, manager, manager_with
from academy.managers.schemas import Choice, Choices, MemberDetail, MemberRow, MemberSeat
from academy.managers.service.standing import cohorts_for, seats_by_course
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    OrganizationManager,
    OrganizationMembership,
    OrganizationSeat,
    SeatStatus,
    Team,
    TeamMember,
)
from academy.organizations.policy import scope_of

PAGE = 25
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_user: Any = User


@query(policy=manager)
def member_page(
    ctx: Context,
    *,
    company: str = "",
    words: str = "",
    team: int | None = None,
    department: str = "",
    role: ManagerRole | None = None,
    until: str = "",
) -> Page[MemberRow]:
    """The people of a company whom the viewer looks after, by name; found by words in name or address."""
    organization_id = company_of(ctx, company)
    statement = _people(ctx, organization_id, words=words, team=team, department=department, role=role)
    order = _user.name, _user.id
    found = page_of(ctx, statement, _bare, of=MemberRow, order=order, until=until, size=PAGE)
    return found.model_copy(update={"rows": _filled(ctx, organization_id, found.rows)})


@query(policy=manager)
def member_detail(ctx: Context, *, company: str = "", user_id: int = 0) -> MemberDetail | None:
    """Somebody of a company and what they may there; nothing if the viewer does not look after them."""
    organization_id = company_of(ctx, company)
    user = ctx.session.exec(_people(ctx, organization_id).where(User.id == user_id)).first()
    if user is None:
        return None
    held = ctx.session.exec(
        select(OrganizationManager).where(
            OrganizationManager.organization_id == organization_id,
            OrganizationManager.user_id == user_id,
            OrganizationManager.is_active,
        )
    ).first()
    return MemberDetail(
        row=_filled(ctx, organization_id, [_bare(user)])[0],
        permissions=list(held.permissions) if held else [],
        team_ids=list(held.team_ids or []) if held else [],
        departments=list(held.department_scope or []) if held else [],
        is_viewer=user_id == ctx.viewer.user_id,
    )


@query(policy=manager)
def choices(ctx: Context, *, company: str = "") -> Choices:
    """What forms about the people of a company offer."""
    organization_id = company_of(ctx, company)
    scope = scope_of(ctx, organization_id)
    seats = {row.course_id: row for row in seats_by_course(ctx, organization_id)}
    teams = select(Team.id, Team.name).where(
        Team.organization_id == organization_id, Team.is_active, scope.covers_teams()
    )
    departments = (
        select(OrganizationMembership.department)
        .where(
            OrganizationMembership.organization_id == organization_id,
            col(OrganizationMembership.left_at).is_(None),
            col(OrganizationMembership.department).is_not(None),
            scope.covers(),
        )
        .distinct()
    )
    named = {name for name in ctx.session.exec(departments) if name} | set(scope.departments or ())
    return Choices(
        cohorts=[
            Choice(id=row.id, words=f"{row.title} · {row.name} ({row.places_left} places left)")
            for row in cohorts_for(ctx, organization_id)
            if row.places_left and row.course_id in seats
        ],
        courses=[
            Choice(id=row.course_id, words=f"{row.title} ({row.left} seats left)") for row in seats.values() if row.left
        ],
        teams=[
            Choice(id=team_id, words=name)
            for team_id, name in ctx.session.exec(teams.order_by(col(Team.name), col(Team.id)))
        ],
        departments=sorted(named),
    )


@query(policy=manager_with(ManagerPermission.MANAGE_TEAM, ManagerPermission.EXPORT_REPORTS))
def member_file(
    ctx: Context,
    *,
    company: str = "",
    words: str = "",
    team: int | None = None,
    department: str = "",
    role: ManagerRole | None = None,
) -> str:
    """The people that `member_page` lists, all of them, as CSV in which no cell is ever a formula."""
    organization_id = company_of(ctx, company)
    statement = _people(ctx, organization_id, words=words, team=team, department=department, role=role)
    people = ctx.session.exec(statement.order_by(_user.name, _user.id)).all()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Name", "E-mail", "Department", "Teams", "Role", "Member since", "Courses"])
    for row in _filled(ctx, organization_id, [_bare(user) for user in people]):
        courses = "; ".join(f"{seat.course} ({seat.cohort})" if seat.cohort else seat.course for seat in row.seats)
        cells = [row.name, row.email, row.department, row.teams, row.role or "member", f"{row.joined_at:%Y-%m-%d}"]
        writer.writerow([harmless(cell) for cell in [*cells, courses]])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _people(
    ctx: Context,
    organization_id: int,
    *,
    words: str = "",
    team: int | None = None,
    department: str = "",
    role: ManagerRole | None = None,
) -> SelectOfScalar[User]:
    statement = (
        select(User)
        .options(only(User.name, User.email))
        .join(OrganizationMembership, col(OrganizationMembership.user_id) == User.id)
        .where(
            OrganizationMembership.organization_id == organization_id,
            col(OrganizationMembership.left_at).is_(None),
            scope_of(ctx, organization_id).covers(),
        )
    )
    for word in words.split():
        statement = statement.where(holds(word, _user.name, _user.email))
    if department:
        statement = statement.where(OrganizationMembership.department == department)
    if team is not None:
        inside = select(TeamMember.user_id).where(TeamMember.team_id == team)
        statement = statement.where(col(User.id).in_(inside))
    if role is not None:
        holding = select(OrganizationManager.user_id).where(
            OrganizationManager.organization_id == organization_id,
            OrganizationManager.is_active,
            OrganizationManager.role == role,
        )
        statement = statement.where(col(User.id).in_(holding))
    return statement


def _bare(user: User) -> MemberRow:
    return MemberRow(
        user_id=user.id,
        name=user.name,
        email=user.email,
        department="",
        teams="",
        role=None,
        joined_at=user.created_at,
        seats=[],
    )


def _filled(ctx: Context, organization_id: int, rows: Sequence[MemberRow]) -> list[MemberRow]:
    """Add what the company knows of these people, in four statements however many they are."""
    ids = [row.user_id for row in rows]
    of_company = OrganizationMembership.organization_id == organization_id
    belongs = {
        row.user_id: row
        for row in ctx.session.exec(
            select(OrganizationMembership).where(of_company, col(OrganizationMembership.user_id).in_(ids))
        )
    }
    roles = dict(
        ctx.session.exec(
            select(OrganizationManager.user_id, OrganizationManager.role).where(
                OrganizationManager.organization_id == organization_id,
                OrganizationManager.is_active,
                col(OrganizationManager.user_id).in_(ids),
            )
        ).all()
    )
    teams = defaultdict(list)
    for user_id, name in ctx.session.exec(
        select(TeamMember.user_id, Team.name)
        .join(Team, col(Team.id) == TeamMember.team_id)
        .where(Team.organization_id == organization_id, Team.is_active, col(TeamMember.user_id).in_(ids))
        .order_by(col(Team.name))
    ):
        teams[user_id].append(name)
    seats = _seats_of(ctx, organization_id, ids)
    return [
        row.model_copy(
            update={
                "department": belongs[row.user_id].department or "",
                "joined_at": belongs[row.user_id].joined_at,
                "role": roles.get(row.user_id),
                "teams": ", ".join(teams[row.user_id]),
                "seats": seats[row.user_id],
            }
        )
        for row in rows
    ]


def _seats_of(ctx: Context, organization_id: int, user_ids: Sequence[int]) -> dict[int, list[MemberSeat]]:
    statement = (
        sa.select(
            col(OrganizationSeat.user_id),
            col(OrganizationSeat.status),
            col(Course.id),
            col(Course.title),
            col(Enrollment.public_id),
            col(Cohort.name),
            col(Cohort.start_date),
            col(Cohort.end_date),
        )
        .join(Course, col(Course.id) == OrganizationSeat.course_id)
        .outerjoin(Enrollment, col(Enrollment.id) == OrganizationSeat.enrollment_id)
        .outerjoin(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .where(col(OrganizationSeat.organization_id) == organization_id, col(OrganizationSeat.user_id).in_(user_ids))
        .order_by(col(OrganizationSeat.id))
    )
    found: dict[int, list[MemberSeat]] = defaultdict(list)
    for user_id, status, course_id, title, public_id, cohort, starts_at, ends_at in ctx.session.execute(statement):
        found[user_id].append(
            MemberSeat(
                enrollment_id=public_id or "",
                course_id=course_id,
                course=title,
                cohort=cohort or "",
                starts_at=starts_at,
                ends_at=ends_at,
                has_begun=status == SeatStatus.ACTIVATED,
            )
        )
    return found


def looked_after(ctx: Context, organization_id: int, user_id: int) -> User:
    """Return somebody whom the viewer looks after.

    Raises:
        NotFound: They do not.
    """
    user = ctx.session.exec(_people(ctx, organization_id).where(User.id == user_id)).first()
    if user is None:
        raise NotFound("This person does not belong to the company, or not any more.")
    return user
