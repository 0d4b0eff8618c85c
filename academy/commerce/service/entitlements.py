"""What people and companies may have because it was bought."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import or_, select

from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement, Offer, OfferKind, Purchase
from academy.live import Context

_entitlement: Any = Entitlement


def entitle(ctx: Context, purchase: Purchase) -> None:
    """Give whoever a purchase was made for what it is for: of a bundle, each of its courses."""
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    courses: list[int | None] = [*purchase.course_ids] or [offer.course_id]
    for course_id in courses:
        entitlement = Entitlement(
            user_id=purchase.user_id if purchase.organization_id is None else None,
            organization_id=purchase.organization_id,
            kind=offer.kind,
            course_id=course_id,
            path_id=offer.path_id,
            purchase_id=purchase.id,
            quantity=purchase.quantity,
        )
        ctx.session.add(entitlement)
    ctx.session.flush()


def revoke(ctx: Context, purchase: Purchase) -> None:
    """Take back what a purchase gave."""
    for entitlement in entitlements_of(ctx, purchase):
        if entitlement.revoked_at is None:
            entitlement.revoked_at = ctx.now
            ctx.session.flush()
            ctx.publish(EntitlementChanged(entitlement.id))


def entitlements_of(ctx: Context, purchase: Purchase) -> Sequence[Entitlement]:
    """Return what a purchase gave."""
    return ctx.session.exec(
        select(Entitlement).where(Entitlement.purchase_id == purchase.id).order_by(_entitlement.id)
    ).all()


def entitlement_for(ctx: Context, *, user_id: int, course_id: int) -> Entitlement | None:
    """Return what somebody may take a seat of a course with: unused of a bundle, else a subscription in force."""
    statement = (
        select(Entitlement)
        .where(
            Entitlement.user_id == user_id,
            _entitlement.revoked_at.is_(None),
            _entitlement.taken_at.is_(None),
            or_(
                (_entitlement.kind == OfferKind.PATH) & (_entitlement.course_id == course_id),
                _entitlement.kind == OfferKind.SUBSCRIPTION,
            ),
        )
        .order_by(_entitlement.kind, _entitlement.id)
    )
    return next((one for one in ctx.session.exec(statement).all() if is_in_force(ctx, one)), None)


def is_in_force(ctx: Context, entitlement: Entitlement) -> bool:
    """Tell whether an entitlement holds: it is neither over nor taken back."""
    is_over = entitlement.until is not None and ctx.is_past(entitlement.until)
    return entitlement.revoked_at is None and not is_over


def take_entitlement(ctx: Context, *, user_id: int, course_id: int) -> Entitlement | None:
    """Let somebody sit on what entitles them to a seat of a course; one of a bundle is good for no other until then.

    It is locked, so that no two take it at once.
    """
    found = entitlement_for(ctx, user_id=user_id, course_id=course_id)
    if found is not None:
        ctx.session.refresh(found, with_for_update=True)
        found.taken_at = ctx.now if found.kind == OfferKind.PATH else None
        ctx.session.flush()
    return found


def return_entitlement(ctx: Context, *, entitlement_id: int) -> None:
    """Let an entitlement of a bundle be good for another seat, because its seat was given up."""
    found = ctx.session.exec(select(Entitlement).where(Entitlement.id == entitlement_id).with_for_update()).one()
    found.taken_at = None
    ctx.session.flush()
