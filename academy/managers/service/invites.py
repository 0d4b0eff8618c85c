"""Invitations as those see them who send them, and as those see them who are invited."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, desc, func, select

from academy.catalog.models import Cohort, CohortStatus, Course
from academy.core.errors import Conflict, Denied, DomainError, Invalid, NotFound
from academy.core.search import holds
from academy.identity.models import User
from academy.live import Context, Page, everyone, mutation, page_of, query, signed_in
from academy.managers.policy import company_of, manager_with
from academy.managers.schemas import (
    InvitationStage,
    InvitationView,
    InviteCounts,
    InviteRow,
    Outcome,
)
from academy.organizations import service as organizations
from academy.organizations.models import (
    InviteRole,
    InviteStatus,
    ManagerPermission,
    Organization,
    OrganizationInvite,
    OrganizationSeat,
    SeatStatus,
    Team,
)
from academy.organizations.policy import Scope, may, permitted, scope_of
from academy.organizations.schemas import Accepted, Invitation

PAGE = 25
MOST_AT_ONCE = 1000
_invite: Any = OrganizationInvite
seat_manager = manager_with(ManagerPermission.MANAGE_SEATS)


@query(policy=seat_manager)
def invite_counts(ctx: Context, *, company: str = "") -> InviteCounts:
    """How many invitations there are of each kind, of those that the viewer looks after."""
    statement = (
        select(OrganizationInvite.status, func.count())
        .where(*_looked_after(ctx, company_of(ctx, company)))
        .group_by(col(OrganizationInvite.status))
    )
    counts = dict(ctx.session.exec(statement).all())
    return InviteCounts(**{status.value: counts.get(status, 0) for status in InviteStatus})


@query(policy=seat_manager)
def invite_page(
    ctx: Context, *, company: str = "", status: InviteStatus | None = None, words: str = "", until: str = ""
) -> Page[InviteRow]:
    """The invitations that the viewer looks after, the newest first."""
    statement = select(OrganizationInvite).where(*_looked_after(ctx, company_of(ctx, company)))
    if status is not None:
        statement = statement.where(OrganizationInvite.status == status)
    for word in words.split():
        statement = statement.where(holds(word, _invite.email))
    order = (desc(_invite.id),)
    found = page_of(ctx, statement, _bare, of=InviteRow, order=order, until=until, size=PAGE)
    return found.model_copy(update={"rows": _filled(ctx, found.rows)})


@mutation(policy=permitted(ManagerPermission.MANAGE_SEATS))
def invite_people(ctx: Context, *, organization_id: int, invitations: list[Invitation]) -> list[Outcome]:
    """Invite several people, each of them wholly or not at all, and say what became of each.

    Raises:
        Invalid: They are none, or too many at once.
    """
    if not 0 < len(invitations) <= MOST_AT_ONCE:
        raise Invalid(f"Please invite between 1 and {MOST_AT_ONCE:,} people at once.", field="emails")
    outcomes = []
    for one in invitations:
        try:
            with ctx.session.begin_nested():
                invite_one(ctx, organization_id, one)
        except DomainError as error:
            outcomes.append(Outcome(whom=one.email, is_done=False, words=error.message))
        else:
            outcomes.append(Outcome(whom=one.email, is_done=True, words="Invited."))
    return outcomes


@mutation(policy=permitted(ManagerPermission.MANAGE_SEATS))
def invite_person(ctx: Context, *, organization_id: int, invitation: Invitation) -> None:
    """Invite somebody.

    Raises:
        Invalid: The address is none, or cohort and course do not fit.
        Denied: The viewer may not give such rights, or looks after another part of the company.
        Conflict: They belong to the company or are invited already, or there is no seat.
    """
    invite_one(ctx, organization_id, invitation)


def invite_one(ctx: Context, organization_id: int, invitation: Invitation) -> None:
    """Invite somebody, if the viewer may invite them to this."""
    require_within(ctx, organization_id, invitation)
    organizations.invite(ctx, organization_id=organization_id, invitation=with_course(ctx, organization_id, invitation))


def require_within(ctx: Context, organization_id: int, invitation: Invitation) -> None:
    """Refuse to invite with rights the viewer may not give, or into a part of the company they do not look after.

    Raises:
        Denied: It is one or the other.
    """
    may_give_roles = may(ctx, organization_id, ManagerPermission.MANAGE_MANAGERS)
    if problem := reason_beyond(scope_of(ctx, organization_id), invitation, may_give_roles=may_give_roles):
        raise Denied(problem)


def reason_beyond(scope: Scope, invitation: Invitation, *, may_give_roles: bool) -> str:
    """Return in words why an invitation is not for somebody to send who looks after this; nothing if it is."""
    if invitation.role != InviteRole.MEMBER and not may_give_roles:
        return "Only those who may choose the company's managers invite people with rights over others."
    if not scope.is_all and not _leads_within(scope, invitation):
        return "You look after a part of the company: please invite people into one of its teams or departments."
    return ""


def _leads_within(scope: Scope, invitation: Invitation) -> bool:
    """Tell whether an invitation leads into a part of the company, and into nothing beside it."""
    teams, departments = scope.team_ids or (), scope.departments or ()
    is_team_beyond = invitation.team_id is not None and invitation.team_id not in teams
    is_department_beyond = bool(departments and invitation.department) and invitation.department not in departments
    is_inside = invitation.team_id in teams or invitation.department in departments
    return is_inside and not is_team_beyond and not is_department_beyond


def with_course(ctx: Context, organization_id: int, invitation: Invitation) -> Invitation:
    """Return an invitation whose cohort can be joined and whose course is the cohort's.

    Raises:
        NotFound: There is no such cohort for this company.
        Invalid: The cohort is of another course.
        Conflict: It has begun, or is not open.
    """
    if invitation.cohort_id is None:
        return invitation
    cohort = ctx.session.get(Cohort, invitation.cohort_id)
    if cohort is None or (cohort.is_b2b and cohort.organization_id != organization_id):
        raise NotFound("There is no such cohort for your company.")
    if invitation.course_id not in {None, cohort.course_id}:
        raise Invalid("This cohort is of another course. Choose one of the two.", field="cohort_id")
    if cohort.status != CohortStatus.OPEN or ctx.is_past(cohort.start_date):
        raise Conflict("This cohort is not open, or has begun. Choose another one, or none for now.", field="cohort_id")
    return invitation.model_copy(update={"course_id": cohort.course_id})


@query(policy=everyone)
def invitation(ctx: Context, *, token: str) -> InvitationView:
    """An invitation as whoever has its link sees it. Looking uses nothing up."""
    row = organizations.by_token(ctx, token)
    if row is None:
        return InvitationView(
            stage=InvitationStage.OVER,
            words="This link is not complete, or a newer mail has taken its place. Please open the latest invitation.",
        )
    company = ctx.session.get_one(Organization, row.organization_id)
    view = InvitationView(
        stage=InvitationStage.OPEN,
        company=company.name,
        invited=organizations.in_part(row.email),
        **_destination(ctx, row),
    )
    return view.model_copy(update=_stage(ctx, row, company))


@mutation(policy=signed_in)
def accept(ctx: Context, *, token: str, is_meant: bool = False) -> Accepted:
    """Join a company by an invitation, and its cohort if it has one."""
    return organizations.accept_invite(ctx, token=token, is_meant=is_meant)


def _stage(ctx: Context, row: OrganizationInvite, company: Organization) -> dict[str, Any]:
    """What the viewer can do with an invitation, and why not more."""
    if row.accepted_by_id is not None and row.accepted_by_id == ctx.viewer.user_id:
        return {"stage": InvitationStage.JOINED, "is_kept": _is_kept(ctx, row)}
    if problem := organizations.problem_of(ctx, row, company):
        return {"stage": InvitationStage.OVER, "words": problem}
    if ctx.viewer.user_id is None:
        return {"stage": InvitationStage.SIGN_IN}
    email = ctx.session.exec(select(User.email).where(User.id == ctx.user_id)).one()
    if email == row.email:
        return {"stage": InvitationStage.OPEN, "signed_in_as": email}
    if row.role != InviteRole.MEMBER:
        words = organizations.only_with(row.email)
        return {"stage": InvitationStage.ONLY_INVITED, "words": words, "signed_in_as": email}
    return {"stage": InvitationStage.OTHER_ADDRESS, "signed_in_as": email}


def _is_kept(ctx: Context, row: OrganizationInvite) -> bool:
    """Tell whether the viewer, who has joined, still has to choose a cohort."""
    kept = select(OrganizationSeat.id).where(
        OrganizationSeat.organization_id == row.organization_id,
        OrganizationSeat.user_id == ctx.user_id,
        OrganizationSeat.course_id == row.course_id,
        OrganizationSeat.status == SeatStatus.HELD,
    )
    return ctx.session.exec(kept).first() is not None


def _looked_after(ctx: Context, organization_id: int) -> list[sa.ColumnElement[bool]]:
    scope = scope_of(ctx, organization_id)
    return [col(OrganizationInvite.organization_id) == organization_id, scope.covers_invites()]


def _destination(ctx: Context, row: OrganizationInvite) -> dict[str, Any]:
    found = ctx.session.exec(select(Course.title, Course.slug).where(Course.id == row.course_id)).first()
    course, slug = found or ("", "")
    cohort = ctx.session.exec(select(Cohort.name, Cohort.start_date).where(Cohort.id == row.cohort_id)).first()
    name, starts_at = cohort or ("", None)
    return {"course": course, "slug": slug, "cohort": name, "starts_at": starts_at}


def _bare(row: OrganizationInvite) -> InviteRow:
    return InviteRow(
        id=row.id,
        email=row.email,
        status=row.status,
        role=row.role,
        into="",
        invited_by="",
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        accepted_by="",
        resent_count=row.resent_count,
    )


def _filled(ctx: Context, rows: Sequence[InviteRow]) -> list[InviteRow]:
    """Add what the invitations lead into and who had to do with them, in one statement."""
    inviter, accepter = aliased(User), aliased(User)
    statement = (
        sa.select(
            col(OrganizationInvite.id),
            col(OrganizationInvite.department),
            col(Course.title),
            col(Cohort.name),
            col(Team.name),
            col(inviter.name),
            col(accepter.email),
        )
        .outerjoin(Course, col(Course.id) == OrganizationInvite.course_id)
        .outerjoin(Cohort, col(Cohort.id) == OrganizationInvite.cohort_id)
        .outerjoin(Team, col(Team.id) == OrganizationInvite.team_id)
        .outerjoin(inviter, col(inviter.id) == OrganizationInvite.invited_by_id)
        .outerjoin(accepter, col(accepter.id) == OrganizationInvite.accepted_by_id)
        .where(col(OrganizationInvite.id).in_([row.id for row in rows]))
    )
    facts = {}
    for invite_id, department, course, cohort, team, by, accepted_by in ctx.session.execute(statement):
        facts[invite_id] = (" · ".join(part for part in (course, cohort, team, department) if part), by, accepted_by)
    filled = []
    for row in rows:
        into, by, accepted_by = facts[row.id]
        other = accepted_by if accepted_by and accepted_by != row.email else ""
        filled.append(row.model_copy(update={"into": into, "invited_by": by or "", "accepted_by": other}))
    return filled
