"""Teams and particulars of a company, as those see them who look after it."""

from collections import defaultdict

from sqlmodel import col, func, select

from academy.identity.models import User
from academy.live import Context, query
from academy.managers.policy import company_of, manager, manager_with
from academy.managers.schemas import Choice, DomainRow, Settings, TeamRow
from academy.organizations import service as organizations
from academy.organizations.models import (
    ManagerPermission,
    Organization,
    OrganizationDomain,
    Team,
    TeamMember,
)
from academy.organizations.policy import may, scope_of

SHOWN = 12
"""So many people of a team stand in the list of teams."""


@query(policy=manager)
def team_list(ctx: Context, *, company: str = "") -> list[TeamRow]:
    """The teams that the viewer looks after, by name, with the people in each."""
    organization_id = company_of(ctx, company)
    scope = scope_of(ctx, organization_id)
    teams = select(Team).where(Team.organization_id == organization_id, Team.is_active, scope.covers_teams())
    rows = ctx.session.exec(teams.order_by(col(Team.name), col(Team.id))).all()
    place = func.row_number().over(partition_by=col(TeamMember.team_id), order_by=col(TeamMember.id)).label("place")
    placed = (
        select(TeamMember.team_id, TeamMember.user_id, place)
        .where(col(TeamMember.team_id).in_([team.id for team in rows]))
        .subquery()
    )
    inside = (
        select(placed.c.team_id, User.id, User.name)
        .join(User, col(User.id) == placed.c.user_id)
        .where(placed.c.place <= SHOWN)
        .order_by(col(User.name), col(User.id))
    )
    people = defaultdict(list)
    for team_id, user_id, name in ctx.session.exec(inside):
        people[team_id].append(Choice(id=user_id, words=name))
    can_edit = may(ctx, organization_id, ManagerPermission.MANAGE_TEAM)
    return [
        TeamRow(
            id=team.id,
            name=team.name,
            description=team.description or "",
            people=people[team.id],
            others=team.member_count - len(people[team.id]),
            can_edit=can_edit,
        )
        for team in rows
    ]


@query(policy=manager_with(ManagerPermission.MANAGE_SETTINGS))
def company_settings(ctx: Context, *, company: str = "") -> Settings:
    """What a company says of itself, and its domains."""
    organization_id = company_of(ctx, company)
    row = ctx.session.get_one(Organization, organization_id)
    domains = select(OrganizationDomain).where(OrganizationDomain.organization_id == organization_id)
    return Settings(
        name=row.name,
        domain=row.domain,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        billing_address=row.billing_address or "",
        low_seat_threshold=row.low_seat_threshold,
        domains=[
            DomainRow(
                id=domain.id,
                domain=domain.domain,
                method=domain.method,
                record=organizations.record_of(domain),
                value=organizations.value_of(domain),
                mailbox=domain.mailbox or "",
                verified_at=domain.verified_at,
                checked_at=domain.checked_at,
                problem=domain.problem or "",
                auto_join=domain.auto_join,
            )
            for domain in ctx.session.exec(domains.order_by(col(OrganizationDomain.id)))
        ],
    )
