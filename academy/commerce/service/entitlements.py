"""What people and companies may have because it was bought."""

from sqlmodel import select

from academy.commerce.models import Entitlement, Offer, Purchase
from academy.live import Context


def entitle(ctx: Context, purchase: Purchase) -> None:
    """Give whoever a purchase was made for what it is for."""
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    entitlement = Entitlement(
        user_id=purchase.user_id if purchase.organization_id is None else None,
        organization_id=purchase.organization_id,
        kind=offer.kind,
        course_id=offer.course_id,
        path_id=offer.path_id,
        purchase_id=purchase.id,
        quantity=purchase.quantity,
    )
    ctx.session.add(entitlement)
    ctx.session.flush()


def revoke(ctx: Context, purchase: Purchase) -> None:
    """Take back what a purchase gave."""
    found = ctx.session.exec(select(Entitlement).where(Entitlement.purchase_id == purchase.id)).first()
    if found is not None and found.revoked_at is None:
        found.revoked_at = ctx.now
        ctx.session.flush()
