"""Cohorts: the runs of a course, and the states they go through."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, func, select

from academy.catalog.events import CapacityChanged, CohortCancelled, CohortCompleted, CohortOpened, CohortStarted
from academy.catalog.models import Cohort, CohortSession, CohortStatus, Course, CourseStatus
from academy.catalog.schemas import CohortFields
from academy.catalog.seats import held_in
from academy.catalog.service import courses
from academy.catalog.service.calendar import follow_sessions, generate, shift
from academy.catalog.service.sessions import sessions_of
from academy.catalog.service.trail import change, locked, note, require_unchanged
from academy.catalog.timetable import on_the_clock, zone_named
from academy.core.audit import Change
from academy.core.errors import Conflict, Invalid
from academy.identity.models import User
from academy.identity.policy import platform_admin, system_only
from academy.live import Context, mutation
from academy.organizations.models import Organization

MOST_SEATS = 2000
MISSING = "There is no such cohort."

NEXT_STATUSES: dict[CohortStatus, tuple[CohortStatus, ...]] = {
    CohortStatus.SCHEDULED: (CohortStatus.OPEN, CohortStatus.CANCELLED),
    CohortStatus.OPEN: (CohortStatus.SCHEDULED, CohortStatus.IN_PROGRESS, CohortStatus.CANCELLED),
    CohortStatus.IN_PROGRESS: (CohortStatus.COMPLETED, CohortStatus.CANCELLED),
    CohortStatus.COMPLETED: (),
    CohortStatus.CANCELLED: (),
}
"""What may follow what."""

EVENTS = {
    CohortStatus.OPEN: CohortOpened,
    CohortStatus.IN_PROGRESS: CohortStarted,
    CohortStatus.COMPLETED: CohortCompleted,
    CohortStatus.CANCELLED: CohortCancelled,
}

VERBS = {
    CohortStatus.SCHEDULED: ("closed", "Closed"),
    CohortStatus.OPEN: ("opened", "Opened"),
    CohortStatus.IN_PROGRESS: ("started", "Started"),
    CohortStatus.COMPLETED: ("completed", "Completed"),
    CohortStatus.CANCELLED: ("cancelled", "Cancelled"),
}


@mutation(policy=platform_admin)
def create_cohort(ctx: Context, *, course_id: int, fields: CohortFields, opens: time) -> int:
    """Make a cohort, not open yet, with the course's sessions; each day starts at `opens` in its zone.

    Raises:
        Invalid: A field is missing or wrong.
        Conflict: The course has no sessions, or is archived.
    """
    course = locked(ctx, Course, course_id, courses.MISSING)
    return _make(ctx, course, fields, opens).id


@mutation(policy=platform_admin)
def edit_cohort(ctx: Context, *, cohort_id: int, seen_at: datetime, fields: CohortFields) -> datetime:
    """Change a cohort that still is as it was at `seen_at`, its `updated_at` then; return the new one.

    With another first day or zone all its sessions move, and keep the times that clocks show.

    Raises:
        Invalid: A field is missing or wrong, or the capacity is below the seats taken.
        Conflict: Somebody has saved it meanwhile, or it is over or cancelled.
    """
    cohort = locked(ctx, Cohort, cohort_id, MISSING)
    require_unchanged(ctx, cohort, seen_at)
    _require_unsettled(cohort)
    capacity, first_day = cohort.max_capacity, on_the_clock(cohort.start_date, zone_named(cohort.zone)).date()
    zone = zone_named(fields.zone)
    values = _checked(ctx, fields, cohort=cohort)
    changes = change(ctx, cohort, {name: value for name, value in values.items() if name != "zone"})
    if first_day != fields.first_day or cohort.zone != fields.zone:
        _require_to_come(ctx, fields.first_day, fields.zone)
        shift(ctx, cohort, days=(fields.first_day - first_day).days, to=zone)
        changes |= change(ctx, cohort, {"zone": fields.zone})
        changes |= follow_sessions(ctx, cohort)
    if changes:
        note(ctx, cohort, "cohort_edited", f"Edited the cohort “{cohort.name}”.", _named(ctx, changes))
    if cohort.max_capacity != capacity:
        ctx.publish(CapacityChanged(cohort.id, capacity, cohort.max_capacity))
    return cohort.updated_at


@mutation(policy=platform_admin)
def set_capacity(ctx: Context, *, cohort_id: int, capacity: int) -> None:
    """Give a cohort more or fewer seats, never fewer than are taken.

    Raises:
        Invalid: It is below the seats taken, or not a sensible number.
        Conflict: The cohort is over or cancelled.
    """
    cohort = locked(ctx, Cohort, cohort_id, MISSING)
    _require_unsettled(cohort)
    _check_capacity(ctx, capacity, cohort)
    before = cohort.max_capacity
    if changes := change(ctx, cohort, {"max_capacity": capacity}):
        note(ctx, cohort, "cohort_edited", f"Changed the capacity of the cohort “{cohort.name}”.", changes)
        ctx.publish(CapacityChanged(cohort.id, before, capacity))


@mutation(policy=platform_admin)
def move_cohort(ctx: Context, *, cohort_id: int, status: CohortStatus) -> None:
    """Open, close, start, complete or cancel a cohort.

    Raises:
        Conflict: Its present status, its dates or its course do not allow it.
    """
    cohort = locked(ctx, Cohort, cohort_id, MISSING)
    if cohort.status == status:
        return
    if status not in NEXT_STATUSES[cohort.status]:
        raise Conflict(f"A cohort that is {_words(cohort.status)} cannot become {_words(status)}.")
    if status == CohortStatus.OPEN:
        _require_openable(ctx, cohort)
    if status == CohortStatus.IN_PROGRESS and cohort.start_date > ctx.now:
        raise Conflict("This cohort has not reached its start yet. To stop enrollment, close it.")
    if status == CohortStatus.COMPLETED and cohort.end_date > ctx.now:
        raise Conflict("This cohort still has sessions to come. Complete it after the last one.")
    changes = change(ctx, cohort, {"status": status})
    verb, capitalized = VERBS[status]
    note(ctx, cohort, f"cohort_{verb}", f"{capitalized} the cohort “{cohort.name}”.", changes)
    if status in EVENTS:
        ctx.publish(EVENTS[status](cohort.id))


@mutation(policy=system_only)
def advance_cohorts(ctx: Context) -> int:
    """Start the open cohorts whose first session has begun, complete those whose last is over; return how many."""
    moved = 0
    for before, moment, after in (
        (CohortStatus.OPEN, Cohort.start_date, CohortStatus.IN_PROGRESS),
        (CohortStatus.IN_PROGRESS, Cohort.end_date, CohortStatus.COMPLETED),
    ):
        due = select(Cohort.id).where(Cohort.status == before, moment <= ctx.now)
        for cohort_id in ctx.session.exec(due).all():
            move_cohort(ctx, cohort_id=cohort_id, status=after)
            moved += 1
    return moved


@mutation(policy=platform_admin)
def duplicate_cohort(ctx: Context, *, cohort_id: int, name: str, first_day: date) -> int:
    """Make another cohort like this one, from another day, at the same times, not open yet; return its id.

    Raises:
        Invalid: The name or the day is missing or wrong.
    """
    cohort = locked(ctx, Cohort, cohort_id, MISSING)
    zone = zone_named(cohort.zone)
    begin = on_the_clock(cohort.start_date, zone)
    fields = CohortFields(
        name=name,
        first_day=first_day,
        zone=cohort.zone,
        capacity=cohort.max_capacity,
        instructor_id=cohort.instructor_id,
        organization_id=cohort.organization_id,
        zoom_link=cohort.zoom_link or "",
    )
    course = locked(ctx, Course, cohort.course_id, courses.MISSING)
    copy = _empty(ctx, course, fields)
    days = (first_day - begin.date()).days
    copied = [
        CohortSession(
            cohort_id=copy.id, **session.model_dump(include={"session_id", "title", "starts_at", "ends_at", "zone"})
        )
        for session in _held(ctx, cohort_id)
    ]
    ctx.session.add_all(copied)
    ctx.session.flush()
    shift(ctx, copy, days=days, to=zone)
    follow_sessions(ctx, copy, is_news=False)
    note(ctx, copy, "cohort_created", f"Created the cohort “{copy.name}” as a copy of “{cohort.name}”.")
    return copy.id


def _make(ctx: Context, course: Course, fields: CohortFields, opens: time) -> Cohort:
    if not sessions_of(ctx, course.id):
        raise Conflict("Add the course's sessions first: a cohort takes its days from them.")
    cohort = _empty(ctx, course, fields)
    generate(ctx, cohort, fields.first_day, opens)
    follow_sessions(ctx, cohort, is_news=False)
    note(ctx, cohort, "cohort_created", f"Created the cohort “{cohort.name}”.")
    return cohort


def _empty(ctx: Context, course: Course, fields: CohortFields) -> Cohort:
    if course.status == CourseStatus.ARCHIVED:
        raise Conflict("This course is archived. Take it back to a draft before you plan cohorts.")
    values = _checked(ctx, fields, cohort=None)
    _require_to_come(ctx, fields.first_day, fields.zone)
    cohort = Cohort(course_id=course.id, start_date=ctx.now, end_date=ctx.now, **values)
    ctx.session.add(cohort)
    ctx.session.flush()
    return cohort


def _held(ctx: Context, cohort_id: int) -> Sequence[CohortSession]:
    return ctx.session.exec(select(CohortSession).where(CohortSession.cohort_id == cohort_id)).all()


def _checked(ctx: Context, fields: CohortFields, *, cohort: Cohort | None) -> dict[str, Any]:
    name, link = fields.name.strip(), fields.zoom_link.strip()
    if not name:
        raise Invalid("Give the cohort a name, such as March 2027.", field="name")
    zone_named(fields.zone)
    _check_capacity(ctx, fields.capacity, cohort)
    if link and not link.startswith("https://"):
        raise Invalid("Give the whole address of the meeting, starting with https://.", field="zoom_link")
    if fields.instructor_id is not None and ctx.session.get(User, fields.instructor_id) is None:
        raise Invalid("This person no longer has an account. Choose somebody else.", field="instructor_id")
    if fields.organization_id is not None and ctx.session.get(Organization, fields.organization_id) is None:
        raise Invalid("There is no such organization any more.", field="organization_id")
    if cohort is not None and cohort.organization_id != fields.organization_id and cohort.current_enrollment:
        raise Invalid(
            "People are enrolled in this cohort already, so it stays with whom it was made for. "
            "Duplicate it to offer it to others.",
            field="organization_id",
        )
    return {
        "name": name,
        "zone": fields.zone,
        "max_capacity": fields.capacity,
        "instructor_id": fields.instructor_id,
        "organization_id": fields.organization_id,
        "is_b2b": fields.organization_id is not None,
        "zoom_link": link or None,
    }


def _named(ctx: Context, changes: Mapping[str, Change]) -> dict[str, Change]:
    """Changes with the names of people and companies in place of their ids."""
    names = {"instructor_id": select(User.id, User.name), "organization_id": select(Organization.id, Organization.name)}
    named: dict[str, Change] = {}
    for field, (before, after) in changes.items():
        if field in names:
            by_id: dict[Any, str] = dict(ctx.session.exec(names[field]).all())
            named[field.removesuffix("_id")] = (by_id.get(before), by_id.get(after))
        else:
            named[field] = (before, after)
    return named


def _check_capacity(ctx: Context, capacity: int, cohort: Cohort | None) -> None:
    if not 1 <= capacity <= MOST_SEATS:
        raise Invalid(f"Choose between 1 and {MOST_SEATS} seats.", field="capacity")
    if cohort is None:
        return
    held = held_in(ctx.session, cohort.id, ctx.now)
    if capacity < cohort.current_enrollment + held:
        raise Invalid(
            f"{cohort.current_enrollment} people are enrolled and {held} more have a seat kept for them, "
            f"so there must be at least {cohort.current_enrollment + held} seats.",
            field="capacity",
        )


def _require_unsettled(cohort: Cohort) -> None:
    if not NEXT_STATUSES[cohort.status]:
        raise Conflict(f"This cohort is {_words(cohort.status)}, so it stays as it is. Duplicate it to run it again.")


def _require_to_come(ctx: Context, first_day: date, zone: str) -> None:
    if first_day < on_the_clock(ctx.now, zone_named(zone)).date():
        raise Invalid("This day has passed. Choose one to come.", field="first_day")


def _require_openable(ctx: Context, cohort: Cohort) -> None:
    course = ctx.session.get_one(Course, cohort.course_id)
    if course.status != CourseStatus.PUBLISHED:
        raise Conflict("Publish the course first: nobody can see its cohorts before.")
    if cohort.start_date <= ctx.now:
        raise Conflict("This cohort has started already. Give it another first day before you open it.")
    count = select(func.count()).select_from(CohortSession).where(col(CohortSession.cohort_id) == cohort.id)
    if ctx.session.exec(count).one() == 0:
        raise Conflict("This cohort has no sessions. Generate them before you open it.")


def _words(status: CohortStatus) -> str:
    return status.replace("_", " ")
