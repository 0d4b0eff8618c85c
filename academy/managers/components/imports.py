"""Inviting many: handing in a list, and looking at it before anything is sent."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import company_url, is_active, outcome_dialog
from academy.managers.state.invites import ImportState
from academy.ui import elements as el
from academy.ui import forms, layout, tables


def hand_in() -> rx.Component:
    """The form that takes a list, as text or as a file; the browser posts it."""
    return forms.posted_form(
        forms.textarea_field(
            "people",
            "Addresses",
            help="One below the other, or pasted from a spreadsheet whose first line names the columns.",
            rows=6,
            is_optional=True,
        ),
        rx.el.div(
            rx.el.label("Or a CSV file", html_for="field-file"),
            rx.el.input(
                type="file",
                name="file",
                id="field-file",
                accept=".csv,.txt,text/csv,text/plain",
                aria_describedby="help-file",
            ),
            rx.el.p(
                "With commas, semicolons or tabs, up to 500 people. ",
                rx.el.a("Download a template", href=routes.ORG_INVITES_FILE.url(), class_name="link", download=True),
                ".",
                class_name="help",
                id="help-file",
            ),
            class_name="field",
        ),
        rx.el.div(
            rx.el.button(rx.el.span("Look at the list", class_name="label"), type="submit", class_name="btn primary"),
            class_name="end",
        ),
        action=company_url(routes.ORG_HAND_IN),
        enc_type="multipart/form-data",
        class_name="form",
    )


def preview() -> rx.Component:
    """The list with what would become of each line."""
    view: Any = ImportState.view
    columns = [
        tables.Column("Line", is_number=True),
        tables.Column("Address"),
        tables.Column("Into"),
        tables.Column("What becomes of it"),
    ]
    send = forms.action_button(
        rx.cond(view.good == 1, "Send 1 invitation", "Send " + view.good.to(str) + " invitations"),
        on_click=ImportState.send,
        look="primary",
        disabled=(view.good == 0) | ~is_active(),
    )
    again = el.link_button("Hand in another list", href=company_url(routes.ORG_IMPORT))
    sent = el.notice(
        el.link("See the invitations", href=company_url(routes.ORG_INVITES)),
        title="This list has been sent",
        tone="good",
    )
    wrong = view.rows.length() - view.good
    return rx.fragment(
        rx.cond(
            view.is_sent,
            sent,
            layout.stack(
                rx.el.p(
                    view.good,
                    rx.cond(view.good == 1, " invitation can be sent", " invitations can be sent"),
                    rx.cond(wrong > 0, ", " + wrong.to(str) + " cannot", ""),
                    ". Nothing has been sent yet.",
                    role="status",
                ),
                layout.row(send, again),
                tables.table("The list", columns, rx.foreach(view.rows, _line)),
            ),
        ),
        rx.cond(view.is_sent, layout.row(again), rx.fragment()),
        outcome_dialog(ImportState),
    )


def _line(row: Any) -> rx.Component:
    said = rx.cond(row.problem, rx.el.span(row.problem, class_name="error-line"), el.tag("Ready", tone="good"))
    return tables.table_row(
        tables.number_cell(row.line),
        tables.head_cell(row.email),
        tables.cell(row.into, is_muted=True),
        tables.cell(said),
        key=row.line.to(str),
    )
