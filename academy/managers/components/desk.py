"""The companies as the platform's administrators look after them: the list, one in detail, and what is done to it."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import form_dialog, parameter, particular_fields, select
from academy.managers.state.desk import DeskState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked

VIEWS = [("", "All"), ("active", "Active"), ("pending_payment", "Without seats"), ("suspended", "Suspended")]


def views() -> rx.Component:
    """The lists there are."""
    return tables.tabs("Companies by standing", "status", VIEWS)


def company_list() -> rx.Component:
    """The companies, or what an empty list means."""
    companies: Any = DeskState.companies
    return tables.paged_list(
        companies,
        _company,
        label="Companies",
        empty=rx.cond(
            parameter("q") | parameter("status"),
            el.empty_state("Nothing fits", "No company in this list has such a name, domain or contact."),
            el.empty_state("No companies yet", "Open an account for one, or wait until somebody does it for theirs."),
        ),
    )


def dialogs() -> rx.Component:
    """One company in detail, and the forms about it; at most one form is open."""
    detail: Any = DeskState.detail
    edit = form_dialog(
        DeskState,
        "edit",
        "Edit the company",
        "Save the particulars",
        DeskState.edit,
        *particular_fields(detail, DeskState.errors),
    )
    return rx.fragment(
        rx.cond(DeskState.form == "", _detail(detail), rx.fragment()),
        _opening(),
        _changing_seats(),
        _suspending(),
        edit,
    )


def _opening() -> rx.Component:
    errors: Any = DeskState.errors
    return form_dialog(
        DeskState,
        "account",
        "Open an account for a company",
        "Open the account",
        DeskState.open_account,
        forms.text_field("name", "Name of the company", error=errors["name"], auto_focus=True),
        forms.text_field("domain", "Domain of its mail", error=errors["domain"]),
        forms.text_field("contact_name", "Contact", error=errors["contact_name"]),
        forms.email_field(
            "contact_email",
            "Their address",
            error=errors["contact_email"],
            auto_complete="off",
            help="They are invited to look after the company.",
        ),
    )


def _changing_seats() -> rx.Component:
    detail: Any = DeskState.detail
    errors: Any = DeskState.errors
    return form_dialog(
        DeskState,
        "seats",
        "Give seats or take them back",
        "Change the seats",
        DeskState.change_seats,
        select("course_id", "Course", detail.offered, errors, none="Choose a course"),
        forms.number_field(
            "quantity", "Seats", error=errors["quantity"], help="5 gives five, -5 takes back five that nobody uses."
        ),
        _reason(),
    )


def _suspending() -> rx.Component:
    words = "It can invite nobody and use none of its seats. Whoever has begun goes on learning."
    return form_dialog(
        DeskState,
        "suspend",
        "Suspend the company",
        "Suspend it",
        DeskState.suspend,
        rx.el.p(words, class_name="muted"),
        _reason(),
    )


def _reason() -> rx.Component:
    return forms.text_field("reason", "Reason", error=DeskState.errors["reason"], help="The company reads it.")


def _company(row: Any) -> rx.Component:
    return el.item(
        layout.row(
            tables.query_link(row.name, changes={"company": row.id.to(str)}, class_name="title"),
            _status(row.status),
            gap=2,
        ),
        rx.el.p(row.domain, " · ", row.contact_name, ", ", row.contact_email, class_name="small muted"),
        end=rx.el.p(
            live_number(row.seats_used),
            " of ",
            row.seats_purchased,
            " seats used · ",
            row.members,
            rx.cond(row.members == 1, " member", " members"),
            class_name="small",
        ),
        key=row.id.to(str),
    )


def _status(status: Any) -> rx.Component:
    return marked(
        status,
        rx.match(
            status,
            ("suspended", el.tag("Suspended", tone="bad")),
            ("pending_payment", el.tag("Without seats", tone="warn")),
            el.tag("Active", tone="good"),
        ),
    )


def _detail(detail: Any) -> rx.Component:
    row: Any = detail.row
    return overlays.dialog(
        rx.cond(
            detail,
            rx.fragment(
                el.facts(
                    ("Standing", rx.fragment(_status(row.status), " ", detail.suspended_reason)),
                    ("Domain", row.domain),
                    ("Contact", rx.fragment(row.contact_name, ", ", row.contact_email)),
                    ("Billing address", rx.cond(detail.billing_address, detail.billing_address, "none")),
                    ("Since", time.local_date(detail.opened_at)),
                ),
                layout.section("Seats", _seats(detail)),
                rx.cond(detail.history.length() > 0, _history(detail), rx.fragment()),
                _actions(detail),
            ),
        ),
        title=row.name,
        is_open=rx.cond(detail, True, False),
        on_close=DeskState.put_away,
    )


def _seats(detail: Any) -> rx.Component:
    rows = el.ruled_list(
        rx.foreach(
            detail.courses,
            lambda row: el.item(
                rx.el.p(row.title, class_name="title"),
                end=rx.el.p(live_number(row.left), " left of ", row.purchased, class_name="small"),
            ),
        ),
        label="Seats",
    )
    return rx.cond(detail.courses.length() > 0, rows, rx.el.p("None.", class_name="muted"))


def _history(detail: Any) -> rx.Component:
    return layout.section("What happened", el.ruled_list(rx.foreach(detail.history, _event), label="What happened"))


def _event(event: Any) -> rx.Component:
    return el.item(
        rx.el.p(event.words, class_name="small"),
        rx.el.p(
            rx.cond(event.by, event.by.to(str) + ", ", ""), time.local_datetime(event.at), class_name="small muted"
        ),
        key=event.id.to(str),
    )


def _actions(detail: Any) -> rx.Component:
    is_suspended = detail.row.status == "suspended"
    see = el.link_button(
        "See it as its managers do", href=routes.ORG.url() + "?company=" + detail.row.public_id.to(str), look="quiet"
    )
    standing = rx.cond(
        is_suspended,
        forms.action_button("Reinstate", on_click=DeskState.reinstate),
        el.button("Suspend", on_click=DeskState.begin("suspend")),
    )
    people = el.link_button(
        "See its people", href=f"{routes.ADMIN_PEOPLE.url()}?company=" + detail.row.id.to(str), look="quiet"
    )
    return overlays.dialog_actions(
        people,
        see,
        standing,
        el.button("Edit", on_click=DeskState.begin("edit")),
        el.button("Give or take seats", look="primary", on_click=DeskState.begin("seats")),
    )
