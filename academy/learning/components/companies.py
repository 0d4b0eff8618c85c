"""What a learner hears of companies: one they may join, one of theirs that is suspended."""

from typing import Any

import reflex as rx

from academy import routes
from academy.learning.state import LearnState
from academy.ui import elements as el
from academy.ui import forms, layout


def company_notices() -> rx.Component:
    """Companies to join, those that are suspended, and seats they keep until a cohort is chosen."""
    return rx.fragment(
        rx.foreach(LearnState.joinable, _joinable),
        rx.foreach(
            LearnState.companies,
            lambda company: rx.cond(company.is_suspended, _suspended(company.name), rx.fragment()),
        ),
        rx.foreach(LearnState.kept, _kept),
    )


def my_companies() -> rx.Component:
    """Says which companies one belongs to, and leads to where that is changed."""
    companies: Any = LearnState.companies
    names = rx.foreach(companies, lambda company, at: rx.fragment(rx.cond(at > 0, ", ", ""), company.name))
    words = rx.el.p("You belong to ", names, ". ", el.link("Your company", href=routes.ORG.url()), class_name="muted")
    return rx.cond(companies.length() > 0, words, rx.fragment())


def _kept(seat: Any) -> rx.Component:
    choose = el.link_button(
        "Choose a cohort", href=routes.COURSE.url(slug="") + seat.slug.to(str), look="primary", size="compact"
    )
    return el.notice(
        rx.el.p(seat.company, " keeps it for you and has paid for it. It is yours once you choose when to begin."),
        layout.row(choose),
        title="You have a seat in " + seat.course.to(str),
        tone="info",
    )


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
