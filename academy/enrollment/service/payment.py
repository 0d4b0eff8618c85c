"""Paying for a held seat, and what becomes of the money when the seat is gone."""

from academy import routes
from academy.catalog.models import Cohort, CohortStatus, Course
from academy.commerce import service as commerce
from academy.commerce.models import Purchase
from academy.commerce.schemas import PaymentTicket
from academy.core.errors import Conflict
from academy.enrollment.events import EnrollmentCancelled, PaymentReturned
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus
from academy.enrollment.policy import owner
from academy.enrollment.service.lifecycle import ENROLLED, LIVE, is_lapsed, is_open, live_enrollment, lock_cohort, move
from academy.enrollment.service.queue import free_seats
from academy.enrollment.service.seats import locked
from academy.live import Context, mutation


@mutation(policy=owner)
def begin_payment(ctx: Context, *, public_id: str, gateway: str) -> PaymentTicket:
    """Begin to pay for a held seat, or go on where it was left.

    Raises:
        Conflict: The hold has run out or was given back, or there is nothing left to pay.
    """
    enrollment = locked(ctx, public_id)
    purchase = _purchase_for(ctx, enrollment)
    course = ctx.session.get_one(Course, enrollment.course_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    return commerce.begin_checkout(
        ctx,
        purchase,
        gateway=gateway,
        expires_at=enrollment.hold_expires_at or ctx.now,
        description=f"{course.title} · {cohort.name}",
        page=routes.CHECKOUT.url(public_id=public_id),
        return_url=routes.CHECKOUT.url(public_id=public_id, query={"returned": "1"}),
    )


@mutation(policy=owner)
def set_terms(ctx: Context, *, public_id: str, code: str, country: str) -> None:
    """Price a held seat anew, for a promotion code or for the country whose tax is to be paid.

    Raises:
        Invalid: The code does not hold here and now.
        Conflict: The seat is not held any more, or paid.
    """
    enrollment = locked(ctx, public_id)
    commerce.change_terms(ctx, _purchase_for(ctx, enrollment), code=code, country=country)


def settle(ctx: Context, purchase: Purchase) -> None:
    """Hand over the seat that a purchase has paid for, or give the money back.

    A payment that comes after its hold has run out takes a free seat if there is one. It is refunded if there is
    none, if the person gave the seat back, or if they have one already.
    """
    enrollment = _enrollment_of(ctx, purchase)
    if enrollment is None:
        return
    cohort = lock_cohort(ctx, enrollment.cohort_id)
    target = enrollment
    if enrollment.status not in LIVE:
        target = live_enrollment(ctx, user_id=enrollment.user_id, cohort_id=cohort.id) or enrollment
    if target.status in ENROLLED or not _has_seat(ctx, target, cohort):
        commerce.request_refund(ctx, purchase)
        ctx.publish(PaymentReturned(enrollment.id, purchase.amount_cents))
        return
    commerce.assign(ctx, purchase, enrollment_id=target.id)
    target.stripe_checkout_session_id = purchase.gateway_session_id
    target.stripe_payment_intent_id = purchase.payment_intent_id
    move(ctx, target, EnrollmentStatus.ACTIVE)


def note_failure(ctx: Context, purchase: Purchase) -> None:
    """Note that a payment was refused; the seat stays held until its time is over."""
    enrollment = _enrollment_of(ctx, purchase)
    if enrollment is not None and enrollment.status == EnrollmentStatus.HELD:
        enrollment.payment_status = PaymentStatus.FAILED
        if not is_lapsed(ctx, enrollment) and commerce.under_way(ctx, enrollment_id=enrollment.id) is None:
            commerce.renew(ctx, purchase)


def note_refund(ctx: Context, purchase: Purchase) -> None:
    """Note that all of a payment went back; a seat that nothing pays for any more is free again."""
    enrollment = _enrollment_of(ctx, purchase)
    if enrollment is None:
        return
    lock_cohort(ctx, enrollment.cohort_id)
    if commerce.is_paid_for(ctx, enrollment_id=enrollment.id):
        return
    if enrollment.status != EnrollmentStatus.HELD:
        enrollment.payment_status = PaymentStatus.REFUNDED
    is_kept = commerce.keeps_seat(ctx, purchase)
    if enrollment.status == EnrollmentStatus.ACTIVE and enrollment.amount_cents > 0 and not is_kept:
        move(ctx, enrollment, EnrollmentStatus.CANCELLED)
        ctx.publish(EnrollmentCancelled(enrollment.id, purchase.refunded_cents, is_by_academy=True))


def free_seat(ctx: Context, purchase: Purchase) -> None:
    """Let a seat be free again that somebody was given money back for, unless its course is completed."""
    enrollment = _enrollment_of(ctx, purchase)
    if enrollment is None:
        return
    lock_cohort(ctx, enrollment.cohort_id)
    if enrollment.status == EnrollmentStatus.ACTIVE:
        move(ctx, enrollment, EnrollmentStatus.CANCELLED)
        back = purchase.refund_requested_cents - purchase.refunded_cents
        ctx.publish(EnrollmentCancelled(enrollment.id, back, is_by_academy=True))


def _purchase_for(ctx: Context, enrollment: Enrollment) -> Purchase:
    """Return the payment under way for a held seat, or begin one."""
    if enrollment.status in ENROLLED:
        raise Conflict("This seat is yours already; there is nothing left to pay.")
    if enrollment.status != EnrollmentStatus.HELD or is_lapsed(ctx, enrollment):
        raise Conflict("This seat is not held for you any more. You can take one again if there is one.")
    return commerce.start_purchase(
        ctx,
        user_id=enrollment.user_id,
        enrollment_id=enrollment.id,
        offer_id=commerce.offer_of(ctx, course_id=enrollment.course_id).id,
        unit_price_cents=enrollment.amount_cents,
        currency=enrollment.currency,
    )


def _enrollment_of(ctx: Context, purchase: Purchase) -> Enrollment | None:
    """Return what a purchase pays for, unless that is something else than a seat of one person."""
    return None if purchase.enrollment_id is None else ctx.session.get_one(Enrollment, purchase.enrollment_id)


def _has_seat(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> bool:
    """Tell whether a paid enrollment may have a seat: its own hold's, or a free one."""
    if enrollment.status == EnrollmentStatus.HELD and not is_lapsed(ctx, enrollment):
        return cohort.status != CohortStatus.CANCELLED
    if enrollment.status == EnrollmentStatus.CANCELLED:
        return False
    return is_open(ctx, cohort) and free_seats(ctx, cohort) > 0
