"""What a learner has: seats held, courses, what is open to them, and what they paid."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.schemas import PaymentSummary
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import Access, EnrollmentCard, HoldCard
from academy.learning.components.sessions import address
from academy.learning.state import LearnState
from academy.ui import elements as el
from academy.ui import overlays, time
from academy.ui.values import money


def hold_row(hold: rx.Var[HoldCard]) -> rx.Component:
    """A seat that waits for its payment."""
    give_back = overlays.dialog(
        rx.el.p("Nothing was charged. Somebody else can take the seat at once.", class_name="muted"),
        overlays.dialog_actions(
            overlays.dialog_close(el.button("Keep it", look="quiet")),
            overlays.dialog_close(
                el.button("Give it back", look="danger", on_click=LearnState.give_back(hold.public_id))
            ),
        ),
        title="Give the held seat back?",
        trigger=el.button("Give it back", look="quiet"),
    )
    return el.item(
        rx.el.h3(hold.course_title),
        rx.el.p("Starts ", time.local_datetime(hold.starts_at), class_name="small muted"),
        rx.el.p("Held for you for ", rx.el.strong(time.countdown(hold.hold_expires_at, over="no longer")), "."),
        end=rx.fragment(
            give_back,
            el.link_button(
                "Pay ",
                money(hold.amount_cents, hold.currency),
                href=address(routes.CHECKOUT, hold.public_id),
                look="primary",
            ),
        ),
    )


def enrollment_row(card: rx.Var[EnrollmentCard]) -> rx.Component:
    """A course that runs or comes."""
    following = card.next_session
    return el.item(
        _course_link(card),
        rx.el.p(time.local_dates(card.starts_at, card.ends_at), class_name="small muted"),
        rx.cond(
            following,
            rx.el.p("Next: ", following.title, ", ", time.local_datetime(following.starts_at), class_name="small"),
            rx.fragment(),
        ),
        end=rx.cond(
            card.is_called_off,
            el.tag("Called off", tone="warn"),
            rx.cond(
                card.has_started,
                el.tag(el.dot(), "Running", tone="good"),
                rx.el.span("in ", time.countdown(card.starts_at), class_name="small muted"),
            ),
        ),
    )


def past_row(card: rx.Var[EnrollmentCard]) -> rx.Component:
    """A course that is over, and what of it is still open."""
    return el.item(
        _course_link(card),
        rx.el.p(time.local_dates(card.starts_at, card.ends_at), class_name="small muted"),
        rx.el.p(rx.foreach(card.access, _access_words), class_name="small access-words"),
        end=rx.cond(card.status == EnrollmentStatus.COMPLETED.value, el.tag("Completed", tone="good"), el.tag("Over")),
    )


def _course_link(card: Any) -> rx.Component:
    return rx.el.h3(
        el.anchor(card.course_title, href=address(routes.LEARN_ENROLLMENT, card.public_id), class_name="title")
    )


def _access_words(access: rx.Var[Access]) -> rx.Component:
    return rx.cond(
        access.is_open,
        rx.el.span(access.name, " until ", time.local_date(access.until)),
        rx.el.span(access.name, " ended ", time.local_date(access.until), class_name="muted"),
    )


def access_list(access: Any) -> rx.Component:
    """What is open, and until when."""
    return rx.el.ul(rx.foreach(access, _access), class_name="access", role="list")


def _access(access: rx.Var[Access]) -> rx.Component:
    return rx.el.li(
        rx.el.span(access.name),
        rx.el.span(
            rx.cond(access.is_open, "until ", "ended "),
            time.local_date(access.until),
            class_name=rx.cond(access.is_open, "num", "num muted"),
        ),
    )


def payment(paid: rx.Var[PaymentSummary]) -> rx.Component:
    """A payment, and what of it went back."""
    refund = rx.cond(
        paid.refunded_cents > 0,
        rx.el.span(money(paid.refunded_cents, paid.currency), " refunded", class_name="muted"),
        rx.el.span(money(paid.refund_requested_cents, paid.currency), " on its way back", class_name="muted"),
    )
    receipt = rx.el.a(
        "Receipt ",
        paid.receipt_number,
        href=address(routes.RECEIPT, paid.public_id),
        reload_document=True,
        class_name="link",
    )
    return rx.el.li(
        rx.el.span(
            "Paid ",
            rx.cond(paid.completed_at, rx.fragment("on ", time.local_date(paid.completed_at)), rx.fragment()),
            rx.cond(paid.receipt_number, rx.fragment(rx.el.br(), receipt), rx.fragment()),
        ),
        rx.el.span(
            money(paid.amount_cents, paid.currency),
            rx.cond(paid.refund_requested_cents > 0, rx.fragment(rx.el.br(), refund), rx.fragment()),
            class_name="num",
        ),
    )
