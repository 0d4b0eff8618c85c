"""What payment providers have told us: in a list, and one event with its body."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.models import EventOutcome
from academy.commerce.schemas import InboundEventRow
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.types import Tone
from academy.ui.values import marked
from academy.webhooks.state import WebhooksState

OUTCOMES: dict[EventOutcome, tuple[str, Tone]] = {
    EventOutcome.APPLIED: ("Acted on", "good"),
    EventOutcome.UNCHANGED: ("Changed nothing", ""),
    EventOutcome.IGNORED: ("Of no concern", ""),
    EventOutcome.UNKNOWN_PURCHASE: ("Unknown order", "warn"),
    EventOutcome.FAILED: ("Failed", "bad"),
    EventOutcome.REFUSED: ("Not signed", "bad"),
}

PROVIDERS = [("stripe", "Stripe"), ("local", "The embedded gateway")]


def filters() -> rx.Component:
    """What narrows the list."""
    options = [(outcome.value, words) for outcome, (words, _) in OUTCOMES.items()]
    return tables.filter_bar(
        tables.search("An id, a kind, an error"),
        tables.chip_filter("Outcome", "outcome", options),
        tables.chip_filter("From", "from", PROVIDERS),
    )


def event_list() -> rx.Component:
    """The events, the latest first, or what an empty list means."""
    page: Any = WebhooksState.inbound
    asked = rx.State.router.url.query_parameters
    return rx.cond(
        page.rows.length() > 0,
        rx.fragment(
            el.ruled_list(rx.foreach(page.rows, _row), label="Received events"),
            tables.way_on(page, "further"),
        ),
        rx.cond(
            asked["q"] | asked["outcome"] | asked["from"],
            el.empty_state("Nothing fits", "No received event is like that."),
            el.empty_state(
                "Nothing was received yet", "What the payment provider tells us is kept here, word for word."
            ),
        ),
    )


def details() -> rx.Component:
    """Everything about one event, in a dialog that has an address of its own."""
    one: Any = WebhooksState.received
    about = el.link("See the order", href=f"{routes.ADMIN_ORDERS.url()}?order=" + one.order_public_id)
    order = rx.cond(one.order_public_id, about, "None that we know")
    return overlays.dialog(
        rx.cond(
            one,
            rx.fragment(
                el.facts(
                    ("Outcome", _tag(one.outcome)),
                    ("From", one.provider),
                    ("Signature", rx.cond(one.is_signature_valid, "Valid", "Missing or wrong")),
                    ("Its id", rx.el.code(one.provider_event_id, class_name="told")),
                    ("Order", order),
                    ("Received", time.local_datetime(one.received_at)),
                    ("Tries", one.attempts),
                ),
                rx.cond(one.error, el.notice(one.error, title="What went wrong", tone="bad"), rx.fragment()),
                rx.el.details(
                    rx.el.summary("As it came", class_name="link"),
                    rx.el.pre(one.body, class_name="traceback", tab_index=0),
                ),
                rx.cond(
                    one.can_replay,
                    rx.fragment(),
                    rx.el.p("Nobody we know has signed it, so it is not acted on.", class_name="small muted"),
                ),
                overlays.dialog_actions(
                    forms.action_button(
                        "Act on it again",
                        on_click=WebhooksState.replay_received(one.id),
                        look="primary",
                        disabled=~one.can_replay.to(bool),
                    ),
                ),
            ),
        ),
        title=one.kind,
        is_open=rx.cond(one, True, False),
        on_close=WebhooksState.close("received"),
    )


def _row(row: rx.Var[InboundEventRow]) -> rx.Component:
    return el.item(
        layout.row(
            tables.query_link(row.kind, changes={"received": row.id.to(str)}, class_name="title"),
            _tag(row.outcome),
            gap=2,
        ),
        rx.el.p(row.provider, " · ", row.provider_event_id, class_name="small muted told"),
        rx.cond(row.error, rx.el.p(row.error, class_name="error-line small"), rx.fragment()),
        end=rx.el.p(time.relative(row.received_at), class_name="small muted"),
        key=row.id.to(str),
    )


def _tag(outcome: Any) -> rx.Component:
    tags = [(value.value, el.tag(words, tone=tone)) for value, (words, tone) in OUTCOMES.items()]
    return marked(outcome, rx.match(outcome, *tags, el.tag("Not looked at yet", tone="info")))
