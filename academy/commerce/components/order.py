"""An order as whoever pays it sees it."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.components.price import price_lines, terms_form
from academy.commerce.state import OrderState
from academy.ui import elements as el
from academy.ui import forms, layout, time
from academy.ui.values import money

order: Any = OrderState.order


def standing() -> rx.Component:
    """Where the order stands and what one can do; it changes by itself, and is read out when it does."""
    by_invoice = order.method == "invoice"
    return rx.el.div(
        rx.match(
            order.status,
            ("pending", rx.cond(by_invoice, _invoiced(), _to_pay())),
            ("failed", _declined()),
            ("expired", _given_up()),
            _paid(),
        ),
        aria_live="polite",
    )


def summary() -> rx.Component:
    """What is ordered."""
    return rx.el.div(
        rx.el.h2("Your order"),
        el.facts(
            ("For", rx.cond(order.organization_name, order.organization_name, "you")),
            ("What", order.title),
            ("How many", order.quantity),
            ("Each", money(order.unit_cents, order.price.currency)),
        ),
        price_lines(order.price),
        class_name="stack",
    )


def _to_pay() -> rx.Component:
    return _page(
        "Pay your order",
        "You pay on the page of our payment provider and come back here. What you bought is yours as soon as the money"
        " is here.",
        terms_form(order.price, on_submit=OrderState.set_terms, errors=OrderState.errors),
        layout.row(_pay(rx.cond(order.is_begun, "Resume payment — ", "Go to payment — "))),
        forms.problem(OrderState.errors["form"]),
    )


def _declined() -> rx.Component:
    return _page(
        "Your card was declined",
        "Nothing was charged. Another card may do.",
        rx.cond(
            order.successor_id,
            layout.row(
                el.link_button(
                    "Try again", href=_at(routes.ORDER, order.successor_id), look="primary", size="big", loads=True
                )
            ),
        ),
    )


def _invoiced() -> rx.Component:
    way = el.link_button(
        "See and pay the invoice", href=order.invoice_url.to(str), look="primary", size="big", loads=True
    )
    return _page(
        rx.cond(order.is_overdue, "This invoice is overdue", "Your invoice is on its way"),
        rx.fragment("Please pay until ", time.local_date(order.due_at), ". What you bought is yours once it is paid."),
        rx.cond(
            order.invoice_url,
            layout.row(way),
            rx.el.p("It is being written just now; the button appears here in a moment.", class_name="muted"),
        ),
    )


def _paid() -> rx.Component:
    receipt = el.link_button("Download the receipt", href=_at(routes.RECEIPT), look="primary", size="big", loads=True)
    return _page(
        rx.match(
            order.status,
            ("refunded", "Your money went back to you"),
            ("partially_refunded", "A part of your money went back to you"),
            "Thank you, it is paid",
        ),
        "What you bought is ready to be used.",
        rx.cond(order.has_receipt, layout.row(receipt), rx.el.p("The receipt is being written.", class_name="muted")),
    )


def _given_up() -> rx.Component:
    return _page("This order was given up", "It was not paid in time, or withdrawn. Nothing was charged.")


def _page(title: Any, text: Any, *content: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.h1(title), rx.el.p(text, class_name="lead"), *content, class_name="stack")


def _pay(words: Any) -> rx.Component:
    label = rx.el.span(words, money(order.price.total_cents, order.price.currency), class_name="label")
    button = rx.el.button(label, type="submit", class_name=el.button_class("primary", "big", False))
    return forms.posted_form(button, action=_at(routes.ORDER_PAY))


def _at(route: routes.Route, public_id: Any = None) -> Any:
    before, after = route.pattern.split("[public_id]")
    return before + (order.public_id if public_id is None else public_id).to(str) + after
