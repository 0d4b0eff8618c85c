"""Where one seat stands, and the ways out of it: another cohort, or giving it back."""

from typing import Any

import reflex as rx

from academy import routes
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import OtherCohort
from academy.learning.components.sessions import address, next_session
from academy.learning.state import EnrollmentState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.values import money


def standing(mine: Any) -> rx.Component:
    """Where the enrollment stands: the next session, or why there is none."""
    dates = el.link_button("See its dates", href=address(routes.COURSE, mine.course_slug), look="primary")
    pay = el.link_button("Go on to pay", href=address(routes.CHECKOUT, mine.public_id), look="primary")
    there = el.link_button(
        "Go to my seat", href=address(routes.LEARN_ENROLLMENT, mine.moved_to.to(str)), look="primary"
    )
    held = _standing("This seat is held for you, but not paid yet", "It is yours as soon as you have paid.", pay)
    moved = _standing("You moved this seat", "You have one in another cohort of the course instead.", there)
    called_off = _standing(
        "This cohort did not take place", "We are sorry. The course may have another date that suits you.", dates
    )
    given_back = _standing(
        "You gave this seat back", "If you change your mind, see whether the course has a seat that is free.", dates
    )
    lapsed = _standing(
        "The time to pay for this seat ran out", "You can take one again if there is one that is free.", dates
    )
    gone = rx.cond(mine.moved_to, moved, rx.cond(mine.is_called_off, called_off, given_back))
    return rx.match(
        mine.status,
        (EnrollmentStatus.HELD.value, held),
        (EnrollmentStatus.CANCELLED.value, gone),
        (EnrollmentStatus.EXPIRED.value, lapsed),
        rx.fragment(_choice(mine), rx.cond(mine.next_session, next_session(mine.next_session), rx.fragment())),
    )


def _choice(mine: Any) -> rx.Component:
    until = rx.el.strong(time.local_datetime(mine.choice_until))
    called_off = el.notice(
        "We are sorry. Until ",
        until,
        " you choose: another date, or everything you paid. After that it goes back to you by itself.",
        title="This cohort does not take place",
        tone="warn",
    )
    moved = el.notice(
        "Until ",
        until,
        " you can move your seat to another date or give it back in full, if the new ones do not suit you.",
        title="The dates have changed",
        tone="info",
    )
    shown = rx.cond(mine.is_called_off, called_off, moved)
    return rx.cond(mine.choice_until, rx.el.div(shown, class_name="standing"), rx.fragment())


def _standing(title: str, text: str, action: rx.Component) -> rx.Component:
    words = layout.stack(rx.el.p(text), rx.el.div(action), gap=3)
    return rx.el.div(el.notice(words, title=title, tone="info"), class_name="standing")


def ways_out() -> rx.Component:
    """How to move the seat to another cohort, or to give it back, and what comes back with it."""
    mine: Any = EnrollmentState.enrollment
    others = EnrollmentState.others.to(list[OtherCohort])
    until = rx.cond(
        mine.refund_cents > 0,
        rx.fragment("Refunded in full until ", time.local_datetime(mine.refundable_until), "."),
        rx.fragment("You can until the cohort starts, on ", time.local_datetime(mine.starts_at), "."),
    )
    late = rx.fragment(
        "Refunds ended on ", time.local_date(mine.refundable_until), ". If you cannot come, move to another date."
    )
    return rx.cond(
        mine.may_cancel,
        layout.section(
            rx.cond(mine.choice_until, "What would you like?", "Cannot come?"),
            layout.stack(
                rx.el.p(rx.cond(mine.is_refundable, until, late), class_name="small muted"),
                layout.row(
                    rx.cond(others.length() > 0, _move(others), rx.fragment()),
                    rx.cond(mine.is_refundable, _give_back(mine), rx.fragment()),
                ),
                gap=3,
            ),
            rx.cond(EnrollmentState.is_moving, rx.fragment(), forms.problem(EnrollmentState.errors["form"])),
        ),
        rx.fragment(),
    )


def _move(others: Any) -> rx.Component:
    dialog = overlays.dialog(
        rx.el.p("What you paid counts for it, and your access moves with it. Your present seat is free at once."),
        forms.form(
            forms.radio_list("Another date", rx.foreach(others, _other), look="ruled"),
            forms.form_end(forms.submit_button("Move my seat"), error=EnrollmentState.errors["form"]),
            on_submit=EnrollmentState.move,
        ),
        title="Move your seat",
        is_open=EnrollmentState.is_moving,
        on_close=EnrollmentState.show_dates(False),
    )
    return rx.fragment(el.button("Move to another date", on_click=EnrollmentState.show_dates(True)), dialog)


def _other(cohort: rx.Var[OtherCohort]) -> rx.Component:
    return forms.radio(
        "cohort_id",
        cohort.id.to(str),
        rx.el.strong(time.local_dates(cohort.starts_at, cohort.ends_at)),
        rx.el.br(),
        rx.el.span(cohort.name, class_name="muted small"),
        disabled=~cohort.is_free,
        end=rx.cond(cohort.is_free, rx.fragment(), rx.el.span("Full", class_name="small muted")),
    )


def _give_back(mine: Any) -> rx.Component:
    back = rx.cond(
        mine.refund_cents > 0,
        rx.fragment(
            "All you paid, ", rx.el.strong(money(mine.refund_cents, mine.currency)), ", goes back to your card. "
        ),
        rx.cond(
            mine.included_in,
            rx.fragment("There is nothing to refund: your ", mine.included_in, " includes another date. "),
            "There is nothing to refund. ",
        ),
    )
    return overlays.dialog(
        rx.el.p(back, "Somebody else can take the seat at once, and it may be gone if you change your mind."),
        overlays.dialog_actions(
            overlays.dialog_close(el.button("Keep my seat", look="quiet")),
            overlays.dialog_close(el.button("Give my seat back", look="danger", on_click=EnrollmentState.give_back)),
        ),
        title="Give your seat back?",
        trigger=el.button("Give my seat back", look="quiet"),
    )
