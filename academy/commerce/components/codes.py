"""Promotion codes as administrators make and change them."""

from typing import Any

import reflex as rx

from academy.commerce.components.desk import KINDS
from academy.commerce.components.price import CURRENCIES
from academy.commerce.models import OfferKind
from academy.commerce.offer_schemas import CodeRow
from academy.commerce.state import OffersState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, money

SCOPES = [(kind, words) for kind, words in KINDS if kind != OfferKind.SUBSCRIPTION.value]
CLOCK = "On the clock of UTC."


def codes() -> rx.Component:
    """Promotion codes, and the form for one."""
    none = el.empty_state("No codes yet", "A code makes something cheaper for whoever types it in.", level="h3")
    return layout.section(
        "Promotion codes",
        rx.cond(
            OffersState.codes.length() > 0,
            el.ruled_list(rx.foreach(OffersState.codes, _code), label="Promotion codes"),
            none,
        ),
        _form(),
        note=tables.query_link("New code", changes={"code": "0"}, class_name="btn"),
    )


def _code(row: rx.Var[CodeRow]) -> rx.Component:
    code: Any = row
    stop = forms.action_button("Stop", on_click=OffersState.switch_code(code.id, False), size="compact")
    go = forms.action_button("Take up again", on_click=OffersState.switch_code(code.id, True), size="compact")
    standing = rx.cond(
        code.is_active & ~code.is_over & ~code.is_early,
        el.tag("Holds", tone="good"),
        el.tag(rx.cond(code.is_over, "Over", rx.cond(code.is_active, "Not yet", "Stopped"))),
    )
    return el.item(
        layout.row(
            tables.query_link(code.code, changes={"code": code.id.to(str)}, class_name="title"), standing, gap=2
        ),
        rx.el.p(_words(code), class_name="small muted"),
        end=rx.cond(code.is_over, rx.fragment(), rx.cond(code.is_active, stop, go)),
        key=code.id.to(str),
    )


def _words(code: Any) -> rx.Component:
    off = rx.cond(code.percent_off, rx.fragment(code.percent_off, "%"), money(code.amount_off_cents, code.currency))
    scope = rx.cond(code.kind, rx.match(code.kind, *KINDS, ""), "Everything")
    most = rx.cond(code.most_redemptions, rx.fragment(" of ", code.most_redemptions), "")
    return rx.fragment(
        off,
        " off · ",
        rx.cond(code.course_title, code.course_title, scope),
        " · used ",
        live_number(code.redemptions),
        most,
        rx.cond(code.most_per_person, rx.fragment(" · ", code.most_per_person, " each"), ""),
        rx.cond(code.starts_at, rx.fragment(" · from ", time.local_date(code.starts_at)), ""),
        rx.cond(code.ends_at, rx.fragment(" · until ", time.local_date(code.ends_at)), ""),
    )


def _form() -> rx.Component:
    code: Any = OffersState.code
    errors: Any = OffersState.errors
    form = forms.form(
        forms.text_field(
            "code",
            "Code",
            value=code.code,
            error=errors["code"],
            help="What people type, such as SPRING-20.",
            auto_complete="off",
        ),
        *_discount(code, errors),
        *_scope(code, errors),
        *_limits(code, errors),
        rx.cond(
            code.redemptions > 0,
            rx.el.p("What was bought with it keeps what it took off then.", class_name="small muted"),
            rx.fragment(),
        ),
        forms.form_end(forms.submit_button("Save the code"), error=errors["form"]),
        on_submit=OffersState.save_code,
    )
    return overlays.dialog(
        rx.cond(code, form, rx.fragment()),
        title=rx.cond(code.id > 0, "Change a promotion code", "A new promotion code"),
        is_open=rx.cond(code, True, False),
        on_close=OffersState.close,
    )


def _limits(code: Any, errors: Any) -> tuple[rx.Component, ...]:
    return (
        forms.pair(
            *[
                forms.datetime_field(
                    name, words, zone="UTC", value=value, error=errors[name], is_optional=True, help=CLOCK
                )
                for name, words, value in (("starts_at", "From", code.starts_at), ("ends_at", "Until", code.ends_at))
            ]
        ),
        forms.pair(
            forms.number_field(
                "most_redemptions",
                "How often in all",
                value=code.most_redemptions,
                least=1,
                error=errors["most_redemptions"],
                is_optional=True,
            ),
            forms.number_field(
                "most_per_person",
                "How often each person",
                value=code.most_per_person,
                least=1,
                error=errors["most_per_person"],
                is_optional=True,
            ),
        ),
    )


def _discount(code: Any, errors: Any) -> tuple[rx.Component, ...]:
    return (
        forms.pair(
            forms.number_field(
                "percent_off",
                "Takes off",
                value=code.percent_off,
                after="%",
                least=1,
                most=100,
                error=errors["percent_off"],
                is_optional=True,
            ),
            forms.text_field(
                "amount_off",
                "Or an amount",
                value=code.amount_off,
                input_mode="decimal",
                error=errors["amount_off"],
                is_optional=True,
            ),
        ),
        forms.select_field("currency", "Currency of the amount", CURRENCIES, value=code.currency),
    )


def _scope(code: Any, errors: Any) -> tuple[rx.Component, ...]:
    every: Any = rx.Var.create([("", "All courses")])
    return (
        forms.pair(
            forms.select_field(
                "kind", "Holds for", [("", "Everything"), *SCOPES], value=code.kind, error=errors["kind"]
            ),
            forms.select_field(
                "course_id",
                "Course",
                every + code.courses.to(list[tuple[str, str]]),
                value=code.course_id,
                error=errors["course_id"],
            ),
        ),
    )
