"""The sessions of a cohort: when each takes place. A cohort starts with its first and ends with its last."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from academy.catalog.events import CohortRescheduled
from academy.catalog.models import Cohort, CohortSession, CohortStatus
from academy.catalog.schemas import CohortSessionFields
from academy.catalog.service.sessions import sessions_of
from academy.catalog.service.trail import change, locked, note, require_unchanged
from academy.catalog.timetable import moment, on_the_clock, timetable, zone_named
from academy.core.audit import Change
from academy.core.errors import Conflict, Invalid
from academy.identity.policy import platform_admin
from academy.live import Context, mutation

SETTLED = frozenset({CohortStatus.COMPLETED, CohortStatus.CANCELLED})
MISSING = "This session is no longer part of the cohort."
MOST_MINUTES = 12 * 60


@mutation(policy=platform_admin)
def generate_sessions(ctx: Context, *, cohort_id: int, first_day: date, opens: time) -> None:
    """Make the sessions of a cohort anew from its course, each day from `opens` in its zone.

    What was edited of the present ones is lost.

    Raises:
        Invalid: Clocks in the zone never show one of the times.
        Conflict: The course has no sessions, or the cohort has begun, is over or cancelled.
    """
    cohort = _locked_cohort(ctx, cohort_id)
    if cohort.status == CohortStatus.IN_PROGRESS:
        raise Conflict("This cohort has begun. Change its sessions one by one.")
    if not sessions_of(ctx, cohort.course_id):
        raise Conflict("The course has no sessions to make them from.")
    for session in held_sessions(ctx, cohort_id):
        ctx.session.delete(session)
    generate(ctx, cohort, first_day, opens)
    _note_moves(ctx, cohort, f"Made the sessions of the cohort “{cohort.name}” anew.")


@mutation(policy=platform_admin)
def move_day(ctx: Context, *, cohort_id: int, day: date, opens: time) -> None:
    """Let a day of a cohort start at another time in its zone; the sessions of that day move together.

    Raises:
        Invalid: Clocks in the zone never show one of the times.
        Conflict: There are no sessions on that day, or the cohort is over or cancelled.
    """
    cohort = _locked_cohort(ctx, cohort_id)
    zone = zone_named(cohort.zone)
    sessions = [s for s in held_sessions(ctx, cohort_id) if on_the_clock(s.starts_at, zone).date() == day]
    if not sessions:
        raise Conflict("This cohort no longer has sessions on that day.")
    by = datetime.combine(day, opens) - on_the_clock(sessions[0].starts_at, zone)
    for session in sessions:
        _place(ctx, session, on_the_clock(session.starts_at, zone) + by, zone, field="opens")
    _note_moves(ctx, cohort, f"Moved {day.day} {day:%B} of the cohort “{cohort.name}” to {opens:%H:%M}.")


@mutation(policy=platform_admin)
def edit_cohort_session(
    ctx: Context, *, cohort_session_id: int, seen_at: datetime, fields: CohortSessionFields
) -> datetime:
    """Change a session of a cohort that still is as it was at `seen_at`, its `updated_at` then; return the new one.

    Raises:
        Invalid: A field is missing or wrong, or clocks in the zone never show that time.
        Conflict: Somebody has saved it meanwhile, or the cohort is over or cancelled.
    """
    session = locked(ctx, CohortSession, cohort_session_id, MISSING)
    cohort = _locked_cohort(ctx, session.cohort_id)
    require_unchanged(ctx, session, seen_at)
    values = _checked(fields)
    starts_at = moment(fields.starts.replace(tzinfo=None), zone_named(cohort.zone), field="starts")
    values |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=fields.minutes)}
    if changes := change(ctx, session, values):
        changes |= follow_sessions(ctx, cohort)
        note(ctx, cohort, "cohort_session_edited", f"Edited “{session.title}” of “{cohort.name}”.", changes)
    return session.updated_at


@mutation(policy=platform_admin)
def delete_cohort_session(ctx: Context, *, cohort_session_id: int) -> None:
    """Take a session out of a cohort.

    Raises:
        Conflict: It is the last one, or the cohort is over or cancelled.
    """
    session = locked(ctx, CohortSession, cohort_session_id, MISSING)
    cohort = _locked_cohort(ctx, session.cohort_id)
    if len(held_sessions(ctx, cohort.id)) == 1:
        raise Conflict("This is the cohort's only session. Cancel the cohort if it will not take place.")
    ctx.session.delete(session)
    ctx.session.flush()
    _note_moves(ctx, cohort, f"Took “{session.title}” out of the cohort “{cohort.name}”.")


def held_sessions(ctx: Context, cohort_id: int) -> list[CohortSession]:
    """The sessions of a cohort, the earliest first."""
    statement = select(CohortSession).where(CohortSession.cohort_id == cohort_id)
    return list(ctx.session.exec(statement.order_by(col(CohortSession.starts_at), col(CohortSession.id))))


def generate(ctx: Context, cohort: Cohort, first_day: date, opens: time) -> None:
    """Add a session for each of the course's, each day from `opens` in the cohort's zone."""
    slots = timetable(sessions_of(ctx, cohort.course_id), first_day, opens, zone_named(cohort.zone))
    ctx.session.add_all(
        CohortSession(
            cohort_id=cohort.id,
            session_id=slot.session.id,
            title=slot.session.title,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=cohort.zone,
        )
        for slot in slots
    )
    ctx.session.flush()


def shift(ctx: Context, cohort: Cohort, *, days: int, to: ZoneInfo) -> None:
    """Move all sessions of a cohort by days and into a zone, at the times that clocks showed."""
    for session in held_sessions(ctx, cohort.id):
        wall = on_the_clock(session.starts_at, zone_named(session.zone)) + timedelta(days=days)
        _place(ctx, session, wall, to, field="first_day")


def follow_sessions(ctx: Context, cohort: Cohort, *, is_news: bool = True) -> dict[str, Change]:
    """Let a cohort start with its first session and end with its last; tell others unless it is new."""
    ctx.session.flush()
    spans = select(func.min(CohortSession.starts_at), func.max(CohortSession.ends_at))
    first, last = ctx.session.exec(spans.where(col(CohortSession.cohort_id) == cohort.id)).one()
    before = (cohort.start_date, cohort.end_date)
    if first is None or last is None or (first, last) == before:
        return {}
    changes = change(ctx, cohort, {"start_date": first, "end_date": last})
    if is_news:
        ctx.publish(CohortRescheduled(cohort.id, *before))
    return changes


def _locked_cohort(ctx: Context, cohort_id: int) -> Cohort:
    cohort = locked(ctx, Cohort, cohort_id, "There is no such cohort.")
    if cohort.status in SETTLED:
        raise Conflict(f"This cohort is {cohort.status}, so its sessions stay as they are.")
    return cohort


def _place(ctx: Context, session: CohortSession, wall: datetime, zone: ZoneInfo, *, field: str) -> None:
    starts_at = moment(wall, zone, field=field)
    ends_at = starts_at + (session.ends_at - session.starts_at)
    change(ctx, session, {"starts_at": starts_at, "ends_at": ends_at, "zone": zone.key})


def _note_moves(ctx: Context, cohort: Cohort, summary: str) -> None:
    changes = follow_sessions(ctx, cohort)
    cohort.updated_at = ctx.now
    note(ctx, cohort, "cohort_rescheduled", summary, changes)


def _checked(fields: CohortSessionFields) -> dict[str, Any]:
    title, join_url, recording_url = fields.title.strip(), fields.join_url.strip(), fields.recording_url.strip()
    if not title:
        raise Invalid("Give the session a title.", field="title")
    if not 5 <= fields.minutes <= MOST_MINUTES:
        raise Invalid("A session takes between 5 minutes and 12 hours.", field="minutes")
    for name, url in (("join_url", join_url), ("recording_url", recording_url)):
        if url and not url.startswith("https://"):
            raise Invalid("Give the whole address, starting with https://.", field=name)
    return {"title": title, "join_url": join_url or None, "recording_url": recording_url or None}
