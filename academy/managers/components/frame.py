"""What the pages of a company have in common: its head, and what is wrong with its standing."""

from typing import Any

import reflex as rx
from reflex.event import EventType

from academy import routes
from academy.managers.components.belonging import nothing_to_look_after
from academy.managers.service.standing import PAGES
from academy.managers.state.acting import CompanyState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.frame_parts import nav_link
from academy.ui.icons import icon
from academy.ui.pages import screen
from academy.ui.types import Child


def company_page(
    state: Any, title: str, *content: Child, lead: Child, waiting: rx.Component, actions: Child | None = None
) -> rx.Component:
    """A page about a company."""
    company: Any = CompanyState.company
    shown = screen(
        state,
        _standing(company),
        rx.cond(company & ~company.is_own, _pages(), rx.fragment()),
        *content,
        head=layout.page_head(
            title,
            above=rx.cond(company, _name(company), rx.fragment()),
            lead=lead,
            actions=rx.fragment(el.live_tag(), actions or rx.fragment()),
        ),
        waiting=waiting,
    )
    has_none = (state.problem_code == "not_found") & ~parameter("company")
    return rx.cond(has_none, nothing_to_look_after(state), shown)


def may(right: str) -> Any:
    """Whether the viewer has a right in the company, such as `can_manage_seats`."""
    company: Any = CompanyState.company
    return rx.cond(company, getattr(company.rights, right), False)


def is_active() -> Any:
    """Whether the company may use its seats."""
    company: Any = CompanyState.company
    return rx.cond(company, company.status != "suspended", False)


def parameter(name: str) -> Any:
    """A parameter of the address."""
    query: Any = rx.State.router.url.query_parameters
    return query[name]


def company_url(route: routes.Route, **query: Any) -> Any:
    """The address of a page about a company: the one that this page's own address names, if it names one."""
    url: Any = route.url()
    for sign, (name, value) in zip("?" + "&" * len(query), query.items(), strict=False):
        url = url + f"{sign}{name}=" + value.to(str)
    company = parameter("company")
    return url + rx.cond(company, f"{'&' if query else '?'}company=" + company.to(str), "")


def role_words(role: Any) -> Any:
    """What a role in a company is called."""
    return rx.match(role, ("admin", "Administrator"), ("manager", "Manager"), ("viewer", "Viewer"), "Member")


def chip_of(name: str, words: Any) -> rx.Component:
    """Says that a list is narrowed by a parameter, and takes that away."""
    chip = tables.query_link(words, icon("cross", size=14), changes={name: ""}, clears=["after"], class_name="chip on")
    return rx.cond(parameter(name), chip, rx.fragment())


def form_dialog(
    state: Any, form: str, title: Any, words: Any, on_submit: EventType[Any], *fields: rx.Component
) -> rx.Component:
    """A form in a dialog."""
    end = forms.form_end(
        forms.submit_button(words),
        el.button("Discard", look="quiet", on_click=state.close),
        error=state.errors["form"],
    )
    return overlays.dialog(
        forms.form(*fields, end, on_submit=on_submit), title=title, is_open=state.form == form, on_close=state.close
    )


def particular_fields(known: Any, errors: Any) -> list[rx.Component]:
    """The fields of what a company says of itself."""
    return [
        forms.text_field("name", "Name of the company", value=known.name, error=errors["name"]),
        forms.pair(
            forms.text_field("contact_name", "Contact", value=known.contact_name, error=errors["contact_name"]),
            forms.email_field(
                "contact_email", "Their address", value=known.contact_email, error=errors["contact_email"]
            ),
        ),
        forms.textarea_field(
            "billing_address",
            "Billing address",
            value=known.billing_address,
            error=errors["billing_address"],
            help="As it should stand on invoices.",
            is_optional=True,
        ),
        forms.number_field(
            "low_seat_threshold",
            "Warn when seats for a course come down to",
            value=known.low_seat_threshold.to(str),
            error=errors["low_seat_threshold"],
            least=0,
            after="seats",
        ),
    ]


def outcome_dialog(state: Any) -> rx.Component:
    """What became of each person in an act on many."""
    return overlays.dialog(
        el.ruled_list(rx.foreach(state.outcomes, _outcome), label="What became of each"),
        overlays.dialog_actions(el.button("Done", look="primary", on_click=state.dismiss)),
        title="What became of each",
        is_open=state.outcomes.length() > 0,
        on_close=state.dismiss,
    )


def select(name: str, label: str, choices: Any, errors: Any, *, none: str, help: str = "") -> rx.Component:
    """One of several `Choice`s, or none of them."""
    described = {"aria_describedby": f"help-{name}"} if help else {}
    offered = rx.foreach(choices, lambda choice: rx.el.option(choice.words, value=choice.id.to(str)))
    return rx.el.div(
        rx.el.label(label, html_for=f"field-{name}"),
        rx.el.select(
            rx.el.option(none, value=""), offered, class_name="input", id=f"field-{name}", name=name, **described
        ),
        rx.el.p(help, class_name="help", id=f"help-{name}") if help else rx.fragment(),
        forms.problem(errors[name]),
        class_name="field",
    )


def _outcome(outcome: Any) -> rx.Component:
    sign = rx.cond(outcome.is_done, el.tag("Done", tone="good"), el.tag("Not done", tone="bad"))
    return el.item(
        rx.el.p(outcome.whom, class_name="title"), rx.el.p(outcome.words, class_name="small muted"), end=sign
    )


def _name(company: Any) -> rx.Component:
    others = overlays.menu(
        rx.foreach(
            company.others,
            lambda other: overlays.menu_entry(other.name, on_click=CompanyState.turn_to(other.public_id)),
        ),
        label="Turn to another company",
        size="compact",
        place="start",
    )
    return layout.row(
        rx.el.p(company.name, class_name="eyebrow"),
        rx.cond(company.others.length() > 0, others, rx.fragment()),
        gap=1,
    )


def _pages() -> rx.Component:
    """The way about for administrators of the platform, whose side bar has no such pages."""
    links = [
        nav_link(label, href=route.url(), is_exact=True, keeps="company", class_name="chip")
        for label, route, _ in PAGES
    ]
    return rx.el.nav(*links, class_name="filter", aria_label="Pages of the company")


def _standing(company: Any) -> rx.Component:
    suspended = el.notice(
        rx.el.p(company.suspended_reason),
        rx.el.p(
            "Nobody can be invited and no seat can be used until this is settled. Whoever has begun a course goes on "
            "learning, and all seats and invitations are kept as they are."
        ),
        rx.cond(company.suspended_at, rx.el.p("Since ", time.local_date(company.suspended_at), class_name="small")),
        rx.cond(
            may("can_manage_billing"),
            rx.el.p(el.link("See what is to be paid", href=company_url(routes.ORG_SEATS)), " or write to us."),
        ),
        title="This company is suspended",
        tone="bad",
    )
    waits = el.notice(
        rx.cond(may("can_manage_seats"), el.link("See the seats", href=company_url(routes.ORG_SEATS)), rx.fragment()),
        title="The company has no seats yet. Buy some, and it can invite people to courses.",
        tone="info",
    )
    return rx.match(
        rx.cond(company, company.status, ""),
        ("suspended", suspended),
        ("pending_payment", waits),
        rx.fragment(),
    )
