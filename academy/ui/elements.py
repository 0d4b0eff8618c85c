"""Small parts: buttons, links, tags, bars, faces, figures, notices, lists, and what to say when there is nothing."""

from typing import Any, Literal

import reflex as rx
from reflex.event import EventType

from academy.ui import client
from academy.ui.icons import IconName, icon
from academy.ui.types import Child, Flag, Text, Tone

Look = Literal["plain", "primary", "danger", "quiet"]
Size = Literal["compact", "normal", "big"]


def classes(*names: str) -> str:
    """One class attribute of those names that are not empty."""
    return " ".join(name for name in names if name)


def button_class(look: Look, size: Size, is_wide: bool) -> str:
    """The classes of a button."""
    return classes("btn", "" if look == "plain" else look, "" if size == "normal" else size, "wide" if is_wide else "")


def _label(*content: Child) -> rx.Component:
    return rx.el.span(*content, class_name="label")


def button(
    *content: Child,
    on_click: EventType[Any] | None = None,
    look: Look = "plain",
    size: Size = "normal",
    is_wide: bool = False,
    disabled: Flag = False,
    pending: Flag = False,
    **props: Any,
) -> rx.Component:
    """A button that does something; its words say what. While `pending` it shows that, and cannot be pressed.

    The one primary action of a form is `forms.submit_button`.
    """
    if on_click is not None:
        props["on_click"] = on_click
    if pending is False:
        return rx.el.button(
            _label(*content), type="button", class_name=button_class(look, size, is_wide), disabled=disabled, **props
        )
    return PendingButton.create(
        *content,
        type="button",
        class_name=button_class(look, size, is_wide),
        disabled=disabled,
        pending=pending,
        **props,
    )


class PendingButton(rx.Component):
    """A button with a pending state; in a form it is the one that sends it."""

    library = client.FORMS
    tag = "SubmitButton"

    type: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    disabled: rx.Var[bool]
    pending: rx.Var[bool]


def icon_button(
    name: IconName, label: Text, *, on_click: EventType[Any] | None = None, size: Size = "normal", **props: Any
) -> rx.Component:
    """A square quiet button with a picture; `label` is what it is called."""
    if on_click is not None:
        props["on_click"] = on_click
    return rx.el.button(
        icon(name),
        type="button",
        class_name=classes("btn quiet square", "" if size == "normal" else size),
        aria_label=label,
        title=label,
        **props,
    )


class RouterLink(rx.Component):
    """A link that changes the page without loading it anew."""

    library = "react-router"
    tag = "Link"
    alias = "RouterLink"

    to: rx.Var[str]
    replace: rx.Var[bool]
    prevent_scroll_reset: rx.Var[bool]


def anchor(*content: Child, href: Text, **props: Any) -> rx.Component:
    """An unstyled link within the academy."""
    return RouterLink.create(*content, to=href, **props)


def link(*content: Child, href: Text, **props: Any) -> rx.Component:
    """A link within a sentence, to a page of ours."""
    return anchor(*content, href=href, class_name="link", **props)


def outside_link(*content: Child, href: Text, **props: Any) -> rx.Component:
    """A link to another site, opened in a new tab."""
    return rx.el.a(
        *content,
        hushed(" (opens in a new tab)"),
        href=href,
        target="_blank",
        rel="noopener noreferrer",
        class_name="link",
        **props,
    )


def link_button(
    *content: Child,
    href: Text,
    look: Look = "plain",
    size: Size = "normal",
    is_wide: bool = False,
    loads: bool = False,
    **props: Any,
) -> rx.Component:
    """A link that looks like a button; `loads` makes the browser load the page anew (signing in, downloads)."""
    class_name = button_class(look, size, is_wide)
    if loads:
        return rx.el.a(_label(*content), href=href, reload_document=True, class_name=class_name, **props)
    return anchor(_label(*content), href=href, class_name=class_name, **props)


def eyebrow(*content: Child) -> rx.Component:
    """The line above a title."""
    return rx.el.p(*content, class_name="eyebrow")


def tag(*content: Child, tone: Tone = "") -> rx.Component:
    """A short fact in a pill; its colour never carries meaning alone."""
    return rx.el.span(*content, class_name=classes("tag", tone))


def dot(tone: Literal["", "warn", "bad", "idle"] = "") -> rx.Component:
    """A small light."""
    return rx.el.i(class_name=classes("dot", tone), aria_hidden="true")


def live_tag(label: Text = "live") -> rx.Component:
    """Says that what stands beside it changes by itself."""
    return tag(dot(), label, tone="good")


def bar(percent: float | rx.Var[Any], *, label: Text, tone: Literal["", "warn"] = "") -> rx.Component:
    """A share of a whole, from 0 to 100; `label` says of what."""
    width = percent.to(str) + "%" if isinstance(percent, rx.Var) else f"{percent}%"
    return rx.el.div(
        rx.el.i(style={"width": width}),
        class_name=classes("bar", tone),
        role="progressbar",
        aria_label=label,
        custom_attrs={"aria-valuenow": percent, "aria-valuemin": 0, "aria-valuemax": 100},
    )


class Avatar(rx.Component):
    """A person's picture or initials."""

    library = client.VALUES
    tag = "Avatar"

    name: rx.Var[str]
    picture: rx.Var[str]
    is_alone: rx.Var[bool]


def avatar(
    name: Text, *, picture: Text = "", is_alone: bool = False, size: Literal["", "big"] = "", is_strong: bool = False
) -> rx.Component:
    """A face. Beside the written name it is decoration; `is_alone` makes it say the name."""
    class_name = classes(size, "strong" if is_strong else "")
    return Avatar.create(name=name, picture=picture, is_alone=is_alone, class_name=class_name)


def person(name: Text, *, picture: Text = "", below: Child | None = None) -> rx.Component:
    """A face with its name, and perhaps a line below it."""
    words = (
        rx.el.span(name) if below is None else rx.el.span(name, rx.el.br(), rx.el.span(below, class_name="muted small"))
    )
    return rx.el.span(avatar(name, picture=picture), words, class_name="person")


def faces(*avatars: rx.Component | rx.Var[Any]) -> rx.Component:
    """Several faces in a row."""
    return rx.el.span(*avatars, class_name="faces")


def stat(
    name: Text, *figure: Child, note: Child = "", note_tone: Literal["", "good"] = "", share: rx.Component | None = None
) -> rx.Component:
    """One figure with its name and what to make of it."""
    return rx.el.div(
        rx.el.p(name, class_name="name"),
        rx.el.p(*figure, class_name="figure"),
        rx.el.p(note, class_name=classes("note", note_tone)) if not isinstance(note, str) or note else rx.fragment(),
        share or rx.fragment(),
        class_name="stat",
    )


def stats(*content: rx.Component) -> rx.Component:
    """Figures side by side, between two rules."""
    return rx.el.div(*content, class_name="stats")


def empty_state(
    title: Text, text: Text = "", *actions: rx.Component, level: Literal["h2", "h3"] = "h2"
) -> rx.Component:
    """Nothing here yet, and what to do next."""
    heading = rx.el.h2(title) if level == "h2" else rx.el.h3(title)
    return rx.el.div(
        heading,
        rx.el.p(text) if not isinstance(text, str) or text else rx.fragment(),
        rx.el.div(*actions, class_name="row") if actions else rx.fragment(),
        class_name="empty",
    )


_NOTICE_ICONS: dict[Tone, IconName] = {"": "info", "good": "done", "warn": "warning", "bad": "error", "info": "info"}


def notice(*content: Child, title: Text = "", tone: Tone = "", is_news: bool = False) -> rx.Component:
    """Something to know before going on. `is_news` reads it out when it appears."""
    has_title = not isinstance(title, str) or bool(title)
    role = {"role": "alert" if tone == "bad" else "status"} if is_news else {}
    return rx.el.div(
        icon(_NOTICE_ICONS[tone]),
        rx.el.div(
            rx.el.p(title, class_name="title") if has_title else rx.fragment(), rx.el.div(*content), class_name="words"
        ),
        class_name=classes("notice", tone),
        **role,
    )


def hushed(*content: Child, **props: Any) -> rx.Component:
    """Words only screen readers get."""
    return rx.el.span(*content, class_name="hushed", **props)


def item(*content: Child, end: Child | None = None, start: Child | None = None, **props: Any) -> rx.Component:
    """A row of a `ruled_list`; give it a `key` if rows come and go."""
    return rx.el.li(
        start if start is not None else rx.fragment(),
        rx.el.div(*content, class_name="words"),
        rx.el.div(end, class_name="end") if end is not None else rx.fragment(),
        class_name="item",
        **props,
    )


def ruled_list(*items: Child, label: Text = "") -> rx.Component:
    """Rows between thin rules."""
    named = {"aria_label": label} if not isinstance(label, str) or label else {}
    return rx.el.ul(*items, class_name="list", role="list", **named)


def facts(*pairs: tuple[Text, Child]) -> rx.Component:
    """Names and what they stand for, in two columns."""
    return rx.el.dl(*[part for name, value in pairs for part in (rx.el.dt(name), rx.el.dd(value))], class_name="facts")
