"""Invitations: sent, sent again, revoked, run out, accepted. A pending one with a course holds a seat of it.

Only the hash of a token is kept. Whoever has the link has been given it by the mailbox that was invited, or by
somebody who could read it; so it lets another account join as a plain member once they say that they mean it, which
the company is told, and never with rights over others.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from academy.core import limits
from academy.core.errors import Conflict, Denied, NotFound
from academy.core.limits import Allowance
from academy.core.secrets import new_token
from academy.identity.models import User, UserRole
from academy.identity.policy import is_admin, require, system_only
from academy.identity.service.accounts import clean_email
from academy.identity.viewer import hashed
from academy.live import Context, mutation, signed_in
from academy.organizations.events import InviteAccepted, JoinedWithAnotherAddress, PersonInvited
from academy.organizations.models import (
    InviteRole,
    InviteStatus,
    ManagerPermission,
    ManagerRole,
    Organization,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    OrganizationStatus,
    Team,
)
from academy.organizations.policy import PRESETS, known_to_viewer, may, scope_of
from academy.organizations.schemas import Accepted, Invitation
from academy.organizations.service.belonging import join, join_team, manager_row, membership
from academy.organizations.service.members import clean_department, require_teams
from academy.organizations.service.seats import hold_seat, keep_for, release_held
from academy.organizations.service.standing import lock_organization, note, require_active

INVITE_LASTS = timedelta(days=14)
PER_RECIPIENT = Allowance(5, timedelta(days=1))
PER_COMPANY = Allowance(2000, timedelta(days=1))
PER_COMPANY_WITHOUT_SEATS = Allowance(25, timedelta(days=1))
"""Who has bought nothing yet may not make us write to half the world."""
NO_SUCH_INVITE = "There is no such invitation among those you look after."
OVER = {
    InviteStatus.ACCEPTED: "This invitation has been accepted already.",
    InviteStatus.REVOKED: "This invitation was withdrawn. Ask whoever invited you for a new one if you need it.",
    InviteStatus.EXPIRED: "This invitation has expired. Ask whoever invited you to send it again.",
}
DEAD_LINK = "This link is not complete, or a newer mail has taken its place. Please open the latest invitation."
ONLY_THOSE_WHO_GIVE_ROLES = "Only those who may choose the company's managers look after invitations of managers."
NO_RIGHT_TO_GIVE = (
    "Whoever invited you may not give these rights any more. Ask one of the company's administrators to send it again."
)
SUSPENDED = "{} cannot take anybody in just now. Ask whoever invited you; your invitation keeps."


def inviter_of(ctx: Context, *, invite_id: int, **_arguments: Any) -> None:
    """Those may who look after a company's seats, and after what the invitation leads into."""
    found = ctx.session.exec(
        select(OrganizationInvite.organization_id).where(OrganizationInvite.id == invite_id)
    ).first()
    if found is None:
        if not is_admin(ctx):
            require(ctx, ctx.viewer.user_id is not None)
        raise NotFound(NO_SUCH_INVITE)
    known_to_viewer(ctx, found)
    require(ctx, may(ctx, found, ManagerPermission.MANAGE_SEATS))
    within = select(OrganizationInvite.role).where(
        OrganizationInvite.id == invite_id, scope_of(ctx, found).covers_invites()
    )
    role = ctx.session.exec(within).first()
    if role is None:
        raise NotFound(NO_SUCH_INVITE)
    if role != InviteRole.MEMBER and not may(ctx, found, ManagerPermission.MANAGE_MANAGERS):
        raise Denied(ONLY_THOSE_WHO_GIVE_ROLES)


def invite(ctx: Context, *, organization_id: int, invitation: Invitation) -> OrganizationInvite:
    """Invite somebody, and hold a seat if it is to a course; whoever calls this has asked who may.

    Raises:
        Invalid: The address is none.
        NotFound: There is no such team.
        Conflict: They belong to the company or are invited already, or there is no seat.
    """
    organization = lock_organization(ctx, organization_id)
    require_active(organization)
    email = clean_email(invitation.email)
    _spend(ctx, organization, email)
    if problem := reason_against(ctx, organization_id, email):
        raise Conflict(problem, field="email")
    require_teams(ctx, organization_id, [] if invitation.team_id is None else [invitation.team_id])
    token = new_token()
    made = OrganizationInvite(
        organization_id=organization_id,
        email=email,
        token_hash=hashed(token),
        course_id=invitation.course_id,
        cohort_id=invitation.cohort_id,
        role=invitation.role,
        department=clean_department(invitation.department) or None,
        team_id=invitation.team_id,
        invited_by_id=ctx.viewer.user_id,
        sent_at=ctx.now,
        expires_at=ctx.now + INVITE_LASTS,
    )
    ctx.session.add(made)
    ctx.session.flush()
    hold_seat(ctx, invite=made)
    note(ctx, organization, "invited", f"Invited {email}.")
    _send(ctx, made, token)
    return made


def reason_against(ctx: Context, organization_id: int, email: str) -> str:
    """Return why an address cannot be invited, in words; nothing if it can."""
    member = (
        select(OrganizationMembership.id)
        .join(User, col(User.id) == OrganizationMembership.user_id)
        .where(
            OrganizationMembership.organization_id == organization_id,
            col(OrganizationMembership.left_at).is_(None),
            User.email == email,
        )
    )
    if ctx.session.exec(member).first() is not None:
        return f"{email} belongs to the company already."
    pending = select(OrganizationInvite.id).where(
        OrganizationInvite.organization_id == organization_id,
        OrganizationInvite.email == email,
        OrganizationInvite.status == InviteStatus.PENDING,
    )
    if ctx.session.exec(pending).first() is not None:
        return f"{email} is invited already. You can send that invitation again."
    return ""


@mutation(policy=inviter_of)
def resend_invite(ctx: Context, *, invite_id: int) -> None:
    """Send an invitation again, with a new link and a new fortnight; the old link is dead. Seats are held anew.

    Raises:
        Conflict: It was accepted or withdrawn, or there is no seat for it any more.
    """
    row, organization = _locked(ctx, invite_id)
    require_active(organization)
    if row.status not in {InviteStatus.PENDING, InviteStatus.EXPIRED}:
        raise Conflict(OVER[row.status])
    _spend(ctx, organization, row.email)
    if row.status == InviteStatus.EXPIRED:
        if problem := reason_against(ctx, row.organization_id, row.email):
            raise Conflict(problem)
        row.status = InviteStatus.PENDING
        ctx.session.flush()
        hold_seat(ctx, invite=row)
    token = new_token()
    row.token_hash, row.sent_at, row.expires_at = hashed(token), ctx.now, ctx.now + INVITE_LASTS
    row.resent_count += 1
    row.invited_by_id = ctx.viewer.user_id or row.invited_by_id
    note(ctx, organization, "invite_resent", f"Sent {row.email} the invitation again.")
    _send(ctx, row, token)


@mutation(policy=inviter_of)
def revoke_invite(ctx: Context, *, invite_id: int) -> None:
    """Withdraw an invitation; the seat it held is free again.

    Raises:
        Conflict: It was accepted before.
    """
    row, organization = _locked(ctx, invite_id)
    if row.status == InviteStatus.ACCEPTED:
        raise Conflict(f"{row.email} was faster and has accepted. You can remove them from the list of members.")
    if row.status == InviteStatus.PENDING:
        row.status = InviteStatus.REVOKED
        release_held(ctx, invite=row, reason=f"The invitation of {row.email} was withdrawn.")
        note(ctx, organization, "invite_revoked", f"Withdrew the invitation of {row.email}.")


@mutation(policy=inviter_of)
def restore_invite(ctx: Context, *, invite_id: int) -> None:
    """Take back that an invitation was withdrawn: its link is good again, and a seat is held anew.

    Raises:
        Conflict: It has run out, they belong to the company or are invited anew, or there is no seat any more.
    """
    row, organization = _locked(ctx, invite_id)
    require_active(organization)
    if row.status == InviteStatus.PENDING:
        return
    if row.status != InviteStatus.REVOKED or row.expires_at <= ctx.now:
        raise Conflict("This invitation has run out. Please invite them anew.")
    if problem := reason_against(ctx, row.organization_id, row.email):
        raise Conflict(problem)
    row.status = InviteStatus.PENDING
    ctx.session.flush()
    hold_seat(ctx, invite=row)
    note(ctx, organization, "invite_restored", f"The invitation of {row.email} is good again.")


@mutation(policy=system_only)
def expire_invite(ctx: Context, *, invite_id: int) -> None:
    """End an invitation that nobody has accepted in time; one that was sent again since goes on."""
    row, _ = _locked(ctx, invite_id)
    if row.status == InviteStatus.PENDING and row.expires_at <= ctx.now:
        row.status = InviteStatus.EXPIRED
        release_held(ctx, invite=row, reason=f"The invitation of {row.email} ran out.")


@mutation(policy=system_only)
def expire_invites(ctx: Context) -> int:
    """End every invitation that has run out, and return how many there were: a net under the job of each."""
    statement = select(OrganizationInvite.id).where(
        OrganizationInvite.status == InviteStatus.PENDING, col(OrganizationInvite.expires_at) <= ctx.now
    )
    found = ctx.session.exec(statement.order_by(col(OrganizationInvite.id))).all()
    for invite_id in found:
        expire_invite(ctx, invite_id=invite_id)
    return len(found)


@mutation(policy=signed_in)
def accept_invite(ctx: Context, *, token: str, is_meant: bool = False) -> Accepted:
    """Join a company by an invitation. Doing so again with the same account says the same again.

    Args:
        is_meant: The viewer has said that they want to join with this account, though another address was invited.
    """
    row = by_token(ctx, token)
    if row is None:
        return Accepted(problem=DEAD_LINK)
    row, organization = _locked(ctx, row.id)
    if row.status == InviteStatus.ACCEPTED and row.accepted_by_id == ctx.user_id:
        return Accepted(organization=organization.name)
    if problem := problem_of(ctx, row, organization):
        return Accepted(problem=problem)
    email = ctx.session.get_one(User, ctx.user_id).email
    if email != row.email:
        if row.role != InviteRole.MEMBER:
            return Accepted(problem=only_with(row.email))
        if not is_meant:
            return Accepted(asks_for=in_part(row.email))
        ctx.publish(JoinedWithAnotherAddress(row.id, ctx.user_id))
    _take_in(ctx, row, organization)
    return Accepted(organization=organization.name)


def by_token(ctx: Context, token: str) -> OrganizationInvite | None:
    """Return the invitation a link belongs to."""
    return ctx.session.exec(select(OrganizationInvite).where(OrganizationInvite.token_hash == hashed(token))).first()


def problem_of(ctx: Context, row: OrganizationInvite, organization: Organization) -> str:
    """Return why an invitation cannot be accepted now, in words; nothing if it can."""
    if row.status != InviteStatus.PENDING:
        return OVER[row.status]
    if ctx.is_past(row.expires_at):
        return OVER[InviteStatus.EXPIRED]
    if row.role != InviteRole.MEMBER and not _may_give_roles(ctx, row):
        return NO_RIGHT_TO_GIVE
    return SUSPENDED.format(organization.name) if organization.status == OrganizationStatus.SUSPENDED else ""


def in_part(email: str) -> str:
    """An address as strangers may see it: h…@northwind.example."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def only_with(email: str) -> str:
    """What is said where rights over others are at stake."""
    return (
        f"This invitation was sent to {in_part(email)} and gives rights over the company's people, so only that "
        "address can accept it. Please sign in with it, or ask for an invitation to your own."
    )


def _take_in(ctx: Context, row: OrganizationInvite, organization: Organization) -> None:
    user_id = ctx.user_id
    row.status, row.accepted_at, row.accepted_by_id = InviteStatus.ACCEPTED, ctx.now, user_id
    before = membership(ctx, organization_id=organization.id, user_id=user_id)
    was_member = before is not None and before.left_at is None
    join(ctx, organization_id=organization.id, user_id=user_id, department=row.department)
    if was_member and before is not None:
        before.department = row.department or before.department
    if row.team_id is not None and (team := ctx.session.get_one(Team, row.team_id)).is_active:
        join_team(ctx, team, user_id)
    if row.role != InviteRole.MEMBER:
        _give_role(ctx, row, ManagerRole(row.role.value))
    keep_for(ctx, invite=row, user_id=user_id)
    name = ctx.session.get_one(User, user_id).name
    note(ctx, organization, "invite_accepted", f"{name} accepted the invitation of {row.email}.")
    ctx.publish(InviteAccepted(organization.id, user_id, row.cohort_id))


def _give_role(ctx: Context, row: OrganizationInvite, role: ManagerRole) -> None:
    """Let whoever accepts look after the team or department they are invited into; an administrator after all."""
    held = manager_row(ctx, row.organization_id, ctx.user_id)
    if held is not None and held.is_active:
        return
    if held is None:
        held = OrganizationManager(user_id=ctx.user_id, organization_id=row.organization_id, role=role)
        ctx.session.add(held)
    is_scoped = role != ManagerRole.ADMIN
    held.role, held.permissions, held.is_active = role, list(PRESETS[role]), True
    held.team_ids = [row.team_id] if is_scoped and row.team_id is not None else None
    held.department_scope = [row.department] if is_scoped and row.department else None


def _may_give_roles(ctx: Context, row: OrganizationInvite) -> bool:
    """Tell whether whoever sent an invitation may still give rights over others."""
    if row.invited_by_id is None:
        return False
    if ctx.session.get_one(User, row.invited_by_id).role == UserRole.PLATFORM_ADMIN:
        return True
    held = manager_row(ctx, row.organization_id, row.invited_by_id)
    return held is not None and held.is_active and ManagerPermission.MANAGE_MANAGERS in held.permissions


def _spend(ctx: Context, organization: Organization, email: str) -> None:
    of_company = PER_COMPANY if organization.seats_purchased else PER_COMPANY_WITHOUT_SEATS
    limits.spend(ctx.session, of_company, now=ctx.now, key=f"invites_of:{organization.id}")
    limits.spend(ctx.session, PER_RECIPIENT, now=ctx.now, key=f"invites_to:{hashed(email)}")


def _locked(ctx: Context, invite_id: int) -> tuple[OrganizationInvite, Organization]:
    row = ctx.session.get_one(OrganizationInvite, invite_id)
    organization = lock_organization(ctx, row.organization_id)
    ctx.session.refresh(row)
    return row, organization


def _send(ctx: Context, row: OrganizationInvite, token: str) -> None:
    ctx.jobs.run_at(row.expires_at, expire_invite, invite_id=row.id)
    ctx.publish(PersonInvited(row.id, token))
