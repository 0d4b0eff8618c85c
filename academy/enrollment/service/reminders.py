"""Reminding people of their sessions: a day and an hour before the first of each day, once, wherever it was moved to.

What was told is written down with the moment it was about, in the same transaction. So nothing has to follow a change
of dates: the sweep finds what is near by what the timetable says just then.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortSession, CohortStatus
from academy.commerce.models import Entitlement
from academy.enrollment import letters
from academy.enrollment.models import Enrollment, EnrollmentStatus, ReminderLead, SessionReminder
from academy.enrollment.schemas import DueReminder
from academy.enrollment.service.entitled import lapsed
from academy.enrollment.service.mail import seat_of, tell_of_seat
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications.models import Category

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TAKES_PLACE = (CohortStatus.OPEN, CohortStatus.IN_PROGRESS)


@query(policy=system_only)
def due_reminders(ctx: Context) -> list[DueReminder]:
    """Which cohorts are to be reminded of what by now, and were not yet."""
    takes_place = (
        select(CohortSession)
        .join(Cohort, col(Cohort.id) == CohortSession.cohort_id)
        .where(col(Cohort.status).in_(TAKES_PLACE))
        .order_by(col(CohortSession.starts_at), col(CohortSession.id))
    )
    starts_at = col(CohortSession.starts_at)
    near = takes_place.where(starts_at > ctx.now - 2 * DAY, starts_at <= ctx.now + DAY)
    firsts: dict[tuple[int, object], CohortSession] = {}
    for session in ctx.session.exec(near):
        day = session.starts_at.astimezone(ZoneInfo(session.zone)).date()
        firsts.setdefault((session.cohort_id, day), session)
    if (following := ctx.session.exec(takes_place.where(starts_at > ctx.now + DAY).limit(1)).first()) is not None:
        ctx.changes_at(following.starts_at - DAY)
    due = [_due(ctx, session) for session in firsts.values() if not ctx.is_past(session.starts_at)]
    return [reminder for reminder in due if not _was_told(ctx, reminder)]


@mutation(policy=system_only)
def remind(ctx: Context, *, reminder: DueReminder) -> None:
    """Remind everybody in a cohort, once."""
    if _was_told(ctx, reminder):
        return
    ctx.session.add(SessionReminder(cohort_id=reminder.cohort_id, starts_at=reminder.starts_at, lead=reminder.lead))
    enrolled = (
        select(Enrollment.id, Entitlement)
        .outerjoin(Entitlement, col(Entitlement.id) == col(Enrollment.entitlement_id))
        .where(Enrollment.cohort_id == reminder.cohort_id, Enrollment.status == EnrollmentStatus.ACTIVE)
    )
    for enrollment_id, entitlement in ctx.session.exec(enrolled.order_by(col(Enrollment.id))).all():
        if lapsed(ctx, entitlement):
            continue
        seat = seat_of(ctx, enrollment_id)
        letter = letters.reminder(
            seat, session=reminder.title, starts_at=reminder.starts_at, in_an_hour=reminder.lead == ReminderLead.HOUR
        )
        tell_of_seat(
            ctx,
            seat,
            letter,
            kind="enrollment.reminder",
            category=Category.SCHEDULE,
            is_essential=False,
            good_until=reminder.starts_at,
        )


def _due(ctx: Context, session: CohortSession) -> DueReminder:
    lead = ReminderLead.HOUR if ctx.is_past(session.starts_at - HOUR) else ReminderLead.DAY
    return DueReminder(cohort_id=session.cohort_id, title=session.title, starts_at=session.starts_at, lead=lead)


def _was_told(ctx: Context, reminder: DueReminder) -> bool:
    told = select(SessionReminder.id).where(
        SessionReminder.cohort_id == reminder.cohort_id,
        SessionReminder.starts_at == reminder.starts_at,
        SessionReminder.lead == reminder.lead,
    )
    return ctx.session.exec(told).first() is not None
