"""Who belongs to a company: joining, leaving, being removed. Building blocks; whoever calls them has asked who may."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.core.errors import Conflict
from academy.identity.models import User, UserRole
from academy.live import Context
from academy.organizations.events import MemberJoined, MembershipEnded, MembershipRestored
from academy.organizations.models import (
    Departure,
    OrganizationManager,
    OrganizationMembership,
    OrganizationSeat,
    SeatStatus,
    Team,
    TeamMember,
    TeamPlace,
    TeamRole,
)
from academy.organizations.service.seats import keep_again, release_all_held


def membership(ctx: Context, *, organization_id: int, user_id: int) -> OrganizationMembership | None:
    """Return somebody's membership, past or present."""
    statement = select(OrganizationMembership).where(
        OrganizationMembership.organization_id == organization_id, OrganizationMembership.user_id == user_id
    )
    return ctx.session.exec(statement).first()


def is_member(ctx: Context, *, organization_id: int, user_id: int) -> bool:
    """Tell whether somebody belongs to a company now."""
    found = membership(ctx, organization_id=organization_id, user_id=user_id)
    return found is not None and found.left_at is None


def join(ctx: Context, *, organization_id: int, user_id: int, department: str | None = None) -> None:
    """Let somebody belong to a company; whoever does already stays as they are."""
    found = membership(ctx, organization_id=organization_id, user_id=user_id)
    if found is not None and found.left_at is None:
        return
    if found is None:
        found = OrganizationMembership(organization_id=organization_id, user_id=user_id, joined_at=ctx.now)
        ctx.session.add(found)
    found.joined_at, found.left_at, found.department = ctx.now, None, department
    user = ctx.session.get_one(User, user_id)
    user.organization_id = user.organization_id or organization_id
    if user.role == UserRole.INDIVIDUAL:
        user.role = UserRole.ORG_MEMBER
    ctx.session.flush()
    ctx.publish(MemberJoined(organization_id, user_id))


def end_membership(ctx: Context, found: OrganizationMembership, *, reason: str) -> None:
    """Let somebody belong to a company no longer: its rights, teams and unused seats go; what they learned stays."""
    organization_id, user_id = found.organization_id, found.user_id
    found.left_at, found.departure = ctx.now, _departure(ctx, organization_id, user_id)
    if (manager := manager_row(ctx, organization_id, user_id)) is not None:
        manager.is_active = False
    for team in ctx.session.exec(_teams_of(organization_id, user_id)).all():
        leave_team(ctx, team, user_id)
    release_all_held(ctx, organization_id=organization_id, user_id=user_id, reason=reason)
    _turn_to_another(ctx, user_id, organization_id)
    ctx.publish(MembershipEnded(organization_id, user_id))


def take_back_end(ctx: Context, found: OrganizationMembership, had: Departure, left_at: datetime) -> bool:
    """Let somebody who has just left belong to a company again with what they had; tells whether all could be had."""
    organization_id, user_id, joined_at = found.organization_id, found.user_id, found.joined_at
    join(ctx, organization_id=organization_id, user_id=user_id, department=found.department)
    found.joined_at, found.departure = joined_at, None
    user = ctx.session.get_one(User, user_id)
    if user.role == UserRole.ORG_MEMBER and had.user_role == UserRole.ORG_ADMIN:
        user.role = UserRole.ORG_ADMIN
    if had.is_first:
        user.organization_id = organization_id
    if had.has_role and (manager := manager_row(ctx, organization_id, user_id)) is not None:
        manager.is_active = True
    for place in had.teams:
        _put_back(ctx, place, user_id)
    for course_id in had.kept:
        with suppress(Conflict):
            keep_again(ctx, organization_id=organization_id, course_id=course_id, user_id=user_id)
    ctx.publish(MembershipRestored(organization_id, user_id, left_at))
    return len(_seats(ctx, organization_id, user_id)) == had.seats


def manager_row(ctx: Context, organization_id: int, user_id: int) -> OrganizationManager | None:
    """Return what somebody manages in a company, or once did."""
    statement = select(OrganizationManager).where(
        OrganizationManager.organization_id == organization_id, OrganizationManager.user_id == user_id
    )
    return ctx.session.exec(statement).first()


def join_team(
    ctx: Context,
    team: Team,
    user_id: int,
    role: TeamRole = TeamRole.MEMBER,
    *,
    joined_at: datetime | None = None,
) -> None:
    """Put somebody into a team; whoever is in it already stays."""
    inside = select(TeamMember.id).where(TeamMember.team_id == team.id, TeamMember.user_id == user_id)
    if ctx.session.exec(inside).first() is None:
        ctx.session.add(TeamMember(team_id=team.id, user_id=user_id, role=role, joined_at=joined_at or ctx.now))
        _count(ctx, team, 1)


def leave_team(ctx: Context, team: Team, user_id: int) -> None:
    """Take somebody out of a team, if they are in it."""
    gone = sa.delete(TeamMember).where(col(TeamMember.team_id) == team.id, col(TeamMember.user_id) == user_id)
    if ctx.session.exec(gone).rowcount:
        _count(ctx, team, -1)
    if team.manager_id == user_id:
        team.manager_id = None


def _departure(ctx: Context, organization_id: int, user_id: int) -> Departure:
    """What somebody has in a company who is about to leave it."""
    user, manager = ctx.session.get_one(User, user_id), manager_row(ctx, organization_id, user_id)
    inside = select(TeamMember, Team.manager_id).join(Team, col(Team.id) == TeamMember.team_id)
    places = inside.where(Team.organization_id == organization_id, TeamMember.user_id == user_id)
    seats = _seats(ctx, organization_id, user_id)
    return Departure(
        by_id=ctx.viewer.user_id,
        user_role=user.role,
        is_first=user.organization_id == organization_id,
        has_role=manager is not None and manager.is_active,
        teams=[
            TeamPlace(team_id=row.team_id, role=row.role, joined_at=row.joined_at, is_manager=manager_id == user_id)
            for row, manager_id in ctx.session.exec(places.order_by(col(TeamMember.id)))
        ],
        kept=[seat.course_id for seat in seats if seat.status == SeatStatus.HELD],
        seats=len(seats),
    )


def _seats(ctx: Context, organization_id: int, user_id: int) -> Sequence[OrganizationSeat]:
    statement = select(OrganizationSeat).where(
        OrganizationSeat.organization_id == organization_id, OrganizationSeat.user_id == user_id
    )
    return ctx.session.exec(statement.order_by(col(OrganizationSeat.id))).all()


def _put_back(ctx: Context, place: TeamPlace, user_id: int) -> None:
    team = ctx.session.get(Team, place.team_id)
    if team is None or not team.is_active:
        return
    join_team(ctx, team, user_id, place.role, joined_at=place.joined_at)
    if place.is_manager and team.manager_id is None:
        team.manager_id = user_id


def _count(ctx: Context, team: Team, change: int) -> None:
    ctx.session.flush()
    counted = {"member_count": col(Team.member_count) + change}
    ctx.session.exec(sa.update(Team).where(col(Team.id) == team.id).values(counted))
    ctx.session.refresh(team)


def _teams_of(organization_id: int, user_id: int) -> SelectOfScalar[Team]:
    inside = select(TeamMember.team_id).where(TeamMember.user_id == user_id)
    return select(Team).where(
        Team.organization_id == organization_id, col(Team.id).in_(inside) | (col(Team.manager_id) == user_id)
    )


def _turn_to_another(ctx: Context, user_id: int, organization_id: int) -> None:
    """Show somebody who left another company of theirs first, if there is one."""
    ctx.session.flush()
    user = ctx.session.get_one(User, user_id)
    others = select(OrganizationMembership.organization_id).where(
        OrganizationMembership.user_id == user_id, col(OrganizationMembership.left_at).is_(None)
    )
    other = ctx.session.exec(others.order_by(col(OrganizationMembership.id))).first()
    if user.organization_id == organization_id:
        user.organization_id = other
    if other is None and user.role in {UserRole.ORG_MEMBER, UserRole.ORG_ADMIN}:
        user.role = UserRole.INDIVIDUAL
