"""What managers do with the people of a company, and what these do themselves: leave."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import exists
from sqlmodel import col, select

from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Denied, Invalid, NotFound
from academy.identity.models import User
from academy.live import Context, mutation, query, signed_in
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    Organization,
    OrganizationManager,
    OrganizationMembership,
    OrganizationStatus,
    Team,
)
from academy.organizations.policy import PRESETS, may, permitted, scope_of
from academy.organizations.schemas import MyCompany
from academy.organizations.service.belonging import end_membership, manager_row, membership, take_back_end
from academy.organizations.service.standing import lock_organization, note

DEPARTMENT_LENGTH = 80
UNDO_FOR = timedelta(minutes=10)
TOO_LATE = "This cannot be taken back any more. An invitation brings them in again."
NOT_A_MEMBER = "This person does not belong to the company, or not any more."
LAST_ADMIN = (
    "{name} is the last administrator of {company}. Make somebody else an administrator first, so that the company "
    "is not left without one."
)


@query(policy=signed_in)
def my_companies(ctx: Context) -> list[MyCompany]:
    """The companies that the viewer belongs to, by name."""
    manages = (
        exists()
        .where(
            col(OrganizationManager.organization_id) == Organization.id,
            col(OrganizationManager.user_id) == ctx.user_id,
            col(OrganizationManager.is_active),
        )
        .correlate(Organization)
    )
    statement = (
        sa.select(
            col(Organization.id),
            col(Organization.public_id),
            col(Organization.name),
            col(OrganizationMembership.department),
            col(OrganizationMembership.joined_at),
            col(Organization.status),
            manages,
        )
        .join(OrganizationMembership, col(OrganizationMembership.organization_id) == Organization.id)
        .where(col(OrganizationMembership.user_id) == ctx.user_id, col(OrganizationMembership.left_at).is_(None))
        .order_by(col(Organization.name), col(Organization.id))
    )
    return [
        MyCompany(
            id=organization_id,
            public_id=public_id,
            name=name,
            department=department or "",
            joined_at=joined_at,
            is_suspended=status == OrganizationStatus.SUSPENDED,
            manages=is_manager,
        )
        for organization_id, public_id, name, department, joined_at, status, is_manager in ctx.session.execute(
            statement
        )
    ]


@mutation(policy=signed_in)
def leave_organization(ctx: Context, *, organization_id: int) -> None:
    """Leave a company. What the viewer has learned stays theirs; a seat whose cohort has not begun goes back.

    Raises:
        NotFound: They do not belong to it.
        Conflict: They are its last administrator.
    """
    organization = lock_organization(ctx, organization_id)
    found = _present(ctx, organization_id, ctx.user_id)
    _require_another_admin(ctx, organization, ctx.user_id)
    name = ctx.session.get_one(User, ctx.user_id).name
    end_membership(ctx, found, reason=f"{name} left.")
    note(ctx, organization, "left", f"{name} left {organization.name}.")


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def remove_member(ctx: Context, *, organization_id: int, user_id: int) -> None:
    """Unlink somebody from a company. What they have learned stays theirs; a seat that is not used up goes back.

    Raises:
        NotFound: They do not belong to it, or are not among those the viewer looks after.
        Conflict: They are its last administrator.
    """
    organization = lock_organization(ctx, organization_id)
    found = in_scope(ctx, organization_id, [user_id])[0]
    if (manager := manager_row(ctx, organization_id, user_id)) is not None and manager.is_active:
        _require(ctx, organization_id, ManagerPermission.MANAGE_MANAGERS)
    _require_another_admin(ctx, organization, user_id)
    name = ctx.session.get_one(User, user_id).name
    end_membership(ctx, found, reason=f"{name} was removed.")
    note(ctx, organization, "member_removed", f"Removed {name} from {organization.name}.")


@mutation(policy=signed_in)
def return_to_organization(ctx: Context, *, organization_id: int) -> bool:
    """Take back that the viewer has just left; tells whether they have again all they had.

    Raises:
        Conflict: It is too late for that, or somebody else ended it.
    """
    return _take_back(ctx, organization_id, ctx.user_id)


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def restore_member(ctx: Context, *, organization_id: int, user_id: int) -> bool:
    """Take back that the viewer has just removed somebody; tells whether these have again all they had.

    Raises:
        Conflict: It is too late for that, or somebody else ended it.
    """
    return _take_back(ctx, organization_id, user_id)


@mutation(policy=permitted(ManagerPermission.MANAGE_TEAM))
def set_department(ctx: Context, *, organization_id: int, user_ids: list[int], department: str) -> None:
    """Say in which department people work; no words, in none.

    Raises:
        Invalid: The name is too long, or not of those departments that the viewer looks after.
        NotFound: One of them is not among those the viewer looks after.
    """
    organization = lock_organization(ctx, organization_id)
    words = clean_department(department)
    scope = scope_of(ctx, organization_id)
    if scope.departments is not None and words not in scope.departments:
        raise Invalid(f"You look after {', '.join(scope.departments)}: please choose one of these.", field="department")
    for found in in_scope(ctx, organization_id, user_ids):
        found.department = words or None
    where = f"the department {words}" if words else "no department"
    note(ctx, organization, "department_set", f"Put {_names(ctx, user_ids)} into {where}.")


@mutation(policy=permitted(ManagerPermission.MANAGE_MANAGERS))
def set_role(
    ctx: Context,
    *,
    organization_id: int,
    user_id: int,
    role: ManagerRole | None,
    permissions: list[ManagerPermission] | None = None,
    team_ids: list[int] | None = None,
    departments: list[str] | None = None,
) -> None:
    """Give somebody a role in a company, or none. Without permissions of their own they get those of the role.

    Args:
        team_ids: They look after these teams only.
        departments: They look after these departments only (or teams, if both are given).

    Raises:
        NotFound: They do not belong to the company, or there is no such team.
        Invalid: An administrator is to look after a part only.
        Conflict: They are its last administrator.
    """
    organization = lock_organization(ctx, organization_id)
    _present(ctx, organization_id, user_id)
    if role != ManagerRole.ADMIN:
        _require_another_admin(ctx, organization, user_id)
    if role == ManagerRole.ADMIN and (team_ids or departments):
        raise Invalid("An administrator looks after the whole company. Choose another role for a part.", field="role")
    require_teams(ctx, organization_id, team_ids or [])
    row = manager_row(ctx, organization_id, user_id)
    before = row.role.value if row is not None and row.is_active else None
    if role is None:
        if row is not None:
            row.is_active = False
    else:
        if row is None:
            row = OrganizationManager(user_id=user_id, organization_id=organization_id, role=role)
            ctx.session.add(row)
        row.role, row.is_active = role, True
        row.permissions = list(PRESETS[role] if permissions is None or role == ManagerRole.ADMIN else permissions)
        row.team_ids, row.department_scope = team_ids or None, departments or None
        row.updated_at = ctx.now
    name = ctx.session.get_one(User, user_id).name
    words = f"{name} became {role.value} of {organization.name}." if role else f"{name} is a member without a role now."
    note(ctx, organization, "role_set", words, {"role": (before, role.value if role else None)})


def in_scope(ctx: Context, organization_id: int, user_ids: Sequence[int]) -> list[OrganizationMembership]:
    """Return the memberships of people whom the viewer looks after.

    Raises:
        NotFound: One of them is not.
    """
    statement = select(OrganizationMembership).where(
        OrganizationMembership.organization_id == organization_id,
        col(OrganizationMembership.left_at).is_(None),
        col(OrganizationMembership.user_id).in_(user_ids),
        scope_of(ctx, organization_id).covers(),
    )
    found = list(ctx.session.exec(statement).all())
    if not user_ids or {row.user_id for row in found} != set(user_ids):
        raise NotFound(NOT_A_MEMBER)
    return found


def clean_department(department: str) -> str:
    """Return a department's name as we keep it.

    Raises:
        Invalid: It is too long.
    """
    words = clean_line(department)
    if len(words) > DEPARTMENT_LENGTH:
        raise Invalid(f"A department's name has up to {DEPARTMENT_LENGTH} characters.", field="department")
    return words


def require_teams(ctx: Context, organization_id: int, team_ids: Sequence[int]) -> None:
    """Refuse teams that are not a company's own.

    Raises:
        NotFound: One of them is not.
    """
    own = select(Team.id).where(Team.organization_id == organization_id, Team.is_active, col(Team.id).in_(team_ids))
    if set(ctx.session.exec(own).all()) != set(team_ids):
        raise NotFound("There is no such team in this company.")


def _present(ctx: Context, organization_id: int, user_id: int) -> OrganizationMembership:
    found = membership(ctx, organization_id=organization_id, user_id=user_id)
    if found is None or found.left_at is not None:
        raise NotFound(NOT_A_MEMBER)
    return found


def _take_back(ctx: Context, organization_id: int, user_id: int) -> bool:
    organization = lock_organization(ctx, organization_id)
    found = membership(ctx, organization_id=organization_id, user_id=user_id)
    left_at, had = (None, None) if found is None else (found.left_at, found.departure)
    if found is None or left_at is None or had is None:
        raise Conflict(TOO_LATE)
    if had.by_id is None or had.by_id != ctx.viewer.user_id or ctx.now - left_at > UNDO_FOR:
        raise Conflict(TOO_LATE)
    if had.has_role and user_id != ctx.viewer.user_id:
        _require(ctx, organization_id, ManagerPermission.MANAGE_MANAGERS)
    is_whole = take_back_end(ctx, found, had, left_at)
    name = ctx.session.get_one(User, user_id).name
    note(ctx, organization, "member_restored", f"{name} belongs to {organization.name} again.")
    return is_whole


def _require(ctx: Context, organization_id: int, permission: ManagerPermission) -> None:
    if not may(ctx, organization_id, permission):
        raise Denied("Only those who may choose the company's managers may do this.")


def _require_another_admin(ctx: Context, organization: Organization, user_id: int) -> None:
    admins = select(OrganizationManager.user_id).where(
        OrganizationManager.organization_id == organization.id,
        OrganizationManager.role == ManagerRole.ADMIN,
        OrganizationManager.is_active,
    )
    if ctx.session.exec(admins).all() == [user_id]:
        name = ctx.session.get_one(User, user_id).name
        raise Conflict(LAST_ADMIN.format(name=name, company=organization.name))


def _names(ctx: Context, user_ids: Sequence[int]) -> str:
    if len(user_ids) > 3:
        return f"{len(user_ids)} people"
    return ", ".join(ctx.session.exec(select(User.name).where(col(User.id).in_(user_ids)).order_by(User.name)).all())
