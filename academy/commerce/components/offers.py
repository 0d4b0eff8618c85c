"""What is on offer as administrators see it, and the form for bundles and plans."""

from typing import Any

import reflex as rx

from academy.commerce.components.desk import KINDS
from academy.commerce.components.price import CURRENCIES
from academy.commerce.models import Interval, OfferKind
from academy.commerce.offer_schemas import OfferRow
from academy.commerce.service.offer_desk import MOST_COURSES
from academy.commerce.state import OffersState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables
from academy.ui.values import money

INTERVALS = [(Interval.MONTH.value, "Each month"), (Interval.YEAR.value, "Each year")]
EACH = [(Interval.MONTH.value, " a month"), (Interval.YEAR.value, " a year")]


def offers() -> rx.Component:
    """All that is on offer, and the form for what follows no course."""
    none = el.empty_state("Nothing is on offer", "Courses are on offer once they are published.", level="h3")
    new = [
        tables.query_link(words, changes={"new": kind.value}, class_name="btn")
        for kind, words in ((OfferKind.PATH, "New bundle"), (OfferKind.SUBSCRIPTION, "New plan"))
    ]
    return layout.section(
        "Offers",
        rx.el.p("The offers of a course follow its prices; change them in the course.", class_name="small muted"),
        rx.cond(
            OffersState.offers.length() > 0,
            el.ruled_list(rx.foreach(OffersState.offers, _offer), label="Offers"),
            none,
        ),
        _form(),
        note=layout.row(*new, gap=2),
    )


def _offer(row: rx.Var[OfferRow]) -> rx.Component:
    offer: Any = row
    stop = forms.action_button(
        "Take off sale", on_click=OffersState.switch_offer(offer.public_id, False), size="compact"
    )
    go = forms.action_button("Put on sale", on_click=OffersState.switch_offer(offer.public_id, True), size="compact")
    title = rx.cond(
        offer.is_editable,
        tables.query_link(offer.title, changes={"offer": offer.public_id}, class_name="title"),
        rx.el.span(offer.title, class_name="title"),
    )
    return el.item(
        layout.row(
            title,
            rx.cond(offer.is_active, rx.fragment(), el.tag("Not on sale")),
            rx.cond(offer.is_incomplete, el.tag("A course is not published", tone="warn"), rx.fragment()),
            gap=2,
        ),
        rx.el.p(
            rx.match(offer.kind, *KINDS, ""),
            rx.cond(offer.courses, ": " + offer.courses.to(str), ""),
            class_name="small muted",
        ),
        rx.cond(
            offer.single_cents > 0,
            rx.el.p("One by one ", money(offer.single_cents, offer.currency), class_name="small muted"),
            rx.fragment(),
        ),
        end=rx.fragment(
            rx.el.span(money(offer.price_cents, offer.currency), rx.match(offer.interval, *EACH, ""), class_name="num"),
            rx.cond(offer.is_editable, rx.cond(offer.is_active, stop, go), rx.fragment()),
        ),
        key=offer.public_id,
    )


def _form() -> rx.Component:
    offer: Any = OffersState.offer
    errors: Any = OffersState.errors
    is_bundle = offer.kind == OfferKind.PATH.value
    interval = forms.select_field("interval", "Paid", INTERVALS, value=offer.interval, error=errors["interval"])
    form = forms.form(
        forms.text_field("title", "Name", value=offer.title, error=errors["title"]),
        forms.pair(
            forms.text_field(
                "price",
                "Price",
                value=offer.price,
                input_mode="decimal",
                error=errors["price"],
                help="It holds for whoever orders from now on.",
            ),
            forms.select_field("currency", "Currency", CURRENCIES, value=offer.currency),
        ),
        rx.cond(is_bundle, _courses(offer, errors), interval),
        forms.form_end(forms.submit_button("Save the offer"), error=errors["form"]),
        on_submit=OffersState.save_offer,
    )
    what = rx.cond(is_bundle, "bundle", "plan")
    return overlays.dialog(
        rx.cond(offer, form, rx.fragment()),
        title=rx.cond(offer.public_id, "Change a " + what, "A new " + what),
        is_open=rx.cond(offer, True, False),
        on_close=OffersState.close,
    )


def _courses(offer: Any, errors: Any) -> rx.Component:
    none: Any = rx.Var.create([("", "None")])
    choices = none + offer.choices.to(list[tuple[str, str]])
    return rx.el.fieldset(
        rx.el.legend("Courses, in their order"),
        *[
            forms.select_field(f"course_{place}", f"Course {place + 1}", choices, value=offer.courses[place])
            for place in range(MOST_COURSES)
        ],
        forms.problem(errors["courses"]),
        class_name="stack",
    )
