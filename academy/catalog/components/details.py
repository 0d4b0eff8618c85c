"""A course's own fields, for its editors: read, and in a form."""

from typing import Any

import reflex as rx

from academy.catalog.components.course import price
from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionType
from academy.catalog.schemas import AUDIENCE_WORDS, IMPACT_WORDS, LEVEL_WORDS, TYPE_WORDS, CourseFields
from academy.catalog.service.courses import CURRENCIES
from academy.catalog.state import CourseEditorState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays
from academy.ui.forms import Option

TYPES: list[Option] = [(kind.value, TYPE_WORDS[kind]) for kind in SessionType]
LEVELS: list[Option] = [(level.value, LEVEL_WORDS[level]) for level in CapabilityLevel]
IMPACTS: list[Option] = [(level.value, IMPACT_WORDS[level]) for level in ImpactLevel]
AUDIENCES: list[Option] = [(kind.value, AUDIENCE_WORDS[kind]) for kind in Audience]
STATUSES: list[Option] = [("draft", "Draft"), ("published", "Published"), ("archived", "Archived")]


def status_tag(status: rx.Var[Any]) -> rx.Component:
    """Draft, published or archived."""
    return rx.match(
        status,
        ("published", el.tag("Published", tone="good")),
        ("archived", el.tag("Archived")),
        el.tag("Draft", tone="warn"),
    )


def course_actions() -> rx.Component:
    """What administrators do with a course as a whole."""
    course: Any = CourseEditorState.course
    publish = forms.action_button(
        "Publish",
        on_click=CourseEditorState.publish,
        look="primary",
        disabled=course.obstacles.length() > 0,
    )
    more = overlays.menu(
        rx.cond(
            course.status == "draft",
            rx.fragment(),
            overlays.menu_entry("Take back to a draft", on_click=CourseEditorState.unpublish),
        ),
        rx.cond(
            course.status == "archived",
            rx.fragment(),
            overlays.menu_entry("Archive", on_click=CourseEditorState.archive, is_danger=True),
        ),
        label="More about this course",
    )
    return rx.cond(
        course.is_admin,
        rx.fragment(rx.cond(course.status == "published", rx.fragment(), publish), more),
        rx.fragment(),
    )


def obstacles() -> rx.Component:
    """What keeps a draft from being published."""
    course: Any = CourseEditorState.course
    return rx.cond(
        (course.status == "draft") & (course.obstacles.length() > 0),
        el.notice(
            rx.el.ul(rx.foreach(course.obstacles, rx.el.li)), title="Before this course can be published", tone="info"
        ),
        rx.fragment(),
    )


def details() -> rx.Component:
    """The fields, or the form while one edits them."""
    return rx.cond(CourseEditorState.form == "course", _form(), _facts())


def newer_notice(is_newer: rx.Var[bool]) -> rx.Component:
    """Says in an open form that somebody else has saved since it was opened, and what."""
    latest: Any = CourseEditorState.history.rows[0]
    change = rx.foreach(
        latest.changes, lambda change: rx.el.li(change.field, ": ", change.before, " → ", rx.el.strong(change.after))
    )
    return rx.cond(
        is_newer,
        el.notice(
            rx.el.p("What you type is kept. The last change was: ", latest.summary),
            rx.el.ul(change),
            title=rx.cond(
                latest.actor_name, latest.actor_name + " has saved meanwhile", "Somebody has saved meanwhile"
            ),
            tone="warn",
            is_news=True,
        ),
        rx.fragment(),
    )


def _facts() -> rx.Component:
    course: Any = CourseEditorState.course
    fields: CourseFields | Any = course.fields
    edit = rx.cond(
        course.is_editable,
        el.button("Edit details", on_click=CourseEditorState.edit),
        rx.el.span("Administrators edit published courses", class_name="small muted"),
    )
    return layout.section(
        "Details",
        el.facts(
            ("Title", fields.title),
            ("Address", rx.el.code("/courses/", fields.slug)),
            ("Summary", rx.cond(fields.summary, fields.summary, rx.el.span("Missing", class_name="muted"))),
            ("Type", _word(fields.session_type, TYPES)),
            ("Level", _word(fields.capability_level, LEVELS)),
            ("Impact", _word(fields.impact_level, IMPACTS)),
            ("Audience", _word(fields.audience, AUDIENCES)),
            ("Price", price(fields.price_b2c, fields.currency)),
            ("Price for companies", rx.fragment(price(fields.price_b2b, fields.currency), " a seat")),
            ("Seats of new cohorts", fields.max_participants),
            (
                "Outcomes",
                rx.cond(
                    fields.outcomes.length() > 0,
                    rx.el.ul(rx.foreach(fields.outcomes, rx.el.li)),
                    rx.el.span("None yet", class_name="muted"),
                ),
            ),
            ("Description", rx.el.p(fields.description, class_name="as-typed")),
        ),
        note=edit,
    )


def _form() -> rx.Component:
    course: Any = CourseEditorState.course
    edited: Any = CourseEditorState.edited
    return layout.section(
        "Edit details",
        forms.form(
            newer_notice(course.updated_at != edited.updated_at),
            *_texts(edited),
            *_choices(edited.fields),
            forms.form_end(
                forms.submit_button("Save the course"),
                el.button("Discard", look="quiet", on_click=CourseEditorState.close),
                error=CourseEditorState.errors["form"],
            ),
            on_submit=CourseEditorState.save,
        ),
    )


def _texts(edited: Any) -> list[rx.Component]:
    fields, errors = edited.fields, CourseEditorState.errors
    return [
        forms.text_field("title", "Title", value=fields.title, error=errors["title"], max_length=120),
        forms.text_field(
            "slug",
            "Address",
            value=fields.slug,
            before="/courses/",
            help="Fixed once the course has been published: people have links to it.",
            error=errors["slug"],
            read_only=edited.published_at.is_not_none(),
        ),
        forms.text_field(
            "summary",
            "Summary",
            value=fields.summary,
            help="One sentence, shown in lists and link previews.",
            error=errors["summary"],
            max_length=240,
        ),
        forms.textarea_field(
            "description", "Description", value=fields.description, error=errors["description"], rows=6
        ),
        forms.textarea_field(
            "outcomes",
            "Outcomes",
            value=fields.outcomes.join("\n"),
            help="What people can do afterwards, one a line.",
            error=errors["outcomes"],
            is_optional=True,
        ),
    ]


def _choices(fields: Any) -> list[rx.Component]:
    errors = CourseEditorState.errors

    def choice(name: str, label: str, options: list[Option]) -> rx.Component:
        return forms.select_field(name, label, options, value=getattr(fields, name), error=errors[name])

    seats = forms.number_field(
        "max_participants",
        "Seats of new cohorts",
        value=fields.max_participants,
        least=1,
        error=errors["max_participants"],
    )
    return [
        forms.pair(choice("session_type", "Type", TYPES), choice("capability_level", "Level", LEVELS)),
        forms.pair(choice("impact_level", "Impact", IMPACTS), choice("audience", "Audience", AUDIENCES)),
        forms.pair(
            _price_field("price_b2c", "Price", fields.price_b2c),
            _price_field("price_b2b", "Price for companies", fields.price_b2b),
        ),
        forms.pair(choice("currency", "Currency", [(code, code.upper()) for code in CURRENCIES]), seats),
    ]


def _price_field(name: str, label: str, cents: Any) -> rx.Component:
    return forms.text_field(name, label, value=cents / 100, error=CourseEditorState.errors[name], input_mode="decimal")


def _word(value: Any, options: list[Option]) -> rx.Component:
    return rx.match(value, *options, value)
