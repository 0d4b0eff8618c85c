"""Parts of the pages of learners and their instructors."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.schemas import PaymentSummary
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import (
    Access,
    EnrollmentCard,
    HoldCard,
    RosterRow,
    SessionRow,
    SessionState,
    TaughtCohort,
)
from academy.learning.state import EnrollmentState, LearnState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.types import Child, Text
from academy.ui.values import live_number, money


def address(route: routes.Route, part: Any) -> Any:
    """The address of a route with one part that is known only in the browser."""
    before, _, rest = route.pattern.partition("[")
    return before + part + rest.partition("]")[2]


def own_times() -> rx.Component:
    """Says in which zone the times of the page are."""
    return rx.fragment("Times in your zone, ", time.zone_name())


# Sessions


def next_session(session: Any, *, over: Child | None = None) -> rx.Component:
    """Where to be next: when, how long until then, and the door as soon as it is open."""
    is_on = session.state == SessionState.LIVE.value
    return rx.el.section(
        rx.el.div(
            el.eyebrow(rx.cond(is_on, "On now", "Next session") if over is None else over),
            rx.el.h2(session.title),
            rx.el.p(time.local_range(session.starts_at, session.ends_at), class_name="when"),
            rx.el.p(time.zone_name(), class_name="small muted"),
            class_name="words",
        ),
        rx.el.div(
            rx.cond(
                is_on,
                rx.fragment(rx.el.p("Ends in", class_name="small muted"), _figure(session.ends_at)),
                rx.fragment(rx.el.p("Starts in", class_name="small muted"), _figure(session.starts_at)),
            ),
            _door(session),
            class_name="until",
        ),
        class_name="next",
        aria_label="Next session",
    )


def _figure(moment: Any) -> rx.Component:
    return rx.el.p(time.countdown(moment), class_name="figure")


def _door(session: Any) -> rx.Component:
    return rx.cond(
        session.join_url,
        join_button(session.join_url, size="big"),
        rx.el.p("You can join from ", time.local_time(session.join_opens_at), ".", class_name="small muted"),
    )


def join_button(url: Any, *, size: el.Size = "normal") -> rx.Component:
    """The way into a session's room, in a new tab."""
    return rx.el.a(
        rx.el.span("Join the session", el.hushed(" (opens in a new tab)"), class_name="label"),
        href=url.to(str),
        target="_blank",
        rel="noopener noreferrer",
        class_name=el.button_class("primary", size, False),
    )


def timeline(sessions: Any) -> rx.Component:
    """All sessions of a cohort: what was, what is on, what comes."""
    return rx.el.ol(rx.foreach(sessions, _session), class_name="timeline", role="list")


def _session(session: rx.Var[SessionRow]) -> rx.Component:
    recording = rx.cond(
        session.recording_url, el.outside_link("Recording", href=session.recording_url.to(str)), rx.el.span("Over")
    )
    live = rx.fragment(el.tag(el.dot(), "On now", tone="good"), _small_door(session))
    return rx.el.li(
        rx.el.div(
            rx.el.p(time.local_day(session.starts_at)),
            rx.el.p(time.local_times(session.starts_at, session.ends_at), class_name="num muted small"),
            class_name="when",
        ),
        rx.el.p(session.title, class_name="title"),
        rx.el.div(
            rx.match(
                session.state,
                (SessionState.OVER.value, rx.el.span(recording, class_name="small muted")),
                (SessionState.LIVE.value, live),
                _small_door(session),
            ),
            class_name="end",
        ),
        data_state=session.state,
        aria_current=rx.cond(session.state == SessionState.LIVE.value, "step", "false"),
    )


def _small_door(session: Any) -> rx.Component:
    return rx.cond(session.join_url, el.outside_link("Join", href=session.join_url.to(str)), rx.fragment())


# What I am enrolled in


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
    return rx.el.li(
        rx.el.span(
            "Paid ", rx.cond(paid.completed_at, rx.fragment("on ", time.local_date(paid.completed_at)), rx.fragment())
        ),
        rx.el.span(
            money(paid.amount_cents, paid.currency),
            rx.cond(paid.refund_requested_cents > 0, rx.fragment(rx.el.br(), refund), rx.fragment()),
            class_name="num",
        ),
    )


def standing(mine: Any) -> rx.Component:
    """Where the enrollment stands: the next session, or why there is none."""
    dates = el.link_button("See its dates", href=address(routes.COURSE, mine.course_slug), look="primary")
    pay = el.link_button("Go on to pay", href=address(routes.CHECKOUT, mine.public_id), look="primary")
    held = _standing("This seat is held for you, but not paid yet", "It is yours as soon as you have paid.", pay)
    given_back = _standing(
        "You gave this seat back", "If you change your mind, see whether the course has a seat that is free.", dates
    )
    lapsed = _standing(
        "The time to pay for this seat ran out", "You can take one again if there is one that is free.", dates
    )
    called_off = _standing(
        "This cohort does not take place", "We are sorry. The course may have another date that suits you.", dates
    )
    return rx.cond(
        mine.is_called_off,
        called_off,
        rx.match(
            mine.status,
            (EnrollmentStatus.HELD.value, held),
            (EnrollmentStatus.CANCELLED.value, given_back),
            (EnrollmentStatus.EXPIRED.value, lapsed),
            rx.cond(mine.next_session, next_session(mine.next_session), rx.fragment()),
        ),
    )


def _standing(title: str, text: str, action: rx.Component) -> rx.Component:
    words = layout.stack(rx.el.p(text), rx.el.div(action), gap=3)
    return rx.el.div(el.notice(words, title=title, tone="info"), class_name="standing")


def leave() -> rx.Component:
    """How to give the seat back, and what comes back with it."""
    mine: Any = EnrollmentState.enrollment
    back = rx.cond(
        mine.refund_cents > 0,
        rx.fragment(
            "All you paid, ", rx.el.strong(money(mine.refund_cents, mine.currency)), ", goes back to your card. "
        ),
        "There is nothing to refund. ",
    )
    dialog = overlays.dialog(
        rx.el.p(back, "Somebody else can take the seat at once, and it may be gone if you change your mind."),
        overlays.dialog_actions(
            overlays.dialog_close(el.button("Keep my seat", look="quiet")),
            overlays.dialog_close(el.button("Give my seat back", look="danger", on_click=EnrollmentState.give_back)),
        ),
        title="Give your seat back?",
        trigger=el.button("Give my seat back"),
    )
    until = rx.cond(
        mine.refund_cents > 0,
        rx.fragment("Refunded in full until ", time.local_datetime(mine.refundable_until), "."),
        rx.fragment("You can until the cohort starts, on ", time.local_datetime(mine.starts_at), "."),
    )
    late = rx.el.p(
        "Refunds ended on ",
        time.local_date(mine.refundable_until),
        ", fourteen days before the start. If you cannot come, write to us: often a later cohort is possible.",
        class_name="small muted",
    )
    return rx.cond(
        mine.may_cancel,
        layout.section(
            "Cannot come?",
            rx.cond(
                mine.is_refundable,
                layout.stack(rx.el.p(until, class_name="small muted"), rx.el.div(dialog), gap=3),
                late,
            ),
            forms.problem(EnrollmentState.errors["form"]),
        ),
        rx.fragment(),
    )


# Teaching


def taught_row(cohort: rx.Var[TaughtCohort]) -> rx.Component:
    """A cohort in its instructor's list."""
    following = cohort.next_session
    href = address(routes.TEACH_COHORT, cohort.id.to(str))
    return el.item(
        rx.el.h3(el.anchor(cohort.course_title, href=href, class_name="title")),
        rx.el.p(when_and_for_whom(cohort), class_name="small muted"),
        rx.cond(
            following,
            rx.el.p("Next: ", following.title, ", ", time.local_datetime(following.starts_at), class_name="small"),
            rx.fragment(),
        ),
        end=rx.el.div(
            rx.el.p(
                rx.el.strong(live_number(cohort.enrolled), class_name="num"),
                rx.el.span(" of ", cohort.capacity, " seats", class_name="muted small"),
            ),
            checking_out(cohort.held),
        ),
    )


def when_and_for_whom(cohort: Any) -> rx.Component:
    """A cohort's dates, and the company whose own it is."""
    company = rx.cond(cohort.company, rx.fragment(" · for ", cohort.company), rx.fragment())
    return rx.fragment(time.local_dates(cohort.starts_at, cohort.ends_at), company)


def checking_out(held: Any) -> rx.Component:
    """How many are paying just now; nothing if nobody is."""
    people = rx.cond(held == 1, "1 person is", rx.fragment(held, " people are"))
    return rx.cond(held > 0, rx.el.p(people, " checking out", class_name="small live-words"), rx.fragment())


def seat_figures(roster: Any) -> rx.Component:
    """Who is in, who is about to be, what is left."""
    enrolled = roster.people.length()
    left = roster.capacity - enrolled - roster.held
    return el.stats(
        el.stat(
            "Enrolled",
            live_number(enrolled),
            rx.el.small(" of ", roster.capacity),
            share=el.bar(rx.cond(roster.capacity > 0, 100 * enrolled / roster.capacity, 0), label="Seats taken"),
        ),
        el.stat("Checking out", live_number(roster.held), note="held for half an hour"),
        el.stat("Seats left", live_number(left)),
    )


def people_table(people: Any) -> rx.Component:
    """Who is in a cohort."""
    columns = [
        tables.Column("Name"),
        tables.Column("Works as"),
        tables.Column("Company"),
        tables.Column("Status"),
        tables.Column("Enrolled", is_number=True),
    ]
    return tables.table("People in this cohort", columns, rx.foreach(people, _person))


def _person(person: rx.Var[RosterRow]) -> rx.Component:
    return tables.table_row(
        tables.head_cell(el.person(person.name)),
        tables.cell(_or_dash(person.title), is_muted=True),
        tables.cell(_or_dash(person.company), is_muted=True),
        tables.cell(
            rx.cond(
                person.status == EnrollmentStatus.COMPLETED.value, el.tag("Completed", tone="good"), el.tag("Enrolled")
            )
        ),
        tables.number_cell(time.local_short(person.enrolled_at)),
        key=person.public_id,
    )


def _or_dash(text: Text | Any) -> Any:
    return rx.cond(text, text, "–")
