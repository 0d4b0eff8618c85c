"""A company at a glance."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import company_url, may
from academy.managers.state.overview import OverviewState
from academy.ui import elements as el
from academy.ui import layout, tables, time
from academy.ui.values import live_number, marked


def figures() -> rx.Component:
    """The four figures that matter most."""
    overview: Any = OverviewState.overview
    return el.stats(
        el.stat("Seats left", live_number(overview.seats_left), note=rx.fragment("of ", overview.seats_purchased)),
        el.stat("Members", live_number(overview.members), note=_link("See them", routes.ORG_MEMBERS)),
        el.stat(
            "Invited",
            live_number(overview.invited),
            note=rx.cond(may("can_manage_seats"), _link("See them", routes.ORG_INVITES), rx.fragment()),
        ),
        el.stat("Teams", live_number(overview.teams), note=_link("See them", routes.ORG_TEAMS)),
    )


def seat_table(rows: Any, *, ledger_links: bool = False) -> rx.Component:
    """The seats for each course."""
    columns = [
        tables.Column("Course"),
        tables.Column("Left", is_number=True),
        tables.Column("Bought", is_number=True),
        tables.Column("Invited", is_number=True),
        tables.Column("Enrolled", is_number=True),
        tables.Column("Begun", is_number=True),
        tables.Column("How long they last"),
    ]
    return tables.table(
        "Seats for each course", columns, rx.foreach(rows, lambda row: _seats(row, ledger_links=ledger_links))
    )


def seats() -> rx.Component:
    """The seats for each course, or what to do when there are none."""
    overview: Any = OverviewState.overview
    none = el.empty_state(
        "No seats yet",
        "A seat is bought for a course and admits one person to one of its cohorts.",
        rx.cond(
            may("can_manage_billing"),
            el.link_button("Buy seats", href=company_url(routes.ORG_SEATS), look="primary"),
            rx.fragment(),
        ),
        level="h3",
    )
    return layout.section("Seats", rx.cond(overview.courses.length() > 0, seat_table(overview.courses), none))


def cohorts() -> rx.Component:
    """The company's own cohorts."""
    overview: Any = OverviewState.overview
    rows = el.ruled_list(rx.foreach(overview.cohorts, _cohort), label="Cohorts of your own")
    none = rx.el.p(
        "No cohort of your own is open. Your people can join any public one; write to us if you want your own.",
        class_name="muted",
    )
    return layout.section("Cohorts of your own", rx.cond(overview.cohorts.length() > 0, rows, none))


def _link(words: str, route: routes.Route) -> rx.Component:
    return el.link(words, href=company_url(route))


def _seats(row: Any, *, ledger_links: bool) -> rx.Component:
    title = row.title
    if ledger_links:
        title = tables.query_link(row.title, changes={"course": row.course_id.to(str)}, clears=["after"])
    left = rx.cond(row.is_low, el.tag(live_number(row.left), " — few", tone="warn"), live_number(row.left))
    lasts = rx.cond(
        row.lasts_until,
        rx.fragment("until about ", time.local_date(row.lasts_until.to(str)), " (", row.pace, ")"),
        row.pace,
    )
    return tables.table_row(
        tables.head_cell(title),
        tables.number_cell(marked(row.left, left)),
        tables.number_cell(live_number(row.purchased)),
        tables.number_cell(live_number(row.held)),
        tables.number_cell(live_number(row.assigned)),
        tables.number_cell(live_number(row.activated)),
        rx.el.td(lasts, class_name="muted how-long"),
        key=row.course_id.to(str),
    )


def _cohort(cohort: Any) -> rx.Component:
    return el.item(
        rx.el.p(cohort.title, class_name="title"),
        rx.el.p(time.local_dates(cohort.starts_at, cohort.ends_at), class_name="small muted"),
        end=rx.el.p(
            live_number(cohort.places_left),
            rx.cond(cohort.places_left == 1, " place left of ", " places left of "),
            cohort.capacity,
            class_name="small",
        ),
        key=cohort.id.to(str),
    )
