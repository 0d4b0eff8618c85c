"""Where administrators look after the academy's own work, its people, and what was done."""

from typing import Any

import reflex as rx

from academy import routes
from academy.admin.components import jobs as components
from academy.admin.components import people as who
from academy.admin.components.trail import trail_list
from academy.admin.state import JobsState, PeopleState, PersonState, TrailState
from academy.commerce.state import PersonPlanState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, tables, waiting
from academy.ui.pages import screen

DOMAINS = [
    ("catalog", "Courses"),
    ("enrollment", "Seats"),
    ("commerce", "Money"),
    ("organizations", "Companies"),
    ("identity", "People"),
    ("community", "Community"),
    ("webhooks", "Webhooks"),
    ("admin", "Jobs"),
]


def jobs() -> rx.Component:
    """The queue of durable jobs, and the periodic ones."""
    return app_page(
        screen(
            JobsState,
            _queue(),
            components.details(),
            head=layout.page_head(
                "Jobs",
                lead="What the academy does after the click and by itself: mail, refunds, the end of a hold.",
                actions=el.live_tag(),
            ),
            waiting=waiting.list_skeleton(8),
        ),
    )


def people() -> rx.Component:
    """Everybody who has an account."""
    return app_page(
        screen(
            PeopleState,
            who.filters(),
            who.people_list(),
            head=layout.page_head("People", lead="Everybody who has an account.", actions=el.live_tag()),
            waiting=waiting.list_skeleton(8),
        ),
    )


def person() -> rx.Component:
    """One person, with everything about them."""
    return app_page(
        screen(PersonState, who.head(), who.details(), who.dialogs(), waiting=waiting.page_skeleton()),
    )


def audit() -> rx.Component:
    """What was done, by whom, and to what."""
    return app_page(
        screen(
            TrailState,
            tables.filter_bar(tables.search("What was done"), tables.chip_filter("About", "domain", DOMAINS)),
            trail_list(
                TrailState.trail,
                empty=el.empty_state(
                    "Nothing fits",
                    "Every change by an administrator or a manager is written down here.",
                    el.link_button("See everything", href=routes.ADMIN_AUDIT.url()),
                ),
            ),
            head=layout.page_head(
                "Audit", lead="What was done, by whom, and what it changed. It cannot be edited.", actions=el.live_tag()
            ),
            waiting=waiting.list_skeleton(8),
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add the administrators' pages."""
    shown: Any = PersonState.person
    page(
        app,
        jobs,
        route=routes.ADMIN_JOBS.pattern,
        title="Jobs — Admin",
        description="What the academy does by itself: what waits, runs, is done, or has failed.",
        states=(Session, JobsState),
    )
    page(
        app,
        people,
        route=routes.ADMIN_PEOPLE.pattern,
        title="People — Admin",
        description="Everybody who has an account: found, narrowed, and looked after.",
        states=(Session, PeopleState),
    )
    page(
        app,
        person,
        route=routes.ADMIN_PERSON.pattern,
        title=rx.cond(shown, shown.name + " — Admin", "Person — Admin"),
        description="One person: roles, companies, enrollments, orders, sessions, mail and history.",
        states=(Session, PersonState, PersonPlanState),
    )
    page(
        app,
        audit,
        route=routes.ADMIN_AUDIT.pattern,
        title="Audit — Admin",
        description="What was done, by whom, and what it changed.",
        states=(Session, TrailState),
    )


def _queue() -> rx.Component:
    asked = rx.State.router.url.query_parameters
    view = asked["view"]
    lists = rx.fragment(
        tables.filter_bar(
            tables.search("A name, a number, an error"), components.kind_chip(), components.retry_shown()
        ),
        components.job_list(),
        rx.cond(
            view | asked["q"] | asked["name"], rx.fragment(), layout.section("Periodic", components.periodic_list())
        ),
    )
    return rx.fragment(components.views(), rx.cond(view == "periodic", components.periodic_list(), lists))
