"""Whose company a page is about, and who may see it.

A page names the company in its address by its public id; without one it is that of the viewer's companies which they
look at by default.
"""

from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from academy.core.errors import Denied, NotFound, SignInRequired
from academy.identity.models import User
from academy.identity.policy import is_admin
from academy.live import Context
from academy.organizations.models import ManagerPermission, Organization, OrganizationManager
from academy.organizations.policy import known_to_viewer, may

NO_COMPANY = "You look after no company here. Ask one of its administrators to give you a role, or open an account."


def managed(ctx: Context) -> list[int]:
    """The companies the viewer has a role in, the one they look at by default first."""
    if ctx.viewer.user_id is None:
        return []
    first = select(User.organization_id).where(User.id == ctx.user_id).scalar_subquery()
    statement = (
        select(OrganizationManager.organization_id)
        .join(Organization, col(Organization.id) == OrganizationManager.organization_id)
        .where(OrganizationManager.user_id == ctx.user_id, OrganizationManager.is_active)
        .order_by(col(Organization.id).is_distinct_from(first), col(Organization.name), col(Organization.id))
    )
    return list(ctx.session.exec(statement).all())


def company_of(ctx: Context, company: str) -> int:
    """Return the id of the company that a page is about.

    Raises:
        SignInRequired: Nobody is signed in.
        NotFound: The viewer has no role in it, or in none at all.
    """
    if ctx.viewer.user_id is None and not is_admin(ctx):
        raise SignInRequired
    if not company:
        found = managed(ctx)
        if not found:
            raise NotFound(NO_COMPANY)
        return found[0]
    named = ctx.session.exec(select(Organization.id).where(Organization.public_id == company)).first()
    if named is None:
        raise NotFound("There is no such company among those you look after.")
    known_to_viewer(ctx, named)
    return named


def manager(ctx: Context, *, company: str = "", **_arguments: Any) -> None:
    """Whoever has a role in the company may."""
    company_of(ctx, company)


def manager_with(*permissions: ManagerPermission) -> Callable[..., None]:
    """Return the policy that those may who have one of these permissions in the company."""

    def policy(ctx: Context, *, company: str = "", **_arguments: Any) -> None:
        organization_id = company_of(ctx, company)
        if not any(may(ctx, organization_id, permission) for permission in permissions):
            raise Denied("Your role in the company does not open this. Ask one of its administrators.")

    return policy
