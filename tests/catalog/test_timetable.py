"""Moments and clock times, across the days on which clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from academy.catalog.models import CourseSession, SessionKind
from academy.catalog.timetable import moment, on_the_clock, timetable, zone_named
from academy.core.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")


def session(day: int, order: int, minutes: int) -> CourseSession:
    return CourseSession(
        course_id=1,
        title=f"{day}.{order}",
        type=SessionKind.W,
        day_number=day,
        order_in_day=order,
        duration_minutes=minutes,
        description="",
    )


def starts(*sessions: CourseSession, first_day: date = date(2026, 3, 2), opens: time = time(9)) -> list[str]:
    return [f"{on_the_clock(s.starts_at, BERLIN):%d %H:%M}" for s in timetable(sessions, first_day, opens, BERLIN)]


def test_sessions_follow_one_another_with_breaks_and_lunch() -> None:
    day = [session(1, order, minutes) for order, minutes in enumerate((30, 90, 45, 75), start=1)]
    assert starts(*day, session(2, 1, 30)) == ["02 09:00", "02 09:30", "02 11:15", "02 13:00", "03 09:00"]


def test_an_afternoon_has_no_lunch() -> None:
    assert starts(session(1, 1, 60), session(1, 2, 60), opens=time(12)) == ["02 12:00", "02 13:15"]


def test_days_may_lie_far_apart() -> None:
    assert starts(session(1, 1, 60), session(8, 1, 60)) == ["02 09:00", "09 09:00"]


def test_a_session_lasts_as_long_as_it_does_though_clocks_change_in_it() -> None:
    (slot,) = timetable([session(1, 1, 120)], date(2026, 10, 25), time(1, 30), BERLIN)
    assert (slot.ends_at - slot.starts_at).total_seconds() == 7200
    assert on_the_clock(slot.ends_at, BERLIN).time() == time(2, 30)


def test_a_time_shown_twice_is_the_first() -> None:
    assert moment(datetime.fromisoformat("2026-10-25T02:30"), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_never_shown_is_refused() -> None:
    with pytest.raises(Invalid, match="29 March 2026 clocks in Europe/Berlin are put forward past 02:30"):
        moment(datetime.fromisoformat("2026-03-29T02:30"), BERLIN)


def test_only_real_zones_have_names() -> None:
    assert zone_named("Asia/Singapore").key == "Asia/Singapore"
    for name in ("Europe/Atlantis", "", "../etc/passwd"):
        with pytest.raises(Invalid):
            zone_named(name)
