"""The cohorts of a course: when, how full, in which state, and their sessions."""

from typing import Any

import reflex as rx

from academy import routes
from academy.catalog.components.cohort_forms import dialogs
from academy.catalog.models import CohortStatus
from academy.catalog.schemas import CohortDay, CohortRow, CohortSessionRow
from academy.catalog.state import CohortsState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.icons import icon
from academy.ui.values import live_number

MOVES = {
    CohortStatus.OPEN: "Open for enrollment",
    CohortStatus.SCHEDULED: "Close enrollment",
    CohortStatus.IN_PROGRESS: "Start",
    CohortStatus.COMPLETED: "Complete",
}


def cohorts() -> rx.Component:
    """All cohorts, the latest first."""
    plan = el.button(icon("plus"), "Plan a cohort", on_click=CohortsState.show("create", 0))
    return rx.fragment(
        layout.section(
            "Cohorts",
            rx.cond(
                CohortsState.cohorts.length() > 0,
                el.ruled_list(rx.foreach(CohortsState.cohorts, _cohort), label="Cohorts"),
                el.empty_state("No cohorts yet", "Plan one: it takes its days from the course's sessions.", level="h3"),
            ),
            note=plan,
        ),
        dialogs(),
    )


def cohort_status(status: Any) -> rx.Component:
    """Where a cohort stands."""
    return rx.match(
        status,
        ("open", el.tag("Open", tone="good")),
        ("in_progress", el.tag("In progress", tone="info")),
        ("completed", el.tag("Completed")),
        ("cancelled", el.tag("Cancelled", tone="bad")),
        el.tag("Not open yet"),
    )


def _cohort(cohort: rx.Var[CohortRow]) -> rx.Component:
    fields: Any = cohort.fields
    facts = rx.el.p(
        time.local_dates(cohort.starts_at, cohort.ends_at, zone=fields.zone),
        " · ",
        time.zone_name(fields.zone),
        rx.cond(cohort.instructor_name, rx.fragment(" · ", cohort.instructor_name), rx.fragment()),
        rx.cond(cohort.organization_name, rx.fragment(" · only for ", cohort.organization_name), rx.fragment()),
        class_name="muted small",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.div(rx.el.h3(fields.name, class_name="title"), cohort_status(cohort.status), class_name="row"),
                facts,
                class_name="words",
            ),
            rx.el.div(_seats(cohort), _tools(cohort), class_name="end"),
            class_name="item",
        ),
        rx.el.details(
            rx.el.summary("Sessions", class_name="small"),
            rx.foreach(cohort.days, lambda day: _day(cohort, day)),
            class_name="sessions",
        ),
        class_name="cohort",
        key=cohort.id,
    )


def _seats(cohort: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(live_number(cohort.seats_left)),
            rx.el.span(" of ", live_number(cohort.fields.capacity), " seats left", class_name="muted small"),
        ),
        rx.el.p(
            live_number(cohort.enrolled),
            " enrolled",
            rx.cond(cohort.held > 0, rx.fragment(", ", live_number(cohort.held), " kept"), rx.fragment()),
            class_name="muted small",
        ),
    )


def _tools(cohort: Any) -> rx.Component:
    def entry(status: CohortStatus) -> rx.Component:
        return rx.cond(
            cohort.next_statuses.contains(status.value),
            overlays.menu_entry(MOVES[status], on_click=CohortsState.move(cohort.id, status.value)),
            rx.fragment(),
        )

    def opener(words: str, form: str, *, is_danger: bool = False) -> rx.Component:
        return overlays.menu_entry(words, on_click=CohortsState.show(form, cohort.id), is_danger=is_danger)

    people = routes.TEACH_COHORT.pattern.replace("[cohort_id]", "") + cohort.id.to(str)
    return overlays.menu(
        overlays.menu_entry("People and queue", on_click=rx.redirect(people)),
        rx.cond(cohort.is_settled, rx.fragment(), opener("Edit dates, seats and people", "edit")),
        *[entry(status) for status in MOVES],
        opener("Duplicate", "copy"),
        rx.cond(
            cohort.is_settled | (cohort.status == "in_progress"),
            rx.fragment(),
            opener("Make its sessions anew", "generate"),
        ),
        rx.cond(cohort.is_settled, rx.fragment(), opener("Cancel the cohort", "cancel", is_danger=True)),
        label="More about " + cohort.fields.name,
    )


def _day(cohort: Any, day: rx.Var[CohortDay]) -> rx.Component:
    starts_at = day.sessions[0].starts_at
    mover = forms.form(
        rx.el.input(type="hidden", name="cohort_id", value=cohort.id),
        rx.el.input(type="hidden", name="day", value=day.day.to(str)),
        forms.text_field(
            "opens",
            "Starts at",
            type="time",
            value=day.opens.to(str),
            aside=cohort.fields.zone,
            key=f"{cohort.id}-{day.day}",
        ),
        forms.submit_button("Move the day", look="plain"),
        on_submit=CohortsState.move_day,
        key=f"{cohort.id}-{day.day}-{day.opens}",
    )
    return rx.el.div(
        rx.el.h4(time.local_day(starts_at, zone=cohort.fields.zone), class_name="strong"),
        rx.cond(cohort.is_settled, rx.fragment(), rx.el.div(mover, class_name="inline-form")),
        rx.el.ol(
            rx.foreach(day.sessions, lambda session: _session(cohort, session)), class_name="schedule", role="list"
        ),
        class_name="cohort-day",
    )


def _session(cohort: Any, session: rx.Var[CohortSessionRow]) -> rx.Component:
    fields: Any = session.fields
    tools = overlays.menu(
        overlays.menu_entry("Edit", on_click=CohortsState.edit_session(cohort.id, session.id)),
        overlays.menu_entry("Delete", on_click=CohortsState.delete_session(session.id), is_danger=True),
        label="More about " + fields.title,
        size="compact",
    )
    return rx.el.li(
        rx.el.span(
            time.local_times(session.starts_at, session.ends_at, zone=cohort.fields.zone), class_name="num muted when"
        ),
        rx.el.div(
            rx.el.p(fields.title, class_name="strong"),
            rx.cond(fields.join_url, rx.el.p(fields.join_url, class_name="muted small"), rx.fragment()),
            class_name="words",
        ),
        rx.cond(cohort.is_settled, rx.fragment(), tools),
    )
