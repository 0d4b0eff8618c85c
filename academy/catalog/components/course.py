"""What courses and cohorts look like wherever they are shown."""

from typing import Any

import reflex as rx

from academy.catalog.schemas import CourseDay, SessionRow
from academy.ui import elements as el
from academy.ui import time
from academy.ui.icons import icon
from academy.ui.types import Child, Text
from academy.ui.values import live_number, money


def price(cents: Any, currency: Text) -> rx.Component:
    """What a seat costs."""
    return rx.cond(cents == 0, "Free", money(cents, currency))


def seats(card: Any) -> rx.Component:
    """How many seats a cohort has left, as it changes."""
    left = rx.fragment(
        rx.el.strong(live_number(card.seats_left), class_name="num"),
        rx.el.span(" of ", card.capacity, " left", class_name="muted small"),
    )
    return rx.cond(card.is_full, el.tag("Full", tone="warn"), left)


def day(course_day: rx.Var[CourseDay]) -> rx.Component:
    """The sessions of one day."""
    title = rx.fragment(
        "Day ", course_day.number, rx.cond(course_day.date, rx.fragment(" — ", time.local_day(course_day.date)), "")
    )
    return rx.el.div(
        rx.el.h3(title, class_name="day"),
        rx.el.ol(rx.foreach(course_day.sessions, _session), class_name="schedule"),
    )


def _session(session: rx.Var[SessionRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.cond(session.starts_at, time.local_time(session.starts_at), ""), class_name="num muted when"),
        rx.el.div(
            rx.el.p(session.kind_words, ": ", session.title, class_name="strong"),
            rx.el.p(session.description, class_name="muted small"),
            class_name="words",
        ),
        rx.el.span(session.minutes, " min", class_name="num muted small"),
    )


def outcome(text: Child) -> rx.Component:
    """One thing a person can do afterwards."""
    return rx.el.li(icon("check"), rx.el.span(text))
