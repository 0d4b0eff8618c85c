"""The record of what was done, in a list."""

from typing import Any

import reflex as rx

from academy import routes
from academy.admin.schemas import TrailChange, TrailRow
from academy.ui import elements as el
from academy.ui import tables, time


def trail_list(page: Any, *, empty: rx.Component) -> rx.Component:
    """What was done, the latest first."""
    return tables.paged_list(page, _row, label="What was done", empty=empty)


def _row(row: rx.Var[TrailRow]) -> rx.Component:
    who = rx.cond(
        row.actor,
        el.link(row.actor, href=f"{routes.ADMIN_PEOPLE.url()}/" + row.actor_id.to(str)),
        "The academy",
    )
    return el.item(
        rx.el.p(row.summary, class_name="told"),
        rx.cond(
            row.changes.length() > 0,
            rx.el.ul(rx.foreach(row.changes, _change), class_name="changes small"),
        ),
        rx.el.p(who, " · ", row.action, class_name="small muted"),
        end=rx.el.p(time.relative(row.at), class_name="small muted"),
        key=row.id.to(str),
    )


def _change(change: rx.Var[TrailChange]) -> rx.Component:
    return rx.el.li(
        rx.el.span(change.field, ": ", class_name="muted"), rx.el.del_(change.before), " → ", rx.el.ins(change.after)
    )
