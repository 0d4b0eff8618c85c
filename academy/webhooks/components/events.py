"""The catalogue of events, for whoever builds what receives them."""

import reflex as rx

from academy.core.schema import ReadModel
from academy.ui import elements as el
from academy.ui import layout, tables
from academy.webhooks.catalogue import KINDS, Kind, notes_of


def catalogue() -> rx.Component:
    """Every kind of event with its payload and an example."""
    promises = layout.prose(
        rx.el.p(
            "Each event is a POST of JSON, signed as ",
            el.outside_link("Standard Webhooks", href="https://www.standardwebhooks.com"),
            " says. It may arrive twice, always under the same webhook-id, and events may arrive in any order.",
        )
    )
    return rx.fragment(promises, el.ruled_list(*[_kind(kind) for kind in KINDS.values()], label="Events"))


def _kind(kind: Kind[ReadModel]) -> rx.Component:
    columns = [tables.Column("Member"), tables.Column("Type"), tables.Column("Meaning")]
    rows = [
        tables.table_row(
            tables.head_cell(rx.el.code(note.name)), tables.cell(note.type), tables.cell(note.about, is_muted=True)
        )
        for note in notes_of(kind.data)
    ]
    payload = rx.el.details(
        rx.el.summary("Payload and example", class_name="link"),
        tables.table(f"The data of {kind.name}", columns, *rows),
        rx.el.pre(kind.shown_example, class_name="traceback", tab_index=0, aria_label=f"An example of {kind.name}"),
    )
    whose = [el.tag("Companies too")] if kind.is_for_companies else []
    return el.item(
        layout.row(rx.el.h2(kind.name, class_name="title"), el.tag(f"Version {kind.version}"), *whose, gap=2),
        rx.el.p(rx.el.strong(f"{kind.title}. "), kind.about, class_name="small"),
        payload,
        id=kind.name,
    )
