"""The companies that somebody belongs to without a role in them, and how to get one to look after."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.state.joining import BelongingState
from academy.ui import elements as el
from academy.ui import forms, layout, time


def nothing_to_look_after(state: Any) -> rx.Component:
    """For those who look after no company: which they belong to, and how to open an account for one."""
    return rx.fragment(
        layout.page_head("Learn with your company", lead=state.problem),
        layout.stack(
            layout.row(
                el.link_button("Open an account for a company", href=routes.ORG_NEW.url(), look="primary"),
                el.link_button("Go to my learning", href=routes.LEARN.url()),
            ),
            belonging("You belong to"),
            gap=7,
        ),
    )


def belonging(title: str) -> rx.Component:
    """The companies that one belongs to and has no role in."""
    companies: Any = BelongingState.companies
    plain: Any = rx.Var(f"({companies!s} ?? []).filter((one) => !one.manages)", _var_data=companies._get_all_var_data())
    rows = rx.foreach(plain.to(list[dict[str, Any]]), _company)
    return rx.cond(
        plain.to(list[Any]).length() > 0, layout.section(title, el.ruled_list(rows, label=title)), rx.fragment()
    )


def _company(company: Any) -> rx.Component:
    leave = forms.action_button(
        "Leave", el.hushed(" ", company["name"]), on_click=BelongingState.leave(company["id"]), size="compact"
    )
    return el.item(
        rx.el.p(company["name"], class_name="title"),
        rx.el.p(
            rx.cond(company["department"], company["department"].to(str) + " · ", ""),
            "since ",
            time.local_date(company["joined_at"].to(str)),
            class_name="small muted",
        ),
        rx.el.p(
            "If you leave, its seats whose cohort has not begun go back. What you have learned stays yours.",
            class_name="small muted",
        ),
        end=leave,
        key=company["id"].to(str),
    )
