"""The sessions of a course: the template for its cohorts, by day and order. Cohorts made before keep theirs."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Course, CourseSession, CourseStatus
from academy.catalog.policy import course_editor, session_editor
from academy.catalog.schemas import SessionFields
from academy.catalog.service import courses
from academy.catalog.service.trail import change, locked, note, require_unchanged
from academy.core.errors import Conflict, Invalid
from academy.live import Context, mutation

MOST_DAYS, MOST_MINUTES = 60, 12 * 60
MISSING = "This session is no longer part of the course."


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


@mutation(policy=course_editor)
def add_session(ctx: Context, *, course_id: int, fields: SessionFields) -> int:
    """Add a session at the end of its day and return its id.

    Raises:
        Invalid: A field is missing or wrong.
    """
    course = locked(ctx, Course, course_id, courses.MISSING)
    _check(fields)
    last = len([s for s in sessions_of(ctx, course_id) if s.day_number == fields.day_number])
    session = CourseSession(course_id=course_id, order_in_day=last + 1, **_values(fields))
    ctx.session.add(session)
    note(ctx, course, "session_added", f"Added the session “{session.title}” to day {session.day_number}.")
    return session.id


@mutation(policy=session_editor)
def edit_session(ctx: Context, *, session_id: int, seen_at: datetime, fields: SessionFields) -> datetime:
    """Change a session that still is as it was at `seen_at`, its `updated_at` then; return the new one.

    On another day it becomes the last one.

    Raises:
        Invalid: A field is missing or wrong.
        Conflict: Somebody has saved it meanwhile.
    """
    session = locked(ctx, CourseSession, session_id, MISSING)
    require_unchanged(ctx, session, seen_at)
    _check(fields)
    is_moved = fields.day_number != session.day_number
    if changes := change(ctx, session, _values(fields)):
        course = ctx.session.get_one(Course, session.course_id)
        note(ctx, course, "session_edited", f"Edited the session “{session.title}”.", changes)
    if is_moved:
        session.order_in_day = len(sessions_of(ctx, session.course_id)) + 1
        _number(ctx, sessions_of(ctx, session.course_id))
    return session.updated_at


@mutation(policy=session_editor)
def move_session(ctx: Context, *, session_id: int, direction: Direction) -> None:
    """Put a session before the one above it or after the one below; at the edge of its day it goes to the next."""
    session = locked(ctx, CourseSession, session_id, MISSING)
    ordered = sessions_of(ctx, session.course_id)
    at = ordered.index(session)
    to = at - 1 if direction == Direction.UP else at + 1
    if not 0 <= to < len(ordered):
        return
    before = [session.day_number, session.order_in_day]
    if ordered[to].day_number != session.day_number:
        session.day_number = ordered[to].day_number
    else:
        ordered[at], ordered[to] = ordered[to], ordered[at]
    _number(ctx, ordered)
    course = ctx.session.get_one(Course, session.course_id)
    after = [session.day_number, session.order_in_day]
    summary = f"Moved the session “{session.title}” {direction}."
    note(ctx, course, "session_moved", summary, {"day_and_order": (list(before), list(after))})


@mutation(policy=session_editor)
def delete_session(ctx: Context, *, session_id: int) -> None:
    """Take a session out of the course; cohorts that have it keep theirs.

    Raises:
        Conflict: It is the last one of a published course.
    """
    session = locked(ctx, CourseSession, session_id, MISSING)
    course = ctx.session.get_one(Course, session.course_id)
    others = [other for other in sessions_of(ctx, course.id) if other.id != session_id]
    if not others and course.status == CourseStatus.PUBLISHED:
        raise Conflict("A published course needs at least one session. Add another one first.")
    note(ctx, course, "session_deleted", f"Deleted the session “{session.title}” of day {session.day_number}.")
    ctx.session.delete(session)
    _number(ctx, others)


def sessions_of(ctx: Context, course_id: int) -> list[CourseSession]:
    """The sessions of a course in order."""
    statement = select(CourseSession).where(CourseSession.course_id == course_id)
    ordered = statement.order_by(col(CourseSession.day_number), col(CourseSession.order_in_day), col(CourseSession.id))
    return list(ctx.session.exec(ordered))


def _number(ctx: Context, ordered: Sequence[CourseSession]) -> None:
    """Write down the order, which is no change of the sessions themselves."""
    counts: dict[int, int] = {}
    for session in ordered:
        order = counts[session.day_number] = counts.get(session.day_number, 0) + 1
        if session.order_in_day != order:
            statement = sa.update(CourseSession).where(col(CourseSession.id) == session.id)
            ctx.session.exec(statement.values(order_in_day=order))


def _values(fields: SessionFields) -> dict[str, Any]:
    outcomes = [line.strip() for line in fields.outcomes if line.strip()]
    return {
        **dict(fields),
        "title": fields.title.strip(),
        "description": fields.description.strip(),
        "outcomes": outcomes,
    }


def _check(fields: SessionFields) -> None:
    if not fields.title.strip():
        raise Invalid("Give the session a title.", field="title")
    if not 1 <= fields.day_number <= MOST_DAYS:
        raise Invalid(f"Days are counted from 1, and a course has at most {MOST_DAYS}.", field="day_number")
    if not 5 <= fields.duration_minutes <= MOST_MINUTES:
        raise Invalid("A session takes between 5 minutes and 12 hours.", field="duration_minutes")
