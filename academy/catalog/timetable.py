"""From days and clock times in a zone to moments, and the times of a course's sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from academy.catalog.models import CourseSession
from academy.core.errors import Invalid

LONG_MINUTES = 60
BREAK, LUNCH = timedelta(minutes=15), timedelta(minutes=60)
LUNCH_FROM, LUNCH_UNTIL = time(11, 45), time(13, 30)


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with its time in UTC."""

    session: CourseSession
    starts_at: datetime
    ends_at: datetime


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all IANA zones; finding them means reading the disk, so it is done once."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo:
    """Return an IANA zone.

    Raises:
        Invalid: There is none of that name.
    """
    if name not in zone_names():
        raise Invalid("Choose a time zone from the list, such as Europe/Berlin.", field="zone")
    return ZoneInfo(name)


def moment(wall: datetime, zone: ZoneInfo, *, field: str = "") -> datetime:
    """Return the moment at which clocks in the zone show `wall`; the first one when they show it twice.

    Raises:
        Invalid: They never do, because they are put forward over it.
    """
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if on_the_clock(found, zone) != wall:
        raise Invalid(
            f"On {wall.day} {wall:%B %Y} clocks in {zone.key} are put forward past {wall:%H:%M}. Choose another time.",
            field=field,
        )
    return found


def on_the_clock(when: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks in the zone show at a moment, without zone."""
    return when.astimezone(zone).replace(tzinfo=None)


def timetable(sessions: Iterable[CourseSession], first_day: date, opens: time, zone: ZoneInfo) -> list[Slot]:
    """Give every session its time: one after another with breaks and lunch, each day from `opens`.

    `sessions` are in order; their day numbers count from `first_day`, which is 1.
    """
    slots: list[Slot] = []
    day, begin, had_lunch = 0, datetime.combine(first_day, opens), False
    for session in sessions:
        if session.day_number != day:
            day = session.day_number
            begin, had_lunch = datetime.combine(first_day + timedelta(days=day - 1), opens), opens >= LUNCH_FROM
        starts_at = moment(begin, zone, field="opens")
        ends_at = starts_at + timedelta(minutes=session.duration_minutes)
        slots.append(Slot(session, starts_at, ends_at))
        end = on_the_clock(ends_at, zone)
        is_lunch = not had_lunch and LUNCH_FROM <= end.time() <= LUNCH_UNTIL
        pause = LUNCH if is_lunch else BREAK if session.duration_minutes >= LONG_MINUTES else timedelta(0)
        begin, had_lunch = end + pause, had_lunch or is_lunch
    return slots
