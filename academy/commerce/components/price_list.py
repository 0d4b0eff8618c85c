"""Offers, promotion codes and taxes as administrators set them."""

from typing import Any

import reflex as rx

from academy.commerce.components.desk import KINDS
from academy.commerce.schemas import CodeRow, OfferRow, TaxRow
from academy.commerce.state import OffersState
from academy.core.countries import COUNTRIES
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.values import live_number, money

CURRENCIES = [(code, code.upper()) for code in ("usd", "eur", "gbp", "chf")]


def codes() -> rx.Component:
    """Promotion codes, and the form for another."""
    none = el.empty_state("No codes yet", "A code makes something cheaper for whoever types it in.", level="h3")
    return layout.section(
        "Promotion codes",
        rx.cond(
            OffersState.codes.length() > 0,
            el.ruled_list(rx.foreach(OffersState.codes, _code), label="Promotion codes"),
            none,
        ),
        note=_code_form(),
    )


def taxes() -> rx.Component:
    """What is added to prices by country, and the form to set it."""
    none = el.empty_state("No taxes set", "Until one is, nothing is added to prices.", level="h3")
    return layout.section(
        "Taxes",
        rx.cond(
            OffersState.taxes.length() > 0, el.ruled_list(rx.foreach(OffersState.taxes, _tax), label="Taxes"), none
        ),
        note=_tax_form(),
    )


def offers() -> rx.Component:
    """All that is on offer."""
    none = el.empty_state("Nothing is on offer", "Courses are on offer once they are published.", level="h3")
    return layout.section(
        "Offers",
        rx.cond(
            OffersState.offers.length() > 0,
            el.ruled_list(rx.foreach(OffersState.offers, _offer), label="Offers"),
            none,
        ),
        note=rx.el.p("The offers of a course follow its prices; change them in the course.", class_name="small muted"),
    )


def _code(row: rx.Var[CodeRow]) -> rx.Component:
    code: Any = row
    off = rx.cond(code.percent_off, rx.fragment(code.percent_off, "%"), money(code.amount_off_cents, code.currency))
    most = rx.cond(code.most_redemptions, rx.fragment(" of ", code.most_redemptions), "")
    stop = forms.action_button("Stop", on_click=OffersState.switch_code(code.id, False), size="compact")
    go = forms.action_button("Take up again", on_click=OffersState.switch_code(code.id, True), size="compact")
    return el.item(
        layout.row(
            rx.el.span(code.code, class_name="title"),
            rx.cond(
                code.is_active & ~code.is_over,
                el.tag("Holds", tone="good"),
                el.tag(rx.cond(code.is_over, "Over", "Stopped")),
            ),
            gap=2,
        ),
        rx.el.p(
            off,
            " off · used ",
            live_number(code.redemptions),
            most,
            rx.cond(code.ends_at, rx.fragment(" · until ", time.local_date(code.ends_at)), ""),
            class_name="small muted",
        ),
        end=rx.cond(code.is_over, rx.fragment(), rx.cond(code.is_active, stop, go)),
        key=code.id.to(str),
    )


def _code_form() -> rx.Component:
    errors: Any = OffersState.errors
    form = forms.form(
        forms.text_field(
            "code", "Code", error=errors["code"], help="What people type, such as SPRING-20.", auto_complete="off"
        ),
        forms.pair(
            forms.number_field(
                "percent_off", "Takes off", after="%", least=1, most=100, error=errors["percent_off"], is_optional=True
            ),
            forms.text_field(
                "amount_off", "Or an amount", input_mode="decimal", error=errors["amount_off"], is_optional=True
            ),
        ),
        forms.pair(
            forms.select_field("currency", "Currency of the amount", CURRENCIES),
            forms.select_field("kind", "Holds for", [("", "Everything"), *KINDS]),
        ),
        forms.number_field(
            "most_redemptions",
            "How often in all",
            least=1,
            error=errors["most_redemptions"],
            is_optional=True,
            help="Each person may use it once.",
        ),
        forms.form_end(forms.submit_button("Make the code"), error=errors["form"]),
        on_submit=OffersState.create_code,
    )
    return overlays.dialog(form, title="A new promotion code", trigger=el.button("New code"))


def _tax(row: rx.Var[TaxRow]) -> rx.Component:
    tax: Any = row
    return el.item(
        rx.el.span(tax.country_name, class_name="title"),
        end=rx.cond(tax.is_active, rx.el.span(tax.name, " ", tax.percent, class_name="num"), el.tag("None")),
        key=tax.country,
    )


def _tax_form() -> rx.Component:
    errors: Any = OffersState.errors
    form = forms.form(
        forms.select_field("country", "Country", list(COUNTRIES.items())),
        forms.pair(
            forms.text_field("name", "What it is called", value="VAT", error=errors["name"]),
            forms.text_field(
                "percent", "Rate", input_mode="decimal", after="%", error=errors["percent"], help="0 adds nothing."
            ),
        ),
        forms.form_end(forms.submit_button("Set the tax"), error=errors["form"]),
        on_submit=OffersState.set_tax,
    )
    return overlays.dialog(form, title="The tax of a country", trigger=el.button("Set a tax"))


def _offer(row: rx.Var[OfferRow]) -> rx.Component:
    offer: Any = row
    return el.item(
        layout.row(
            rx.el.span(offer.title, class_name="title"),
            rx.cond(offer.is_active, rx.fragment(), el.tag("Not on sale")),
            gap=2,
        ),
        rx.el.p(rx.match(offer.kind, *KINDS, ""), class_name="small muted"),
        end=rx.el.span(money(offer.price_cents, offer.currency), class_name="num"),
        key=offer.public_id,
    )
