"""Paying an order, and the administrators' desk for orders and offers."""

import reflex as rx

from academy import routes
from academy.commerce.components import codes, desk, offers, order, plan, taxes
from academy.commerce.state import OffersState, OrdersState, OrderState, PlanState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, tables, waiting
from academy.ui.pages import screen


def pay_order() -> rx.Component:
    """What was ordered and how to pay it."""
    content = layout.split(order.standing(), order.summary(), label="What is ordered")
    return app_page(screen(OrderState, content, waiting=waiting.page_skeleton()))


def my_plan() -> rx.Component:
    """One's own plan."""
    return app_page(
        screen(
            PlanState,
            plan.standing(),
            head=layout.page_head(
                "Your plan",
                above=layout.crumbs(el.link("Your profile", href=routes.PROFILE.url())),
                actions=el.live_tag(),
            ),
            waiting=waiting.form_skeleton(4),
        ),
        width="narrow",
    )


def orders() -> rx.Component:
    """All orders, and one in detail."""
    filters = tables.filter_bar(
        tables.search("A buyer, a company, a receipt's number"), tables.chip_filter("Kind", "kind", desk.KINDS)
    )
    return app_page(
        screen(
            OrdersState,
            rx.fragment(desk.views(), filters, desk.order_list()),
            desk.details(),
            head=layout.page_head(
                "Orders", lead="What people and companies bought, paid and got back.", actions=el.live_tag()
            ),
            waiting=waiting.list_skeleton(8),
        ),
    )


def offer_list() -> rx.Component:
    """What is on offer, and on which terms."""
    return app_page(
        screen(
            OffersState,
            rx.fragment(offers.offers(), codes.codes(), taxes.taxes()),
            head=layout.page_head(
                "Offers", lead="What can be bought, the codes that make it cheaper, and taxes.", actions=el.live_tag()
            ),
            waiting=waiting.list_skeleton(8),
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add the pages of buying."""
    page(
        app,
        pay_order,
        route=routes.ORDER.pattern,
        title="Your order — AI Enablement Academy",
        description="What was ordered, what it costs, and how to pay it.",
        states=(Session, OrderState),
    )
    page(
        app,
        my_plan,
        route=routes.PLAN.pattern,
        title="Your plan — AI Enablement Academy",
        description="What your plan is, when it renews or ends, and what you paid for it.",
        states=(Session, PlanState),
    )
    page(
        app,
        orders,
        route=routes.ADMIN_ORDERS.pattern,
        title="Orders — Admin",
        description="What people and companies bought, paid and got back.",
        states=(Session, OrdersState),
    )
    page(
        app,
        offer_list,
        route=routes.ADMIN_OFFERS.pattern,
        title="Offers — Admin",
        description="What can be bought, promotion codes, and taxes.",
        states=(Session, OffersState),
    )
