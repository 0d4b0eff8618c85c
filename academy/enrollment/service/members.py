"""Seats that companies give to their people."""

from contextlib import suppress
from datetime import datetime

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course
from academy.commerce import service as commerce
from academy.core.errors import Conflict, DomainError, NotFound
from academy.enrollment.events import EnrollmentCancelled
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.enrollment.service.lifecycle import LIVE, lock_cohort, move
from academy.enrollment.service.seats import HOLD, draw_company_seat, present_seat, require_seat, take
from academy.enrollment.service.waitlist import leave_queues, return_to_queues
from academy.live import Context
from academy.organizations import service as organizations
from academy.organizations.models import OrganizationMembership

BEFORE_THE_START = frozenset({CohortStatus.SCHEDULED, CohortStatus.OPEN, CohortStatus.CANCELLED})


def enroll_member(ctx: Context, *, organization_id: int, user_id: int, cohort_id: int) -> str:
    """Enroll somebody of an organization on one of its seats; return the enrollment's public id.

    A hold of their own that is not paid yet becomes that. The caller says who may.

    Raises:
        NotFound: There is no such cohort for this organization, or they do not belong to it.
        Conflict: They are enrolled already, the cohort is full or closed, or the organization has no seat left.
    """
    cohort = lock_cohort(ctx, cohort_id)
    if cohort.organization_id != organization_id and (cohort.organization_id is not None or cohort.is_b2b):
        raise NotFound("This cohort is private to another company.")
    _require_member(ctx, organization_id, user_id)
    existing = present_seat(ctx, user_id=user_id, cohort_id=cohort_id)
    if existing is None:
        course = ctx.session.get_one(Course, cohort.course_id)
        require_seat(ctx, course, cohort)
        until = ctx.now + HOLD
        return take(ctx, course, cohort, until=until, organization_id=organization_id, user_id=user_id).public_id
    if existing.status != EnrollmentStatus.HELD:
        raise Conflict("They are enrolled in this cohort already.")
    commerce.abandon_purchases(ctx, enrollment_id=existing.id)
    existing.organization_id, existing.payment_type, existing.amount_cents = organization_id, PaymentType.B2B, 0
    draw_company_seat(ctx, existing)
    move(ctx, existing, EnrollmentStatus.ACTIVE)
    return existing.public_id


def withdraw_member(ctx: Context, *, organization_id: int, public_id: str) -> None:
    """Take an organization's seat back from an enrollment whose cohort has not begun. The caller says who may.

    Raises:
        NotFound: The enrollment is not on a seat of this organization.
        Conflict: The cohort has begun, so the seat is used up.
    """
    statement = select(Enrollment).where(
        Enrollment.public_id == public_id, Enrollment.organization_id == organization_id
    )
    enrollment = ctx.session.exec(statement).first()
    if enrollment is None:
        raise NotFound("There is no such enrollment on a seat of this company.")
    cohort = lock_cohort(ctx, enrollment.cohort_id)
    if enrollment.status not in LIVE:
        return
    if cohort.status not in BEFORE_THE_START or enrollment.status == EnrollmentStatus.COMPLETED:
        raise Conflict("This cohort has begun, so the seat is used and stays with its person.")
    _withdraw(ctx, enrollment)


def end_membership(ctx: Context, *, organization_id: int, user_id: int) -> None:
    """Take back an organization's seats from somebody who has left it, and their places in its own queues.

    What has begun they keep.
    """
    statement = (
        select(Enrollment.id, Enrollment.cohort_id)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(
            Enrollment.organization_id == organization_id,
            Enrollment.user_id == user_id,
            col(Enrollment.status).in_({EnrollmentStatus.HELD, EnrollmentStatus.ACTIVE}),
            col(Cohort.status).in_(BEFORE_THE_START),
        )
        .order_by(col(Enrollment.cohort_id))
    )
    for enrollment_id, cohort_id in ctx.session.exec(statement).all():
        lock_cohort(ctx, cohort_id)
        enrollment = ctx.session.get_one(Enrollment, enrollment_id)
        _withdraw(ctx, enrollment)
    leave_queues(ctx, user_id=user_id, organization_id=organization_id)


def restore_membership(ctx: Context, *, organization_id: int, user_id: int, left_at: datetime) -> None:
    """Give somebody back the seats and places in queues that ended when they left their organization at that moment.

    A seat that somebody else has by now is not theirs again.
    """
    ended = select(Enrollment.cohort_id).where(
        Enrollment.organization_id == organization_id,
        Enrollment.user_id == user_id,
        Enrollment.status == EnrollmentStatus.CANCELLED,
        Enrollment.cancelled_at == left_at,
    )
    for cohort_id in ctx.session.exec(ended.order_by(col(Enrollment.cohort_id))).all():
        with suppress(DomainError), ctx.session.begin_nested():
            enroll_member(ctx, organization_id=organization_id, user_id=user_id, cohort_id=cohort_id)
    return_to_queues(ctx, user_id=user_id, organization_id=organization_id, left_at=left_at)


def use_up_seats(ctx: Context, *, cohort_id: int) -> None:
    """A cohort has begun: the seats that companies gave for it are used up."""
    statement = select(Enrollment.id).where(
        Enrollment.cohort_id == cohort_id,
        Enrollment.status == EnrollmentStatus.ACTIVE,
        col(Enrollment.organization_id).is_not(None),
    )
    ids = ctx.session.exec(statement.order_by(col(Enrollment.id))).all()
    organizations.activate_seats(ctx, enrollment_ids=ids)


def _withdraw(ctx: Context, enrollment: Enrollment) -> None:
    move(ctx, enrollment, EnrollmentStatus.CANCELLED)
    ctx.publish(EnrollmentCancelled(enrollment.id, 0, is_by_company=True))


def _require_member(ctx: Context, organization_id: int, user_id: int) -> None:
    membership = select(OrganizationMembership.id).where(
        OrganizationMembership.organization_id == organization_id,
        OrganizationMembership.user_id == user_id,
        col(OrganizationMembership.left_at).is_(None),
    )
    if ctx.session.exec(membership).first() is None:
        raise NotFound("They do not belong to this company.")
