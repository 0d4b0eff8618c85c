"""Endpoints in a list, one in detail, and the forms about them."""

from typing import Any

import reflex as rx

from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked
from academy.webhooks.catalogue import CHOICES
from academy.webhooks.schemas import EndpointRow
from academy.webhooks.state import TICKED, WebhooksState

MOMENTS = [
    ("1", "An hour"),
    ("24", "A day"),
    ("72", "Three days"),
    ("168", "A week"),
    ("720", "30 days"),
    ("2160", "90 days"),
]


def endpoint_list() -> rx.Component:
    """The endpoints, or what to do if there is none."""
    page: Any = WebhooksState.endpoints
    return tables.paged_list(
        page,
        _row,
        label="Endpoints",
        empty=rx.cond(
            rx.State.router.url.query_parameters["q"],
            el.empty_state("Nothing fits", "No endpoint has that in its address or description."),
            el.empty_state(
                "No endpoint yet",
                "An endpoint is an address of another system, such as a CRM, that is told what happens here.",
                el.button("Add an endpoint", on_click=WebhooksState.begin, look="primary"),
            ),
        ),
    )


def dialogs() -> rx.Component:
    """Details, forms, and a secret that was just made."""
    return rx.fragment(_details(), _create(), _edit(), _since(), _secret())


def state_tag(state: Any) -> rx.Component:
    """How it stands with an endpoint."""
    return marked(
        state,
        rx.match(
            state,
            ("working", el.tag(el.dot(), "Working", tone="good")),
            ("failing", el.tag(el.dot("warn"), "Failing", tone="warn")),
            ("disabled", el.tag("Switched off", tone="bad")),
            el.tag("Nothing sent yet"),
        ),
    )


def _row(row: rx.Var[EndpointRow]) -> rx.Component:
    waiting = rx.el.p(live_number(row.waiting), rx.cond(row.waiting == 1, " waits", " wait"), class_name="small muted")
    failed = tables.query_link(
        live_number(row.failed),
        " failed",
        changes={"tab": "deliveries", "to": row.id.to(str), "status": "failed"},
        clears=["after", "q"],
        class_name="link small",
    )
    hears = rx.cond(row.kinds.length() == 1, row.kinds[0], row.kinds.length().to(str) + " kinds of events")
    return el.item(
        layout.row(
            tables.query_link(row.url, changes={"endpoint": row.id.to(str)}, class_name="title told"),
            state_tag(row.state),
            gap=2,
        ),
        rx.cond(row.description, rx.el.p(row.description, class_name="small"), rx.fragment()),
        rx.el.p(row.owner, " · ", hears, class_name="small muted"),
        rx.cond(row.reason, rx.el.p(row.reason, class_name="error-line small"), rx.fragment()),
        end=rx.fragment(
            rx.cond(row.waiting > 0, waiting, rx.fragment()),
            rx.cond(row.failed > 0, failed, rx.fragment()),
            forms.action_button(
                "Send a test", on_click=WebhooksState.test(row.id), size="compact", disabled=row.state == "disabled"
            ),
        ),
        key=row.id.to(str),
    )


def _details() -> rx.Component:
    one: Any = WebhooksState.endpoint
    fields: Any = one.fields
    kinds = rx.foreach(fields.kinds.to(list[str]), _kind)
    arrived = rx.cond(one.succeeded_at, time.relative(one.succeeded_at), "Nothing yet")
    old = rx.el.p(
        "What is sent is signed with the old secret too until ", time.local_datetime(one.old_secret_until), ".",
        class_name="small muted",
    )  # fmt: skip
    return overlays.dialog(
        rx.cond(
            one,
            rx.fragment(
                rx.cond(one.reason, el.notice(one.reason, title="Switched off", tone="bad"), rx.fragment()),
                el.facts(
                    ("State", state_tag(one.state)),
                    ("For", rx.cond(fields.description, fields.description, "No description")),
                    ("Belongs to", one.owner),
                    ("Hears of", layout.row(kinds, gap=1)),
                    ("Last success", arrived),
                    ("Failing since", rx.cond(one.failing_since, time.local_datetime(one.failing_since), "Not at all")),
                    (
                        "Added",
                        rx.fragment(
                            time.local_datetime(one.created_at), rx.cond(one.created_by, " by " + one.created_by, "")
                        ),
                    ),
                ),
                rx.cond(one.old_secret_until, old, rx.fragment()),
                _actions(one),
            ),
        ),
        title=fields.url,
        is_open=rx.cond(one, True, False),
        on_close=WebhooksState.close("endpoint"),
    )


def _kind(name: rx.Var[str]) -> rx.Component:
    return el.tag(name)


def _actions(one: Any) -> rx.Component:
    switch = rx.cond(
        one.is_active,
        forms.action_button("Switch off", on_click=WebhooksState.disable(one.id)),
        forms.action_button("Switch on", on_click=WebhooksState.enable(one.id), look="primary"),
    )
    sent = tables.query_link(
        "Deliveries",
        changes={"tab": "deliveries", "to": one.id.to(str), "endpoint": ""},
        clears=["after", "q", "status"],
        class_name="btn quiet",
    )
    more = overlays.menu(
        overlays.menu_entry("New secret", on_click=WebhooksState.rotate(one.id)),
        overlays.menu_entry("Send again what did not arrive", on_click=WebhooksState.choose_moment),
        overlays.menu_entry("Delete", on_click=WebhooksState.delete(one.id), is_danger=True),
        label="More",
        place="start up",
    )
    test = rx.cond(
        one.is_active,
        forms.action_button("Send a test", on_click=WebhooksState.test(one.id), look="primary"),
    )
    return overlays.dialog_actions(more, sent, el.button("Edit", on_click=WebhooksState.edit), switch, test)


def _form(form: str, title: str, *content: Any) -> rx.Component:
    return overlays.dialog(
        *content, title=title, is_open=WebhooksState.form == form, on_close=WebhooksState.close_form(form)
    )


def _create() -> rx.Component:
    owners: Any = WebhooksState.owners
    choices: Any = rx.Var(
        f'[["", "The academy"], ...({owners!s} ?? []).map((one) => [String(one.id), one.name])]',
        _var_type=list[list[str]],
        _var_data=owners._get_all_var_data(),
    )
    owner = forms.select_field(
        "organization_id",
        "Belongs to",
        choices,
        value="",
        help="A company's endpoint hears of what concerns that company, and of nothing else.",
        error=WebhooksState.errors["organization_id"],
    )
    return _form(
        "create",
        "Add an endpoint",
        forms.form(
            *_fields(None), owner, _kinds(None), _end("create", "Add the endpoint"), on_submit=WebhooksState.create
        ),
    )


def _edit() -> rx.Component:
    edited: Any = WebhooksState.edited
    return _form(
        "edit",
        "Edit the endpoint",
        rx.cond(
            edited,
            forms.form(
                *_fields(edited.fields),
                _kinds(edited.fields.kinds),
                _end("edit", "Save the endpoint"),
                on_submit=WebhooksState.save,
            ),
        ),
    )


def _fields(fields: Any) -> list[rx.Component]:
    errors = WebhooksState.errors
    return [
        forms.text_field(
            "url",
            "Address",
            type="url",
            value=None if fields is None else fields.url,
            help="Where events are sent, such as https://hooks.company.com/academy.",
            error=errors["url"],
            auto_complete="off",
        ),
        forms.text_field(
            "description",
            "What it is for",
            value=None if fields is None else fields.description,
            error=errors["description"],
            is_optional=True,
        ),
    ]


def _kinds(chosen: Any) -> rx.Component:
    boxes = [
        forms.checkbox_field(
            TICKED + kind.name,
            rx.fragment(rx.el.strong(kind.name), " ", rx.el.span(kind.title, class_name="muted small")),
            value=False if chosen is None else chosen.to(list[str]).contains(kind.name),
            key=kind.name.replace(".", "-"),
        )
        for kind in CHOICES
    ]
    return forms.radio_list("Events it hears of", *boxes, error=WebhooksState.errors["kinds"])


def _end(form: str, words: str) -> rx.Component:
    return forms.form_end(
        forms.submit_button(words),
        el.button("Discard", look="quiet", on_click=WebhooksState.close_form(form)),
        error=WebhooksState.errors["form"],
    )


def _since() -> rx.Component:
    return _form(
        "since",
        "Send again what did not arrive",
        rx.el.p(
            "What failed is sent again, and what happened while the endpoint was switched off or not there yet.",
            class_name="muted",
        ),
        forms.form(
            forms.select_field("hours", "How far back", MOMENTS, value="24", error=WebhooksState.errors["since"]),
            _end("since", "Send it again"),
            on_submit=WebhooksState.replay_since,
        ),
    )


def _secret() -> rx.Component:
    secret: Any = WebhooksState.secret
    return _form(
        "secret",
        "The endpoint's secret",
        rx.el.p("Its owner checks with it that events come from us. Copy it now: it is not shown again."),
        rx.el.code(secret, class_name="secret told", tab_index=0),
        overlays.dialog_actions(
            el.button("Copy", on_click=rx.set_clipboard(secret)),
            el.button("I have kept it", look="primary", on_click=WebhooksState.close_form("secret")),
        ),
    )
