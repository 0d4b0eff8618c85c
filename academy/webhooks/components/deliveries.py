"""What was sent: in a list, and one delivery with all its attempts."""

from typing import Any

import reflex as rx

from academy import routes
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.icons import icon
from academy.ui.values import marked
from academy.webhooks.catalogue import KINDS
from academy.webhooks.schemas import AttemptRow, DeliveryRow
from academy.webhooks.state import WebhooksState

STATES = [("pending", "Waiting"), ("delivered", "Delivered"), ("failed", "Failed")]
FILTERS = ("q", "status", "to", "kind")


def filters() -> rx.Component:
    """What narrows the list."""
    return tables.filter_bar(
        tables.search("An event, an address, an id"),
        tables.chip_filter("State", "status", STATES),
        overlays.popover(*map(_kind, KINDS), trigger="Kind of event", trigger_class="chip"),
        _chip("kind", _asked("kind").to(str)),
        _chip("to", "One endpoint only"),
    )


def delivery_list() -> rx.Component:
    """The deliveries, or what an empty list means."""
    page: Any = WebhooksState.deliveries
    narrowed: Any = _asked(FILTERS[0])
    for name in FILTERS[1:]:
        narrowed = narrowed | _asked(name)
    return tables.paged_list(
        page,
        _row,
        label="Deliveries",
        empty=rx.cond(
            narrowed,
            el.empty_state(
                "Nothing fits",
                "No delivery of the last 90 days is like that.",
                el.link_button("See all", href=routes.ADMIN_WEBHOOKS.url(query={"tab": "deliveries"})),
            ),
            el.empty_state(
                "Nothing was sent yet", "As soon as something happens that an endpoint hears of, it is here."
            ),
        ),
    )


def details() -> rx.Component:
    """Everything about one delivery, in a dialog that has an address of its own."""
    one: Any = WebhooksState.delivery
    due = rx.cond(one.next_retry_at, rx.fragment(" · next attempt ", time.relative(one.next_retry_at)), "")
    return overlays.dialog(
        rx.cond(
            one,
            rx.fragment(
                el.facts(
                    ("State", rx.fragment(status_tag(one.status, one.attempts), due)),
                    ("To", rx.el.span(one.url, class_name="told")),
                    ("Happened", time.local_datetime(one.happened_at)),
                    ("Event", rx.el.code(one.event_id, class_name="told")),
                ),
                rx.cond(
                    one.history.length() > 0,
                    el.ruled_list(rx.foreach(one.history, _attempt), label="Attempts"),
                    rx.el.p("It has not been sent yet.", class_name="muted", role="status"),
                ),
                rx.el.details(
                    rx.el.summary("What is sent", class_name="link"),
                    rx.el.pre(one.body, class_name="traceback", tab_index=0),
                ),
                rx.cond(one.why_not, rx.el.p(one.why_not, class_name="small muted"), rx.fragment()),
                overlays.dialog_actions(
                    forms.action_button(
                        "Send it again",
                        on_click=WebhooksState.replay(one.id),
                        look="primary",
                        disabled=~one.can_replay.to(bool),
                    ),
                ),
            ),
        ),
        title=one.kind,
        is_open=rx.cond(one, True, False),
        on_close=WebhooksState.close("delivery"),
    )


def status_tag(status: Any, attempts: Any) -> rx.Component:
    """How it stands with a delivery."""
    waiting = rx.cond(attempts > 0, el.tag("Tried again", tone="warn"), el.tag("Waiting", tone="info"))
    return marked(
        status,
        rx.match(
            status,
            ("delivered", el.tag("Delivered", tone="good")),
            ("failed", el.tag("Failed", tone="bad")),
            waiting,
        ),
    )


def _row(row: rx.Var[DeliveryRow]) -> rx.Component:
    code = rx.cond(row.response_code, rx.fragment("answered ", row.response_code.to(str)), "")
    tries = rx.cond(row.attempts > 1, rx.fragment(", ", row.attempts, " attempts"), "")
    again = forms.action_button("Send again", on_click=WebhooksState.replay(row.id), size="compact")
    return el.item(
        layout.row(
            tables.query_link(row.kind, changes={"delivery": row.id.to(str)}, class_name="title"),
            status_tag(row.status, row.attempts),
            gap=2,
        ),
        rx.el.p(row.url, class_name="small told"),
        rx.el.p(code, tries, class_name="small muted"),
        end=rx.fragment(
            rx.el.p(rx.cond(row.status == "pending", "due ", ""), time.relative(row.at), class_name="small muted"),
            rx.cond(row.status == "failed", again, rx.fragment()),
        ),
        key=row.id.to(str),
    )


def _attempt(attempt: rx.Var[AttemptRow]) -> rx.Component:
    answer = rx.cond(
        attempt.response_code,
        rx.fragment("Answered ", rx.el.strong(attempt.response_code.to(str))),
        rx.el.span(attempt.problem, class_name="error-line"),
    )
    took = rx.el.p(time.local_datetime(attempt.at), " · ", attempt.milliseconds, " ms", class_name="small muted")
    text = rx.el.pre(attempt.excerpt, class_name="traceback", tab_index=0, aria_label="The beginning of the answer")
    return el.item(rx.el.p(answer), took, rx.cond(attempt.excerpt, text, rx.fragment()), key=attempt.at.to(str))


def _kind(name: str) -> rx.Component:
    return tables.query_link(name, changes={"kind": name}, clears=["after"], class_name="entry")


def _chip(parameter: str, words: Any) -> rx.Component:
    chip = tables.query_link(
        words, icon("cross", size=14), changes={parameter: ""}, clears=["after"], class_name="chip on"
    )
    return rx.cond(_asked(parameter), chip, rx.fragment())


def _asked(name: str) -> Any:
    return rx.State.router.url.query_parameters[name]
