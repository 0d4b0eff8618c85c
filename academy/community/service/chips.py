"""Where threads are, in a word."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from academy.catalog.models import Cohort, Course, CourseSession
from academy.community.models import DiscussionThread, ThreadScope
from academy.community.schemas.threads import PlaceChip
from academy.community.service.places import EVERYBODY
from academy.learning.models import Lesson
from academy.live import Context

Names = dict[int, tuple[str, str]]
"""What is in keys, and the name, by id."""


def chips(ctx: Context, threads: Sequence[DiscussionThread]) -> dict[int, PlaceChip]:
    """Where each thread is, by its id: its session or lesson, else its cohort, its course, or everywhere."""
    courses = _courses(ctx, (thread.course_id for thread in threads if thread.cohort_id is None))
    cohorts = _cohorts(ctx, (thread.cohort_id for thread in threads))
    sessions = _named(ctx, CourseSession, (t.session_id for t in threads if t.scope is ThreadScope.SESSION))
    lessons = _named(ctx, Lesson, (t.lesson_id for t in threads if t.scope is ThreadScope.LESSON))
    shown = {}
    for thread in threads:
        if thread.scope is ThreadScope.GENERAL:
            key, name = "general", EVERYBODY
        elif thread.cohort_id is None:
            slug, name = courses[thread.course_id or 0]
            key = f"course.{slug}"
        else:
            cohort, name = cohorts[thread.cohort_id]
            key = f"cohort.{cohort}"
            if thread.scope is ThreadScope.SESSION:
                key, name = f"session.{cohort}.{thread.session_id}", sessions[thread.session_id or 0]
            elif thread.scope is ThreadScope.LESSON:
                key, name = f"lesson.{cohort}.{thread.lesson_id}", lessons[thread.lesson_id or 0]
        shown[thread.id] = PlaceChip(key=key, name=name)
    return shown


def within(ctx: Context, thread: DiscussionThread) -> PlaceChip | None:
    """The cohort of a thread about a session or a lesson; None for others."""
    if thread.scope not in (ThreadScope.SESSION, ThreadScope.LESSON) or thread.cohort_id is None:
        return None
    public_id, name = _cohorts(ctx, [thread.cohort_id])[thread.cohort_id]
    return PlaceChip(key=f"cohort.{public_id}", name=name)


def _courses(ctx: Context, ids: Iterable[int | None]) -> Names:
    wanted = set(filter(None, ids))
    if not wanted:
        return {}
    rows = ctx.session.exec(select(Course.id, Course.slug, Course.title).where(col(Course.id).in_(wanted)))
    return {course_id: (slug, title) for course_id, slug, title in rows}


def _cohorts(ctx: Context, ids: Iterable[int | None]) -> Names:
    wanted = set(filter(None, ids))
    if not wanted:
        return {}
    rows = ctx.session.exec(select(Cohort.id, Cohort.public_id, Cohort.name).where(col(Cohort.id).in_(wanted)))
    return {cohort_id: (public_id, name) for cohort_id, public_id, name in rows}


def _named(ctx: Context, kind: type[CourseSession] | type[Lesson], ids: Iterable[int | None]) -> dict[int, str]:
    wanted = set(filter(None, ids))
    if not wanted:
        return {}
    return dict(ctx.session.exec(select(kind.id, kind.title).where(col(kind.id).in_(wanted))).all())
