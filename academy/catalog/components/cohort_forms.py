"""The forms about a cohort, each in a dialog."""

from typing import Any
from zoneinfo import available_timezones

import reflex as rx
from reflex.event import EventType

from academy.catalog.components.details import newer_notice
from academy.catalog.state import CohortsState, CourseEditorState
from academy.ui import elements as el
from academy.ui import forms, overlays, time
from academy.ui.forms import Option

NOT_PLACES = ("Etc/", "SystemV/", "posix", "right")
ZONES: list[Option] = [
    (name, name.replace("_", " "))
    for name in sorted(available_timezones())
    if name == "UTC" or ("/" in name and not name.startswith(NOT_PLACES))
]


def dialogs() -> rx.Component:
    """All of them; at most one is open."""
    return rx.fragment(_create(), _edit(), _copy(), _generate(), _cancel(), _session())


def _dialog(form: str, title: str, *content: rx.Component) -> rx.Component:
    return overlays.dialog(*content, title=title, is_open=CohortsState.form == form, on_close=CohortsState.close)


def _end(words: str) -> rx.Component:
    return forms.form_end(
        forms.submit_button(words),
        el.button("Discard", look="quiet", on_click=CohortsState.close),
        error=CohortsState.errors["form"],
    )


def _form(form: str, title: str, words: str, on_submit: EventType[Any], *fields: rx.Component) -> rx.Component:
    return _dialog(form, title, forms.form(*fields, _end(words), on_submit=on_submit))


def _create() -> rx.Component:
    course: Any = CourseEditorState.course
    return _form(
        "create",
        "Plan a cohort",
        "Plan the cohort",
        CohortsState.create,
        _name(""),
        forms.pair(_first_day(None), _opens("09:00")),
        _zone("Europe/Berlin"),
        *_people(None, None, "", course.fields.max_participants),
    )


def _edit() -> rx.Component:
    cohort: Any = CohortsState.cohort
    fields: Any = cohort.fields
    live = CohortsState.cohorts.to(list[Any])
    is_newer: Any = rx.Var(
        f"({live!s} ?? []).some((row) => row.id === {cohort.id!s} && row.updated_at !== {cohort.updated_at!s})",
        _var_type=bool,
        _var_data=CohortsState.cohorts._get_all_var_data(),
    )
    return _form(
        "edit",
        "Edit the cohort",
        "Save the cohort",
        CohortsState.save,
        newer_notice(is_newer),
        _name(fields.name),
        forms.pair(_first_day(fields.first_day.to(str)), _zone(fields.zone)),
        *_people(fields.instructor_id, fields.organization_id, fields.zoom_link, fields.capacity),
    )


def _copy() -> rx.Component:
    return _form(
        "copy",
        "Duplicate the cohort",
        "Duplicate it",
        CohortsState.copy_cohort,
        rx.el.p("Same times, seats and people who lead it; nobody is enrolled.", class_name="muted"),
        _name(""),
        _first_day(None),
    )


def _generate() -> rx.Component:
    cohort: Any = CohortsState.cohort
    return _form(
        "generate",
        "Make the sessions anew",
        "Make them anew",
        CohortsState.generate,
        rx.el.p("They become as they are in the course now; what was changed of these is lost.", class_name="muted"),
        forms.pair(_first_day(cohort.fields.first_day.to(str)), _opens(cohort.days[0].opens.to(str))),
    )


def _cancel() -> rx.Component:
    cohort: Any = CohortsState.cohort
    return _dialog(
        "cancel",
        "Cancel this cohort?",
        rx.el.p(
            rx.el.strong(cohort.fields.name),
            ", ",
            time.local_dates(cohort.starts_at, cohort.ends_at, zone=cohort.fields.zone),
            ", has ",
            cohort.enrolled,
            " people enrolled. They will be told. A cancelled cohort cannot be opened again.",
        ),
        overlays.dialog_actions(
            el.button("Keep the cohort", look="quiet", on_click=CohortsState.close),
            forms.action_button("Cancel it", look="danger", on_click=CohortsState.move(cohort.id, "cancelled")),
        ),
    )


def _session() -> rx.Component:
    fields: Any = CohortsState.session.fields
    cohort: Any = CohortsState.cohort
    errors = CohortsState.errors
    return _form(
        "session",
        "Edit the session",
        "Save the session",
        CohortsState.save_session,
        forms.text_field("title", "Title", value=fields.title, error=errors["title"]),
        forms.pair(
            forms.datetime_field(
                "starts", "Starts", zone=cohort.fields.zone, value=fields.starts.to(str), error=errors["starts"]
            ),
            forms.number_field(
                "minutes", "Length", value=fields.minutes, least=5, after="minutes", error=errors["minutes"]
            ),
        ),
        _link("join_url", "Link to join", fields.join_url, "People enrolled see it shortly before the start."),
        _link("recording_url", "Recording", fields.recording_url, ""),
    )


def _name(value: Any) -> rx.Component:
    return forms.text_field("name", "Name", value=value, help="Such as March 2027.", error=CohortsState.errors["name"])


def _first_day(value: Any) -> rx.Component:
    return forms.date_field("first_day", "First day", value=value, error=CohortsState.errors["first_day"])


def _opens(value: Any) -> rx.Component:
    return forms.text_field("opens", "Each day starts at", type="time", value=value, error=CohortsState.errors["opens"])


def _zone(value: Any) -> rx.Component:
    return forms.select_field("zone", "Time zone", ZONES, value=value, error=CohortsState.errors["zone"])


def _link(name: str, label: str, value: Any, help: str) -> rx.Component:
    return forms.text_field(
        name, label, type="url", value=value, help=help, is_optional=True, error=CohortsState.errors[name]
    )


def _people(instructor: Any, organization: Any, zoom_link: Any, capacity: Any) -> list[rx.Component]:
    choices: Any = CohortsState.choices
    return [
        forms.number_field(
            "capacity", "Seats", value=capacity, least=1, after="people", error=CohortsState.errors["capacity"]
        ),
        _choose("instructor_id", "Instructor", "Nobody yet", choices.instructors, instructor),
        _choose("organization_id", "Open to", "Everybody", choices.organizations, organization),
        _link("zoom_link", "Meeting link", zoom_link, "Only people enrolled see it."),
    ]


def _choose(name: str, label: str, none: str, options: Any, value: Any) -> rx.Component:
    pairs: Any = rx.Var(
        f'[["", "{none}"], ...({options!s} ?? [])]', _var_type=list[list[str]], _var_data=options._get_all_var_data()
    )
    return forms.select_field(
        name, label, pairs, value="" if value is None else value.to(str), error=CohortsState.errors[name]
    )
