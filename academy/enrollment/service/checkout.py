"""What somebody sees between taking a seat and having it."""

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortSession, Course
from academy.catalog.seats import next_expiry
from academy.commerce import service as commerce
from academy.commerce.models import Purchase, PurchaseStatus
from academy.commerce.schemas import PriceView
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus
from academy.enrollment.policy import owner
from academy.enrollment.schemas import CheckoutStage, CheckoutView
from academy.enrollment.service.lifecycle import ENROLLED, is_lapsed, is_open, live_enrollment, seats_left
from academy.identity.models import User
from academy.live import Context, query


@query(policy=owner)
def checkout(ctx: Context, *, public_id: str, returned: bool = False) -> CheckoutView:
    """Return where taking this seat stands, to somebody who may just have `returned` from paying."""
    enrollment = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    course = ctx.session.get_one(Course, enrollment.course_id)
    purchase = commerce.latest(ctx, enrollment_id=enrollment.id)
    stage = _stage(ctx, enrollment, purchase, returned=returned)
    is_lost = stage in {CheckoutStage.LAPSED, CheckoutStage.RELEASED, CheckoutStage.REFUNDED}
    left = seats_left(ctx, cohort) if is_lost else 0
    if is_lost:
        ctx.changes_at(next_expiry(ctx.session, [cohort.id], ctx.now))
    other = _other(ctx, enrollment) if is_lost else None
    sessions = select(sa.func.count()).where(CohortSession.cohort_id == cohort.id)
    return CheckoutView(
        public_id=enrollment.public_id,
        stage=stage,
        cohort_id=cohort.id,
        course_title=course.title,
        course_slug=course.slug,
        cohort_name=cohort.name,
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        zone=cohort.zone,
        session_count=ctx.session.exec(sessions).one(),
        price=_price(ctx, enrollment, purchase),
        hold_expires_at=enrollment.hold_expires_at,
        is_payment_begun=_is_begun(purchase),
        can_take_again=is_lost and other is None and left > 0 and is_open(ctx, cohort),
        other_public_id=other.public_id if other is not None else None,
        email=ctx.session.exec(select(User.email).where(col(User.id) == enrollment.user_id)).one(),
    )


def _stage(ctx: Context, enrollment: Enrollment, purchase: Purchase | None, *, returned: bool) -> CheckoutStage:
    if enrollment.status in ENROLLED:
        return CheckoutStage.CONFIRMED
    if purchase is not None and purchase.completed_at is not None:
        return CheckoutStage.REFUNDED
    if enrollment.status == EnrollmentStatus.CANCELLED:
        return CheckoutStage.RELEASED
    if enrollment.status == EnrollmentStatus.EXPIRED or is_lapsed(ctx, enrollment):
        return CheckoutStage.LAPSED
    if returned and _is_begun(purchase):
        return CheckoutStage.CONFIRMING
    return CheckoutStage.DECLINED if enrollment.payment_status == PaymentStatus.FAILED else CheckoutStage.HELD


def _other(ctx: Context, enrollment: Enrollment) -> Enrollment | None:
    """Return what the person has instead in the same cohort."""
    live = live_enrollment(ctx, user_id=enrollment.user_id, cohort_id=enrollment.cohort_id)
    return None if live is None or live.id == enrollment.id or is_lapsed(ctx, live) else live


def _price(ctx: Context, enrollment: Enrollment, purchase: Purchase | None) -> PriceView:
    """Return what is to be paid: on the terms of the payment under way, else what the seat costs."""
    if purchase is not None and purchase.status == PurchaseStatus.PENDING:
        return commerce.price_of(ctx, purchase)
    return commerce.plain_price(enrollment.amount_cents, enrollment.currency)


def _is_begun(purchase: Purchase | None) -> bool:
    return purchase is not None and purchase.status == PurchaseStatus.PENDING and purchase.begun_at is not None
