"""What people type is read, or they are told how to mend it."""

from datetime import date, datetime, time

import pytest

from academy.catalog import entries
from academy.catalog.models import SessionKind
from academy.core.errors import Invalid

COURSE = {
    "title": " Agents ",
    "slug": "agents",
    "session_type": "webinar",
    "price_b2c": "1,049.50",
    "price_b2b": "0",
    "currency": "eur",
    "max_participants": "20",
    "impact_level": "L2",
    "capability_level": "advanced",
    "audience": "team",
    "outcomes": "One\n\n  Two ",
}


def test_a_course_is_read() -> None:
    fields = entries.course_fields(COURSE)
    assert (fields.title, fields.price_b2c, fields.price_b2b) == ("Agents", 1049_50, 0)
    assert fields.outcomes == ["One", "Two"]
    assert fields.summary == ""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("price_b2c", ""),
        ("price_b2c", "much"),
        ("price_b2c", "3.499"),
        ("price_b2c", "NaN"),
        ("price_b2b", "Infinity"),
        ("max_participants", "2.5"),
        ("session_type", "party"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        entries.course_fields({**COURSE, name: typed})
    assert refusal.value.field == name


def test_a_session_is_read() -> None:
    fields = entries.session_fields({"title": "Spark", "type": "S", "day_number": "2", "duration_minutes": "45"})
    assert (fields.type, fields.day_number, fields.duration_minutes) == (SessionKind.S, 2, 45)


def test_a_cohort_is_read() -> None:
    typed = {"name": "March", "first_day": "2027-03-04", "zone": "Europe/Berlin", "capacity": "20", "instructor_id": ""}
    fields = entries.cohort_fields({**typed, "organization_id": "7"})
    assert (fields.first_day, fields.instructor_id, fields.organization_id) == (date(2027, 3, 4), None, 7)
    with pytest.raises(Invalid, match="Choose a day"):
        entries.cohort_fields({**typed, "first_day": ""})


def test_a_session_of_a_cohort_is_read() -> None:
    typed = {"title": "Spark", "starts": "2027-03-04T09:30", "minutes": "30"}
    assert entries.cohort_session_fields(typed).starts == datetime.fromisoformat("2027-03-04T09:30")
    with pytest.raises(Invalid, match="Choose a day and a time"):
        entries.cohort_session_fields({**typed, "starts": "soon"})


def test_a_time_is_read() -> None:
    assert entries.clock_time({"opens": "09:00:00"}, "opens") == time(9)
    with pytest.raises(Invalid, match="Choose a time"):
        entries.clock_time({"opens": "nine"}, "opens")


@pytest.mark.parametrize(
    ("title", "address"),
    [("AI Fundamentals!", "ai-fundamentals"), ("  Çà & là ", "l"), ("x" * 90, "x" * 80), ("", "")],
)
def test_a_title_suggests_an_address(title: str, address: str) -> None:
    assert entries.address_of(title) == address
