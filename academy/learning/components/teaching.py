"""The cohorts of an instructor, and who is in them."""

from typing import Any

import reflex as rx

from academy import routes
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import CohortChoice, QueueRow, RosterRow, TaughtCohort
from academy.learning.components.sessions import address
from academy.learning.state import RosterState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.types import Text
from academy.ui.values import live_number


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
            on_hold(cohort.held),
        ),
    )


def when_and_for_whom(cohort: Any) -> rx.Component:
    """A cohort's dates, and the company whose own it is."""
    company = rx.cond(cohort.company, rx.fragment(" · for ", cohort.company), rx.fragment())
    return rx.fragment(time.local_dates(cohort.starts_at, cohort.ends_at), company)


def on_hold(held: Any) -> rx.Component:
    """How many seats are kept for people who pay or decide just now; nothing if there are none."""
    seats = rx.cond(held == 1, "1 seat", rx.fragment(held, " seats"))
    return rx.cond(held > 0, rx.el.p(seats, " on hold", class_name="small live-words"), rx.fragment())


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
        el.stat("On hold", live_number(roster.held), note="being paid for, or offered"),
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
        tables.Column("Change", is_title_hidden=True),
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
        tables.number_cell(_move_person(person)),
        key=person.public_id,
    )


def _move_person(person: Any) -> rx.Component:
    desk: Any = RosterState.desk
    may = desk.is_admin & (desk.targets.length() > 0) & (person.status == EnrollmentStatus.ACTIVE.value)
    move = overlays.menu_entry("Move to another date", on_click=RosterState.show_seat(person.public_id, person.name))
    return rx.cond(may, overlays.menu(move, label="More about " + person.name, size="compact"), rx.fragment())


def _or_dash(text: Text | Any) -> Any:
    return rx.cond(text, text, "–")


def queue_list() -> rx.Component:
    """Who waits for the cohort: those who have an offer, then the others in their order."""
    desk: Any = RosterState.desk
    return rx.cond(
        desk.queue.length() > 0,
        layout.section("Waiting", el.ruled_list(rx.foreach(desk.queue, _waiting), label="Waiting"), note=el.live_tag()),
        rx.fragment(),
    )


def _waiting(row: rx.Var[QueueRow]) -> rx.Component:
    desk: Any = RosterState.desk
    standing = rx.cond(
        row.offer_expires_at,
        rx.fragment(el.tag("Offered a seat", tone="good"), " ends in ", time.countdown(row.offer_expires_at, over="0")),
        rx.fragment("Number ", row.rank),
    )
    change = RosterState.show_entry("move_in_queue", row.entry_id, row.name)
    remove = RosterState.show_entry("remove_from_queue", row.entry_id, row.name)
    tools = overlays.menu(
        rx.cond(row.offer_expires_at, rx.fragment(), overlays.menu_entry("Change their place", on_click=change)),
        overlays.menu_entry("Take out of the queue", on_click=remove, is_danger=True),
        label="More about " + row.name,
        size="compact",
    )
    return el.item(
        rx.el.h3(row.name, class_name="title"),
        rx.el.p(
            rx.cond(row.is_for_course, "Any date of the course", "This date"),
            ", since ",
            time.local_datetime(row.since),
            class_name="small muted",
        ),
        end=rx.fragment(rx.el.span(standing, class_name="small num"), rx.cond(desk.is_admin, tools, rx.fragment())),
        key=row.entry_id,
    )


def desk_forms() -> rx.Component:
    """What administrators do about one person, each in a dialog that asks for the reason."""
    desk: Any = RosterState.desk
    dates = rx.foreach(desk.targets, _target)
    place = forms.number_field("rank", "Place in the queue", value=1, least=1, error=RosterState.errors["rank"])
    return rx.fragment(
        _form(
            "move_person",
            "Move to another date",
            "Move the seat",
            forms.radio_list("Another date", dates, look="ruled", error=RosterState.errors["cohort_id"]),
        ),
        _form("move_in_queue", "Change a place in the queue", "Change the place", place),
        _form("remove_from_queue", "Take out of the queue", "Take them out"),
    )


def _target(cohort: rx.Var[CohortChoice]) -> rx.Component:
    dates = rx.el.span("Starts ", time.local_datetime(cohort.starts_at), class_name="muted small")
    return forms.radio("cohort_id", cohort.id.to(str), rx.el.strong(cohort.name), rx.el.br(), dates)


def _form(name: str, title: str, submit: str, *fields: rx.Component) -> rx.Component:
    reason = forms.text_field(
        "reason", "Reason", help="Kept in the log of changes.", error=RosterState.errors["reason"], max_length=200
    )
    return overlays.dialog(
        rx.el.p(RosterState.picked_name, class_name="strong"),
        forms.form(
            *fields,
            reason,
            forms.form_end(
                forms.submit_button(submit),
                el.button("Discard", look="quiet", on_click=RosterState.close),
                error=RosterState.errors["form"],
            ),
            on_submit=getattr(RosterState, name),
        ),
        title=title,
        is_open=RosterState.form == name,
        on_close=RosterState.close,
    )
