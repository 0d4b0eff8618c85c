"""An order as whoever pays it sees it."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.components.price import price_lines, terms_form
from academy.commerce.schemas import OrderedCourse
from academy.commerce.state import OrderState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
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
    about = ("For", rx.cond(order.organization_name, order.organization_name, "you")), ("What", order.title)
    many = ("How many", order.quantity), ("Each", money(order.unit_cents, order.price.currency))
    return rx.el.div(
        rx.el.h2("Your order"),
        rx.cond(order.quantity > 1, el.facts(*about, *many), el.facts(*about)),
        rx.cond(order.courses.length() > 0, _included(), rx.fragment()),
        price_lines(order.price),
        class_name="stack",
    )


def _included() -> rx.Component:
    return rx.el.div(
        rx.el.h3("What it includes"),
        el.ruled_list(rx.foreach(order.courses, _course), label="What it includes"),
        rx.cond(
            order.status == "pending",
            rx.el.p("You choose a cohort for each after paying.", class_name="small muted"),
            rx.fragment(),
        ),
        class_name="stack",
    )


def _course(row: rx.Var[OrderedCourse]) -> rx.Component:
    course: Any = row
    before, after = routes.COURSE.pattern.split("[slug]")
    there = before + course.slug.to(str) + after
    choose = el.link_button("Choose a date", href=there, size="compact")
    return el.item(
        el.anchor(course.title, href=there, class_name="title"),
        rx.cond(
            course.starts_at,
            rx.el.p("Your seat: ", time.local_dates(course.starts_at, course.ends_at), class_name="small muted"),
            rx.fragment(),
        ),
        end=rx.cond(order.holds & ~course.starts_at & course.is_offered, choose, rx.fragment()),
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
    is_given_back = (order.courses.length() > 0) & ~order.holds
    receipt = el.link_button("Download the receipt", href=_at(routes.RECEIPT), look="primary", size="big", loads=True)
    seats = el.link("See the seats", href=f"{routes.ORG_SEATS.url()}?company=" + order.organization_id.to(str))
    return _page(
        rx.match(
            order.status,
            ("refunded", "Your money went back to you"),
            ("partially_refunded", "A part of your money went back to you"),
            rx.cond(is_given_back, "This bundle is given back", "Thank you, it is paid"),
        ),
        rx.fragment(
            rx.cond(
                order.holds,
                "Choose a date for each of your courses: a seat is yours at once, with nothing more to pay.",
                rx.cond(
                    is_given_back | (order.status == "refunded"),
                    "Nothing is left to pay or to use of this order.",
                    "What you bought is ready to be used.",
                ),
            ),
            rx.cond(
                order.back_cents > 0,
                rx.fragment(" ", money(order.back_cents, order.price.currency), " are on their way back to you."),
                rx.fragment(),
            ),
        ),
        rx.cond(order.has_receipt, layout.row(receipt), rx.el.p("The receipt is being written.", class_name="muted")),
        rx.cond(order.organization_id, layout.row(seats), rx.fragment()),
        rx.cond(order.holds, _changed_mind(), rx.fragment()),
    )


def _changed_mind() -> rx.Component:
    until = time.local_date(order.take_back_until)
    late = rx.el.p(
        "A bundle can be given back by itself within 14 days, as long as none of its courses has begun. After that,"
        " write to us and we will look for a way together.",
        class_name="small muted",
    )
    give_back = overlays.dialog(
        rx.el.p("All you paid goes back to you, and seats that you have taken with it are free for others at once."),
        overlays.dialog_actions(
            overlays.dialog_close(el.button("Keep it", look="quiet")),
            overlays.dialog_close(el.button("Give it back", look="danger", on_click=OrderState.take_back)),
        ),
        title="Give the bundle back?",
        trigger=el.button("Give it back", look="quiet"),
    )
    now = rx.fragment(
        rx.el.p(
            "Changed your mind? Until ", until, " you get everything back, as long as none of its courses has begun.",
            class_name="small muted",
        ),
        layout.row(give_back),
        forms.problem(OrderState.errors["form"]),
    )  # fmt: skip
    return rx.cond(order.may_take_back, now, late)


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
