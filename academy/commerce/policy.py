"""Who may see and pay what was ordered."""

from typing import Any

from sqlmodel import select

from academy.commerce.models import Purchase
from academy.core.errors import NotFound, SignInRequired
from academy.identity.policy import is_admin
from academy.live import Context
from academy.organizations.models import ManagerPermission
from academy.organizations.policy import may


def order_holder(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Whoever bought it may, those who manage the company's billing, and administrators; for others there is none."""
    if is_admin(ctx):
        return
    if ctx.viewer.user_id is None:
        raise SignInRequired
    found = ctx.session.exec(
        select(Purchase.user_id, Purchase.organization_id).where(Purchase.public_id == public_id)
    ).first()
    if found is not None:
        user_id, organization_id = found
        if organization_id is None and user_id == ctx.user_id:
            return
        if organization_id is not None and may(ctx, organization_id, ManagerPermission.MANAGE_BILLING):
            return
    raise NotFound("There is no such order among yours.")
