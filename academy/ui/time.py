"""Dates and times as the person in front of the browser reads them: in the zone of their profile, else the browser's.

All take the moment as an ISO text or a Var of a datetime; until the browser takes over they show UTC.
`zone` fixes another zone for one value, such as that of a course.
"""

from typing import Any, Literal

import reflex as rx
from reflex.event import EventType
from reflex_base.event import no_args_event_spec

from academy.ui import client
from academy.ui.types import Text

Moment = str | rx.Var[Any]
Shape = Literal["date", "day", "short", "time", "datetime"]


class _LocalTime(rx.Component):
    library = client.TIME
    tag = "LocalTime"

    iso: rx.Var[Any]
    shape: rx.Var[str]
    zone: rx.Var[str]


class _LocalRange(rx.Component):
    library = client.TIME
    tag = "LocalRange"

    start: rx.Var[Any]
    end: rx.Var[Any]
    shape: rx.Var[str]
    zone: rx.Var[str]


class _ZoneName(rx.Component):
    library = client.TIME
    tag = "ZoneName"

    zone: rx.Var[str]


class _Countdown(rx.Component):
    library = client.TIME
    tag = "Countdown"

    iso: rx.Var[Any]
    over: rx.Var[str]

    on_end: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg, valid-type]


class _RelativeTime(rx.Component):
    library = client.TIME
    tag = "RelativeTime"

    iso: rx.Var[Any]


def local_date(moment: Moment, *, zone: Text = "") -> rx.Component:
    """4 March 2026."""
    return _LocalTime.create(iso=moment, shape="date", zone=zone)


def local_day(moment: Moment, *, zone: Text = "") -> rx.Component:
    """Wednesday 4 March; the year only if it is not this one."""
    return _LocalTime.create(iso=moment, shape="day", zone=zone)


def local_short(moment: Moment, *, zone: Text = "") -> rx.Component:
    """4 Mar; for tables."""
    return _LocalTime.create(iso=moment, shape="short", zone=zone)


def local_time(moment: Moment, *, zone: Text = "") -> rx.Component:
    """09:00."""
    return _LocalTime.create(iso=moment, shape="time", zone=zone)


def local_datetime(moment: Moment, *, zone: Text = "") -> rx.Component:
    """Wed 4 Mar, 09:00."""
    return _LocalTime.create(iso=moment, shape="datetime", zone=zone)


def local_dates(start: Moment, end: Moment, *, zone: Text = "") -> rx.Component:
    """4–5 March."""
    return _LocalRange.create(start=start, end=end, shape="dates", zone=zone)


def local_times(start: Moment, end: Moment, *, zone: Text = "") -> rx.Component:
    """09:00–17:00."""
    return _LocalRange.create(start=start, end=end, shape="time", zone=zone)


def local_range(start: Moment, end: Moment, *, zone: Text = "") -> rx.Component:
    """Wed 4 Mar, 09:00–17:00."""
    return _LocalRange.create(start=start, end=end, shape="datetime", zone=zone)


def zone_name(zone: Text = "") -> rx.Component:
    """The name of the zone that times without their own zone are shown in."""
    return _ZoneName.create(zone=zone)


def countdown(moment: Moment, *, over: str = "now", on_end: EventType[()] | None = None) -> rx.Component:
    """The time left, ticking in the browser; screen readers hear it at ten, five and one minutes and at the end.

    It goes by the server's clock. `over` is shown at the end, when `on_end` fires once (not if the moment had passed
    before).
    """
    handler: dict[str, Any] = {} if on_end is None else {"on_end": on_end}
    return _Countdown.create(iso=moment, over=over, **handler)


def relative(moment: Moment) -> rx.Component:
    """2 hours ago, in 3 days; past a week the date."""
    return _RelativeTime.create(iso=moment)
