"""What those who edit the catalog look at."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlmodel import and_, col, func, or_, select

from academy.catalog.models import Cohort, CohortSession, CohortStatus, Course, CourseSession, CourseStatus, SessionType
from academy.catalog.policy import any_editor, course_reader
from academy.catalog.schemas import (
    AuditPage,
    AuditRow,
    CohortChoices,
    CohortDay,
    CohortFields,
    CohortRow,
    CohortSessionFields,
    CohortSessionRow,
    CourseEditor,
    CourseFields,
    CoursePreview,
    CourseRow,
    FieldChange,
    SessionEntry,
    SessionFields,
)
from academy.catalog.seats import held_seats, next_expiry, seats_taken
from academy.catalog.service.cohorts import NEXT_STATUSES
from academy.catalog.service.courses import MISSING, obstacles
from academy.catalog.service.openings import cohort_cards, openings
from academy.catalog.service.public import days_of, page_of
from academy.catalog.service.sessions import sessions_of
from academy.catalog.timetable import on_the_clock, zone_named
from academy.core.audit import AuditEntry
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.core.search import matches
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.identity.policy import is_admin, may_edit_content, platform_admin
from academy.live import Context, query
from academy.organizations.models import Organization

AUDIT_PAGE = 50
FIELD_WORDS = {
    "price_b2c": "Price",
    "price_b2b": "Price for companies",
    "max_participants": "Seats of new cohorts",
    "max_capacity": "Seats",
    "is_b2b": "Private to a company",
    "start_date": "Starts",
    "end_date": "Ends",
    "starts_at": "Starts",
    "ends_at": "Ends",
    "slug": "Address",
}
PRICES = frozenset({"price_b2c", "price_b2b"})
MOMENTS = frozenset({"start_date", "end_date", "starts_at", "ends_at", "published_at"})
ROW_OF_COURSE = only(
    Course.slug,
    Course.title,
    Course.status,
    Course.session_type,
    Course.capability_level,
    Course.price_b2c,
    Course.currency,
    Course.updated_at,
)
TO_COME = frozenset({CohortStatus.SCHEDULED, CohortStatus.OPEN, CohortStatus.IN_PROGRESS})


@query(policy=any_editor)
def course_table(
    ctx: Context, *, status: CourseStatus | None = None, type: SessionType | None = None, words: str = ""
) -> list[CourseRow]:
    """The courses that the viewer may edit and that fit, by title; `words` are looked for in their texts."""
    statement = select(Course).options(ROW_OF_COURSE).order_by(col(Course.title), col(Course.id))
    if status is not None:
        statement = statement.where(Course.status == status)
    if type is not None:
        statement = statement.where(Course.session_type == type)
    statement = statement.where(matches(ctx.session, Course, words))
    courses = [course for course in ctx.session.exec(statement) if may_edit_content(ctx, course.id)]
    cohorts = _to_come(ctx, [course.id for course in courses])
    counted = select(CourseSession.course_id, func.count()).group_by(col(CourseSession.course_id))
    session_counts: dict[int, int] = dict(ctx.session.exec(counted).all())
    ids = [cohort.id for found in cohorts.values() for cohort in found]
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    taken = seats_taken(ctx.session, ids, ctx.now)
    return [_course_row(ctx, course, session_counts.get(course.id, 0), cohorts[course.id], taken) for course in courses]


@query(policy=course_reader)
def course_editor_page(ctx: Context, *, course_id: int) -> CourseEditor:
    """A course with its sessions and what keeps it from being published.

    Raises:
        NotFound: There is no such course.
    """
    course = _course(ctx, course_id)
    sessions = sessions_of(ctx, course_id)
    last = len(sessions) - 1
    return CourseEditor(
        id=course.id,
        updated_at=course.updated_at,
        fields=CourseFields(**course.model_dump(include=set(CourseFields.model_fields))),
        status=course.status,
        published_at=course.published_at,
        obstacles=obstacles(ctx, course),
        sessions=[_session_row(session, is_first=at == 0, is_last=at == last) for at, session in enumerate(sessions)],
        is_editable=is_admin(ctx) or course.status == CourseStatus.DRAFT,
        is_admin=is_admin(ctx),
    )


@query(policy=platform_admin)
def cohort_table(ctx: Context, *, course_id: int) -> list[CohortRow]:
    """All cohorts of a course, the latest first, with their seats and sessions."""
    statement = select(Cohort).where(Cohort.course_id == course_id)
    cohorts = ctx.session.exec(statement.order_by(col(Cohort.start_date).desc(), col(Cohort.id).desc())).all()
    ids = [cohort.id for cohort in cohorts]
    held = held_seats(ctx.session, ids, ctx.now)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    people = _names(ctx, User, {cohort.instructor_id for cohort in cohorts})
    companies = _names(ctx, Organization, {cohort.organization_id for cohort in cohorts})
    sessions = _cohort_sessions(ctx, ids)
    return [
        _cohort_row(
            cohort,
            held[cohort.id],
            people.get(cohort.instructor_id or 0),
            companies.get(cohort.organization_id or 0),
            sessions[cohort.id],
        )
        for cohort in cohorts
    ]


@query(policy=platform_admin)
def cohort_choices(ctx: Context) -> CohortChoices:
    """Who may lead a cohort — instructors, those who led one, administrators — and whose own it may be."""
    instructs = select(RoleAssignment.user_id).where(RoleAssignment.role == ScopedRole.INSTRUCTOR)
    led = select(Cohort.instructor_id).where(col(Cohort.instructor_id).is_not(None))
    people = select(User.id, User.name).where(
        or_(col(User.id).in_(instructs), col(User.id).in_(led), col(User.role) == UserRole.PLATFORM_ADMIN)
    )
    companies = select(Organization.id, Organization.name).order_by(col(Organization.name))
    return CohortChoices(
        instructors=[(str(key), name) for key, name in ctx.session.exec(people.order_by(col(User.name)))],
        organizations=[(str(key), name) for key, name in ctx.session.exec(companies)],
    )


@query(policy=course_reader)
def course_history(ctx: Context, *, course_id: int, after: int = 0) -> AuditPage:
    """What was changed of a course and its cohorts, the latest first; `after` is the last page's `next_key`."""
    cohort_ids = select(Cohort.id).where(Cohort.course_id == course_id)
    statement = (
        select(AuditEntry, User.name)
        .outerjoin(User, col(User.id) == AuditEntry.actor_id)
        .where(
            or_(
                and_(AuditEntry.subject_table == Course.__tablename__, AuditEntry.subject_id == course_id),
                and_(AuditEntry.subject_table == Cohort.__tablename__, col(AuditEntry.subject_id).in_(cohort_ids)),
            )
        )
        .order_by(col(AuditEntry.created_at).desc(), col(AuditEntry.id).desc())
        .limit(AUDIT_PAGE + 1)
    )
    if last := ctx.session.get(AuditEntry, after):
        earlier = AuditEntry.created_at < last.created_at
        statement = statement.where(or_(earlier, and_(AuditEntry.created_at == last.created_at, AuditEntry.id < after)))
    found = ctx.session.exec(statement).all()
    rows = [_audit_row(entry, name) for entry, name in found[:AUDIT_PAGE]]
    return AuditPage(rows=rows, next_key=rows[-1].id if len(found) > AUDIT_PAGE else 0)


@query(policy=course_reader)
def preview_course(ctx: Context, *, course_id: int) -> CoursePreview:
    """A course as a visitor would see it if it were published.

    Raises:
        NotFound: There is no such course.
    """
    course = _course(ctx, course_id)
    found = openings(ctx, [course_id])
    return CoursePreview(
        course=page_of(course),
        cohorts=cohort_cards(ctx, found),
        days=days_of(ctx.session, course_id, found[0].cohort_id if found else None),
    )


def _course(ctx: Context, course_id: int) -> Course:
    course = ctx.session.get(Course, course_id)
    if course is None:
        raise NotFound(MISSING)
    return course


def _to_come(ctx: Context, course_ids: Sequence[int]) -> dict[int, list[Cohort]]:
    shown = only(Cohort.course_id, Cohort.start_date, Cohort.end_date, Cohort.max_capacity)
    statement = select(Cohort).options(shown)
    statement = statement.where(col(Cohort.course_id).in_(course_ids), col(Cohort.status).in_(TO_COME))
    found: dict[int, list[Cohort]] = defaultdict(list)
    for cohort in ctx.session.exec(statement.order_by(col(Cohort.start_date))):
        if not ctx.is_past(cohort.end_date):
            found[cohort.course_id].append(cohort)
    return found


def _course_row(
    ctx: Context, course: Course, session_count: int, cohorts: Sequence[Cohort], taken: dict[int, int]
) -> CourseRow:
    starts = (cohort.start_date for cohort in cohorts if not ctx.is_past(cohort.start_date))
    return CourseRow(
        id=course.id,
        slug=course.slug,
        title=course.title,
        status=course.status,
        session_type=course.session_type,
        capability_level=course.capability_level,
        price_cents=course.price_b2c,
        currency=course.currency,
        session_count=session_count,
        cohort_count=len(cohorts),
        next_cohort_at=next(starts, None),
        seats_taken=sum(taken[cohort.id] for cohort in cohorts),
        capacity=sum(cohort.max_capacity for cohort in cohorts),
        updated_at=course.updated_at,
    )


def _session_row(session: CourseSession, *, is_first: bool, is_last: bool) -> SessionEntry:
    return SessionEntry(
        id=session.id,
        updated_at=session.updated_at,
        fields=SessionFields(**session.model_dump(include=set(SessionFields.model_fields))),
        order=session.order_in_day,
        is_first=is_first,
        is_last=is_last,
    )


def _cohort_row(
    cohort: Cohort,
    held: int,
    instructor_name: str | None,
    organization_name: str | None,
    sessions: Sequence[CohortSession],
) -> CohortRow:
    return CohortRow(
        id=cohort.id,
        public_id=cohort.public_id,
        updated_at=cohort.updated_at,
        fields=CohortFields(
            name=cohort.name,
            first_day=on_the_clock(cohort.start_date, zone_named(cohort.zone)).date(),
            zone=cohort.zone,
            capacity=cohort.max_capacity,
            instructor_id=cohort.instructor_id,
            organization_id=cohort.organization_id,
            zoom_link=cohort.zoom_link or "",
        ),
        status=cohort.status,
        next_statuses=list(NEXT_STATUSES[cohort.status]),
        is_settled=not NEXT_STATUSES[cohort.status],
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        enrolled=cohort.current_enrollment,
        held=held,
        seats_left=max(0, cohort.max_capacity - cohort.current_enrollment - held),
        instructor_name=instructor_name,
        organization_name=organization_name,
        days=_days(cohort, sessions),
    )


def _days(cohort: Cohort, sessions: Sequence[CohortSession]) -> list[CohortDay]:
    zone = zone_named(cohort.zone)
    by_day: dict[Any, list[CohortSessionRow]] = defaultdict(list)
    for session in sessions:
        starts = on_the_clock(session.starts_at, zone)
        row = CohortSessionRow(
            id=session.id,
            updated_at=session.updated_at,
            fields=CohortSessionFields(
                title=session.title,
                starts=starts,
                minutes=_minutes(session.starts_at, session.ends_at),
                join_url=session.join_url or "",
                recording_url=session.recording_url or "",
            ),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        by_day[starts.date()].append(row)
    return [CohortDay(day=day, opens=rows[0].fields.starts.time(), sessions=rows) for day, rows in by_day.items()]


def _minutes(starts_at: datetime, ends_at: datetime) -> int:
    return round((ends_at - starts_at).total_seconds() / 60)


def _cohort_sessions(ctx: Context, cohort_ids: Sequence[int]) -> dict[int, list[CohortSession]]:
    statement = select(CohortSession).where(col(CohortSession.cohort_id).in_(cohort_ids))
    found: dict[int, list[CohortSession]] = defaultdict(list)
    for session in ctx.session.exec(statement.order_by(col(CohortSession.starts_at), col(CohortSession.id))):
        found[session.cohort_id].append(session)
    return found


def _names(ctx: Context, kind: type[User] | type[Organization], ids: set[int | None]) -> dict[int, str]:
    wanted = [key for key in ids if key is not None]
    return dict(ctx.session.exec(select(kind.id, kind.name).where(col(kind.id).in_(wanted))).all())


def _audit_row(entry: AuditEntry, actor_name: str | None) -> AuditRow:
    changes = [
        FieldChange(
            field=FIELD_WORDS.get(field, field.replace("_", " ").capitalize()),
            before=_words(field, before),
            after=_words(field, after),
        )
        for field, (before, after) in entry.changes.items()
    ]
    return AuditRow(id=entry.id, at=entry.created_at, actor_name=actor_name, summary=entry.summary, changes=changes)


def _words(field: str, value: JsonValue) -> str:
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and field in PRICES:
        return f"{value / 100:.2f}"
    if isinstance(value, str) and field in MOMENTS:
        return f"{datetime.fromisoformat(value):%-d %B %Y, %H:%M} UTC"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value).replace("_", " ")
