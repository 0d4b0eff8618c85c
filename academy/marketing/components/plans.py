"""Subscriptions and bundles as they are offered."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.offer_schemas import BundleCard, BundledCourse, PlanCard
from academy.marketing.state import PlansState
from academy.ui import elements as el
from academy.ui import forms, layout
from academy.ui.values import marked, money

EACH = {"month": " a month", "year": " a year"}


def subscriptions() -> rx.Component:
    """The plans: all courses, for as long as one pays."""
    return rx.cond(
        PlansState.plans.subscriptions.length() > 0,
        layout.section(
            "Every course, for as long as you like",
            rx.el.p(
                "A plan includes a seat in every course, one of each. Materials, office hours and the"
                " tutor stay open while it runs. Cancel whenever you like; it then ends with the period you have paid.",
                class_name="muted offer-words",
            ),
            layout.grid(rx.foreach(PlansState.plans.subscriptions, _subscription)),
        ),
        rx.fragment(),
    )


def bundles() -> rx.Component:
    """The bundles: some courses together, paid once."""
    return rx.cond(
        PlansState.plans.bundles.length() > 0,
        layout.section(
            "Courses that belong together",
            rx.el.p(
                "You pay once and choose a date for each course when it suits you. Within 14 days you get everything"
                " back, as long as none of the courses has begun.",
                class_name="muted offer-words",
            ),
            rx.el.div(rx.foreach(PlansState.plans.bundles, _bundle), class_name="stack"),
        ),
        rx.fragment(),
    )


def _subscription(row: rx.Var[PlanCard]) -> rx.Component:
    plan: Any = row
    each = rx.match(plan.interval, *EACH.items(), "")
    buy = _buy("Start the plan — ", money(plan.price_cents, plan.currency), each, offer=plan.public_id)
    has_another = rx.el.p("You have another plan already.", class_name="small muted")
    mine = el.link_button("Your plan", href=routes.PLAN.url(), look="primary", size="big", is_wide=True)
    return rx.el.article(
        rx.el.h3(plan.title),
        rx.el.p(
            rx.el.strong(marked(plan.price_cents, money(plan.price_cents, plan.currency)), class_name="offer-price"),
            rx.el.span(each, class_name="muted"),
        ),
        rx.cond(PlansState.mine.plan == plan.public_id, mine, rx.cond(PlansState.mine.plan, has_another, buy)),
        class_name="offer",
        key=plan.public_id,
    )


def _bundle(row: rx.Var[BundleCard]) -> rx.Component:
    bundle: Any = row
    saved = el.tag("You save ", money(bundle.saved_cents, bundle.currency), tone="good")
    owned = rx.fragment(
        el.link_button("Choose your dates", href=routes.LEARN.url(), look="primary", size="big", is_wide=True),
        rx.el.p("This bundle is yours. ", el.link("See your order", href=_order_of(bundle)), class_name="small muted"),
    )
    price = money(bundle.price_cents, bundle.currency)
    return rx.el.article(
        rx.el.div(
            rx.el.h3(bundle.title),
            el.ruled_list(
                rx.foreach(bundle.courses, lambda course: _course(course, bundle.currency)), label="What it includes"
            ),
        ),
        rx.el.div(
            rx.el.p(
                rx.el.strong(marked(bundle.price_cents, price), class_name="offer-price"),
                rx.cond(
                    bundle.saved_cents > 0,
                    rx.el.s(money(bundle.single_cents, bundle.currency), class_name="muted"),
                    rx.fragment(),
                ),
            ),
            rx.cond(bundle.saved_cents > 0, rx.el.p(saved), rx.fragment()),
            rx.cond(
                PlansState.mine.bundles.contains(bundle.public_id),
                owned,
                _buy("Buy the bundle — ", price, offer=bundle.public_id),
            ),
            class_name="stack",
        ),
        class_name="offer wide",
        id=bundle.public_id,
        key=bundle.public_id,
    )


def _order_of(bundle: Any) -> Any:
    before, after = routes.ORDER.pattern.split("[public_id]")
    return before + PlansState.mine.bundles[bundle.public_id].to(str) + after


def _course(row: rx.Var[BundledCourse], currency: Any) -> rx.Component:
    course: Any = row
    before, after = routes.COURSE.pattern.split("[slug]")
    return el.item(
        el.anchor(course.title, href=before + course.slug.to(str) + after, class_name="title"),
        rx.el.p(course.summary, class_name="small muted"),
        end=rx.el.span(money(course.price_cents, currency), class_name="num small muted"),
    )


def _buy(*words: Any, offer: Any) -> rx.Component:
    return forms.action_button(*words, on_click=PlansState.buy(offer), look="primary", size="big", is_wide=True)
