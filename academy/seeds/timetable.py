"""When the sessions of a course take place: one after another, with breaks, as people can bear it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from academy.seeds.content.courses.text import CourseText

LONG_MINUTES = 60
BREAK, LUNCH = timedelta(minutes=15), timedelta(minutes=60)
LUNCH_FROM, LUNCH_UNTIL = time(11, 45), time(13, 30)


@dataclass(frozen=True)
class Slot:
    """A session with its time in UTC; `day` and `order` are those of the course."""

    day: int
    order: int
    title: str
    starts_at: datetime
    ends_at: datetime


def timetable(course: CourseText, first_day: date, opens: time, zone: str) -> tuple[Slot, ...]:
    """Give every session of a course its time; each day starts at `opens` in `zone`."""
    slots: list[Slot] = []
    for day, sessions in course.days.items():
        begin = datetime.combine(first_day + timedelta(days=day - 1), opens, ZoneInfo(zone))
        had_lunch = opens >= LUNCH_FROM
        for order, session in enumerate(sessions, start=1):
            end = begin + timedelta(minutes=session.minutes)
            slots.append(Slot(day, order, session.title, begin.astimezone(UTC), end.astimezone(UTC)))
            is_lunch = not had_lunch and LUNCH_FROM <= end.time() <= LUNCH_UNTIL
            pause = LUNCH if is_lunch else BREAK if session.minutes >= LONG_MINUTES else timedelta(0)
            begin, had_lunch = end + pause, had_lunch or is_lunch
    return tuple(slots)
