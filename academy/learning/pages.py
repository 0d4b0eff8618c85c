"""What I learn, one of my courses, what I teach, and who is in a cohort of mine."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components.boards import door
from academy.community.state.boards import CohortDoorState, SeatDoorState
from academy.enrollment.models import EnrollmentStatus
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.learning.components.companies import company_notices, my_companies
from academy.learning.components.entitled import course_to_choose, lapsed_notice
from academy.learning.components.mine import access_list, enrollment_row, hold_row, past_row, payment
from academy.learning.components.seat import standing, ways_out
from academy.learning.components.sessions import address, next_session, own_times, timeline
from academy.learning.components.teaching import (
    desk_forms,
    people_table,
    queue_list,
    seat_figures,
    taught_row,
    when_and_for_whom,
)
from academy.learning.components.waiting import waiting_row
from academy.learning.state import EnrollmentState, LearnState, RosterState, TeachState
from academy.live import page
from academy.ui import elements as el
from academy.ui import forms, layout, pages, time, waiting


def learn() -> rx.Component:
    """Everything the viewer is enrolled in."""
    learning: Any = LearnState.learning
    upcoming = learning.upcoming
    course = el.link(upcoming.course_title, href=address(routes.LEARN_ENROLLMENT, upcoming.public_id))
    return app_page(
        pages.screen(
            LearnState,
            forms.problem(LearnState.errors["form"]),
            company_notices(),
            lapsed_notice(learning.lapsed),
            rx.cond(upcoming, next_session(upcoming.next_session, over=course), rx.fragment()),
            _list("Seats held for you", learning.holds, hold_row),
            _list("Yours to choose a date of", learning.to_choose, course_to_choose),
            _list("Waiting for a seat", LearnState.waiting, waiting_row),
            _list("Now and next", learning.current, enrollment_row),
            _list("Over, and what stays open", learning.past, past_row),
            rx.cond(
                learning.holds.length() + learning.current.length() + learning.to_choose.length() == 0,
                rx.cond(learning.past.length() == 0, _nothing_yet(), _nothing_next()),
                rx.fragment(),
            ),
            my_companies(),
            head=layout.page_head("My learning", lead=own_times()),
            waiting=waiting.list_skeleton(),
        ),
    )


def _list(title: str, rows: Any, row: Any) -> rx.Component:
    shown = layout.section(title, el.ruled_list(rx.foreach(rows, row), label=title))
    return rx.cond(rows.length() > 0, shown, rx.fragment())


def _nothing_yet() -> rx.Component:
    return el.empty_state(
        "You are not enrolled in anything yet",
        "Take a seat in a cohort, and you find its sessions, the door to each and your materials here.",
        el.link_button("See all courses", href=routes.COURSES.url(), look="primary"),
    )


def _nothing_next() -> rx.Component:
    return el.empty_state(
        "What comes next?",
        "Nothing of yours is running or planned.",
        el.link_button("See all courses", href=routes.COURSES.url(), look="primary"),
    )


def enrollment() -> rx.Component:
    """One enrollment: its sessions, what it opens, and how to leave it."""
    mine: Any = EnrollmentState.enrollment
    return app_page(
        pages.screen(EnrollmentState, _enrollment_head(mine), _enrollment_body(mine), waiting=waiting.page_skeleton())
    )


def _enrollment_head(mine: Any) -> rx.Component:
    is_seat = (mine.status == EnrollmentStatus.ACTIVE.value) | (mine.status == EnrollmentStatus.COMPLETED.value)
    calendar = el.link_button("Add to my calendar", href=address(routes.LEARN_CALENDAR, mine.public_id), loads=True)
    return layout.page_head(
        mine.course_title,
        above=layout.crumbs(el.anchor("My learning", href=routes.LEARN.url())),
        lead=rx.fragment(
            time.local_dates(mine.starts_at, mine.ends_at),
            rx.cond(mine.instructor_name, rx.fragment(" · with ", mine.instructor_name), rx.fragment()),
        ),
        actions=rx.fragment(
            rx.cond(is_seat, calendar, rx.fragment()),
            door(SeatDoorState.door),
            el.link_button("About the course", href=address(routes.COURSE, mine.course_slug)),
        ),
    )


def _enrollment_body(mine: Any) -> rx.Component:
    is_gone = (mine.status == EnrollmentStatus.CANCELLED.value) | (mine.status == EnrollmentStatus.EXPIRED.value)
    sessions = layout.section(
        "Sessions",
        rx.cond(
            mine.sessions.length() > 0,
            timeline(mine.sessions),
            el.empty_state("No times yet", "They appear here as soon as they are set.", level="h3"),
        ),
        note=own_times(),
    )
    payments = rx.el.ul(rx.foreach(mine.payments, payment), class_name="access", role="list")
    beside = rx.fragment(
        rx.cond(
            mine.access.length() > 0, layout.section("What is open to you", access_list(mine.access)), rx.fragment()
        ),
        rx.cond(mine.payments.length() > 0, layout.section("Payment", payments), rx.fragment()),
        ways_out(),
    )
    return rx.el.div(
        standing(mine),
        rx.cond(mine.is_lapsed, lapsed_notice(mine.included_in), rx.fragment()),
        rx.cond(
            is_gone,
            rx.el.div(beside, class_name="alone"),
            layout.split(sessions, beside, label="Access and payment"),
        ),
        class_name="mine",
    )


def teach() -> rx.Component:
    """The cohorts of an instructor."""
    teaching: Any = TeachState.teaching
    return app_page(
        pages.screen(
            TeachState,
            rx.cond(
                teaching.current.length() > 0,
                _list("Now and next", teaching.current, taught_row),
                el.empty_state(
                    "No cohort of yours is running or planned",
                    "As soon as one is given to you, it appears here with everybody who takes a seat.",
                ),
            ),
            _list("Over", teaching.past, taught_row),
            head=layout.page_head("Teaching", lead=own_times(), actions=el.live_tag()),
            waiting=waiting.list_skeleton(),
        ),
    )


def roster() -> rx.Component:
    """Who is in a cohort, live, and when it meets."""
    cohort: Any = RosterState.roster
    return app_page(
        pages.screen(
            RosterState,
            layout.page_head(
                cohort.course_title,
                above=layout.crumbs(el.anchor("Teaching", href=routes.TEACH.url())),
                lead=when_and_for_whom(cohort),
                actions=rx.fragment(door(CohortDoorState.door), el.live_tag()),
            ),
            rx.cond(cohort.next_session, next_session(cohort.next_session), rx.fragment()),
            seat_figures(cohort),
            layout.section(
                "People",
                rx.cond(
                    cohort.people.length() > 0,
                    people_table(cohort.people),
                    el.empty_state(
                        "Nobody is enrolled yet",
                        "Whoever takes a seat appears here at once.",
                        el.link_button(
                            "See the course as visitors do", href=address(routes.COURSE, cohort.course_slug)
                        ),
                        level="h3",
                    ),
                ),
            ),
            queue_list(),
            layout.section("Sessions", timeline(cohort.sessions), note=own_times()),
            desk_forms(),
            waiting=rx.fragment(waiting.stats_skeleton(3), waiting.table_skeleton(8, 5)),
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add the pages of learners and instructors."""
    mine: Any = EnrollmentState.enrollment
    cohort: Any = RosterState.roster
    page(
        app,
        learn,
        route=routes.LEARN.pattern,
        title="My learning — AI Enablement Academy",
        description="Your next session, your courses, and what is open to you.",
        states=(Session, LearnState),
    )
    page(
        app,
        enrollment,
        route=routes.LEARN_ENROLLMENT.pattern,
        title=rx.cond(mine, mine.course_title + " — My learning", "My learning — AI Enablement Academy"),
        description="Your sessions, the door to each, and what is open to you.",
        states=(Session, EnrollmentState, SeatDoorState),
    )
    page(
        app,
        teach,
        route=routes.TEACH.pattern,
        title="Teaching — AI Enablement Academy",
        description="Your cohorts and who is in them.",
        states=(Session, TeachState),
    )
    page(
        app,
        roster,
        route=routes.TEACH_COHORT.pattern,
        title=rx.cond(cohort, cohort.course_title + " — Teaching", "Teaching — AI Enablement Academy"),
        description="Who is in this cohort, and when it meets.",
        states=(Session, RosterState, CohortDoorState),
    )
