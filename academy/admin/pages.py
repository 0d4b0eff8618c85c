"""Where administrators look after the academy's own work."""

import reflex as rx

from academy import routes
from academy.admin import components
from academy.admin.state import JobsState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, tables, waiting
from academy.ui.pages import screen


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


def add_pages(app: rx.App) -> None:
    """Add the administrators' pages."""
    page(
        app,
        jobs,
        route=routes.ADMIN_JOBS.pattern,
        title="Jobs — Admin",
        description="What the academy does by itself: what waits, runs, is done, or has failed.",
        states=(Session, JobsState),
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
