"""The seats of companies: rows that change their status, a ledger of every change, and two counters.

This file is the only one that writes any of them, all three in one transaction, with the organization locked.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from academy.core.errors import Conflict, Invalid
from academy.live import Context
from academy.organizations.events import SeatsRunLow
from academy.organizations.models import (
    MovementKind,
    Organization,
    OrganizationInvite,
    OrganizationSeat,
    OrganizationStatus,
    SeatMovement,
    SeatStatus,
)
from academy.organizations.service.standing import lock_organization, require_active

FREE = frozenset({SeatStatus.AVAILABLE, SeatStatus.REVOKED})
MOST_AT_ONCE = 10_000


def add_seats(
    ctx: Context,
    *,
    organization_id: int,
    course_id: int,
    quantity: int,
    purchase_public_id: str | None = None,
    reason: str = "",
) -> None:
    """Give an organization seats for a course. Those of a purchase come once, however often it is reported.

    An organization that waited for its first payment is active from then on.

    Raises:
        Invalid: The quantity is not one that can be bought.
    """
    if not 0 < quantity <= MOST_AT_ONCE:
        raise Invalid(f"Please choose between 1 and {MOST_AT_ONCE:,} seats.", field="quantity")
    organization = lock_organization(ctx, organization_id)
    if purchase_public_id is not None and ctx.session.exec(_bought(purchase_public_id)).first() is not None:
        return
    ctx.session.add_all(
        OrganizationSeat(organization_id=organization_id, course_id=course_id, purchase_public_id=purchase_public_id)
        for _ in range(quantity)
    )
    movement = SeatMovement(
        organization_id=organization_id,
        course_id=course_id,
        kind=MovementKind.PURCHASED,
        from_status=None,
        to_status=SeatStatus.AVAILABLE,
        quantity=quantity,
        purchase_public_id=purchase_public_id,
        reason=reason,
    )
    _note(ctx, organization, movement)
    if organization.status == OrganizationStatus.PENDING_PAYMENT:
        organization.status = OrganizationStatus.ACTIVE


def withdraw_seats(ctx: Context, *, purchase_public_id: str, quantity: int) -> int:
    """Take back unused seats of a purchase, and if need be others of its course; returns how many it took."""
    movement = ctx.session.exec(_bought(purchase_public_id)).first()
    if movement is None:
        return 0
    its_own_first = col(OrganizationSeat.purchase_public_id).is_distinct_from(purchase_public_id)
    return _revoke(
        ctx,
        organization_id=movement.organization_id,
        course_id=movement.course_id,
        quantity=quantity,
        order=its_own_first,
        purchase_public_id=purchase_public_id,
    )


def take_back_seats(ctx: Context, *, organization_id: int, course_id: int, quantity: int, reason: str) -> None:
    """Take back seats of a course that nobody uses, the newest first.

    Raises:
        Conflict: There are not so many.
    """
    organization = lock_organization(ctx, organization_id)
    free = seats_available(ctx, organization_id=organization_id, course_id=course_id)
    if not 0 < quantity <= free:
        raise Conflict(f"{organization.name} has {free} free seats for this course, so {quantity} cannot be withdrawn.")
    newest_first = col(OrganizationSeat.id).desc()
    _revoke(
        ctx,
        organization_id=organization_id,
        course_id=course_id,
        quantity=quantity,
        order=newest_first,
        reason=reason,
    )


def seats_available(ctx: Context, *, organization_id: int, course_id: int) -> int:
    """Return how many seats of a course nobody has or holds."""
    return ctx.session.exec(
        select(func.count())
        .select_from(OrganizationSeat)
        .where(
            OrganizationSeat.organization_id == organization_id,
            OrganizationSeat.course_id == course_id,
            OrganizationSeat.status == SeatStatus.AVAILABLE,
        )
    ).one()


def hold_seat(ctx: Context, *, invite: OrganizationInvite) -> None:
    """Keep a free seat for an invite that names a course.

    Raises:
        Conflict: There is none, or the organization may not use its seats.
    """
    if invite.course_id is None:
        return
    organization = lock_organization(ctx, invite.organization_id)
    seat = _take(ctx, organization, invite.course_id)
    _move(ctx, organization, seat, SeatStatus.HELD, MovementKind.HELD, invite_id=invite.id)


def keep_for(ctx: Context, *, invite: OrganizationInvite, user_id: int) -> None:
    """Let the seat held for an invite be that of the person who accepted it."""
    seat = ctx.session.exec(_held_for(invite)).first()
    if seat is not None:
        seat.user_id = user_id


def keep_again(ctx: Context, *, organization_id: int, course_id: int, user_id: int) -> None:
    """Keep a free seat for somebody for whom one was kept before.

    Raises:
        Conflict: There is none, or the organization may not use its seats.
    """
    organization = lock_organization(ctx, organization_id)
    seat = _take(ctx, organization, course_id)
    _move(ctx, organization, seat, SeatStatus.HELD, MovementKind.HELD, user_id=user_id)


def company_keeping(ctx: Context, *, user_id: int, course_id: int) -> int | None:
    """Return the organization that keeps a seat of a course for somebody who has not chosen a cohort yet.

    One that may not use its seats just now keeps nobody from buying their own.
    """
    kept = (
        select(OrganizationSeat.organization_id)
        .join(Organization, col(Organization.id) == col(OrganizationSeat.organization_id))
        .where(
            OrganizationSeat.user_id == user_id,
            OrganizationSeat.course_id == course_id,
            OrganizationSeat.status == SeatStatus.HELD,
            Organization.status == OrganizationStatus.ACTIVE,
        )
    )
    return ctx.session.exec(kept.order_by(col(OrganizationSeat.id)).limit(1)).first()


def release_held(ctx: Context, *, invite: OrganizationInvite, reason: str) -> None:
    """Give back the seat held for an invite, if there is one."""
    organization = lock_organization(ctx, invite.organization_id)
    seat = ctx.session.exec(_held_for(invite)).first()
    if seat is not None:
        _move(ctx, organization, seat, SeatStatus.AVAILABLE, MovementKind.RETURNED, reason=reason)


def release_all_held(ctx: Context, *, organization_id: int, user_id: int, reason: str) -> None:
    """Give back every seat that is kept for a person who has no cohort yet."""
    organization = lock_organization(ctx, organization_id)
    for seat in ctx.session.exec(_held_by(organization_id, user_id)).all():
        _move(ctx, organization, seat, SeatStatus.AVAILABLE, MovementKind.RETURNED, reason=reason)


def release_kept(ctx: Context, *, organization_id: int, user_id: int, course_id: int, reason: str) -> bool:
    """Give back the seats of a course that are kept for somebody without a cohort; tells whether there was one."""
    organization = lock_organization(ctx, organization_id)
    kept = _held_by(organization_id, user_id).where(OrganizationSeat.course_id == course_id)
    found = ctx.session.exec(kept).all()
    for seat in found:
        _move(ctx, organization, seat, SeatStatus.AVAILABLE, MovementKind.RETURNED, reason=reason)
    return bool(found)


def assign_seat(ctx: Context, *, organization_id: int, course_id: int, user_id: int, enrollment_id: int) -> None:
    """Let an organization's seat be that of an enrollment: the one kept for the person, else a free one.

    Raises:
        Conflict: There is none, or the organization may not use its seats.
    """
    organization = lock_organization(ctx, organization_id)
    if _seat_of(ctx, enrollment_id) is not None:
        return
    kept = _held_by(organization_id, user_id).where(OrganizationSeat.course_id == course_id)
    seat = ctx.session.exec(kept).first()
    if seat is None:
        seat = _take(ctx, organization, course_id)
    else:
        require_active(organization)
    _move(
        ctx,
        organization,
        seat,
        SeatStatus.ASSIGNED,
        MovementKind.ASSIGNED,
        user_id=user_id,
        invite_id=seat.invite_id,
        enrollment_id=enrollment_id,
    )


def return_seat(ctx: Context, *, enrollment_id: int) -> None:
    """Give back the seat of an enrollment; one that is used up stays so, and where there is none nothing happens."""
    seat = _seat_of(ctx, enrollment_id)
    if seat is None:
        return
    organization = lock_organization(ctx, seat.organization_id)
    ctx.session.refresh(seat)
    if seat.status == SeatStatus.ASSIGNED:
        _move(ctx, organization, seat, SeatStatus.AVAILABLE, MovementKind.RETURNED)


def move_seat(ctx: Context, *, enrollment_id: int, to_enrollment_id: int) -> None:
    """Let a seat follow its person to another cohort, where it is not used up yet."""
    seat = _seat_of(ctx, enrollment_id)
    if seat is None:
        return
    organization = lock_organization(ctx, seat.organization_id)
    ctx.session.refresh(seat)
    _move(
        ctx,
        organization,
        seat,
        SeatStatus.ASSIGNED,
        MovementKind.MOVED,
        user_id=seat.user_id,
        invite_id=seat.invite_id,
        enrollment_id=to_enrollment_id,
    )


def activate_seats(ctx: Context, *, enrollment_ids: Sequence[int]) -> None:
    """The cohort of these enrollments has begun: their seats are used up."""
    statement = select(OrganizationSeat).where(
        col(OrganizationSeat.enrollment_id).in_(enrollment_ids), OrganizationSeat.status == SeatStatus.ASSIGNED
    )
    for seat in ctx.session.exec(statement.order_by(col(OrganizationSeat.organization_id), col(OrganizationSeat.id))):
        organization = lock_organization(ctx, seat.organization_id)
        _move(
            ctx,
            organization,
            seat,
            SeatStatus.ACTIVATED,
            MovementKind.ACTIVATED,
            user_id=seat.user_id,
            invite_id=seat.invite_id,
            enrollment_id=seat.enrollment_id,
        )


def _take(ctx: Context, organization: Organization, course_id: int) -> OrganizationSeat:
    """Return the free seat that has been there longest."""
    require_active(organization)
    statement = select(OrganizationSeat).where(
        OrganizationSeat.organization_id == organization.id,
        OrganizationSeat.course_id == course_id,
        OrganizationSeat.status == SeatStatus.AVAILABLE,
    )
    seat = ctx.session.exec(statement.order_by(col(OrganizationSeat.id)).limit(1)).first()
    if seat is None:
        raise Conflict(
            f"{organization.name} has no free seat for this course. Buy more, or take one back from somebody "
            "whose cohort has not begun."
        )
    return seat


def _revoke(
    ctx: Context,
    *,
    organization_id: int,
    course_id: int,
    quantity: int,
    order: ColumnElement[Any],
    purchase_public_id: str | None = None,
    reason: str = "",
) -> int:
    organization = lock_organization(ctx, organization_id)
    statement = select(OrganizationSeat).where(
        OrganizationSeat.organization_id == organization_id,
        OrganizationSeat.course_id == course_id,
        OrganizationSeat.status == SeatStatus.AVAILABLE,
    )
    seats = ctx.session.exec(statement.order_by(order, col(OrganizationSeat.id)).limit(quantity)).all()
    if not seats:
        return 0
    for seat in seats:
        seat.status = SeatStatus.REVOKED
    movement = SeatMovement(
        organization_id=organization_id,
        course_id=course_id,
        kind=MovementKind.REVOKED,
        from_status=SeatStatus.AVAILABLE,
        to_status=SeatStatus.REVOKED,
        quantity=len(seats),
        purchase_public_id=purchase_public_id,
        reason=reason,
    )
    _note(ctx, organization, movement)
    return len(seats)


def _move(
    ctx: Context,
    organization: Organization,
    seat: OrganizationSeat,
    status: SeatStatus,
    kind: MovementKind,
    *,
    invite_id: int | None = None,
    user_id: int | None = None,
    enrollment_id: int | None = None,
    reason: str = "",
) -> None:
    """Move one seat on; whose it is from then on is what is given, and nobody's what is not."""
    movement = SeatMovement(
        organization_id=organization.id,
        course_id=seat.course_id,
        kind=kind,
        from_status=seat.status,
        to_status=status,
        invite_id=invite_id or seat.invite_id,
        user_id=user_id or seat.user_id,
        enrollment_id=enrollment_id or seat.enrollment_id,
        reason=reason,
    )
    seat.status, seat.invite_id, seat.user_id, seat.enrollment_id = status, invite_id, user_id, enrollment_id
    _note(ctx, organization, movement)


def _note(ctx: Context, organization: Organization, movement: SeatMovement) -> None:
    """Add a line to the ledger, and let the counters follow."""
    if movement.kind != MovementKind.ACTIVATED:
        movement.actor_id = ctx.viewer.user_id
    ctx.session.add(movement)
    source, target, quantity = movement.from_status, movement.to_status, movement.quantity
    organization.seats_purchased += quantity * ((source is None) - (target == SeatStatus.REVOKED))
    organization.seats_used += quantity * (_is_used(target) - _is_used(source))
    ctx.session.flush()
    if source == SeatStatus.AVAILABLE:
        left = seats_available(ctx, organization_id=organization.id, course_id=movement.course_id)
        if left <= organization.low_seat_threshold < left + quantity:
            ctx.publish(SeatsRunLow(organization.id, movement.course_id, left))


def _is_used(status: SeatStatus | None) -> bool:
    return status is not None and status not in FREE


def _seat_of(ctx: Context, enrollment_id: int) -> OrganizationSeat | None:
    return ctx.session.exec(select(OrganizationSeat).where(OrganizationSeat.enrollment_id == enrollment_id)).first()


def _held_for(invite: OrganizationInvite) -> SelectOfScalar[OrganizationSeat]:
    return select(OrganizationSeat).where(
        OrganizationSeat.invite_id == invite.id, OrganizationSeat.status == SeatStatus.HELD
    )


def _held_by(organization_id: int, user_id: int) -> SelectOfScalar[OrganizationSeat]:
    return (
        select(OrganizationSeat)
        .where(
            OrganizationSeat.organization_id == organization_id,
            OrganizationSeat.user_id == user_id,
            OrganizationSeat.status == SeatStatus.HELD,
        )
        .order_by(col(OrganizationSeat.id))
    )


def _bought(purchase_public_id: str) -> SelectOfScalar[SeatMovement]:
    return select(SeatMovement).where(
        SeatMovement.purchase_public_id == purchase_public_id, SeatMovement.kind == MovementKind.PURCHASED
    )
