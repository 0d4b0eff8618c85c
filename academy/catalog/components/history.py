"""What was changed, by whom, and when."""

from typing import Any

import reflex as rx

from academy.catalog.schemas import AuditRow, FieldChange
from academy.catalog.state import CourseEditorState
from academy.ui import elements as el
from academy.ui import layout, tables, time


def history() -> rx.Component:
    """The changes of a course and its cohorts, the latest first."""
    page: Any = CourseEditorState.history
    shown = rx.cond(
        page.rows.length() > 0,
        rx.fragment(
            el.ruled_list(rx.foreach(page.rows, _row), label="Changes"),
            rx.cond(
                page.next_key > 0,
                tables.pager(rx.fragment(page.rows.length(), " changes"), next_key=page.next_key.to_string()),
                rx.fragment(),
            ),
        ),
        el.empty_state("Nothing has been changed yet", "Every change is written down here.", level="h3"),
    )
    return layout.section("History", rx.cond(page, shown, rx.fragment()), note=el.live_tag())


def _row(row: rx.Var[AuditRow]) -> rx.Component:
    return el.item(
        rx.el.p(row.summary, class_name="strong"),
        rx.el.ul(rx.foreach(row.changes, _change), class_name="changes small"),
        end=rx.el.p(
            rx.cond(row.actor_name, row.actor_name, "The academy"),
            " · ",
            time.relative(row.at),
            class_name="small muted",
        ),
    )


def _change(change: rx.Var[FieldChange]) -> rx.Component:
    return rx.el.li(
        rx.el.span(change.field, ": ", class_name="muted"),
        rx.el.del_(change.before),
        " → ",
        rx.el.ins(change.after),
    )
