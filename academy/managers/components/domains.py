"""The domains of a company's mail: named, shown to be its own, and how people join by them."""

from typing import Any

import reflex as rx

from academy.managers.state.settings import DomainState, SettingsState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.values import marked

MAILBOXES = ("postmaster", "hostmaster", "webmaster", "admin", "administrator")
JOINING = [
    ("ask", "Asked whether they want to join"),
    ("join", "Members at once"),
    ("off", "Nothing: by invitation only"),
]


def domain_list() -> rx.Component:
    """The domains, and the form that names another."""
    settings: Any = SettingsState.settings
    rows = el.ruled_list(rx.foreach(settings.domains, _domain), label="Domains")
    add = forms.form(
        forms.text_field("domain", "Another domain", error=SettingsState.errors["domain"]),
        forms.form_end(forms.submit_button("Add the domain", look="plain")),
        on_submit=SettingsState.add_domain,
        reset_on_submit=True,
    )
    return layout.section(
        "Domains",
        rx.el.p(
            "Once a domain is shown to be yours, people with an address there can join when they sign in.",
            class_name="muted",
        ),
        rx.el.div(rx.cond(settings.domains.length() > 0, rows, rx.fragment()), add, class_name="domains"),
    )


def claim() -> rx.Component:
    """What the mail to a mailbox leads to."""
    claim: Any = DomainState.claim
    dead = el.notice(
        rx.el.p("It has been used, has expired, or is not complete."), title="This link cannot be used", tone="warn"
    )
    ask = layout.stack(
        rx.el.p(
            rx.el.strong(claim.company), " says that ", rx.el.strong(claim.domain), " is its own. If you confirm it, "
            "people with an address there can join ", claim.company, " here by themselves."
        ),
        forms.problem(DomainState.errors["form"]),
        layout.row(forms.action_button("Confirm the domain", on_click=DomainState.confirm, look="primary", size="big")),
    )  # fmt: skip
    done = el.notice(title="Thank you, the domain is confirmed.", tone="good")
    return rx.cond(DomainState.is_done, done, rx.cond(claim, ask, dead))


def _domain(row: Any) -> rx.Component:
    state = marked(
        row.verified_at,
        rx.cond(row.verified_at, el.tag("Verified", tone="good"), el.tag("Not verified", tone="warn")),
    )
    remove = forms.action_button("Remove", on_click=SettingsState.remove_domain(row.id), size="compact", look="quiet")
    return el.item(
        layout.row(rx.el.span(row.domain, class_name="title"), state, gap=2),
        rx.cond(row.verified_at, _joining(row), _how(row)),
        end=remove,
        key=row.id.to(str),
    )


def _joining(row: Any) -> rx.Component:
    return forms.select_field(
        "auto_join",
        "Whoever signs in with an address there is",
        JOINING,
        value=row.auto_join.to(str),
        on_change=lambda value: SettingsState.set_auto_join(row.id, value),
        key="join-" + row.id.to(str),
    )


def _how(row: Any) -> rx.Component:
    mailboxes = overlays.menu(
        *[
            overlays.menu_entry(name, "@", row.domain, on_click=SettingsState.ask_mailbox(row.id, name))
            for name in MAILBOXES
        ],
        label="Ask a mailbox",
        trigger="Ask a mailbox instead",
        size="compact",
        place="start",
    )
    asked = rx.cond(row.mailbox, rx.el.p("A link was sent to ", row.mailbox, ".", class_name="small"), rx.fragment())
    looked_up = rx.el.p("Looked up ", time.relative(row.checked_at), ".", class_name="small muted")
    return rx.fragment(
        rx.el.p("Add this TXT record where your domain is managed, then have it looked up:", class_name="small"),
        el.facts(("Name", rx.el.code(row.record)), ("Value", rx.el.code(row.value))),
        rx.cond(row.problem, rx.el.p(row.problem, class_name="error-line small", role="status"), rx.fragment()),
        rx.cond(row.checked_at, looked_up, rx.fragment()),
        asked,
        layout.row(
            forms.action_button("Look it up", on_click=SettingsState.check_domain(row.id), size="compact"),
            mailboxes,
            gap=2,
        ),
    )
