"""The counters of companies counted anew, for the day on which somebody has changed rows behind our back."""

from sqlmodel import col, func, select

from academy.core import audit
from academy.core.audit import Change
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.organizations.models import Organization, OrganizationSeat, SeatStatus, Team, TeamMember
from academy.organizations.service.standing import lock_organization, note

USED = (SeatStatus.HELD, SeatStatus.ASSIGNED, SeatStatus.ACTIVATED)


@mutation(policy=system_only)
def reconcile_companies(ctx: Context) -> int:
    """Repair the counters of organizations and teams that do not agree with their rows; return how many there were."""
    return _repair_seats(ctx) + _repair_teams(ctx)


def _repair_seats(ctx: Context) -> int:
    of_company = OrganizationSeat.organization_id == Organization.id
    there = select(func.count()).where(of_company, OrganizationSeat.status != SeatStatus.REVOKED).scalar_subquery()
    used = select(func.count()).where(of_company, col(OrganizationSeat.status).in_(USED)).scalar_subquery()
    statement = select(Organization.id, there, used).where(
        (col(Organization.seats_purchased) != there) | (col(Organization.seats_used) != used)
    )
    wrong = ctx.session.exec(statement.order_by(col(Organization.id))).all()
    for organization_id, purchased, in_use in wrong:
        organization = lock_organization(ctx, organization_id)
        changes: dict[str, Change] = {
            "seats_purchased": (organization.seats_purchased, purchased),
            "seats_used": (organization.seats_used, in_use),
        }
        organization.seats_purchased, organization.seats_used = purchased, in_use
        note(ctx, organization, "reconciled", f"Counted the seats of {organization.name} anew.", changes)
    return len(wrong)


def _repair_teams(ctx: Context) -> int:
    inside = select(func.count()).where(TeamMember.team_id == Team.id).scalar_subquery()
    statement = select(Team, inside).where(col(Team.member_count) != inside)
    wrong = ctx.session.exec(statement.order_by(col(Team.id))).all()
    for team, members in wrong:
        before, team.member_count = team.member_count, members
        audit.record(
            ctx.session,
            now=ctx.now,
            actor_id=None,
            action="organizations.reconciled",
            subject=team,
            summary=f"Counted the people of the team {team.name} anew.",
            changes={"member_count": (before, members)},
        )
    return len(wrong)
