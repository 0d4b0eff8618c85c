"""Writing to people about their seats."""

from sqlmodel import col, select

from academy.catalog.models import Cohort, Course
from academy.enrollment import letters
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.live import Context
from academy.notifications.schemas import Letter
from academy.notifications.service import send_mail


def mail_confirmation(ctx: Context, enrollment_id: int) -> None:
    """Tell somebody that the seat is theirs."""
    enrollment, user, course, cohort = _facts(ctx, enrollment_id)
    letter = letters.confirmed(
        name=user.name,
        course=course.title,
        cohort=cohort.name,
        starts_at=cohort.start_date,
        zone=user.timezone or cohort.zone,
        public_id=enrollment.public_id,
        paid_cents=enrollment.amount_cents,
        currency=enrollment.currency,
    )
    _send(ctx, user, letter, "enrollment.confirmed")


def mail_cancellation(ctx: Context, enrollment_id: int, *, refund_cents: int) -> None:
    """Tell somebody that their seat is given back, and what they get for it."""
    enrollment, user, course, cohort = _facts(ctx, enrollment_id)
    letter = letters.cancelled(
        name=user.name,
        course=course.title,
        cohort=cohort.name,
        refund_cents=refund_cents,
        currency=enrollment.currency,
    )
    _send(ctx, user, letter, "enrollment.cancelled")


def mail_called_off(ctx: Context, enrollment_id: int, *, refund_cents: int) -> None:
    """Tell somebody that their cohort will not take place, and what they get back."""
    enrollment, user, course, cohort = _facts(ctx, enrollment_id)
    letter = letters.called_off(
        name=user.name,
        course=course.title,
        cohort=cohort.name,
        slug=course.slug,
        refund_cents=refund_cents,
        currency=enrollment.currency,
    )
    _send(ctx, user, letter, "enrollment.called_off")


def mail_payment_returned(ctx: Context, enrollment_id: int, *, amount_cents: int) -> None:
    """Tell somebody that their money goes back, because the seat they paid for is gone."""
    enrollment, user, course, cohort = _facts(ctx, enrollment_id)
    letter = letters.payment_returned(
        name=user.name,
        course=course.title,
        cohort=cohort.name,
        slug=course.slug,
        amount_cents=amount_cents,
        currency=enrollment.currency,
    )
    _send(ctx, user, letter, "enrollment.payment_returned")


def mail_new_dates(ctx: Context, cohort_id: int) -> None:
    """Tell everybody enrolled in a cohort of its new dates."""
    enrolled = select(Enrollment.id).where(
        Enrollment.cohort_id == cohort_id, Enrollment.status == EnrollmentStatus.ACTIVE
    )
    for enrollment_id in ctx.session.exec(enrolled.order_by(col(Enrollment.id))).all():
        enrollment, user, course, cohort = _facts(ctx, enrollment_id)
        letter = letters.rescheduled(
            name=user.name,
            course=course.title,
            cohort=cohort.name,
            starts_at=cohort.start_date,
            zone=user.timezone or cohort.zone,
            public_id=enrollment.public_id,
        )
        _send(ctx, user, letter, "enrollment.rescheduled")


def _facts(ctx: Context, enrollment_id: int) -> tuple[Enrollment, User, Course, Cohort]:
    enrollment = ctx.session.get_one(Enrollment, enrollment_id)
    return (
        enrollment,
        ctx.session.get_one(User, enrollment.user_id),
        ctx.session.get_one(Course, enrollment.course_id),
        ctx.session.get_one(Cohort, enrollment.cohort_id),
    )


def _send(ctx: Context, user: User, letter: Letter, template: str) -> None:
    send_mail(ctx, to=user.email, letter=letter, template=template, user_id=user.id)
