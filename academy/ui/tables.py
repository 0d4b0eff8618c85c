"""Tables, and what narrows and sorts them: all of it is kept in the page's address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from academy.ui import client
from academy.ui.elements import classes, ruled_list
from academy.ui.types import Child, Text


class _SortHeader(rx.Component):
    library = client.FRAME
    tag = "SortHeader"

    name: rx.Var[str]
    parameter: rx.Var[str]
    initial: rx.Var[str]


class _QueryLink(rx.Component):
    library = client.FRAME
    tag = "QueryLink"

    changes: rx.Var[dict[str, str]]
    clears: rx.Var[list[str]]
    label: rx.Var[str]


class _QuerySearch(rx.Component):
    library = client.FRAME
    tag = "QuerySearch"

    parameter: rx.Var[str]
    clears: rx.Var[list[str]]
    label: rx.Var[str]


@dataclass(frozen=True)
class Column:
    """A table's column; `sort` is what `?sort=` (or `?sort=-`) says when its header is pressed."""

    title: Text
    is_number: bool = False
    sort: str = ""
    is_title_hidden: bool = False


def _header(column: Column, initial_sort: str) -> rx.Component:
    class_name = "r" if column.is_number else ""
    if column.sort:
        return _SortHeader.create(column.title, name=column.sort, initial=initial_sort, class_name=class_name)
    title = rx.el.span(column.title, class_name="hushed") if column.is_title_hidden else column.title
    return rx.el.th(title, scope="col", class_name=class_name)


def table(
    caption: Text,
    columns: Sequence[Column],
    *rows: Child,
    footer: rx.Component | None = None,
    initial_sort: str = "",
    is_caption_hidden: bool = True,
) -> rx.Component:
    """A table; `caption` says what it lists. `rows` are `table_row`s, usually from `rx.foreach`."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="hushed" if is_caption_hidden else ""),
            rx.el.thead(rx.el.tr(*[_header(column, initial_sort) for column in columns])),
            rx.el.tbody(*rows),
            rx.el.tfoot(footer) if footer is not None else rx.fragment(),
            class_name="table",
        ),
        class_name="table-scroll",
        role="group",
        aria_label=caption,
        tab_index=0,
    )


def table_row(*cells: rx.Component, **props: Any) -> rx.Component:
    """A row of `cell`s and `number_cell`s; the first is usually a `head_cell`."""
    return rx.el.tr(*cells, **props)


def head_cell(*content: Child) -> rx.Component:
    """The cell that names its row."""
    return rx.el.th(*content, scope="row")


def cell(*content: Child, is_muted: bool = False) -> rx.Component:
    """A cell of words."""
    return rx.el.td(*content, class_name="muted" if is_muted else "")


def number_cell(*content: Child) -> rx.Component:
    """A cell of figures, at the right."""
    return rx.el.td(*content, class_name="r")


def query_link(
    *content: Child,
    changes: Mapping[str, Text] | rx.Var[Any],
    clears: Sequence[str] = (),
    class_name: str = "link",
    label: Text = "",
) -> rx.Component:
    """A link to this page with parameters of its address changed (an empty text removes one); says when it is in force.

    `clears` names parameters that it removes as well, such as the place in a list that the change makes meaningless.
    """
    named = {"label": label} if not isinstance(label, str) or label else {}
    return _QueryLink.create(*content, changes=changes, clears=list(clears), class_name=class_name, **named)


def filter_bar(*filters: rx.Component) -> rx.Component:
    """The filters above a list."""
    return rx.el.div(*filters, class_name="filters")


def chip_filter(
    name: Text, parameter: str, options: Sequence[tuple[str, str]], *, all_label: str = "All"
) -> rx.Component:
    """One parameter of the address as chips: (value, words); the first chip takes the filter away."""
    chips = [("", all_label), *options]
    return rx.el.nav(
        rx.el.span(name, class_name="name", aria_hidden="true"),
        *[query_link(words, changes={parameter: value}, clears=["after"], class_name="chip") for value, words in chips],
        class_name="filter",
        aria_label=name,
    )


def search(label: Text, parameter: str = "q", *, clears: Sequence[str] = ("after",)) -> rx.Component:
    """A field whose words go into the address while one types; `label` says what they are looked for in."""
    return _QuerySearch.create(label=label, parameter=parameter, clears=list(clears), class_name="search-field")


def tabs(label: Text, parameter: str, options: Sequence[tuple[str, Child]]) -> rx.Component:
    """Views of one page, kept in the address; the first has the empty value."""
    return rx.el.nav(
        *[query_link(words, changes={parameter: value}, clears=["after"], class_name="") for value, words in options],
        class_name=classes("tabs"),
        aria_label=label,
    )


def paged_list(page: Any, show: Callable[[Any], rx.Component], *, label: str, empty: rx.Component) -> rx.Component:
    """The rows of a `live.Page` with the way on, each as `show` has it, or what stands in place of none."""
    rows = ruled_list(rx.foreach(page.rows, show), label=label)
    return rx.cond(page.rows.length() > 0, rx.fragment(rows, way_on(page)), empty)


def way_on(page: Any, parameter: str = "after") -> rx.Component:
    """The way on in a long list, and back to its beginning where that is not shown any more.

    The parameter of the address keeps how far it is shown; `page` is a `live.Page`, or has what that has.
    """
    on = query_link("Show more", changes={parameter: page.until}, class_name="btn compact")
    back = query_link("Back to the beginning", changes={parameter: ""}, class_name="btn quiet compact")
    ways = rx.el.p(rx.cond(page.has_more, on), rx.cond(page.is_cut, back), class_name="show-more")
    return rx.cond(page.has_more | page.is_cut, ways)


def pager(summary: Child, *, next_key: Text, parameter: str = "after") -> rx.Component:
    """What of the list is shown, and the ways back to the start and on; pages start after a key, never at a count."""
    return rx.el.nav(
        rx.el.span(summary),
        rx.el.span(
            query_link("From the start", changes={parameter: ""}, class_name="btn quiet compact"),
            rx.cond(
                next_key, query_link("Next", changes={parameter: next_key}, class_name="btn compact"), rx.fragment()
            ),
            class_name="row",
        ),
        class_name="pager",
        aria_label="Pages",
    )
