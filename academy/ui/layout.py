"""How parts are laid out: columns, rows, the head of a page, sections."""

from typing import Any, Literal

import reflex as rx

from academy.ui.elements import classes, eyebrow
from academy.ui.types import Child, Text

Gap = Literal[1, 2, 3, 4, 5, 6, 7, 8]


def stack(*content: Child, gap: Gap = 4, **props: Any) -> rx.Component:
    """One below the other."""
    return rx.el.div(*content, class_name="stack", style={"--gap": f"var(--s{gap})"}, **props)


def row(*content: Child, gap: Gap = 3, apart: bool = False, **props: Any) -> rx.Component:
    """Side by side, wrapping where there is no room; `apart` pushes them to both ends."""
    return rx.el.div(
        *content, class_name=classes("row", "apart" if apart else ""), style={"--gap": f"var(--s{gap})"}, **props
    )


def grid(*content: Child, least: str = "18rem", gap: Gap = 5) -> rx.Component:
    """As many columns as fit, each at least `least` wide."""
    return rx.el.div(*content, class_name="grid", style={"--least": least, "--gap": f"var(--s{gap})"})


def split(main: Child, beside: Child, *, label: Text) -> rx.Component:
    """The content, and beside it what one does with it (it follows while scrolling); `label` names the side part."""
    return rx.el.div(rx.el.div(main), rx.el.aside(beside, class_name="beside", aria_label=label), class_name="split")


def page_head(
    title: Child, *, lead: Child | None = None, above: Child | None = None, actions: Child | None = None
) -> rx.Component:
    """The head of a working page: title, a line that says what one sees, the page's actions."""
    return rx.el.header(
        rx.el.div(
            above if above is not None else rx.fragment(),
            rx.el.h1(title),
            rx.el.p(lead, class_name="muted") if lead is not None else rx.fragment(),
            class_name="words",
        ),
        rx.el.div(actions, class_name="row end") if actions is not None else rx.fragment(),
        class_name="page-head",
    )


def hero(
    title: Child, *, over: Child | None = None, lead: Child | None = None, actions: Child | None = None
) -> rx.Component:
    """The opening of a public page."""
    return rx.el.header(
        eyebrow(over) if over is not None else rx.fragment(),
        rx.el.h1(title),
        rx.el.p(lead, class_name="lead") if lead is not None else rx.fragment(),
        rx.el.div(actions, class_name="row", style={"marginTop": "var(--s5)"})
        if actions is not None
        else rx.fragment(),
        class_name="hero",
    )


def section(title: Child, *content: Child, note: Child | None = None, anchor: str = "") -> rx.Component:
    """A part of a page under its own heading; `note` stands at the heading's far end."""
    named = {"id": anchor} if anchor else {}
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title),
            rx.el.div(note, class_name="end") if note is not None else rx.fragment(),
            class_name="section-head",
        ),
        *content,
        class_name="section",
        **named,
    )


def crumbs(*links: rx.Component) -> rx.Component:
    """Where this page stands: links from the top down to here."""
    return rx.el.nav(rx.el.ol(*[rx.el.li(link) for link in links]), class_name="crumbs", aria_label="Breadcrumb")


def prose(*content: Child) -> rx.Component:
    """Running text at a comfortable width."""
    return rx.el.div(*content, class_name="prose")
