"""What learners see of their own enrollments."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortSession, CohortStatus, Course
from academy.commerce import service as commerce
from academy.commerce.models import Entitlement
from academy.core.loading import only
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.policy import owner
from academy.enrollment.schemas import (
    Access,
    Calendar,
    CalendarEntry,
    EnrollmentCard,
    EnrollmentView,
    HoldCard,
    KeptSeat,
    Learning,
    SessionRow,
    SessionState,
)
from academy.enrollment.service import seats
from academy.enrollment.service.entitled import has_lapsed, included_in, lapsed
from academy.enrollment.service.lifecycle import ENROLLED, is_lapsed
from academy.identity.models import User
from academy.live import Context, query, signed_in
from academy.organizations.models import Organization, OrganizationSeat, OrganizationStatus, SeatStatus

JOINABLE = timedelta(minutes=15)
"""How long before its start a session's room can be entered."""
COHORT = only(Cohort.status, Cohort.start_date, Cohort.end_date, Cohort.zone, Cohort.instructor_id)
COURSE = only(Course.title, Course.slug)
ENTITLEMENT = only(Entitlement.kind, Entitlement.until, Entitlement.revoked_at)
"""What is shown of them here."""


@query(policy=signed_in)
def my_kept_seats(ctx: Context) -> list[KeptSeat]:
    """Return the seats that companies keep for the viewer until they choose a cohort."""
    statement = (
        select(Course.title, Course.slug, Organization.name)
        .join(OrganizationSeat, col(OrganizationSeat.course_id) == Course.id)
        .join(Organization, col(Organization.id) == OrganizationSeat.organization_id)
        .where(
            OrganizationSeat.user_id == ctx.user_id,
            OrganizationSeat.status == SeatStatus.HELD,
            Organization.status == OrganizationStatus.ACTIVE,
        )
        .order_by(col(OrganizationSeat.id))
    )
    return [KeptSeat(course=title, slug=slug, company=name) for title, slug, name in ctx.session.exec(statement)]


@query(policy=signed_in)
def my_learning(ctx: Context) -> Learning:
    """Return everything the viewer is enrolled in or about to be, what comes next first."""
    statement = (
        select(Enrollment, Cohort, Course, Entitlement)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Course, col(Course.id) == col(Enrollment.course_id))
        .outerjoin(Entitlement, col(Entitlement.id) == col(Enrollment.entitlement_id))
        .options(COHORT, COURSE, ENTITLEMENT)
        .where(Enrollment.user_id == ctx.user_id)
        .order_by(col(Cohort.start_date), col(Enrollment.id))
    )
    rows = ctx.session.exec(statement).all()
    enrolled = [row for row in rows if row[0].status in ENROLLED]
    sessions = sessions_by_cohort(ctx, [row[1].id for row in enrolled])
    cards = [_card(ctx, *row[:3], sessions.get(row[1].id, []), ended=lapsed(ctx, row[3])) for row in enrolled]
    current = [card for card in cards if not card.is_over]
    return Learning(
        upcoming=_first_to_meet(current),
        holds=[
            _hold(enrollment, cohort, course)
            for enrollment, cohort, course, _ in rows
            if enrollment.status == EnrollmentStatus.HELD and not is_lapsed(ctx, enrollment)
        ],
        current=current,
        past=[card for card in reversed(cards) if card.is_over],
        lapsed=next((card.lapsed for card in cards if card.lapsed), ""),
        to_choose=commerce.courses_to_choose(ctx),
    )


@query(policy=owner)
def my_enrollment(ctx: Context, *, public_id: str) -> EnrollmentView:
    """Return one enrollment of the viewer with all its sessions."""
    enrollment = _mine(ctx, public_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id, options=[COHORT])
    course = ctx.session.get_one(Course, enrollment.course_id, options=[COURSE])
    sessions = sessions_by_cohort(ctx, [cohort.id]).get(cohort.id, [])
    is_called_off = cohort.status == CohortStatus.CANCELLED
    is_enrolled = enrollment.status in ENROLLED
    has_ended = is_enrolled and has_lapsed(ctx, enrollment)
    may_enter = is_enrolled and not is_called_off and not has_ended
    has_materials = is_enrolled and not ctx.is_past(enrollment.materials_access_until)
    rows = [session_row(ctx, one, may_enter=may_enter, has_materials=has_materials) for one in sessions]
    purchase = commerce.paying(ctx, enrollment_id=enrollment.id)
    has_started = ctx.is_past(cohort.start_date)
    is_refundable = seats.is_refundable(ctx, enrollment, cohort)
    choice_until = enrollment.choice_until if seats.has_choice(ctx, enrollment) else None
    return EnrollmentView(
        public_id=enrollment.public_id,
        status=enrollment.status,
        is_called_off=is_called_off,
        course_title=course.title,
        course_slug=course.slug,
        instructor_name=_name(ctx, cohort.instructor_id),
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        zone=cohort.zone,
        has_started=has_started,
        next_session=next_of(rows) if may_enter else None,
        sessions=rows,
        access=[] if is_called_off else _access(ctx, enrollment),
        payments=commerce.payments_of(ctx, enrollment_id=enrollment.id),
        may_cancel=enrollment.status == EnrollmentStatus.ACTIVE and seats.may_leave(ctx, enrollment, cohort),
        is_refundable=purchase is None or is_refundable,
        refund_cents=purchase.amount_cents - purchase.refund_requested_cents if purchase and is_refundable else 0,
        refundable_until=choice_until or seats.refundable_until(enrollment, cohort),
        choice_until=choice_until,
        moved_to=_public_id(ctx, enrollment.transferred_to_id),
        included_in=included_in(ctx, enrollment.entitlement_id),
        is_lapsed=has_ended,
        currency=enrollment.currency,
    )


@query(policy=owner)
def my_calendar(ctx: Context, *, public_id: str) -> Calendar:
    """Return the sessions of one enrollment for a calendar file; one that is over has none."""
    enrollment = _mine(ctx, public_id)
    course = ctx.session.get_one(Course, enrollment.course_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    takes_place = enrollment.status in ENROLLED and cohort.status != CohortStatus.CANCELLED
    is_held = takes_place and not has_lapsed(ctx, enrollment)
    sessions = sessions_by_cohort(ctx, [cohort.id]).get(cohort.id, []) if is_held else []
    return Calendar(
        enrollment_public_id=public_id,
        name=f"{course.title} · {cohort.name}",
        slug=course.slug,
        entries=[
            CalendarEntry(
                public_id=one.public_id,
                title=f"{course.title}: {one.title}",
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                created_at=one.created_at,
                updated_at=one.updated_at,
            )
            for one in sessions
        ],
    )


def sessions_by_cohort(ctx: Context, cohort_ids: Sequence[int]) -> dict[int, list[CohortSession]]:
    """Return the sessions of each cohort in the order they are held."""
    statement = select(CohortSession).where(col(CohortSession.cohort_id).in_(cohort_ids))
    found: dict[int, list[CohortSession]] = {}
    for one in ctx.session.exec(statement.order_by(col(CohortSession.starts_at), col(CohortSession.id))).all():
        found.setdefault(one.cohort_id, []).append(one)
    return found


def session_row(ctx: Context, one: CohortSession, *, may_enter: bool, has_materials: bool) -> SessionRow:
    """Return a session as somebody sees it who may enter its room, or may not."""
    opens_at = one.starts_at - JOINABLE
    is_over = ctx.is_past(one.ends_at)
    is_on = not is_over and ctx.is_past(one.starts_at)
    can_join = may_enter and not is_over and ctx.is_past(opens_at)
    return SessionRow(
        public_id=one.public_id,
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        state=SessionState.OVER if is_over else SessionState.LIVE if is_on else SessionState.UPCOMING,
        join_opens_at=opens_at,
        join_url=one.join_url if can_join else None,
        recording_url=one.recording_url if is_over and has_materials else None,
    )


def next_of(rows: Iterable[SessionRow]) -> SessionRow | None:
    """Return the session that is on, or the one to come."""
    return next((row for row in rows if row.state != SessionState.OVER), None)


def _first_to_meet(cards: Iterable[EnrollmentCard]) -> EnrollmentCard | None:
    meeting = [(card.next_session.starts_at, card) for card in cards if card.next_session]
    return min(meeting, key=itemgetter(0))[1] if meeting else None


def _mine(ctx: Context, public_id: str) -> Enrollment:
    return ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()


def _card(
    ctx: Context,
    enrollment: Enrollment,
    cohort: Cohort,
    course: Course,
    sessions: Sequence[CohortSession],
    *,
    ended: str,
) -> EnrollmentCard:
    is_called_off = cohort.status == CohortStatus.CANCELLED
    rows = (session_row(ctx, one, may_enter=True, has_materials=True) for one in sessions)
    return EnrollmentCard(
        public_id=enrollment.public_id,
        status=enrollment.status,
        is_called_off=is_called_off,
        course_title=course.title,
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        has_started=ctx.is_past(cohort.start_date),
        is_over=ctx.is_past(cohort.end_date),
        next_session=None if is_called_off or ended else next_of(rows),
        access=_access(ctx, enrollment),
        lapsed=ended,
    )


def _hold(enrollment: Enrollment, cohort: Cohort, course: Course) -> HoldCard:
    return HoldCard(
        public_id=enrollment.public_id,
        course_title=course.title,
        starts_at=cohort.start_date,
        amount_cents=enrollment.amount_cents,
        currency=enrollment.currency,
        hold_expires_at=enrollment.hold_expires_at or cohort.start_date,
    )


def _access(ctx: Context, enrollment: Enrollment) -> list[Access]:
    if enrollment.status not in ENROLLED:
        return []
    windows: list[tuple[str, datetime]] = [
        ("Office hours", enrollment.office_hours_eligible_until),
        ("Tutor", enrollment.chatbot_access_until),
        ("Materials and recordings", enrollment.materials_access_until),
    ]
    return [Access(name=name, until=until, is_open=not ctx.is_past(until)) for name, until in windows]


def _name(ctx: Context, user_id: int | None) -> str | None:
    return None if user_id is None else ctx.session.exec(select(User.name).where(User.id == user_id)).first()


def _public_id(ctx: Context, enrollment_id: int | None) -> str | None:
    statement = select(Enrollment.public_id).where(Enrollment.id == enrollment_id)
    return None if enrollment_id is None else ctx.session.exec(statement).one()
