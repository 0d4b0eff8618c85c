"""What people and companies may have because it was bought."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import or_, select

from academy.catalog.models import Cohort
from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement, Offer, OfferKind, Purchase
from academy.live import Context

_entitlement: Any = Entitlement
FOR_EVER = datetime.max.replace(tzinfo=UTC)


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
        if purchase.course_ids:
            ctx.publish(EntitlementChanged(entitlement.id))


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
    """Return what somebody may take a seat of a course with: unused of a bundle, else the plan that lasts longest."""
    statement = (
        select(Entitlement)
        .where(
            Entitlement.user_id == user_id,
            _entitlement.revoked_at.is_(None),
            _entitlement.cohort_id.is_(None),
            or_(
                (_entitlement.kind == OfferKind.PATH) & (_entitlement.course_id == course_id),
                _entitlement.kind == OfferKind.SUBSCRIPTION,
            ),
        )
        .order_by(_entitlement.id)
    )
    found = [one for one in ctx.session.exec(statement).all() if is_in_force(ctx, one)]
    return next((one for one in found if one.kind == OfferKind.PATH), _lasting_longest(found))


def plan_in_force(ctx: Context, *, user_id: int) -> Entitlement | None:
    """Return the plan of somebody, of several the one that lasts longest."""
    statement = select(Entitlement).where(
        Entitlement.user_id == user_id, Entitlement.kind == OfferKind.SUBSCRIPTION, _entitlement.revoked_at.is_(None)
    )
    plans = ctx.session.exec(statement.order_by(_entitlement.id)).all()
    return _lasting_longest([one for one in plans if is_in_force(ctx, one)])


def _lasting_longest(plans: Sequence[Entitlement]) -> Entitlement | None:
    return max(plans, key=lambda one: one.until or FOR_EVER, default=None)


def is_in_force(ctx: Context, entitlement: Entitlement) -> bool:
    """Tell whether an entitlement holds: it is neither over nor taken back."""
    is_over = entitlement.until is not None and ctx.is_past(entitlement.until)
    return entitlement.revoked_at is None and not is_over


def entitlement_ends_at(ctx: Context, *, entitlement_id: int) -> datetime | None:
    """Return when an entitlement ends or has ended; nothing if it does not."""
    entitlement = ctx.session.get_one(Entitlement, entitlement_id)
    ends = [moment for moment in (entitlement.until, entitlement.revoked_at) if moment is not None]
    return min(ends, default=None)


def take_entitlement(ctx: Context, *, user_id: int, cohort: Cohort) -> Entitlement | None:
    """Let somebody sit in a cohort on what entitles them to it; one of a bundle is good for no other seat until then.

    It is locked, so that no two take it at once.
    """
    found = entitlement_for(ctx, user_id=user_id, course_id=cohort.course_id)
    if found is not None:
        ctx.session.refresh(found, with_for_update=True)
        _place(ctx, found, cohort_id=cohort.id)
    return found


def move_entitlement(ctx: Context, *, entitlement_id: int, cohort_id: int) -> None:
    """Let an entitlement go along with its seat to another cohort."""
    _place(ctx, _locked(ctx, entitlement_id), cohort_id=cohort_id)


def return_entitlement(ctx: Context, *, entitlement_id: int) -> None:
    """Let an entitlement of a bundle be good for another seat, because its seat was given up."""
    _place(ctx, _locked(ctx, entitlement_id), cohort_id=None)


def _place(ctx: Context, entitlement: Entitlement, *, cohort_id: int | None) -> None:
    """Note in which cohort the one seat of an entitlement is; a subscription has many."""
    if entitlement.kind == OfferKind.PATH:
        entitlement.cohort_id = cohort_id
        ctx.session.flush()


def _locked(ctx: Context, entitlement_id: int) -> Entitlement:
    return ctx.session.exec(select(Entitlement).where(Entitlement.id == entitlement_id).with_for_update()).one()
