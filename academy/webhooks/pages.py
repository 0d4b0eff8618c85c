"""Where administrators look after what other systems are told, and what they tell us."""

from typing import Any

import reflex as rx

from academy import routes
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, tables, waiting
from academy.ui.pages import screen
from academy.ui.values import live_number
from academy.webhooks.components import deliveries, endpoints, events, inbound
from academy.webhooks.state import WebhooksState


def webhooks() -> rx.Component:
    """Endpoints, what was sent to them, what was received, and the catalogue of events."""
    tab = rx.State.router.url.query_parameters["tab"]
    return app_page(
        screen(
            WebhooksState,
            _tabs(),
            rx.match(
                tab,
                ("deliveries", rx.fragment(deliveries.filters(), deliveries.delivery_list())),
                ("inbound", rx.fragment(inbound.filters(), inbound.event_list())),
                ("events", events.catalogue()),
                rx.fragment(tables.filter_bar(tables.search("An address, a description")), endpoints.endpoint_list()),
            ),
            endpoints.dialogs(),
            deliveries.details(),
            inbound.details(),
            head=layout.page_head(
                "Webhooks",
                lead="What other systems are told of what happens here, and what payment providers tell us.",
                actions=rx.fragment(
                    el.live_tag(), el.button("Add an endpoint", on_click=WebhooksState.begin, look="primary")
                ),
            ),
            waiting=waiting.list_skeleton(6),
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add the administrators' page."""
    page(
        app,
        webhooks,
        route=routes.ADMIN_WEBHOOKS.pattern,
        title="Webhooks — Admin",
        description="What other systems are told and how that went, and what payment providers have told us.",
        states=(Session, WebhooksState),
    )


def _tabs() -> rx.Component:
    counts: Any = WebhooksState.counts
    failed = rx.cond(counts.failed > 0, rx.el.span(live_number(counts.failed), class_name="count bad"))
    options: list[tuple[str, Any]] = [
        ("", "Endpoints"),
        ("deliveries", rx.fragment("Deliveries", failed)),
        ("inbound", "Received"),
        ("events", "Events"),
    ]
    return tables.tabs("Webhooks", "tab", options)
