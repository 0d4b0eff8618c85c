"""Where a learner waits for a seat, and the seats offered to them."""

from typing import Any

import reflex as rx

from academy import routes
from academy.enrollment.schemas import WaitlistCard
from academy.learning.components.sessions import address
from academy.learning.state import LearnState
from academy.ui import elements as el
from academy.ui import forms, overlays, time
from academy.ui.values import live_number, money


def waiting_row(card: rx.Var[WaitlistCard]) -> rx.Component:
    """A place in a queue; with an offer, how long it stands."""
    return el.item(
        rx.el.h3(el.anchor(card.course_title, href=address(routes.COURSE, card.course_slug), class_name="title")),
        rx.el.p(
            rx.cond(
                card.starts_at,
                time.local_dates(card.starts_at, card.ends_at),
                "Whichever date has a free seat first",
            ),
            class_name="small muted",
        ),
        rx.cond(card.offer_expires_at, _offered(card), _place(card)),
        end=rx.cond(card.offer_expires_at, _answer(card), _leave(card, "Leave the queue")),
    )


def _offered(card: Any) -> rx.Component:
    left = rx.el.strong(time.countdown(card.offer_expires_at, over="no longer"), class_name="num")
    return rx.el.p(el.tag("It is your turn", tone="good"), " A seat is kept for you for ", left, ".")


def _place(card: Any) -> rx.Component:
    place = rx.cond(card.rank == 1, "You are next.", rx.fragment("You are number ", live_number(card.rank), "."))
    return rx.el.p(place, " We write to you when a seat is free.", class_name="small")


def _answer(card: Any) -> rx.Component:
    words = rx.cond(
        card.price_cents == 0, "Take the seat", rx.fragment("Take the seat — ", money(card.price_cents, card.currency))
    )
    take = forms.action_button(words, on_click=LearnState.accept(card.entry_id), look="primary")
    return rx.fragment(_leave(card, "Decline"), take)


def _leave(card: Any, words: str) -> rx.Component:
    return overlays.dialog(
        rx.el.p("Your place goes to the next. If you change your mind, you can join again at the end of the queue."),
        overlays.dialog_actions(
            overlays.dialog_close(el.button("Stay", look="quiet")),
            overlays.dialog_close(el.button(words, look="danger", on_click=LearnState.leave_queue(card.entry_id))),
        ),
        title="Give up your place?",
        trigger=el.button(words, look="quiet"),
    )
