"""Quiet hours and the hour of a digest, over zones and the nights when clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.notifications.hours import after_quiet, is_quiet, next_digest

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC")
NIGHTS = [
    datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1))
]
"""Around these, one of the zones puts its clocks forward or back."""
MINUTES = st.integers(0, 24 * 60 - 1)
MOMENTS = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes), st.sampled_from(NIGHTS), st.integers(-2880, 2880)
) | st.integers(1735689600, 1830297600).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@settings(max_examples=400, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES), MINUTES, MINUTES)
def test_mail_waits_exactly_until_it_is_quiet_no_more(moment: datetime, zone: str, start: int, end: int) -> None:
    freed = after_quiet(moment, zone, start, end)
    assert freed >= moment
    assert (freed == moment) == (not is_quiet(moment, zone, start, end))
    assert not is_quiet(freed, zone, start, end)
    assert freed - moment < timedelta(hours=50)
    waited = moment
    while waited < freed - timedelta(hours=1):
        assert is_quiet(waited, zone, start, end), "it waits no longer than it has to, but for an hour that is skipped"
        waited += timedelta(minutes=17)


@settings(max_examples=400, deadline=None)
@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.none() | st.integers(0, 6))
def test_a_digest_comes_once_a_day_or_week_at_its_hour(
    moment: datetime, zone: str, hour: int, weekday: int | None
) -> None:
    first = next_digest(moment, zone, hour, weekday)
    second = next_digest(first, zone, hour, weekday)
    assert moment < first < second
    assert first - moment <= timedelta(days=1 if weekday is None else 7, hours=2)
    local = first.astimezone(ZoneInfo(zone))
    assert local.hour in {hour, hour + 1}
    assert weekday in {None, local.weekday()}


@pytest.mark.parametrize(
    ("zone", "moment", "freed"),
    [
        ("Europe/Berlin", "2026-03-02T22:30", "2026-03-03T06:00"),
        ("Europe/Berlin", "2026-03-02T04:30", "2026-03-02T06:00"),
        ("Europe/Berlin", "2026-03-28T23:30", "2026-03-29T05:00"),
        ("Europe/Berlin", "2026-10-24T23:30", "2026-10-25T06:00"),
        ("America/New_York", "2026-03-02T12:00", "2026-03-02T12:00"),
        ("America/New_York", "2026-03-02T04:00", "2026-03-02T12:00"),
    ],
)
def test_quiet_from_ten_to_seven(zone: str, moment: str, freed: str) -> None:
    """The night is an hour shorter, or longer, when clocks are changed."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert after_quiet(at, zone, 22 * 60, 7 * 60) == datetime.fromisoformat(freed).replace(tzinfo=UTC)


def test_a_quiet_that_ends_in_the_hour_that_is_skipped() -> None:
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert after_quiet(at, "Europe/Berlin", 0, 150) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_quiet_that_begins_again_in_the_hour_that_is_skipped() -> None:
    """The half hour between is not there that night, so mail waits for the next one."""
    at = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert after_quiet(at, "Europe/Berlin", 180, 150) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
