"""What is to be paid, line by line, and the form for a promotion code and the country of the tax."""

from typing import Any

import reflex as rx
from reflex.event import EventType

from academy.core.countries import COUNTRIES
from academy.ui import elements as el
from academy.ui import forms
from academy.ui.values import marked, money

CURRENCIES = [(code, code.upper()) for code in ("usd", "eur", "gbp", "chf")]
ELSEWHERE = ("", "Another country")


def price_lines(price: Any) -> rx.Component:
    """Price, discount, tax and total; they change by themselves, and are marked when they do."""
    total = rx.cond(price.total_cents == 0, "Free", money(price.total_cents, price.currency))
    return rx.el.div(
        el.facts(
            ("Price", money(price.subtotal_cents, price.currency)),
            (
                rx.cond(price.code, "Discount (" + price.code + ")", "Discount"),
                rx.cond(price.discount_cents > 0, money(-price.discount_cents, price.currency), "none"),
            ),
            (
                rx.cond(price.tax_name, price.tax_name + " " + price.tax_percent, "Tax"),
                rx.cond(price.tax_cents > 0, money(price.tax_cents, price.currency), "none"),
            ),
            (
                rx.fragment("Total in ", price.currency.upper()),
                rx.el.strong(marked(price.total_cents, total), class_name="num"),
            ),
        ),
        aria_live="polite",
        class_name="price",
    )


def terms_form(price: Any, *, on_submit: EventType[Any], errors: Any) -> rx.Component:
    """Where a promotion code is typed in and the country chosen."""
    return rx.el.details(
        rx.el.summary("Promotion code or tax of your country", class_name="link"),
        forms.form(
            forms.pair(
                forms.text_field(
                    "code",
                    "Promotion code",
                    value=price.code,
                    error=errors["code"],
                    is_optional=True,
                    auto_complete="off",
                    auto_capitalize="characters",
                    spell_check=False,
                ),
                forms.select_field(
                    "country",
                    "Country",
                    [ELSEWHERE, *COUNTRIES.items()],
                    value=price.country,
                    help="Whose tax you pay.",
                ),
            ),
            forms.form_end(forms.submit_button("Apply", look="plain")),
            on_submit=on_submit,
        ),
        class_name="stack",
        open=rx.cond(price.code | price.country | errors["code"], True, False),
    )
