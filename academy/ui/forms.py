"""Forms: label above, help below, the error beside the field in words; one primary action that cannot be pressed twice.

Controls keep what was typed by themselves and are read when the form is sent, by `name`: give them `value` only as
the value they start with, and show the form once that value is there (until then `waiting.form_skeleton`).
"""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx
from reflex.event import EventType

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


def problem(text: Text, *, id: str = "") -> rx.Component:
    """An error in words, read out when it appears; empty means there is none."""
    named = {"id": id} if id else {}
    shown = rx.cond(text, rx.fragment(icon("error", size=16), rx.el.span(text)), rx.fragment())
    return rx.el.p(shown, class_name="problem", role="alert", **named)


def _described(name: str, help: Text, error: Text | None) -> dict[str, Any]:
    ids = [f"help-{name}"] if not isinstance(help, str) or help else []
    attrs: dict[str, Any] = {"id": f"field-{name}", "name": name}
    if error is not None:
        ids.append(f"problem-{name}")
        attrs["aria_invalid"] = rx.cond(error, "true", "false")
    if ids:
        attrs["aria_describedby"] = " ".join(ids)
    return attrs


def _around(
    control: rx.Component, *, name: str, label: Text, help: Text, error: Text | None, is_optional: bool
) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(" (optional)", class_name="optional") if is_optional else rx.fragment(),
            html_for=f"field-{name}",
        ),
        control,
        rx.el.p(help, id=f"help-{name}", class_name="help") if not isinstance(help, str) or help else rx.fragment(),
        problem(error, id=f"problem-{name}") if error is not None else rx.fragment(),
        class_name="field",
    )


def _input(
    name: str,
    label: Text,
    *,
    type: str,
    value: Any,
    help: Text,
    error: Text | None,
    is_optional: bool,
    before: Text,
    after: Text,
    props: dict[str, Any],
) -> rx.Component:
    if value is not None:
        props["default_value"] = value
    if not is_optional:
        props["custom_attrs"] = {"aria-required": "true", **props.get("custom_attrs", {})}
    control = rx.el.input(type=type, class_name="input", **_described(name, help, error), **props)
    has_before, has_after = (not isinstance(text, str) or bool(text) for text in (before, after))
    if has_before or has_after:
        control = rx.el.div(
            rx.el.span(before) if has_before else rx.fragment(),
            control,
            rx.el.span(after) if has_after else rx.fragment(),
            class_name="affix",
        )
    return _around(control, name=name, label=label, help=help, error=error, is_optional=is_optional)


def text_field(
    name: str,
    label: Text,
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    before: Text = "",
    after: Text = "",
    **props: Any,
) -> rx.Component:
    """A line of text; `before` and `after` stand inside the field's frame ("$", "people")."""
    return _input(
        name,
        label,
        type=props.pop("type", "text"),
        value=value,
        help=help,
        error=error,
        is_optional=is_optional,
        before=before,
        after=after,
        props=props,
    )


def email_field(
    name: str, label: Text, *, value: Text | None = None, help: Text = "", error: Text | None = None, **props: Any
) -> rx.Component:
    """An e-mail address."""
    props = {"auto_complete": "email", "auto_capitalize": "off", "spell_check": False, "input_mode": "email", **props}
    return _input(
        name,
        label,
        type="email",
        value=value,
        help=help,
        error=error,
        is_optional=False,
        before="",
        after="",
        props=props,
    )


def number_field(
    name: str,
    label: Text,
    *,
    value: float | rx.Var[Any] | None = None,
    least: float | None = None,
    most: float | None = None,
    step: float | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    before: Text = "",
    after: Text = "",
    **props: Any,
) -> rx.Component:
    """A number; it comes as text, as typed."""
    limits = {"min": least, "max": most, "step": step}
    props.update({key: limit for key, limit in limits.items() if limit is not None})
    props.setdefault("input_mode", "decimal" if step and step % 1 else "numeric")
    return _input(
        name,
        label,
        type="number",
        value=value,
        help=help,
        error=error,
        is_optional=is_optional,
        before=before,
        after=after,
        props=props,
    )


def datetime_field(
    name: str,
    label: Text,
    *,
    zone: Text,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    **props: Any,
) -> rx.Component:
    """Date and time on a clock in the named zone ("2026-03-04T09:00"); the server turns them into a moment."""
    return _input(
        name,
        label,
        type="datetime-local",
        value=value,
        help=help,
        error=error,
        is_optional=is_optional,
        before="",
        after=zone,
        props=props,
    )


def date_field(
    name: str,
    label: Text,
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    **props: Any,
) -> rx.Component:
    """A day ("2026-03-04")."""
    return _input(
        name,
        label,
        type="date",
        value=value,
        help=help,
        error=error,
        is_optional=is_optional,
        before="",
        after="",
        props=props,
    )


def textarea_field(
    name: str,
    label: Text,
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    rows: int = 4,
    **props: Any,
) -> rx.Component:
    """Several lines of text; the field grows with them."""
    if value is not None:
        props["default_value"] = value
    control = rx.el.textarea(class_name="input", rows=rows, **_described(name, help, error), **props)
    return _around(control, name=name, label=label, help=help, error=error, is_optional=is_optional)


def select_field(
    name: str,
    label: Text,
    options: Sequence[Option] | rx.Var[Any],
    *,
    value: Text | None = None,
    help: Text = "",
    error: Text | None = None,
    is_optional: bool = False,
    **props: Any,
) -> rx.Component:
    """One of a list of (value, words)."""
    if value is not None:
        props["default_value"] = value
    if isinstance(options, rx.Var):
        choices: list[rx.Component] = [rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0]))]
    else:
        choices = [rx.el.option(words, value=key) for key, words in options]
    control = rx.el.select(*choices, class_name="input", **_described(name, help, error), **props)
    return _around(control, name=name, label=label, help=help, error=error, is_optional=is_optional)


def checkbox_field(
    name: str, label: Child, *, value: Flag = False, help: Text = "", error: Text | None = None, **props: Any
) -> rx.Component:
    """A box to tick; a ticked box comes as "on"."""
    has_help = not isinstance(help, str) or bool(help)
    control = rx.el.input(type="checkbox", default_checked=value, **_described(name, help, error), **props)
    return rx.el.div(
        rx.el.label(control, rx.el.span(label), class_name="choice"),
        rx.el.p(help, id=f"help-{name}", class_name="help") if has_help else rx.fragment(),
        problem(error, id=f"problem-{name}") if error is not None else rx.fragment(),
        class_name="field",
    )


def switch(
    name: str, label: Text, *, value: Flag, on_change: EventType[Any], help: Text = "", disabled: Flag = False
) -> rx.Component:
    """Something on or off that takes effect at once; `on_change` gets the new value."""
    has_help = not isinstance(help, str) or bool(help)
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
        rx.el.p(help, class_name="help") if not isinstance(help, str) or help else rx.fragment(),
        rx.el.div(*choices, class_name=classes("choices", "ruled" if look == "ruled" else "")),
        problem(error) if error is not None else rx.fragment(),
        class_name="field",
    )
