"""Forms: label above, help below, the error beside the field in words; one primary action that cannot be pressed twice.

Controls keep what was typed by themselves and are read when the form is sent, by `name`: give them `value` only as
the value they start with, and show the form once that value is there (until then `waiting.form_skeleton`).
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx
from reflex.event import EventType, no_args_event_spec
from reflex_components_core.el.elements.base import BaseHTML  # type: ignore[import-untyped]

from academy.ui import client
from academy.ui.elements import Look, PendingButton, Size, button_class, classes, hushed, notice
from academy.ui.icons import icon
from academy.ui.types import Child, Flag, Text

Option = tuple[str, str]


class _Form(rx.el.Form):  # type: ignore[misc]
    library = client.FORMS
    tag = "Form"
    alias = "AcademyForm"

    pending: rx.Var[bool]
    watches: rx.Var[str]


class _TypingArea(rx.el.Div):  # type: ignore[misc]
    on_input: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg, valid-type]


class _PostedForm(BaseHTML):  # type: ignore[misc]
    """Reflex's own form element stops the browser from sending it."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


class _ActionButton(rx.Component):
    library = client.FORMS
    tag = "ActionButton"

    type: rx.Var[str]
    disabled: rx.Var[bool]
    watches: rx.Var[str]


class Answers(rx.State):
    """Counts what the server has answered, so that a form knows when it may be sent again."""

    count: int = 0

    @rx.event
    def answered(self) -> None:
        """Comes after what was asked, in the same order."""
        self.count += 1


def _answered(handler: EventType[Any]) -> list[Any]:
    asked: list[Any] = list(handler) if isinstance(handler, Sequence) else [handler]
    return [*asked, Answers.answered]


def form(
    *content: Child, on_submit: EventType[Any], pending: Flag = False, is_wide: bool = False, **props: Any
) -> rx.Component:
    """A form. From being sent until the server has answered (and while `pending`) it cannot be sent again.

    `on_submit` gets a dictionary by the controls' names.
    """
    return _Form.create(
        *content,
        on_submit=_answered(on_submit),
        pending=pending,
        watches=Answers.get_full_name(),
        no_validate=True,
        class_name=classes("form", "wide" if is_wide else ""),
        **props,
    )


def typing_area(*content: Child, on_typing: EventType[()]) -> rx.Component:
    """What tells when somebody types into a control within; throttle the handler."""
    return _TypingArea.create(*content, on_input=on_typing)


def posted_form(*content: Child, action: Text, **props: Any) -> rx.Component:
    """A form that the browser posts to an address outside the app, leaving the page (signing out, going to pay)."""
    return _PostedForm.create(*content, action=action, method="post", **props)


def submit_button(
    *content: Child,
    look: Look = "primary",
    size: Size = "normal",
    is_wide: bool = False,
    pending: Flag = False,
    disabled: Flag = False,
) -> rx.Component:
    """The form's one primary action; the words say what it does: "Reserve my seat — $349"."""
    class_name = button_class(look, size, is_wide)
    return PendingButton.create(*content, class_name=class_name, pending=pending, disabled=disabled)


def action_button(
    *content: Child,
    on_click: EventType[Any],
    look: Look = "plain",
    size: Size = "normal",
    is_wide: bool = False,
    disabled: Flag = False,
    **props: Any,
) -> rx.Component:
    """A button outside a form that changes something: once pressed it waits until the server has answered."""
    return _ActionButton.create(
        *content,
        type="button",
        on_click=_answered(on_click),
        watches=Answers.get_full_name(),
        class_name=button_class(look, size, is_wide),
        disabled=disabled,
        **props,
    )


def form_end(*buttons: Child, error: Text | None = None) -> rx.Component:
    """The buttons at a form's end, the primary one first; above them what is wrong with the form as a whole."""
    said = (
        rx.cond(error, notice(error, tone="bad", is_news=True), rx.fragment()) if error is not None else rx.fragment()
    )
    return rx.fragment(said, rx.el.div(*buttons, class_name="end"))


def pair(*fields: rx.Component) -> rx.Component:
    """Fields side by side where there is room."""
    return rx.el.div(*fields, class_name="pair")


def _is_given(text: Text | None) -> bool:
    return text is not None and (isinstance(text, rx.Var) or bool(text))


def problem(text: Text, *, id: Text = "") -> rx.Component:
    """An error in words, read out when it appears; empty means there is none."""
    named = {"id": id} if _is_given(id) else {}
    shown = rx.cond(text, rx.fragment(icon("error", size=16), rx.el.span(text)), rx.fragment())
    return rx.el.p(shown, class_name="problem", role="alert", **named)


def _described(name: str, key: Text, help: Text, error: Text | None) -> dict[str, Any]:
    ids = [f"help-{key}"] if _is_given(help) else []
    attrs: dict[str, Any] = {"id": f"field-{key}", "name": name}
    if error is not None:
        ids.append(f"problem-{key}")
        attrs["aria_invalid"] = rx.cond(error, "true", "false")
    if ids:
        attrs["aria_describedby"] = " ".join(ids)
    return attrs


def _below(key: Text, help: Text, error: Text | None) -> list[rx.Component]:
    given = [rx.el.p(help, id=f"help-{key}", class_name="help")] if _is_given(help) else []
    return given if error is None else [*given, problem(error, id=f"problem-{key}")]


def _field(
    control: rx.Component, *, key: Text, label: Text, aside: Text, help: Text, error: Text | None
) -> rx.Component:
    beside = [rx.el.span(" (", aside, ")", class_name="optional")] if _is_given(aside) else []
    return rx.el.div(
        rx.el.label(label, *beside, html_for=f"field-{key}"),
        control,
        *_below(key, help, error),
        class_name="field",
    )


def text_field(
    name: str,
    label: Text,
    *,
    type: Literal["text", "email", "number", "date", "datetime-local", "time", "search", "url"] = "text",
    value: Any = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    aside: Text = "",
    before: Text = "",
    after: Text = "",
    key: Text = "",
    **props: Any,
) -> rx.Component:
    """A line of text.

    Args:
        name: What it is called in the data the form sends; errors come under the same name.
        label: Stands above it.
        type: What is typed.
        value: What it starts with.
        help: Stands below it.
        error: What is wrong with it in words, empty if nothing; usually `State.errors["name"]`.
        is_optional: It may stay empty, and says so.
        aside: Stands in brackets behind the label.
        before: Stands inside the field's frame, before what is typed ("$").
        after: Stands there behind it ("people").
        key: Tells it from another field of the same name on the page, such as the row's id.
        **props: Further properties of the input.
    """
    if value is not None:
        props["default_value"] = value
    if not is_optional:
        props["custom_attrs"] = {"aria-required": "true", **props.get("custom_attrs", {})}
    own = key if _is_given(key) else name
    control = rx.el.input(type=type, class_name="input", **_described(name, own, help, error), **props)
    if _is_given(before) or _is_given(after):
        edges = [[rx.el.span(text)] if _is_given(text) else [] for text in (before, after)]
        control = rx.el.div(*edges[0], control, *edges[1], class_name="affix")
    beside = "optional" if is_optional else aside
    return _field(control, key=own, label=label, aside=beside, help=help, error=error)


def email_field(name: str, label: Text, **options: Any) -> rx.Component:
    """An e-mail address; options as of `text_field`."""
    defaults = {"auto_complete": "email", "auto_capitalize": "off", "spell_check": False, "input_mode": "email"}
    return text_field(name, label, type="email", **{**defaults, **options})


def number_field(
    name: str,
    label: Text,
    *,
    least: float | None = None,
    most: float | None = None,
    step: float | None = None,
    **options: Any,
) -> rx.Component:
    """A number; it comes as text, as typed. Options as of `text_field`."""
    limits = {"min": least, "max": most, "step": step}
    given = {key: limit for key, limit in limits.items() if limit is not None}
    mode = "decimal" if step and step % 1 else "numeric"
    return text_field(name, label, type="number", **{"input_mode": mode, **given, **options})


def datetime_field(name: str, label: Text, *, zone: Text, **options: Any) -> rx.Component:
    """Date and time on a clock in the named zone ("2026-03-04T09:00"); the server turns them into a moment.

    Options as of `text_field`.
    """
    return text_field(name, label, type="datetime-local", aside=zone, **options)


def date_field(name: str, label: Text, **options: Any) -> rx.Component:
    """A day ("2026-03-04"); options as of `text_field`."""
    return text_field(name, label, type="date", **options)


def textarea_field(
    name: str,
    label: Text,
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    key: Text = "",
    rows: int = 4,
    **props: Any,
) -> rx.Component:
    """Several lines of text; the field grows with them."""
    if value is not None:
        props["default_value"] = value
    own = key if _is_given(key) else name
    control = rx.el.textarea(class_name="input", rows=rows, **_described(name, own, help, error), **props)
    aside = "optional" if is_optional else ""
    return _field(control, key=own, label=label, aside=aside, help=help, error=error)


def select_field(
    name: str,
    label: Text,
    options: Sequence[Option] | rx.Var[Any],
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    key: Text = "",
    **props: Any,
) -> rx.Component:
    """One of a list of (value, words)."""
    if value is not None:
        props["default_value"] = value
    if isinstance(options, rx.Var):
        choices: list[rx.Component] = [rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0]))]
    else:
        choices = [rx.el.option(words, value=key) for key, words in options]
    own = key if _is_given(key) else name
    control = rx.el.select(*choices, class_name="input", **_described(name, own, help, error), **props)
    aside = "optional" if is_optional else ""
    return _field(control, key=own, label=label, aside=aside, help=help, error=error)


def checkbox_field(
    name: str,
    label: Child,
    *,
    value: Flag = False,
    help: Text = "",
    error: Text | None = None,
    key: Text = "",
    **props: Any,
) -> rx.Component:
    """A box to tick; a ticked box comes as "on", another not at all."""
    own = key if _is_given(key) else name
    control = rx.el.input(type="checkbox", default_checked=value, **_described(name, own, help, error), **props)
    return rx.el.div(
        rx.el.label(control, rx.el.span(label), class_name="choice"), *_below(own, help, error), class_name="field"
    )


def switch(
    name: str, label: Text, *, value: Flag, on_change: EventType[Any], help: Text = "", disabled: Flag = False
) -> rx.Component:
    """Something on or off that takes effect at once; `on_change` gets the new value."""
    has_help = _is_given(help)
    described = {"aria_describedby": f"help-{name}"} if has_help else {}
    return rx.el.label(
        rx.el.span(
            rx.el.span(label, class_name="label-text"),
            rx.el.span(help, class_name="help", id=f"help-{name}", aria_hidden="true") if has_help else rx.fragment(),
            class_name="words",
        ),
        rx.el.input(
            type="checkbox",
            role="switch",
            name=name,
            checked=value,
            on_change=on_change,
            disabled=disabled,
            aria_label=label,
            **described,
        ),
        class_name="switch",
    )


def radio(
    name: str,
    value: Text,
    *content: Child,
    is_checked: Flag = False,
    disabled: Flag = False,
    end: Child | None = None,
    on_change: EventType[Any] | None = None,
) -> rx.Component:
    """One choice of a `radio_list`. With `on_change` the state holds the choice; else the form does."""
    held = {"default_checked": is_checked} if on_change is None else {"checked": is_checked, "on_change": on_change}
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=value, disabled=disabled, **held),
        rx.el.span(*content),
        rx.el.span(end, class_name="end") if end is not None else rx.fragment(),
        class_name="choice",
    )


def radio_list(
    label: Text,
    *choices: Child,
    look: Literal["plain", "ruled"] = "plain",
    help: Text = "",
    error: Text | None = None,
    is_label_hidden: bool = False,
) -> rx.Component:
    """One of several `radio`s, under their common label."""
    return rx.el.fieldset(
        rx.el.legend(hushed(label) if is_label_hidden else label),
        rx.el.p(help, class_name="help") if _is_given(help) else rx.fragment(),
        rx.el.div(*choices, class_name=classes("choices", "ruled" if look == "ruled" else "")),
        problem(error) if error is not None else rx.fragment(),
        class_name="field",
    )
