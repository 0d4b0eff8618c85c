"""The teams of a company."""

from sqlmodel import col, select

from academy.core.cleaning import clean_line
from academy.core.errors import Denied, Invalid, NotFound
from academy.live import Context, mutation
from academy.organizations.models import ManagerPermission, Team
from academy.organizations.policy import permitted, scope_of
from academy.organizations.service.belonging import join_team, leave_team
from academy.organizations.service.members import in_scope
from academy.organizations.service.standing import lock_organization, note

NAME_LENGTH = 80
NO_SUCH_TEAM = "There is no such team among those you look after."


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def create_team(ctx: Context, *, organization_id: int, name: str, description: str = "") -> int:
    """Make a team and return its id.

    Raises:
        Denied: The viewer looks after a part of the company only.
        Invalid: The name is missing, too long, or that of another team.
    """
    organization = lock_organization(ctx, organization_id)
    if not scope_of(ctx, organization_id).is_all:
        raise Denied("You look after a part of the company. Only those who look after all of it make teams.")
    team = Team(
        organization_id=organization_id,
        name=_clean_name(ctx, organization_id, name),
        description=description.strip() or None,
    )
    ctx.session.add(team)
    ctx.session.flush()
    note(ctx, organization, "team_made", f"Made the team {team.name}.")
    return team.id


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def edit_team(ctx: Context, *, organization_id: int, team_id: int, name: str, description: str = "") -> None:
    """Change what a team is called and what it is for.

    Raises:
        NotFound: The viewer looks after no such team.
        Invalid: The name is missing, too long, or that of another team.
    """
    organization, team = lock_organization(ctx, organization_id), _own(ctx, organization_id, team_id)
    before, team.name = team.name, _clean_name(ctx, organization_id, name, besides=team_id)
    team.description = description.strip() or None
    note(ctx, organization, "team_edited", f"Changed the team {team.name}.", {"name": (before, team.name)})


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def dissolve_team(ctx: Context, *, organization_id: int, team_id: int) -> None:
    """Let a team be no more; its people stay in the company. Who was in it is kept, and shows nowhere.

    Raises:
        NotFound: The viewer looks after no such team.
    """
    organization, team = lock_organization(ctx, organization_id), _own(ctx, organization_id, team_id)
    team.is_active = False
    note(ctx, organization, "team_dissolved", f"Dissolved the team {team.name}.")


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def restore_team(ctx: Context, *, organization_id: int, team_id: int) -> None:
    """Take back that a team was dissolved: it is there again, with its people.

    Raises:
        NotFound: The viewer looks after no such team.
        Invalid: There is another of its name meanwhile.
    """
    organization, team = lock_organization(ctx, organization_id), _own(ctx, organization_id, team_id, is_active=False)
    _clean_name(ctx, organization_id, team.name)
    team.is_active = True
    note(ctx, organization, "team_restored", f"The team {team.name} is there again.")


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def put_into_team(ctx: Context, *, organization_id: int, team_id: int, user_ids: list[int]) -> None:
    """Put people of the company into a team.

    Raises:
        NotFound: The viewer looks after no such team, or not after one of the people.
    """
    organization, team = lock_organization(ctx, organization_id), _own(ctx, organization_id, team_id)
    found = in_scope(ctx, organization_id, user_ids)
    for row in found:
        join_team(ctx, team, row.user_id)
    note(ctx, organization, "team_joined", f"Put {len(found)} people into the team {team.name}.")


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def take_out_of_team(ctx: Context, *, organization_id: int, team_id: int, user_id: int) -> None:
    """Take somebody out of a team; they stay in the company.

    Raises:
        NotFound: The viewer looks after no such team.
    """
    organization, team = lock_organization(ctx, organization_id), _own(ctx, organization_id, team_id)
    leave_team(ctx, team, user_id)
    note(ctx, organization, "team_left", f"Took somebody out of the team {team.name}.")


def _own(ctx: Context, organization_id: int, team_id: int, *, is_active: bool = True) -> Team:
    team = ctx.session.get(Team, team_id)
    scope = scope_of(ctx, organization_id)
    is_own = team is not None and team.organization_id == organization_id and team.is_active == is_active
    if team is None or not is_own or not (scope.is_all or team_id in (scope.team_ids or ())):
        raise NotFound(NO_SUCH_TEAM)
    return team


def _clean_name(ctx: Context, organization_id: int, name: str, *, besides: int = 0) -> str:
    words = clean_line(name)
    if not words or len(words) > NAME_LENGTH:
        raise Invalid(f"Please give the team a name of up to {NAME_LENGTH} characters.", field="name")
    same = select(Team.id).where(
        Team.organization_id == organization_id, Team.is_active, Team.name == words, col(Team.id) != besides
    )
    if ctx.session.exec(same).first() is not None:
        raise Invalid("There is a team of this name already. Please choose another one.", field="name")
    return words
