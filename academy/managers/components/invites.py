"""Invitations: the list of them, and the form for one."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import company_url, form_dialog, is_active, may, parameter, role_words, select
from academy.managers.state.invites import InvitesState
from academy.ui import elements as el
from academy.ui import forms, layout, tables, time
from academy.ui.values import live_number, marked

ROLE_OPTIONS = [("member", "Member"), ("viewer", "Viewer"), ("manager", "Manager"), ("admin", "Administrator")]
VIEWS = [("", "All"), ("pending", "Open"), ("accepted", "Accepted"), ("expired", "Expired"), ("revoked", "Withdrawn")]


def views() -> rx.Component:
    """The lists there are, with how many are open and have expired."""
    counts: Any = InvitesState.counts
    shown = {"pending": counts.pending, "expired": counts.expired}
    return tables.tabs(
        "Invitations by state", "status", [(value, _view(words, shown.get(value))) for value, words in VIEWS]
    )


def filters() -> rx.Component:
    """What narrows the list."""
    return tables.filter_bar(tables.search("An address"))


def invite_list() -> rx.Component:
    """The invitations, or what an empty list means."""
    invites: Any = InvitesState.invites
    return tables.paged_list(
        invites,
        _invite,
        label="Invitations",
        empty=rx.cond(
            parameter("q") | parameter("status"),
            el.empty_state("Nothing fits", "No invitation in this list goes to such an address."),
            el.empty_state(
                "Nobody is invited yet",
                "Invite one person, or many at once. An invitation to a course keeps a seat until it is answered.",
            ),
        ),
    )


def invite_button() -> rx.Component:
    """Opens the form for one invitation."""
    return rx.cond(
        is_active(), el.button("Invite somebody", look="primary", on_click=InvitesState.begin("invite")), rx.fragment()
    )


def invite_dialog() -> rx.Component:
    """The form for one invitation."""
    choices: Any = InvitesState.choices
    errors: Any = InvitesState.errors
    role = forms.select_field("role", "Role", ROLE_OPTIONS, error=errors["role"])
    return form_dialog(
        InvitesState,
        "invite",
        "Invite somebody",
        "Send the invitation",
        InvitesState.invite,
        forms.email_field("email", "E-mail address", error=errors["email"], auto_complete="off", auto_focus=True),
        select("course_id", "Course", choices.courses, errors, none="None yet", help="A seat is kept for them."),
        select(
            "cohort_id",
            "Cohort",
            choices.cohorts,
            errors,
            none="They choose one",
            help="They are in it when they accept.",
        ),
        forms.pair(
            select("team_id", "Team", choices.teams, errors, none="None"),
            forms.text_field("department", "Department", error=errors["department"], is_optional=True),
        ),
        rx.cond(may("can_manage_managers"), role, rx.fragment()),
    )


def _view(words: str, count: Any) -> rx.Component:
    if count is None:
        return rx.fragment(words)
    return rx.fragment(words, rx.cond(count > 0, rx.el.span(live_number(count), class_name="count")))


def _invite(row: Any) -> rx.Component:
    resend = forms.action_button("Send again", on_click=InvitesState.resend(row.id), size="compact")
    revoke = forms.action_button("Withdraw", on_click=InvitesState.revoke(row.id), size="compact", look="quiet")
    buttons = rx.match(
        row.status,
        ("pending", rx.fragment(rx.cond(is_active(), resend, rx.fragment()), revoke)),
        ("expired", rx.cond(is_active(), resend, rx.fragment())),
        rx.fragment(),
    )
    role = rx.cond(row.role == "member", rx.fragment(), el.tag(role_words(row.role), tone="info"))
    return el.item(
        layout.row(rx.el.span(row.email, class_name="title"), _status(row), role, gap=2),
        rx.el.p(
            rx.cond(row.into, row.into, "Without a course"),
            rx.cond(row.invited_by, " · by " + row.invited_by.to(str), ""),
            rx.cond(row.accepted_by, " · accepted by " + row.accepted_by.to(str), ""),
            class_name="small muted",
        ),
        end=rx.fragment(rx.el.p(_when(row), class_name="small muted"), buttons),
        key=row.id.to(str),
    )


def _status(row: Any) -> rx.Component:
    return marked(
        row.status,
        rx.match(
            row.status,
            ("accepted", el.tag("Accepted", tone="good")),
            ("expired", el.tag("Expired", tone="warn")),
            ("revoked", el.tag("Withdrawn")),
            el.tag("Open", tone="info"),
        ),
    )


def _when(row: Any) -> rx.Component:
    return rx.match(
        row.status,
        ("accepted", rx.fragment("accepted ", time.relative(row.accepted_at))),
        ("pending", rx.fragment("open until ", time.local_date(row.expires_at))),
        rx.fragment("sent ", time.relative(row.sent_at)),
    )


def import_link() -> rx.Component:
    """The way to many invitations at once."""
    return rx.cond(is_active(), el.link_button("Invite many", href=company_url(routes.ORG_IMPORT)), rx.fragment())
