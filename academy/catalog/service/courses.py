"""Courses: from draft to published to archived."""

import re
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from academy.catalog.events import CourseChanged, CoursePublished
from academy.catalog.models import Course, CourseSession, CourseStatus, SessionType
from academy.catalog.policy import course_editor
from academy.catalog.schemas import CourseFields
from academy.catalog.service.trail import change, locked, note, require_unchanged
from academy.core.errors import Conflict, Invalid
from academy.identity.policy import content_editor, platform_admin
from academy.live import Context, mutation

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CURRENCIES = ("usd", "eur", "gbp", "chf")
MOST_PARTICIPANTS, MOST_OUTCOMES = 2000, 12
MISSING = "There is no such course; somebody may have deleted it."


@mutation(policy=content_editor)
def create_course(ctx: Context, *, fields: CourseFields) -> int:
    """Make a draft and return its id.

    Raises:
        Invalid: A field is missing or wrong, or another course has this address.
    """
    values = _checked(ctx, fields)
    course = Course(**values)
    ctx.session.add(course)
    note(ctx, course, "course_created", f"Created the course “{course.title}”.")
    ctx.publish(CourseChanged(course.id))
    return course.id


@mutation(policy=course_editor)
def edit_course(ctx: Context, *, course_id: int, seen_at: datetime, fields: CourseFields) -> datetime:
    """Change a course that still is as it was at `seen_at`, its `updated_at` then; return the new one.

    Raises:
        Invalid: A field is missing or wrong, or another course has this address.
        Conflict: Somebody has saved it meanwhile.
    """
    course = locked(ctx, Course, course_id, MISSING)
    require_unchanged(ctx, course, seen_at)
    values = _checked(ctx, fields, course=course)
    if changes := change(ctx, course, values):
        note(ctx, course, "course_edited", f"Edited the course “{course.title}”.", changes)
        ctx.publish(CourseChanged(course.id))
    if course.status == CourseStatus.PUBLISHED and (missing := obstacles(ctx, course)):
        raise Invalid(f"A published course cannot lose this. {missing[0]}", field="form")
    return course.updated_at


@mutation(policy=platform_admin)
def publish_course(ctx: Context, *, course_id: int) -> None:
    """Show a course to everybody.

    Raises:
        Conflict: Something is missing still; the sentence says all of it.
    """
    course = locked(ctx, Course, course_id, MISSING)
    if course.status == CourseStatus.PUBLISHED:
        return
    if missing := obstacles(ctx, course):
        raise Conflict(f"This course cannot be published yet. {' '.join(missing)}")
    changes = change(ctx, course, {"status": CourseStatus.PUBLISHED, "published_at": course.published_at or ctx.now})
    note(ctx, course, "course_published", f"Published the course “{course.title}”.", changes)
    ctx.publish(CourseChanged(course.id))
    ctx.publish(CoursePublished(course.id))


@mutation(policy=platform_admin)
def unpublish_course(ctx: Context, *, course_id: int) -> None:
    """Make a draft of a course again: visitors no longer see it, people enrolled keep their seats."""
    course = locked(ctx, Course, course_id, MISSING)
    if changes := change(ctx, course, {"status": CourseStatus.DRAFT}):
        note(ctx, course, "course_unpublished", f"Took the course “{course.title}” back to a draft.", changes)
        ctx.publish(CourseChanged(course.id))


@mutation(policy=platform_admin)
def archive_course(ctx: Context, *, course_id: int) -> None:
    """Put a course away: visitors no longer see it, people enrolled keep their seats."""
    course = locked(ctx, Course, course_id, MISSING)
    if changes := change(ctx, course, {"status": CourseStatus.ARCHIVED}):
        note(ctx, course, "course_archived", f"Archived the course “{course.title}”.", changes)
        ctx.publish(CourseChanged(course.id))


def obstacles(ctx: Context, course: Course) -> list[str]:
    """What keeps a course from being published, in sentences; only webinars may be free."""
    count = select(func.count()).select_from(CourseSession).where(CourseSession.course_id == course.id)
    found = {
        "Write a summary: the sentence that visitors read in the list.": bool(course.summary),
        "Write a description of what people will do.": bool(course.description),
        "Add at least one session.": ctx.session.exec(count).one() > 0,
        "Set a price; only webinars may be free.": course.price_b2c > 0 or course.session_type == SessionType.WEBINAR,
    }
    return [sentence for sentence, is_met in found.items() if not is_met]


def _checked(ctx: Context, fields: CourseFields, *, course: Course | None = None) -> dict[str, Any]:
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in fields}
    values["outcomes"] = [line.strip() for line in fields.outcomes if line.strip()]
    if not values["title"]:
        raise Invalid("Give the course a title.", field="title")
    if len(values["title"]) > 120:
        raise Invalid("Keep the title to 120 characters.", field="title")
    if len(values["summary"]) > 240:
        raise Invalid("Keep the summary to 240 characters: it is one sentence in a list.", field="summary")
    _check_slug(ctx, values["slug"], course)
    for name in ("price_b2c", "price_b2b"):
        if values[name] < 0:
            raise Invalid("A price cannot be below zero.", field=name)
    if values["currency"] not in CURRENCIES:
        raise Invalid(f"Choose one of {', '.join(code.upper() for code in CURRENCIES)}.", field="currency")
    if not 1 <= values["max_participants"] <= MOST_PARTICIPANTS:
        raise Invalid(f"Choose between 1 and {MOST_PARTICIPANTS} people.", field="max_participants")
    if len(values["outcomes"]) > MOST_OUTCOMES:
        raise Invalid(f"Name at most {MOST_OUTCOMES} outcomes, one a line.", field="outcomes")
    return values


def _check_slug(ctx: Context, slug: str, course: Course | None) -> None:
    if course is not None and slug == course.slug:
        return
    if course is not None and course.published_at is not None:
        raise Invalid("People have links to this course, so its address stays as it is.", field="slug")
    if len(slug) > 80 or not SLUG.fullmatch(slug):
        raise Invalid("Use small letters, digits and single hyphens, such as ai-fundamentals.", field="slug")
    if ctx.session.exec(select(Course.title).where(col(Course.slug) == slug)).first() is not None:
        raise Invalid("Another course has this address. Choose a different one.", field="slug")
