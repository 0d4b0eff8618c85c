"""Who may see and do what in a company: the permissions of its managers decide, within the scope of each.

The platform's administrators may everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select, true

from academy.core.errors import NotFound, SignInRequired
from academy.identity.policy import is_admin, require
from academy.live import Context
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    Team,
    TeamMember,
)

_EVERYTHING = tuple(ManagerPermission)
_READING = (ManagerPermission.VIEW_PROGRESS, ManagerPermission.VIEW_ANALYTICS)

PRESETS: dict[ManagerRole, tuple[ManagerPermission, ...]] = {
    ManagerRole.ADMIN: _EVERYTHING,
    ManagerRole.MANAGER: (
        *_READING,
        ManagerPermission.VIEW_CERTIFICATES,
        ManagerPermission.EXPORT_REPORTS,
        ManagerPermission.SEND_REMINDERS,
        ManagerPermission.MANAGE_ENROLLMENTS,
        ManagerPermission.MANAGE_TEAM,
        ManagerPermission.MANAGE_SEATS,
    ),
    ManagerRole.VIEWER: _READING,
}
"""What a role is given when it is given; single permissions may be added or taken since."""


def rights(ctx: Context, organization_id: int) -> OrganizationManager | None:
    """Return what the viewer may in an organization, if they manage anything there."""
    if ctx.viewer.user_id is None:
        return None
    statement = select(OrganizationManager).where(
        OrganizationManager.user_id == ctx.viewer.user_id,
        OrganizationManager.organization_id == organization_id,
        OrganizationManager.is_active,
    )
    return ctx.session.exec(statement).first()


def may(ctx: Context, organization_id: int, permission: ManagerPermission) -> bool:
    """Tell whether the viewer has a permission in an organization."""
    if is_admin(ctx):
        return True
    held = rights(ctx, organization_id)
    return held is not None and permission in held.permissions


def permitted(permission: ManagerPermission) -> Callable[..., None]:
    """Return the policy that those may who have a permission in the organization given; to strangers it is unknown."""

    def policy(ctx: Context, *, organization_id: int, **_arguments: Any) -> None:
        known_to_viewer(ctx, organization_id)
        require(ctx, may(ctx, organization_id, permission))

    return policy


def known_to_viewer(ctx: Context, organization_id: int) -> None:
    """Refuse whoever does not manage anything in an organization, as if there were none."""
    if ctx.viewer.user_id is None and not is_admin(ctx):
        raise SignInRequired
    if not is_admin(ctx) and rights(ctx, organization_id) is None:
        raise NotFound("There is no such organization among those you manage.")


@dataclass(frozen=True)
class Scope:
    """The part of a company that somebody looks after: everything, or certain teams and departments."""

    team_ids: tuple[int, ...] | None = None
    departments: tuple[str, ...] | None = None

    @property
    def is_all(self) -> bool:
        """Whether it is the whole company."""
        return self.team_ids is None and self.departments is None

    def covers(self) -> ColumnElement[bool]:
        """The condition on `OrganizationMembership` that somebody is within."""
        if self.is_all:
            return true()
        teams = select(Team.id).where(col(Team.id).in_(self.team_ids or ()), Team.is_active)
        inside = select(TeamMember.user_id).where(col(TeamMember.team_id).in_(teams))
        return or_(
            col(OrganizationMembership.user_id).in_(inside),
            col(OrganizationMembership.department).in_(self.departments or ()),
        )

    def covers_teams(self) -> ColumnElement[bool]:
        """The condition on `Team` that it is within."""
        return true() if self.is_all else col(Team.id).in_(self.team_ids or ())

    def covers_invites(self) -> ColumnElement[bool]:
        """The condition on `OrganizationInvite` that it leads into what is within."""
        if self.is_all:
            return true()
        return or_(
            col(OrganizationInvite.team_id).in_(self.team_ids or ()),
            col(OrganizationInvite.department).in_(self.departments or ()),
        )


def scope_of(ctx: Context, organization_id: int) -> Scope:
    """Return what the viewer looks after in a company they manage."""
    held = None if is_admin(ctx) else rights(ctx, organization_id)
    if held is None:
        return Scope()
    return Scope(
        team_ids=None if held.team_ids is None else tuple(held.team_ids),
        departments=None if held.department_scope is None else tuple(held.department_scope),
    )
