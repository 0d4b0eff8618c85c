"""What a learner hears of companies: one they may join, one of theirs that is suspended."""

from typing import Any

import reflex as rx

from academy.learning.state import LearnState
from academy.ui import elements as el
from academy.ui import forms, layout


def company_notices() -> rx.Component:
    """Companies to join, and those that are suspended."""
    return rx.fragment(rx.foreach(LearnState.joinable, _joinable), rx.foreach(LearnState.suspended, _suspended))


def _joinable(company: Any) -> rx.Component:
    join = forms.action_button(
        "Join ", company.name, on_click=LearnState.join(company.id), look="primary", size="compact"
    )
    return el.notice(
        rx.el.p(
            "Your address is at ", company.domain, ". As a member you can be given seats that the company has bought; "
            "those who look after it see your name and what you learn with its seats."
        ),
        layout.row(join),
        title="Do you want to join " + company.name.to(str) + "?",
        tone="info",
    )  # fmt: skip


def _suspended(name: Any) -> rx.Component:
    return el.notice(
        rx.el.p(
            "What you have begun goes on as it is, and your seats are kept. New seats of the company cannot be used "
            "until it has settled this with us; those who look after it know."
        ),
        title=name.to(str) + " is suspended just now",
        tone="warn",
    )
