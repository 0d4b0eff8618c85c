"""Reporting a thread or reply, and what its author sees of it."""

from typing import Any

import reflex as rx

from academy.community.service import REASONS
from academy.community.service.items import OPENING
from academy.community.state.report import ReportState
from academy.ui import elements as el
from academy.ui import forms, overlays


def report_entry() -> rx.Component:
    """The menu's entry that reports the thread; who has reported it takes that back there."""
    reported: Any = ReportState.reported
    is_reported: rx.Var[Any] = rx.Var(
        f"({reported!s}).some((flag) => flag.number === {OPENING})", _var_data=reported._get_all_var_data()
    )
    return rx.cond(
        is_reported.to(bool),
        overlays.menu_entry("Take my report back", on_click=ReportState.withdraw(OPENING)),
        overlays.menu_entry("Report", on_click=ReportState.open(OPENING), picture="warning"),
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


def out_of_sight(hidden: Any, *words: rx.Component) -> rx.Component:
    """What a thread says that is out of sight, and why, for its author and moderators; `hidden` is a `HiddenThread`."""
    why = hidden.why
    who = rx.cond(hidden.is_mine, "you", "its author").to(str)
    begins = rx.cond(hidden.is_hidden, "A moderator has hidden this; only ", "Only ").to(str)
    pending = rx.cond(
        why.was_edited,
        "You have edited it since. A moderator looks at it again.",
        "You can edit it; a moderator sees that you have.",
    )
    reasons = rx.el.p("Reported as: ", why.reasons.join("; "), ".")
    return el.notice(
        rx.el.p(rx.el.strong(hidden.title)),
        rx.cond(why.words, rx.el.p(why.words), rx.fragment()),
        rx.cond(why.reasons.length() > 0, reasons, rx.fragment()),
        rx.cond(hidden.is_pending & hidden.is_mine, rx.el.p(pending), rx.fragment()),
        *words,
        title=begins + who + " and moderators see what it says",
        tone="warn",
    )
