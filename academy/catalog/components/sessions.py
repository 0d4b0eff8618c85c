"""The sessions of a course by day, and their form."""

from typing import Any

import reflex as rx

from academy.catalog.models import SessionKind
from academy.catalog.schemas import KIND_WORDS, SessionEntry
from academy.catalog.service import Direction
from academy.catalog.state import CourseEditorState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables
from academy.ui.forms import Option
from academy.ui.icons import icon

KINDS: list[Option] = [(kind.value, KIND_WORDS[kind]) for kind in SessionKind]


def sessions() -> rx.Component:
    """The sessions in order, with what changes them."""
    course: Any = CourseEditorState.course
    add = el.button(icon("plus"), "Add a session", on_click=CourseEditorState.add_session)
    columns = [
        tables.Column("Day", is_number=False),
        tables.Column("Session"),
        tables.Column("Kind"),
        tables.Column("Minutes", is_number=True),
        tables.Column("Order and more", is_title_hidden=True),
    ]
    return rx.fragment(
        layout.section(
            "Sessions",
            rx.el.p("New cohorts take their days from here. Cohorts that exist keep theirs.", class_name="muted intro"),
            rx.cond(
                course.sessions.length() > 0,
                tables.table("Sessions by day and order", columns, rx.foreach(course.sessions, _row)),
                el.empty_state(
                    "No sessions yet", "Add what happens on the first day; a course needs at least one.", level="h3"
                ),
            ),
            note=rx.cond(course.is_editable, add, rx.fragment()),
        ),
        _dialog(),
    )


def _row(session: rx.Var[SessionEntry]) -> rx.Component:
    fields: Any = session.fields
    return tables.table_row(
        tables.cell("Day ", fields.day_number, is_muted=True),
        tables.head_cell(
            fields.title,
            rx.cond(fields.description, rx.el.p(fields.description, class_name="below"), rx.fragment()),
        ),
        tables.cell(rx.match(fields.type, *KINDS, fields.type), is_muted=True),
        tables.number_cell(fields.duration_minutes),
        tables.number_cell(rx.cond(CourseEditorState.course.is_editable, _tools(session), rx.fragment())),
        key=session.id,
    )


def _tools(session: rx.Var[SessionEntry]) -> rx.Component:
    def mover(direction: Direction, at_edge: Any) -> rx.Component:
        return forms.action_button(
            icon("up" if direction == Direction.UP else "down"),
            on_click=CourseEditorState.move_session(session.id, direction.value),
            look="quiet",
            size="compact",
            disabled=at_edge,
            aria_label=f"Move {direction.value}: " + session.fields.title,
        )

    return rx.el.span(
        mover(Direction.UP, session.is_first & (session.fields.day_number == 1)),
        mover(Direction.DOWN, session.is_last),
        overlays.menu(
            overlays.menu_entry("Edit", on_click=CourseEditorState.edit_session(session.id)),
            overlays.menu_entry("Delete", on_click=CourseEditorState.delete_session(session.id), is_danger=True),
            label="More about " + session.fields.title,
            size="compact",
        ),
        class_name="row tools",
    )


def _dialog() -> rx.Component:
    session: Any = CourseEditorState.session
    fields: Any = session.fields
    errors = CourseEditorState.errors
    end = forms.form_end(
        forms.submit_button(rx.cond(session, "Save the session", "Add the session")),
        el.button("Discard", look="quiet", on_click=CourseEditorState.close),
        error=errors["form"],
    )
    return overlays.dialog(
        forms.form(
            forms.text_field("title", "Title", value=_kept(session, fields.title, ""), error=errors["title"]),
            _kind_and_time(session),
            forms.textarea_field(
                "description",
                "Description",
                value=_kept(session, fields.description, ""),
                is_optional=True,
                error=errors["description"],
            ),
            forms.textarea_field(
                "outcomes",
                "Outcomes",
                value=_kept(session, fields.outcomes.join("\n"), ""),
                help="One a line.",
                is_optional=True,
                rows=3,
                error=errors["outcomes"],
            ),
            end,
            on_submit=CourseEditorState.save_session,
        ),
        title=rx.cond(session, "Edit the session", "Add a session"),
        is_open=CourseEditorState.form == "session",
        on_close=CourseEditorState.close,
    )


def _kind_and_time(session: Any) -> rx.Component:
    """What kind of session it is, on which day, how long; a new one is on the last day there is."""
    course: Any = CourseEditorState.course
    errors, fields = CourseEditorState.errors, session.fields
    last_day = rx.cond(course.sessions.length() > 0, course.sessions[-1].fields.day_number, 1)
    return forms.pair(
        forms.select_field("type", "Kind", KINDS, value=_kept(session, fields.type, "W"), error=errors["type"]),
        forms.number_field(
            "day_number",
            "Day",
            value=_kept(session, fields.day_number, last_day),
            least=1,
            error=errors["day_number"],
        ),
        forms.number_field(
            "duration_minutes",
            "Length",
            value=_kept(session, fields.duration_minutes, 60),
            least=5,
            after="minutes",
            error=errors["duration_minutes"],
        ),
    )


def _kept(row: Any, value: Any, otherwise: Any) -> Any:
    return rx.cond(row, value, otherwise)
