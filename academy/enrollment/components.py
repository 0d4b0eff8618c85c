"""Parts of the checkout page: one for each stage a seat can be at."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.components import price_lines, terms_form
from academy.enrollment.schemas import CheckoutStage
from academy.enrollment.state import CheckoutState
from academy.ui import elements as el
from academy.ui import forms, layout, time
from academy.ui.types import Child
from academy.ui.values import money

seat: Any = CheckoutState.seat


def stage() -> rx.Component:
    """Where the seat stands and what one can do; it changes by itself, and is read out when it does."""
    return rx.el.div(
        rx.match(
            seat.stage,
            (CheckoutStage.HELD.value, _held()),
            (CheckoutStage.CONFIRMING.value, _confirming()),
            (CheckoutStage.DECLINED.value, _declined()),
            (CheckoutStage.CONFIRMED.value, _confirmed()),
            (CheckoutStage.LAPSED.value, _lapsed()),
            (CheckoutStage.RELEASED.value, _released()),
            (CheckoutStage.REFUNDED.value, _refunded()),
            rx.fragment(),
        ),
        aria_live="polite",
    )


def summary() -> rx.Component:
    """What the seat is in."""
    return rx.el.div(
        rx.el.h2("Your seat"),
        el.facts(
            ("Course", el.link(seat.course_title, href=_of_course())),
            ("Cohort", seat.cohort_name),
            ("Dates", time.local_dates(seat.starts_at, seat.ends_at)),
            ("First session", time.local_datetime(seat.starts_at)),
            ("Sessions", rx.cond(seat.session_count > 0, seat.session_count, "To be announced")),
        ),
        price_lines(seat.price),
        rx.el.p("Times in your zone, ", time.zone_name(), class_name="small muted"),
        class_name="stack",
    )


def _held() -> rx.Component:
    return _page(
        "Your seat is held",
        _time_left("Pay before the time is over and it is yours."),
        _pay(rx.cond(seat.is_payment_begun, "Resume payment — ", "Go to payment — ")),
        "You pay on the page of our payment provider and come back here. Until 14 days before the start you can"
        " cancel and get everything back.",
    )


def _declined() -> rx.Component:
    return _page(
        "Your card was declined",
        rx.fragment(
            el.notice("Nothing was charged, and your seat is still held. Another card may do.", tone="bad"),
            _time_left(),
        ),
        _pay("Try again — "),
        "If it keeps happening, your bank can say why; we are not told.",
    )


def _confirming() -> rx.Component:
    return _page(
        "One moment",
        rx.el.p("We are waiting for word from the payment provider. This page turns by itself when it comes."),
        _pay("Back to payment — ", look="plain"),
        "It takes seconds as a rule. You can close this page: the confirmation comes by mail too.",
    )


def _confirmed() -> rx.Component:
    return rx.el.div(
        rx.el.h1("You are in"),
        rx.el.p(
            "Your seat in ",
            seat.course_title,
            " is confirmed. We have written to ",
            rx.el.span(seat.email, class_name="strong"),
            ".",
            class_name="lead",
        ),
        layout.row(
            el.link_button("Open my course", href=_at(routes.LEARN_ENROLLMENT), look="primary", size="big"),
            el.link_button("Add to my calendar", href=_at(routes.LEARN_CALENDAR), size="big", loads=True),
        ),
        rx.el.p(
            "The way into the room opens a quarter of an hour before each session, on the page of your course.",
            class_name="small muted",
        ),
        class_name="stack",
    )


def _lapsed() -> rx.Component:
    return _lost(
        "The time to pay is over",
        "Your hold has run out, and the seat went back to everybody. Nothing was charged.",
    )


def _released() -> rx.Component:
    return _lost("You gave the seat back", "It is free for somebody else. Nothing was charged.")


def _refunded() -> rx.Component:
    return _lost(
        "Your payment goes back to you",
        "What you paid for this seat is on its way back in full. As a rule it arrives within a few days.",
    )


def _page(title: str, said: Child, action: rx.Component, note: str) -> rx.Component:
    return rx.el.div(
        rx.el.h1(title),
        said,
        terms_form(seat.price, on_submit=CheckoutState.set_terms, errors=CheckoutState.errors),
        layout.row(action, _give_back()),
        forms.problem(CheckoutState.errors["form"]),
        rx.el.p(note, class_name="small muted"),
        class_name="stack",
    )


def _lost(title: str, text: str) -> rx.Component:
    other_dates = el.link_button("See other dates", href=_of_course(), size="big")
    again = forms.action_button("Take a seat again", on_click=CheckoutState.take_again, look="primary", size="big")
    other = el.link_button(
        "Go to my other seat here", href=_at(routes.CHECKOUT, seat.other_public_id), look="primary", size="big"
    )
    return rx.el.div(
        rx.el.h1(title),
        rx.el.p(text, class_name="lead"),
        rx.cond(
            seat.other_public_id,
            layout.row(other, other_dates),
            rx.cond(
                seat.can_take_again,
                layout.row(again, other_dates),
                rx.fragment(
                    rx.el.p("There is no free seat in this cohort just now. If one comes free, a button appears here."),
                    layout.row(other_dates),
                ),
            ),
        ),
        forms.problem(CheckoutState.errors["form"]),
        class_name="stack",
    )


def _time_left(text: str = "") -> rx.Component:
    left = time.countdown(seat.hold_expires_at, over="no time")
    return rx.el.p(rx.el.strong(left, " left. ", class_name="num"), text, class_name="lead")


def _pay(words: Child, *, look: el.Look = "primary") -> rx.Component:
    label = rx.el.span(words, money(seat.price.total_cents, seat.price.currency), class_name="label")
    button = rx.el.button(label, type="submit", class_name=el.button_class(look, "big", False))
    return forms.posted_form(button, action=_at(routes.CHECKOUT_PAY))


def _give_back() -> rx.Component:
    return forms.action_button("Give the seat back", on_click=CheckoutState.give_back, look="quiet", size="big")


def _at(route: routes.Route, public_id: Any = None) -> Any:
    before, after = route.pattern.split("[public_id]")
    return before + (seat.public_id if public_id is None else public_id).to(str) + after


def _of_course() -> Any:
    return routes.COURSE.pattern.replace("[slug]", "") + seat.course_slug.to(str)
