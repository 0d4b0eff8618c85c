"""What stands in a place until its content is there, in the content's shape, so that nothing moves when it comes."""

import reflex as rx

from academy.ui.elements import hushed


def _part(shape: str, width: str = "") -> rx.Component:
    return rx.el.span(class_name=f"skeleton {shape}", style={"width": width} if width else {}, aria_hidden="true")


def waiting(*content: rx.Component, label: str = "Loading") -> rx.Component:
    """Wraps skeletons and says once that something is loading."""
    return rx.el.div(hushed(label), *content, role="status")


def text_skeleton(lines: int = 3) -> rx.Component:
    """A paragraph."""
    return rx.el.div(*[_part("line", "100%" if at < lines - 1 else "60%") for at in range(lines)])


def list_skeleton(rows: int = 4) -> rx.Component:
    """A ruled list with two lines a row and something at the end."""
    row = rx.el.div(
        rx.el.div(_part("line", "40%"), _part("line", "65%"), class_name="words"),
        rx.el.div(_part("line", "5rem"), class_name="end"),
        class_name="item",
    )
    return waiting(rx.el.div(*[row for _ in range(rows)], class_name="list"))


def table_skeleton(rows: int = 5, columns: int = 4) -> rx.Component:
    """A table without its numbers."""
    cells = [rx.el.td(_part("line", "70%" if at == 0 else "45%")) for at in range(columns)]
    return waiting(
        rx.el.div(
            rx.el.table(rx.el.tbody(*[rx.el.tr(*cells) for _ in range(rows)]), class_name="table", role="presentation"),
            aria_hidden="true",
        )
    )


def stats_skeleton(figures: int = 4) -> rx.Component:
    """Figures side by side."""
    figure = rx.el.div(_part("line", "60%"), _part("title", "40%"), _part("line", "30%"), class_name="stat")
    return waiting(rx.el.div(*[figure for _ in range(figures)], class_name="stats"))


def form_skeleton(fields: int = 4) -> rx.Component:
    """A form with its button."""
    field = rx.el.div(
        _part("line", "6rem"), rx.el.span(class_name="skeleton field-shape", aria_hidden="true"), class_name="field"
    )
    return waiting(rx.el.div(*[field for _ in range(fields)], _part("button"), class_name="form"))


def page_skeleton() -> rx.Component:
    """A title, a line below it, and a list."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(_part("title", "16rem"), _part("line", "22rem"), class_name="words"), class_name="page-head"
        ),
        list_skeleton(),
    )
