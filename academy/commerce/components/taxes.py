"""The taxes of countries as administrators set them."""

from typing import Any

import reflex as rx

from academy.commerce.offer_schemas import TaxRow
from academy.commerce.state import OffersState
from academy.core.countries import COUNTRIES
from academy.ui import elements as el
from academy.ui import forms, layout, overlays


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
