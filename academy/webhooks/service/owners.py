"""Telling those who look after an endpoint what became of it."""

from sqlmodel import col, select

from academy import routes
from academy.identity.models import User, UserRole
from academy.live import Context
from academy.notifications.models import Category
from academy.notifications.service import tell
from academy.organizations.models import ManagerRole, OrganizationManager
from academy.webhooks.letters import endpoint_disabled
from academy.webhooks.models import WebhookEndpoint


def tell_owners(ctx: Context, *, endpoint_id: int, reason: str) -> None:
    """Tell the administrators of the platform, or of the company whose endpoint it is, that it was switched off."""
    endpoint = ctx.session.get_one(WebhookEndpoint, endpoint_id)
    path = routes.ADMIN_WEBHOOKS.url() if endpoint.organization_id is None else ""
    owners = select(User.id, User.name).order_by(col(User.id))
    if path:
        owners = owners.where(User.role == UserRole.PLATFORM_ADMIN)
    else:
        managers = select(OrganizationManager.user_id).where(
            OrganizationManager.organization_id == endpoint.organization_id,
            OrganizationManager.role == ManagerRole.ADMIN,
            col(OrganizationManager.is_active),
        )
        owners = owners.where(col(User.id).in_(managers))
    for user_id, name in ctx.session.exec(owners):
        tell(
            ctx,
            user_id=user_id,
            category=Category.ACCOUNT,
            kind="webhooks.endpoint_disabled",
            title="A webhook endpoint was switched off",
            text=f"{endpoint.url}: {reason}",
            url=path,
            letter=endpoint_disabled(name, endpoint.url, reason, path),
        )
