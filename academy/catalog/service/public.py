"""What visitors see: courses, their sessions, and the cohorts that one can still join."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from academy.catalog.models import (
    Audience,
    CapabilityLevel,
    Cohort,
    CohortSession,
    CohortStatus,
    Course,
    CourseSession,
    CourseStatus,
    SessionType,
)
from academy.catalog.schemas import (
    AUDIENCE_WORDS,
    IMPACT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    TYPE_WORDS,
    CohortCard,
    CourseCard,
    CourseDay,
    CoursePage,
    SessionRow,
    UpcomingCohort,
)
from academy.catalog.seats import held_seats, next_expiry
from academy.core.errors import NotFound
from academy.live import Context, everyone, query


@query(policy=everyone)
def course_list(
    ctx: Context,
    *,
    type: SessionType | None = None,
    level: CapabilityLevel | None = None,
    audience: Audience | None = None,
) -> list[CourseCard]:
    """Return the published courses that match, those that start soonest first."""
    statement = select(Course).where(Course.status == CourseStatus.PUBLISHED)
    if type is not None:
        statement = statement.where(Course.session_type == type)
    if level is not None:
        statement = statement.where(Course.capability_level == level)
    if audience is not None:
        statement = statement.where(col(Course.audience).in_([audience, Audience.ALL]))
    courses = ctx.session.exec(statement.order_by(Course.title)).all()
    cards = cohort_cards(ctx, joinable(ctx, [course.id for course in courses]))
    by_course: dict[int, CohortCard] = {}
    for course_id, card in cards:
        if not card.is_full:
            by_course.setdefault(course_id, card)
    made = [_course_card(course, by_course.get(course.id)) for course in courses]
    return sorted(made, key=lambda card: (card.next_cohort is None, card.next_cohort and card.next_cohort.starts_at))


@query(policy=everyone)
def course_page(ctx: Context, *, slug: str) -> CoursePage:
    """Return a published course.

    Raises:
        NotFound: There is none of that name, or it is not published.
    """
    return page_of(published_course(ctx.session, slug))


@query(policy=everyone)
def open_cohorts(ctx: Context, *, slug: str) -> list[CohortCard]:
    """Return the cohorts of a published course that one may join, full ones too, the next one first."""
    course = published_course(ctx.session, slug)
    return [card for _, card in cohort_cards(ctx, joinable(ctx, [course.id]))]


@query(policy=everyone)
def course_days(ctx: Context, *, slug: str, cohort: str = "") -> list[CourseDay]:
    """Return a published course's sessions by day, dated as in the cohort with that public id, else the next one."""
    course = published_course(ctx.session, slug)
    cohorts = joinable(ctx, [course.id])
    card = _chosen(cohort_cards(ctx, cohorts), cohort)
    return days_of(ctx.session, course, next((found for found in cohorts if card and found.id == card.id), None))


@query(policy=everyone)
def chosen_cohort(ctx: Context, *, slug: str, cohort: str = "") -> CohortCard | None:
    """Return the cohort with that public id, else the next one with a seat left, else the next one."""
    course = published_course(ctx.session, slug)
    return _chosen(cohort_cards(ctx, joinable(ctx, [course.id])), cohort)


@query(policy=everyone)
def upcoming_cohorts(ctx: Context, *, limit: int = 6) -> list[UpcomingCohort]:
    """Return the cohorts that start soonest and have seats left, of all published courses."""
    courses = {
        course.id: course
        for course in ctx.session.exec(select(Course).where(Course.status == CourseStatus.PUBLISHED)).all()
    }
    cards = [pair for pair in cohort_cards(ctx, joinable(ctx, list(courses))) if not pair[1].is_full]
    return [
        UpcomingCohort(
            **card.model_dump(),
            course_slug=courses[course_id].slug,
            course_title=courses[course_id].title,
            type_words=TYPE_WORDS[courses[course_id].session_type],
            price_cents=courses[course_id].price_b2c,
            currency=courses[course_id].currency,
        )
        for course_id, card in cards[:limit]
    ]


def published_course(session: Session, slug: str) -> Course:
    """Return the course of that name.

    Raises:
        NotFound: There is none, or it is not published.
    """
    course = session.exec(select(Course).where(Course.slug == slug)).first()
    if course is None or course.status != CourseStatus.PUBLISHED:
        raise NotFound("There is no such course, or it is no longer offered.")
    return course


def page_of(course: Course) -> CoursePage:
    """Return what a visitor may see of a course."""
    return CoursePage(
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        description=course.description,
        type_words=TYPE_WORDS[course.session_type],
        level_words=LEVEL_WORDS[course.capability_level],
        impact_words=IMPACT_WORDS[course.impact_level],
        audience_words=AUDIENCE_WORDS[course.audience],
        outcomes=course.outcomes,
        price_cents=course.price_b2c,
        currency=course.currency,
        is_published=course.status == CourseStatus.PUBLISHED,
    )


def days_of(session: Session, course: Course, cohort: Cohort | None) -> list[CourseDay]:
    """Return a course's sessions by day, with the times they have in a cohort."""
    sessions = session.exec(
        select(CourseSession)
        .where(CourseSession.course_id == course.id)
        .order_by(col(CourseSession.day_number), col(CourseSession.order_in_day))
    ).all()
    starts = _starts(session, cohort)
    days = []
    for number, group in groupby(sessions, key=lambda part: part.day_number):
        rows = [_session_row(part, starts.get(part.id)) for part in group]
        days.append(CourseDay(number=number, date=rows[0].starts_at, sessions=rows))
    return days


def _starts(session: Session, cohort: Cohort | None) -> dict[int | None, datetime]:
    if cohort is None:
        return {}
    rows = session.exec(
        select(CohortSession.session_id, CohortSession.starts_at).where(CohortSession.cohort_id == cohort.id)
    )
    return dict(rows.all())


def _session_row(part: CourseSession, starts_at: datetime | None) -> SessionRow:
    return SessionRow(
        title=part.title,
        kind_words=KIND_WORDS[part.type],
        description=part.description,
        outcomes=part.outcomes,
        minutes=part.duration_minutes,
        starts_at=starts_at,
    )


def joinable(ctx: Context, course_ids: Sequence[int]) -> list[Cohort]:
    """Return the cohorts everybody may join, and have the query run again when the first of them starts."""
    cohorts = ctx.session.exec(
        select(Cohort)
        .where(
            col(Cohort.course_id).in_(course_ids),
            Cohort.status == CohortStatus.OPEN,
            col(Cohort.is_b2b).is_(False),
            col(Cohort.organization_id).is_(None),
        )
        .order_by(col(Cohort.start_date), col(Cohort.id))
    ).all()
    return [cohort for cohort in cohorts if not ctx.is_past(cohort.start_date)]


def cohort_cards(ctx: Context, cohorts: Sequence[Cohort]) -> list[tuple[int, CohortCard]]:
    """Return the cohorts as visitors see them, each beside the id of its course; run again when a hold lapses."""
    ids = [cohort.id for cohort in cohorts]
    held = held_seats(ctx.session, ids, ctx.now)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    cards = []
    for cohort in cohorts:
        left = max(0, cohort.max_capacity - cohort.current_enrollment - held[cohort.id])
        card = CohortCard(
            id=cohort.id,
            public_id=cohort.public_id,
            name=cohort.name,
            starts_at=cohort.start_date,
            ends_at=cohort.end_date,
            zone=cohort.zone,
            capacity=cohort.max_capacity,
            seats_left=left,
            checking_out=held[cohort.id],
            is_full=left == 0,
        )
        cards.append((cohort.course_id, card))
    return cards


def _chosen(cards: list[tuple[int, CohortCard]], public_id: str) -> CohortCard | None:
    found = [card for _, card in cards]
    asked_for = [card for card in found if card.public_id == public_id]
    return next(iter([*asked_for, *(card for card in found if not card.is_full), *found]), None)


def _course_card(course: Course, next_cohort: CohortCard | None) -> CourseCard:
    return CourseCard(
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        type_words=TYPE_WORDS[course.session_type],
        level_words=LEVEL_WORDS[course.capability_level],
        impact_words=IMPACT_WORDS[course.impact_level],
        audience_words=AUDIENCE_WORDS[course.audience],
        price_cents=course.price_b2c,
        currency=course.currency,
        next_cohort=next_cohort,
    )
