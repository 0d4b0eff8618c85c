"""The places that somebody may read, in their order, with how much of each is unread."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, select

from academy.catalog.models import Cohort, Course, CourseSession
from academy.community.policy import GENERAL, of_cohort, of_course, scope_of
from academy.community.schemas.places import PartRow, PlaceRow
from academy.community.service.places import EVERYBODY
from academy.community.service.unread import Unread, unread_by_audience
from academy.live import Context, query, signed_in
from academy.organizations.models import Organization

Found = dict[str, list[Unread]]
"""What is unread, by audience."""


class _Cohort(NamedTuple):
    id: int
    public_id: str
    course_id: int
    starts_at: datetime
    ends_at: datetime
    company: str | None


@query(policy=signed_in)
def my_places(ctx: Context) -> list[PlaceRow]:
    """The platform, then each course of the viewer with its cohorts, the latest first, and their sessions."""
    unread = dict(unread_by_audience(ctx))
    cohorts = _cohorts(ctx, unread)
    sessions = _sessions(ctx, {cohort.course_id for cohort in cohorts})
    places = [PlaceRow(key=GENERAL, name=EVERYBODY, unread=len(unread[GENERAL]))]
    for course_id, slug, title in _courses(ctx, unread, cohorts):
        if (audience := of_course(course_id)) in unread:
            places.append(PlaceRow(key=f"course.{slug}", name=title, unread=len(unread[audience])))
        places += [
            _place(cohort, title, sessions[course_id], unread[of_cohort(cohort.id)])
            for cohort in cohorts
            if cohort.course_id == course_id
        ]
    return places


def _place(cohort: _Cohort, course: str, sessions: list[tuple[int, str]], unread: list[Unread]) -> PlaceRow:
    by_session = Counter(thread.session_id for thread in unread)
    return PlaceRow(
        key=f"cohort.{cohort.public_id}",
        name=course,
        unread=len(unread),
        is_cohort=True,
        company=cohort.company or "",
        starts_at=cohort.starts_at,
        ends_at=cohort.ends_at,
        parts=[
            PartRow(key=f"session.{cohort.public_id}.{number}", name=title, unread=by_session[number])
            for number, title in sessions
        ],
    )


def _cohorts(ctx: Context, audiences: Iterable[str]) -> list[_Cohort]:
    ids = {cohort_id for _, cohort_id in map(scope_of, audiences) if cohort_id is not None}
    if not ids:
        return []
    rows = ctx.session.exec(
        select(Cohort.id, Cohort.public_id, Cohort.course_id, Cohort.start_date, Cohort.end_date, Organization.name)  # type: ignore[call-overload]
        .join(Organization, col(Organization.id) == Cohort.organization_id, isouter=True)
        .where(col(Cohort.id).in_(ids))
        .order_by(col(Cohort.start_date).desc(), col(Cohort.id))
    )
    return [_Cohort(*row) for row in rows]


def _courses(ctx: Context, audiences: Iterable[str], cohorts: list[_Cohort]) -> list[tuple[int, str, str]]:
    ids = {course_id for course_id, _ in map(scope_of, audiences) if course_id is not None}
    ids |= {cohort.course_id for cohort in cohorts}
    if not ids:
        return []
    rows = select(Course.id, Course.slug, Course.title).where(col(Course.id).in_(ids))
    return list(ctx.session.exec(rows.order_by(Course.title, col(Course.id))).all())


def _sessions(ctx: Context, course_ids: set[int]) -> defaultdict[int, list[tuple[int, str]]]:
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    if course_ids:
        rows = select(CourseSession.course_id, CourseSession.id, CourseSession.title)
        in_order = rows.where(col(CourseSession.course_id).in_(course_ids)).order_by(
            col(CourseSession.day_number), col(CourseSession.order_in_day), col(CourseSession.id)
        )
        for course_id, number, title in ctx.session.exec(in_order):
            found[course_id].append((number, title))
    return found
