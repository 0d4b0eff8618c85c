"""Inviting many people from a list: handed in, looked at with what is wrong with each line, sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from sqlmodel import col, delete, func, select

from academy.catalog.models import Course, CourseStatus
from academy.core import limits
from academy.core.errors import Conflict, Denied, DomainError, NotFound
from academy.core.limits import Allowance
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.identity.service.accounts import clean_email
from academy.live import Context, mutation, query
from academy.managers import lists
from academy.managers.models import ImportLine, InviteImport
from academy.managers.policy import company_of
from academy.managers.schemas import ImportRow, ImportView, Outcome
from academy.managers.service.invites import invite_one, reason_beyond, seat_manager
from academy.managers.service.standing import cohorts_for
from academy.organizations import service as organizations
from academy.organizations.models import (
    InviteRole,
    InviteStatus,
    ManagerPermission,
    OrganizationInvite,
    OrganizationMembership,
    OrganizationSeat,
    SeatStatus,
    Team,
)
from academy.organizations.policy import Scope, may, permitted, scope_of
from academy.organizations.schemas import Invitation

T = TypeVar("T")

PER_COMPANY = Allowance(30, timedelta(days=1))
KEPT_FOR = timedelta(days=7)
NO_SUCH_LIST = "There is no such list. Please hand it in again."


@mutation(policy=permitted(ManagerPermission.MANAGE_SEATS))
def hand_in_list(ctx: Context, *, organization_id: int, text: str) -> str:
    """Keep a list of people to look at before anything is sent; returns its public id.

    Raises:
        Invalid: There is nobody in it, or too many are.
        TooManyRequests: The company has handed in many lists today.
    """
    limits.spend(ctx.session, PER_COMPANY, now=ctx.now, key=f"lists_of:{organization_id}")
    row = InviteImport(organization_id=organization_id, created_by_id=ctx.viewer.user_id, lines=lists.read_list(text))
    ctx.session.add(row)
    ctx.session.flush()
    return row.public_id


@mutation(policy=system_only)
def forget_lists(ctx: Context) -> None:
    """Delete lists after a while: they hold addresses of people who have no account."""
    ctx.session.exec(delete(InviteImport).where(col(InviteImport.created_at) < ctx.now - KEPT_FOR))


@query(policy=seat_manager)
def import_view(ctx: Context, *, company: str = "", list_id: str = "") -> ImportView | None:
    """A list of people with what would become of each line; nothing has been sent yet."""
    organization_id = company_of(ctx, company)
    row = _found(ctx, organization_id, list_id)
    if row is None:
        return None
    checked = _check(ctx, organization_id, row.lines)
    return ImportView(
        list_id=row.public_id,
        is_sent=row.sent_at is not None,
        good=sum(not problem for _, _, problem in checked),
        rows=[
            ImportRow(line=line.line, email=line.email, into=_into(line), problem=problem)
            for line, _, problem in checked
        ],
    )


@mutation(policy=permitted(ManagerPermission.MANAGE_SEATS))
def send_list(ctx: Context, *, organization_id: int, list_id: str) -> list[Outcome]:
    """Invite everybody of a list whose line is right, once, and say what became of each line.

    Raises:
        NotFound: There is no such list.
        Conflict: It was sent already.
    """
    row = _found(ctx, organization_id, list_id)
    if row is None:
        raise NotFound(NO_SUCH_LIST)
    organizations.lock_organization(ctx, organization_id)
    ctx.session.refresh(row)
    if row.sent_at is not None:
        raise Conflict("This list was sent already. The invitations stand in the list of them.")
    outcomes = []
    for line, invitation, problem in _check(ctx, organization_id, row.lines):
        outcomes.append(_send(ctx, organization_id, line, invitation, problem))
    row.sent_at = ctx.now
    return outcomes


def _send(ctx: Context, organization_id: int, line: ImportLine, invitation: Invitation | None, problem: str) -> Outcome:
    if invitation is None or problem:
        return Outcome(whom=line.email or f"line {line.line}", is_done=False, words=problem)
    try:
        with ctx.session.begin_nested():
            invite_one(ctx, organization_id, invitation)
    except DomainError as error:
        return Outcome(whom=line.email, is_done=False, words=error.message)
    return Outcome(whom=line.email, is_done=True, words="Invited.")


@dataclass
class _Desk:
    """What the lines of a list are held against, looked up once; seats are used up line by line."""

    scope: Scope
    may_give_roles: bool
    members: frozenset[str]
    pending: frozenset[str]
    courses: dict[str, int]
    cohorts: dict[str, tuple[int, int]]
    teams: dict[str, int]
    left: dict[int, int]
    seen: dict[str, int] = field(default_factory=dict)

    def invitation(self, line: ImportLine) -> Invitation:
        """Return what a line asks for.

        Raises:
            DomainError: Something about it is wrong.
        """
        email = self._email(line)
        course_id = self._named(self.courses, line.course.lower(), f"There is no course “{line.course}”.")
        cohort = self._named(self.cohorts, line.cohort, f"There is no open cohort “{line.cohort}” for you.")
        if cohort is not None and course_id not in {None, cohort[1]}:
            raise Conflict("This cohort is of another course.")
        made = Invitation(
            email=email,
            role=self._role(line.role),
            course_id=cohort[1] if cohort else course_id,
            cohort_id=cohort[0] if cohort else None,
            department=line.department,
            team_id=self._named(self.teams, line.team, f"There is no team “{line.team}”."),
        )
        if problem := reason_beyond(self.scope, made, may_give_roles=self.may_give_roles):
            raise Denied(problem)
        self._take_seat(made.course_id)
        return made

    def _email(self, line: ImportLine) -> str:
        email = clean_email(line.email)
        if email in self.seen:
            raise Conflict(f"This address stands in line {self.seen[email]} already.")
        self.seen[email] = line.line
        if email in self.members:
            raise Conflict("This person belongs to the company already.")
        if email in self.pending:
            raise Conflict("This person is invited already. You can send that invitation again.")
        return email

    def _take_seat(self, course_id: int | None) -> None:
        if course_id is None:
            return
        if not self.left.get(course_id):
            raise Conflict("There are not enough seats for this course. Buy more, or leave the course out.")
        self.left[course_id] -= 1

    def _role(self, typed: str) -> InviteRole:
        try:
            return InviteRole(typed.lower() or InviteRole.MEMBER.value)
        except ValueError:
            known = ", ".join(role.value for role in InviteRole)
            raise NotFound(f"There is no role “{typed}”; there are {known}.") from None

    def _named(self, known: Mapping[str, T], typed: str, missing: str) -> T | None:
        if typed and typed not in known:
            raise NotFound(missing)
        return known[typed] if typed else None


def _desk(ctx: Context, organization_id: int, lines: Sequence[ImportLine]) -> _Desk:
    typed = {line.email.strip().lower() for line in lines}
    members = (
        select(User.email)
        .join(OrganizationMembership, col(OrganizationMembership.user_id) == User.id)
        .where(
            OrganizationMembership.organization_id == organization_id,
            col(OrganizationMembership.left_at).is_(None),
            col(User.email).in_(typed),
        )
    )
    pending = select(OrganizationInvite.email).where(
        OrganizationInvite.organization_id == organization_id,
        OrganizationInvite.status == InviteStatus.PENDING,
        col(OrganizationInvite.email).in_(typed),
    )
    courses = select(Course.id, Course.slug, Course.title).where(Course.status == CourseStatus.PUBLISHED)
    teams = select(Team.name, Team.id).where(Team.organization_id == organization_id, Team.is_active)
    free = (
        select(OrganizationSeat.course_id, func.count())
        .where(OrganizationSeat.organization_id == organization_id, OrganizationSeat.status == SeatStatus.AVAILABLE)
        .group_by(col(OrganizationSeat.course_id))
    )
    named = [(word.lower(), row_id) for row_id, *words in ctx.session.exec(courses) for word in words]
    return _Desk(
        scope=scope_of(ctx, organization_id),
        may_give_roles=may(ctx, organization_id, ManagerPermission.MANAGE_MANAGERS),
        members=frozenset(ctx.session.exec(members)),
        pending=frozenset(ctx.session.exec(pending)),
        courses=dict(named),
        cohorts={row.name: (row.id, row.course_id) for row in reversed(cohorts_for(ctx, organization_id))},
        teams=dict(ctx.session.exec(teams).all()),
        left=dict(ctx.session.exec(free).all()),
    )


def _check(
    ctx: Context, organization_id: int, lines: Sequence[ImportLine]
) -> list[tuple[ImportLine, Invitation | None, str]]:
    """Return each line with what it asks for, or with what is wrong with it."""
    desk = _desk(ctx, organization_id, lines)
    checked: list[tuple[ImportLine, Invitation | None, str]] = []
    for line in lines:
        try:
            checked.append((line, desk.invitation(line), ""))
        except DomainError as error:
            checked.append((line, None, error.message))
    return checked


def _found(ctx: Context, organization_id: int, list_id: str) -> InviteImport | None:
    return ctx.session.exec(
        select(InviteImport).where(InviteImport.public_id == list_id, InviteImport.organization_id == organization_id)
    ).first()


def _into(line: ImportLine) -> str:
    parts = (line.course, line.cohort, line.team, line.department, line.role)
    return " · ".join(part for part in parts if part)
