"""Meridian, and everybody who may stand in some relation to it."""

from dataclasses import dataclass

import pytest

from academy.identity.models import User
from academy.live import ANONYMOUS, Context, Viewer
from academy.organizations.models import (
    ManagerRole,
    Organization,
    OrganizationManager,
    OrganizationMembership,
    Team,
    TeamMember,
)
from academy.organizations.policy import PRESETS
from tests.organizations.company import make_company
from tests.world import Cast, Live


@dataclass(frozen=True)
class Meridian:
    """A company with seven people: Mia and Moe are in the team, Dan is in the department of Finance.

    `lead` looks after the team only, `clerk` after Finance only.
    """

    id: int
    team_id: int
    admin: Viewer
    manager: Viewer
    viewer: Viewer
    lead: Viewer
    clerk: Viewer
    mia: Viewer
    moe: Viewer
    dan: Viewer
    stranger: Viewer
    platform: Viewer
    visitor: Viewer = ANONYMOUS

    def everybody(self) -> dict[str, Viewer]:
        names = ("admin", "manager", "viewer", "lead", "clerk", "mia", "stranger", "platform", "visitor")
        return {name: getattr(self, name) for name in names}


def build(ctx: Context, company: Organization, stranger: Viewer, platform: Viewer) -> Meridian:
    roles = {"admin": ManagerRole.ADMIN, "manager": ManagerRole.MANAGER, "viewer": ManagerRole.VIEWER}
    roles |= {"lead": ManagerRole.MANAGER, "clerk": ManagerRole.MANAGER}
    people = {name: User(email=f"{name}@meridian.example", name=name.title()) for name in (*roles, "mia", "moe", "dan")}
    ctx.session.add_all(people.values())
    team = Team(organization_id=company.id, name="Operations", member_count=2)
    ctx.session.add(team)
    ctx.session.flush()
    for name, user in people.items():
        department = "Finance" if name == "dan" else None
        user.organization_id = company.id
        ctx.session.add(
            OrganizationMembership(
                organization_id=company.id, user_id=user.id, department=department, joined_at=ctx.now
            )
        )
    for name in ("mia", "moe"):
        ctx.session.add(TeamMember(team_id=team.id, user_id=people[name].id, joined_at=ctx.now))
    for name, role in roles.items():
        ctx.session.add(
            OrganizationManager(
                user_id=people[name].id,
                organization_id=company.id,
                role=role,
                permissions=list(PRESETS[role]),
                team_ids=[team.id] if name == "lead" else None,
                department_scope=["Finance"] if name == "clerk" else None,
            )
        )
    ctx.session.flush()
    viewers = {name: Viewer(user_id=user.id, role=user.role.value) for name, user in people.items()}
    return Meridian(id=company.id, team_id=team.id, **viewers, stranger=stranger, platform=platform)


@pytest.fixture
def meridian(live: Live, cast: Cast) -> Meridian:
    with live.system() as ctx:
        return build(ctx, make_company(ctx), cast.ada, cast.olga)
