"""What visitors see: courses, their sessions, and the cohorts that one can still join."""

from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from academy.catalog.models import (
    Audience,
    CapabilityLevel,
    CohortSession,
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
from academy.catalog.service.openings import Opening, chosen, cohort_cards, openings
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.core.search import matches
from academy.live import Context, everyone, query

LISTED = (
    Course.slug,
    Course.title,
    Course.summary,
    Course.session_type,
    Course.capability_level,
    Course.impact_level,
    Course.audience,
    Course.price_b2c,
    Course.currency,
)
"""What is shown of a course in lists."""


@query(policy=everyone)
def course_list(
    ctx: Context,
    *,
    type: SessionType | None = None,
    level: CapabilityLevel | None = None,
    audience: Audience | None = None,
    words: str = "",
) -> list[CourseCard]:
    """Return the published courses that match and whose texts hold all `words`, those that start soonest first."""
    statement = select(Course).options(only(*LISTED)).where(Course.status == CourseStatus.PUBLISHED)
    if type is not None:
        statement = statement.where(Course.session_type == type)
    if level is not None:
        statement = statement.where(Course.capability_level == level)
    if audience is not None:
        statement = statement.where(col(Course.audience).in_([audience, Audience.ALL]))
    statement = statement.where(matches(ctx.session, Course, words))
    courses = ctx.session.exec(statement.order_by(Course.title)).all()
    first: dict[int, Opening] = {}
    for opening in openings(ctx, [course.id for course in courses]):
        if not opening.is_full:
            first.setdefault(opening.course_id, opening)
    cards = dict(zip(first, cohort_cards(ctx, first.values()), strict=True))
    made = [_course_card(course, cards.get(course.id)) for course in courses]
    return sorted(made, key=lambda card: (card.next_cohort is None, card.next_cohort and card.next_cohort.starts_at))


@query(policy=everyone)
def course_page(ctx: Context, *, slug: str) -> CoursePage:
    """Return a published course.

    Raises:
        NotFound: There is none of that name, or it is not published.
    """
    return page_of(ctx.session.get_one(Course, published_course_id(ctx.session, slug)))


@query(policy=everyone)
def open_cohorts(ctx: Context, *, slug: str) -> list[CohortCard]:
    """Return the cohorts of a published course that one may join, full ones too, the next one first."""
    return cohort_cards(ctx, openings(ctx, [published_course_id(ctx.session, slug)]))


@query(policy=everyone)
def course_days(ctx: Context, *, slug: str, cohort: str = "") -> list[CourseDay]:
    """Return a published course's sessions by day, dated as in the cohort with that public id, else the next one."""
    course_id = published_course_id(ctx.session, slug)
    opening = chosen(openings(ctx, [course_id]), cohort)
    return days_of(ctx.session, course_id, opening.cohort_id if opening else None)


@query(policy=everyone)
def chosen_cohort(ctx: Context, *, slug: str, cohort: str = "") -> CohortCard | None:
    """Return the cohort with that public id, else the next one with a seat left, else the next one."""
    opening = chosen(openings(ctx, [published_course_id(ctx.session, slug)]), cohort)
    return cohort_cards(ctx, [opening])[0] if opening else None


@query(policy=everyone)
def upcoming_cohorts(ctx: Context, *, limit: int = 6) -> list[UpcomingCohort]:
    """Return the cohorts that start soonest and have seats left, of all published courses."""
    statement = select(Course).options(only(*LISTED)).where(Course.status == CourseStatus.PUBLISHED)
    courses = {course.id: course for course in ctx.session.exec(statement).all()}
    first = [opening for opening in openings(ctx, list(courses)) if not opening.is_full][:limit]
    return [
        UpcomingCohort(
            **card.model_dump(),
            course_slug=course.slug,
            course_title=course.title,
            type_words=TYPE_WORDS[course.session_type],
            price_cents=course.price_b2c,
            currency=course.currency,
        )
        for card, course in zip(
            cohort_cards(ctx, first), [courses[opening.course_id] for opening in first], strict=True
        )
    ]


def published_course_id(session: Session, slug: str) -> int:
    """Return the id of the course of that name.

    Raises:
        NotFound: There is none, or it is not published.
    """
    found = session.exec(select(Course.id).where(Course.slug == slug, Course.status == CourseStatus.PUBLISHED)).first()
    if found is None:
        raise NotFound("There is no such course, or it is no longer offered.")
    return found


def page_of(course: Course) -> CoursePage:
    """Return what a visitor may see of a course."""
    return CoursePage(
        id=course.id,
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


def days_of(session: Session, course_id: int, cohort_id: int | None) -> list[CourseDay]:
    """Return a course's sessions by day, with the times they have in a cohort."""
    sessions = session.exec(
        select(CourseSession)
        .where(CourseSession.course_id == course_id)
        .order_by(col(CourseSession.day_number), col(CourseSession.order_in_day))
    ).all()
    starts = _starts(session, cohort_id)
    days = []
    for number, group in groupby(sessions, key=lambda part: part.day_number):
        rows = [_session_row(part, starts.get(part.id)) for part in group]
        days.append(CourseDay(number=number, date=rows[0].starts_at, sessions=rows))
    return days


def _starts(session: Session, cohort_id: int | None) -> dict[int | None, datetime]:
    rows = session.exec(
        select(CohortSession.session_id, CohortSession.starts_at).where(CohortSession.cohort_id == cohort_id)
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
