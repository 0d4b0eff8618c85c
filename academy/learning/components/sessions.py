"""When a cohort meets: the next session, and all of them."""

from typing import Any

import reflex as rx

from academy import routes
from academy.enrollment.schemas import SessionRow, SessionState
from academy.ui import elements as el
from academy.ui import time
from academy.ui.types import Child


def address(route: routes.Route, part: Any) -> Any:
    """The address of a route with one part that is known only in the browser."""
    before, _, rest = route.pattern.partition("[")
    return before + part + rest.partition("]")[2]


def own_times() -> rx.Component:
    """Says in which zone the times of the page are."""
    return rx.fragment("Times in your zone, ", time.zone_name())


def next_session(session: Any, *, over: Child | None = None) -> rx.Component:
    """Where to be next: when, how long until then, and the door as soon as it is open."""
    is_on = session.state == SessionState.LIVE.value
    return rx.el.section(
        rx.el.div(
            el.eyebrow(rx.cond(is_on, "On now", "Next session") if over is None else over),
            rx.el.h2(session.title),
            rx.el.p(time.local_range(session.starts_at, session.ends_at), class_name="when"),
            rx.el.p(time.zone_name(), class_name="small muted"),
            class_name="words",
        ),
        rx.el.div(
            rx.cond(
                is_on,
                rx.fragment(rx.el.p("Ends in", class_name="small muted"), _figure(session.ends_at)),
                rx.fragment(rx.el.p("Starts in", class_name="small muted"), _figure(session.starts_at)),
            ),
            _door(session),
            class_name="until",
        ),
        class_name="next",
        aria_label="Next session",
    )


def _figure(moment: Any) -> rx.Component:
    return rx.el.p(time.countdown(moment), class_name="figure")


def _door(session: Any) -> rx.Component:
    return rx.cond(
        session.join_url,
        join_button(session.join_url, size="big"),
        rx.el.p("You can join from ", time.local_time(session.join_opens_at), ".", class_name="small muted"),
    )


def join_button(url: Any, *, size: el.Size = "normal") -> rx.Component:
    """The way into a session's room, in a new tab."""
    return rx.el.a(
        rx.el.span("Join the session", el.hushed(" (opens in a new tab)"), class_name="label"),
        href=url.to(str),
        target="_blank",
        rel="noopener noreferrer",
        class_name=el.button_class("primary", size, False),
    )


def timeline(sessions: Any) -> rx.Component:
    """All sessions of a cohort: what was, what is on, what comes."""
    return rx.el.ol(rx.foreach(sessions, _session), class_name="timeline", role="list")


def _session(session: rx.Var[SessionRow]) -> rx.Component:
    recording = rx.cond(
        session.recording_url, el.outside_link("Recording", href=session.recording_url.to(str)), rx.el.span("Over")
    )
    live = rx.fragment(el.tag(el.dot(), "On now", tone="good"), _small_door(session))
    return rx.el.li(
        rx.el.div(
            rx.el.p(time.local_day(session.starts_at)),
            rx.el.p(time.local_times(session.starts_at, session.ends_at), class_name="num muted small"),
            class_name="when",
        ),
        rx.el.p(session.title, class_name="title"),
        rx.el.div(
            rx.match(
                session.state,
                (SessionState.OVER.value, rx.el.span(recording, class_name="small muted")),
                (SessionState.LIVE.value, live),
                _small_door(session),
            ),
            class_name="end",
        ),
        data_state=session.state,
        aria_current=rx.cond(session.state == SessionState.LIVE.value, "step", "false"),
    )


def _small_door(session: Any) -> rx.Component:
    return rx.cond(session.join_url, el.outside_link("Join", href=session.join_url.to(str)), rx.fragment())
