"""Reporting a thread or reply: the entry of its menu, the dialog, and what its author sees of it."""

from typing import Any

import reflex as rx

from academy.community.schemas.moderation import HeldItem
from academy.community.service import REASONS
from academy.community.state.report import ReportState
from academy.ui import elements as el
from academy.ui import forms, overlays


def report_entry(number: int | rx.Var[Any] = 0) -> rx.Component:
    """The menu's entry that reports a reply, or the thread (number 0); who has reported it takes that back there."""
    mine: Any = ReportState.mine
    reported: rx.Var[Any] = rx.Var(
        f"({mine!s}).some((flag) => flag.number === ({rx.Var.create(number)!s}))",
        _var_data=mine._get_all_var_data(),
    )
    return rx.cond(
        reported.to(bool),
        overlays.menu_entry("Take my report back", on_click=ReportState.withdraw(number)),
        overlays.menu_entry("Report", on_click=ReportState.open(number), picture="warning"),
    )


def report_dialog() -> rx.Component:
    """Asks what is wrong; one stands on a thread's page."""
    number: Any = ReportState.number
    choices = [
        forms.radio(
            "reason",
            reason.value,
            words,
            is_checked=ReportState.reason == reason.value,
            on_change=ReportState.choose(reason.value),
        )
        for reason, words in REASONS.items()
    ]
    is_other = ReportState.reason == "other"
    return overlays.dialog(
        rx.el.p(
            "A moderator looks at it. Who wrote it learns why it was reported, and never by whom.",
            class_name="muted",
        ),
        forms.form(
            forms.radio_list("What is wrong?", *choices, error=ReportState.errors["reason"]),
            forms.textarea_field(
                "note",
                rx.cond(is_other, "What is it?", "Anything a moderator should know? (optional)"),
                error=ReportState.errors["note"],
                rows=3,
                max_length=1000,
            ),
            forms.form_end(forms.submit_button("Report it"), error=ReportState.errors["form"]),
            on_submit=ReportState.send,
        ),
        title=rx.cond(number > 0, "Report this reply", "Report this thread"),
        is_open=number >= 0,
        on_close=ReportState.close,
    )


def held_notice(number: int | rx.Var[Any] = 0) -> rx.Component:
    """Says to its author that a reply, or the thread (number 0), is out of sight, and why."""

    def shown(item: rx.Var[HeldItem]) -> rx.Component:
        return rx.cond(item.number == number, _held(item), rx.fragment())

    return rx.foreach(ReportState.held, shown)


def _held(item: Any) -> rx.Component:
    why = rx.cond(item.why, rx.el.p(item.why), rx.fragment())
    reasons = rx.cond(item.reasons.length() > 0, rx.el.p("Reported as: ", item.reasons.join("; "), "."), rx.fragment())
    pending = rx.cond(
        item.was_edited,
        "You have edited it since. A moderator looks at it again.",
        "You can edit it; a moderator sees that you have.",
    )
    return rx.cond(
        item.is_pending,
        el.notice(why, reasons, rx.el.p(pending), title="Only you and moderators see this for now", tone="warn"),
        el.notice(why, reasons, title="A moderator has hidden this; only you and moderators see it", tone="warn"),
    )
