"""Telling people about their seats: `tell_of_seat(ctx, seat, letters.confirmed(seat), kind="enrollment.confirmed")`."""

from datetime import datetime

from academy import routes
from academy.catalog.models import Cohort, Course
from academy.enrollment.letters import Seat, Wait
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.enrollment.service.entitled import included_in
from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell


def seat_of(ctx: Context, enrollment_id: int) -> Seat:
    """What a letter about a seat tells."""
    enrollment = ctx.session.get_one(Enrollment, enrollment_id)
    user = ctx.session.get_one(User, enrollment.user_id)
    course = ctx.session.get_one(Course, enrollment.course_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    return Seat(
        user_id=user.id,
        name=user.name,
        course=course.title,
        slug=course.slug,
        cohort=cohort.name,
        starts_at=cohort.start_date,
        zone=user.timezone or cohort.zone,
        public_id=enrollment.public_id,
        paid_cents=enrollment.amount_cents,
        currency=enrollment.currency,
        included_in=included_in(ctx, enrollment.entitlement_id),
    )


def tell_of_seat(
    ctx: Context,
    seat: Seat,
    letter: Letter,
    *,
    kind: str,
    category: Category = Category.SEATS,
    is_essential: bool = True,
    good_until: datetime | None = None,
) -> None:
    """Tell somebody what became of their seat: the letter, and its subject with the cohort in their bell."""
    tell(
        ctx,
        user_id=seat.user_id,
        category=category,
        kind=kind,
        title=letter.subject,
        text=seat.cohort,
        url=routes.LEARN_ENROLLMENT.url(public_id=seat.public_id),
        letter=letter,
        is_essential=is_essential,
        good_until=good_until,
    )


def wait_of(ctx: Context, entry_id: int) -> Wait:
    """What a letter about a place in the queue tells."""
    entry = ctx.session.get_one(WaitlistEntry, entry_id)
    user = ctx.session.get_one(User, entry.user_id)
    course = ctx.session.get_one(Course, entry.course_id)
    cohort_id = entry.offered_cohort_id or entry.cohort_id
    cohort = None if cohort_id is None else ctx.session.get_one(Cohort, cohort_id)
    return Wait(
        user_id=user.id,
        name=user.name,
        course=course.title,
        slug=course.slug,
        cohort=cohort.name if cohort else "any date",
        zone=user.timezone or (cohort.zone if cohort else "UTC"),
    )


def tell_of_wait(ctx: Context, wait: Wait, letter: Letter, *, kind: str, url: str) -> None:
    """Tell somebody what became of their place in the queue."""
    category, title = Category.WAITLIST, letter.subject
    tell(ctx, user_id=wait.user_id, category=category, kind=kind, title=title, text=wait.cohort, url=url, letter=letter)
