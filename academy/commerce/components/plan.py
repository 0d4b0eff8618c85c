"""One's own plan, and what administrators see of somebody's."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.schemas import PlanPeriod
from academy.commerce.state import PersonPlanState, PlanState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.values import marked, money

plan: Any = PlanState.plan
theirs: Any = PersonPlanState.plan


def standing() -> rx.Component:
    """What the plan is and how it goes on; it changes by itself, and is read out when it does."""
    return rx.cond(plan, rx.fragment(_present(), _paid()), _none())


def of_person() -> rx.Component:
    """Somebody's plan, and the ways to end it."""
    is_in_force = (theirs.status == "active") | (theirs.status == "past_due")
    shown = rx.fragment(
        layout.row(rx.el.strong(theirs.title), _tag(theirs), gap=2),
        _facts(theirs),
        rx.cond(is_in_force, layout.row(_with_period(), _at_once()), rx.fragment()),
        _end_dialog(),
    )
    return layout.section("Plan", rx.cond(theirs, layout.stack(shown), rx.el.p("Has no plan.", class_name="muted")))


def _present() -> rx.Component:
    return layout.section(
        plan.title,
        layout.stack(
            rx.el.div(
                rx.match(plan.status, ("active", _going_on()), ("past_due", _refused()), _over()),
                aria_live="polite",
            ),
            _facts(plan),
            rx.match(plan.status, ("active", _choice()), ("past_due", _stop()), rx.fragment()),
            forms.problem(PlanState.errors["form"]),
        ),
        note=_tag(plan),
    )


def _going_on() -> rx.Component:
    on = time.local_date(plan.period_end)
    return rx.cond(
        plan.is_ending,
        rx.el.p("It ends on ", on, ". Nothing more is charged, and every course stays open to you until then."),
        rx.el.p("It renews on ", on, ". Then ", _total(plan), " are charged to your card."),
    )


def _refused() -> rx.Component:
    ending = rx.el.p("It is being ended just now. Nothing more is charged.")
    pay = rx.fragment("Pay ", _total(plan), " now")
    words = rx.el.p(
        "Your card was refused when ", _total(plan), " were due. We try again over the next days, and everything stays"
        " open to you until ", time.local_date(plan.open_until), ". Pay with any card to go on; the plan keeps"
        " that one.",
    )  # fmt: skip
    way = layout.row(el.link_button(pay, href=plan.pay_url.to(str), look="primary", loads=True))
    refused = el.notice(
        layout.stack(words, rx.cond(plan.pay_url, way)), title="Your plan could not be renewed", tone="warn"
    )
    return rx.cond(plan.is_ending, ending, refused)


def _over() -> rx.Component:
    still = rx.fragment(" What is paid stays open to you until ", time.local_date(plan.open_until), ".")
    return rx.fragment(
        rx.el.p(
            "It ended on ", time.local_date(plan.ended_at), ". Nothing more is charged.",
            rx.cond(plan.is_open, still, ""),
        ),
        el.link_button("See the plans", href=routes.PLANS.url(), look="primary"),
    )  # fmt: skip


def _choice() -> rx.Component:
    words = rx.fragment("End it on ", time.local_date(plan.period_end))
    return rx.cond(
        plan.is_ending,
        layout.row(forms.action_button("Keep my plan", on_click=PlanState.keep, look="primary")),
        layout.row(forms.action_button(words, on_click=PlanState.end)),
    )


def _stop() -> rx.Component:
    end = layout.row(forms.action_button("End the plan instead", on_click=PlanState.end))
    return rx.cond(plan.is_ending, rx.fragment(), end)


def _facts(shown: Any) -> rx.Component:
    price = shown.price
    tax = rx.cond(price.tax_name, price.tax_name + " " + price.tax_percent, "Tax")
    return el.facts(
        (_each(shown), money(price.subtotal_cents, price.currency)),
        (tax, rx.cond(price.tax_cents > 0, money(price.tax_cents, price.currency), "none")),
        ("In all", rx.el.strong(_total(shown))),
        ("Since", time.local_date(shown.began_at)),
        (
            rx.match(
                shown.status,
                ("ended", "Ended on"),
                ("past_due", "Open until"),
                rx.cond(shown.is_ending, "Ends on", "Renews on"),
            ),
            time.local_date(
                rx.match(
                    shown.status,
                    ("ended", shown.ended_at),
                    ("past_due", shown.open_until),
                    shown.period_end,
                )
            ),
        ),
    )


def _tag(shown: Any) -> rx.Component:
    tone = rx.match(
        shown.status,
        ("active", rx.cond(shown.is_ending, el.tag("Ends soon", tone="warn"), el.tag("Active", tone="good"))),
        ("past_due", el.tag("Not paid", tone="bad")),
        el.tag("Ended"),
    )
    return marked(shown.status, tone)


def _paid() -> rx.Component:
    periods: Any = PlanState.periods
    return rx.cond(
        periods.length() > 0,
        layout.section("What you paid", el.ruled_list(rx.foreach(periods, _period), label="What you paid")),
    )


def _period(row: rx.Var[PlanPeriod]) -> rx.Component:
    before, after = routes.RECEIPT.pattern.split("[public_id]")
    receipt = el.anchor(
        "Receipt ", row.receipt_number, href=before + row.public_id + after, class_name="link", target="_blank"
    )
    back = rx.fragment(" · ", money(row.refunded_cents, row.currency), " given back")
    return el.item(
        rx.el.p(time.local_dates(row.period_start, row.period_end)),
        rx.el.p(
            money(row.amount_cents, row.currency), rx.cond(row.refunded_cents > 0, back, ""), class_name="small muted"
        ),
        end=rx.cond(row.receipt_number, receipt, rx.el.span("Receipt on its way", class_name="small muted")),
        key=row.public_id,
    )


def _none() -> rx.Component:
    return el.empty_state(
        "You have no plan",
        "A plan opens every course to you for as long as you have it. You can end it whenever you like.",
        el.link_button("See the plans", href=routes.PLANS.url(), look="primary"),
    )


def _with_period() -> rx.Component:
    return rx.cond(
        theirs.is_ending,
        forms.action_button("Let it go on", on_click=PersonPlanState.keep),
        forms.action_button("End it with its period", on_click=PersonPlanState.end_with_period),
    )


def _at_once() -> rx.Component:
    return el.button("End it now", look="quiet", on_click=PersonPlanState.open)


def _end_dialog() -> rx.Component:
    form = forms.form(
        forms.textarea_field(
            "reason",
            "Why",
            help="It stays on record, and whoever gets money back reads it.",
            error=PersonPlanState.errors["reason"],
        ),
        forms.checkbox_field("is_refunded", "Give back what was paid for the present period"),
        forms.form_end(
            forms.submit_button("End the plan now"),
            el.button("Discard", look="quiet", on_click=PersonPlanState.close),
            error=PersonPlanState.errors["form"],
        ),
        on_submit=PersonPlanState.end_now,
    )
    return overlays.dialog(
        form, title="End the plan now", is_open=PersonPlanState.is_open, on_close=PersonPlanState.close
    )


def _each(shown: Any) -> Any:
    return rx.match(shown.interval, ("month", "Each month"), "Each year")


def _total(shown: Any) -> rx.Component:
    return money(shown.price.total_cents, shown.price.currency)
