"""Buying seats, and what was ordered."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import form_dialog, may, select
from academy.managers.state.seats import BuyingState
from academy.ui import elements as el
from academy.ui import forms, layout, tables, time
from academy.ui.values import marked, money


def buy_button() -> rx.Component:
    """Opens the form that orders seats."""
    return rx.cond(
        may("can_manage_billing"),
        el.button("Buy seats", look="primary", on_click=BuyingState.begin("buy")),
        rx.fragment(),
    )


def buy_dialog() -> rx.Component:
    """The form that orders seats."""
    errors: Any = BuyingState.errors
    return form_dialog(
        BuyingState,
        "buy",
        "Buy seats",
        "Order the seats",
        BuyingState.order,
        select("course_id", "Course", BuyingState.offers, errors, none="Choose a course"),
        forms.number_field("quantity", "Seats", value="5", least=1, error=errors["quantity"]),
        forms.radio_list(
            "How to pay",
            forms.radio("by", "card", "By card: the seats are yours at once", is_checked=True),
            forms.radio("by", "invoice", "By invoice, within two weeks: they are yours once it is paid"),
            error=errors["by"],
        ),
    )


def orders() -> rx.Component:
    """What was ordered, and what is still to be paid."""
    orders: Any = BuyingState.orders
    shown = layout.section(
        "Orders",
        el.ruled_list(rx.foreach(orders.rows, _order), label="Orders"),
        tables.way_on(orders, "orders"),
    )
    return rx.cond(may("can_manage_billing") & (orders.rows.length() > 0), shown, rx.fragment())


def _order(row: Any) -> rx.Component:
    seats = rx.cond(row.quantity == 1, "1 seat", row.quantity.to(str) + " seats")
    due = rx.cond(
        (row.status == "pending") & rx.cond(row.due_at, True, False),
        rx.fragment(" · to be paid until ", time.local_date(row.due_at)),
        rx.fragment(),
    )
    to_pay = rx.cond(
        (row.status == "pending") & (row.method == "card"),
        el.link_button("Pay", href=_page(row), size="compact"),
        rx.fragment(),
    )
    return el.item(
        layout.row(el.anchor(row.title, href=_page(row), class_name="title"), _status(row), gap=2),
        rx.el.p(
            seats, " · ", money(row.amount_cents, row.currency), " · ordered ", time.local_date(row.ordered_at), due,
            class_name="small muted",
        ),
        end=to_pay,
        key=row.public_id,
    )  # fmt: skip


def _page(row: Any) -> Any:
    return routes.ORDER.url(public_id="") + row.public_id.to(str)


def _status(row: Any) -> rx.Component:
    return marked(
        row.status,
        rx.match(
            row.status,
            ("completed", el.tag("Paid", tone="good")),
            ("failed", el.tag("Declined", tone="bad")),
            ("expired", el.tag("Given up")),
            ("refunded", el.tag("Refunded")),
            ("partially_refunded", el.tag("Refunded in part")),
            rx.cond(row.is_overdue, el.tag("Overdue", tone="bad"), el.tag("To be paid", tone="warn")),
        ),
    )
