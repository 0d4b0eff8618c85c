"""What people type into the catalog's forms, read into the fields that services take."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.catalog.schemas import CohortFields, CohortSessionFields, CourseFields, SessionFields
from academy.core.errors import Invalid
from academy.core.numbers import whole_number

Typed = Mapping[str, str]
Kind = TypeVar("Kind", bound=StrEnum)


def course_fields(typed: Typed) -> CourseFields:
    """Read the form of a course; an outcome stands on each line."""
    return CourseFields(
        title=_text(typed, "title"),
        slug=_text(typed, "slug"),
        summary=_text(typed, "summary"),
        description=_text(typed, "description"),
        session_type=_choice(typed, "session_type", SessionType),
        price_b2c=_cents(typed, "price_b2c"),
        price_b2b=_cents(typed, "price_b2b"),
        currency=_text(typed, "currency"),
        max_participants=_whole(typed, "max_participants"),
        impact_level=_choice(typed, "impact_level", ImpactLevel),
        capability_level=_choice(typed, "capability_level", CapabilityLevel),
        audience=_choice(typed, "audience", Audience),
        outcomes=_lines(typed, "outcomes"),
    )


def session_fields(typed: Typed) -> SessionFields:
    """Read the form of a session; an outcome stands on each line."""
    return SessionFields(
        title=_text(typed, "title"),
        type=_choice(typed, "type", SessionKind),
        day_number=_whole(typed, "day_number"),
        duration_minutes=_whole(typed, "duration_minutes"),
        description=_text(typed, "description"),
        outcomes=_lines(typed, "outcomes"),
    )


def cohort_fields(typed: Typed) -> CohortFields:
    """Read the form of a cohort."""
    return CohortFields(
        name=_text(typed, "name"),
        first_day=day(typed, "first_day"),
        zone=_text(typed, "zone"),
        capacity=_whole(typed, "capacity"),
        instructor_id=_id(typed, "instructor_id"),
        organization_id=_id(typed, "organization_id"),
        zoom_link=_text(typed, "zoom_link"),
    )


def cohort_session_fields(typed: Typed) -> CohortSessionFields:
    """Read the form of a cohort's session."""
    try:
        starts = datetime.fromisoformat(_text(typed, "starts")).replace(tzinfo=None)
    except ValueError:
        raise Invalid("Choose a day and a time.", field="starts") from None
    return CohortSessionFields(
        title=_text(typed, "title"),
        starts=starts,
        minutes=_whole(typed, "minutes"),
        join_url=_text(typed, "join_url"),
        recording_url=_text(typed, "recording_url"),
    )


def day(typed: Typed, name: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(_text(typed, name))
    except ValueError:
        raise Invalid("Choose a day.", field=name) from None


def clock_time(typed: Typed, name: str) -> time:
    """Read a time of the day."""
    try:
        return time.fromisoformat(_text(typed, name)).replace(tzinfo=None)
    except ValueError:
        raise Invalid("Choose a time, such as 09:00.", field=name) from None


def address_of(title: str) -> str:
    """The address that a title suggests: "AI Fundamentals!" becomes "ai-fundamentals"."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in title.lower()).split()
    return "-".join(words)[:80].rstrip("-")


def _text(typed: Typed, name: str) -> str:
    return (typed.get(name) or "").strip()


def _lines(typed: Typed, name: str) -> list[str]:
    return [line.strip() for line in _text(typed, name).splitlines() if line.strip()]


def _whole(typed: Typed, name: str) -> int:
    try:
        return int(_text(typed, name))
    except ValueError:
        raise Invalid("Write a whole number.", field=name) from None


def _cents(typed: Typed, name: str) -> int:
    try:
        cents = Decimal(_text(typed, name).replace(",", "")) * 100
        if cents != cents.to_integral_value():
            raise Invalid("Write at most two digits behind the point, such as 349.50.", field=name)
        return int(cents)
    except (InvalidOperation, ValueError, OverflowError):
        raise Invalid("Write an amount, such as 349 or 349.50.", field=name) from None


def _id(typed: Typed, name: str) -> int | None:
    return whole_number(_text(typed, name))


def _choice(typed: Typed, name: str, kind: type[Kind]) -> Kind:
    try:
        return kind(_text(typed, name))
    except ValueError:
        raise Invalid("Choose one of the list.", field=name) from None
