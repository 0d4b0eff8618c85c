"""The checkout."""

import reflex as rx

from academy import routes
from academy.enrollment import components
from academy.enrollment.state import CheckoutState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import layout, waiting
from academy.ui.pages import screen


def checkout() -> rx.Component:
    """From a held seat to a confirmed one."""
    content = layout.split(components.stage(), components.summary(), label="What the seat is in")
    return app_page(screen(CheckoutState, content, waiting=waiting.page_skeleton()))


def add_pages(app: rx.App) -> None:
    """Add the pages of taking a seat."""
    page(
        app,
        checkout,
        route=routes.CHECKOUT.pattern,
        title="Checkout — AI Enablement Academy",
        description="Pay for a seat that is held for you, or give it back.",
        states=(Session, CheckoutState),
    )
