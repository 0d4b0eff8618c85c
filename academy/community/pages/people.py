"""Where people set what others see of them, and where one person is looked at."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components.network import lists, views
from academy.community.components.person import card_body, person_dialog
from academy.community.components.profile import card_form, preview, suggestible, switches
from academy.community.state.network import NetworkState
from academy.community.state.person import PersonPageState, PersonState
from academy.community.state.profile import CardState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, pages, waiting


def own_card() -> rx.Component:
    """What others see of the viewer, and what the viewer lets them see."""
    return app_page(
        pages.screen(
            CardState,
            layout.split(
                rx.fragment(
                    layout.section("What your card says", card_form()),
                    layout.section("What else it shows", switches()),
                    layout.section("Suggestions", suggestible()),
                ),
                layout.section("As others see you", preview(), note=el.live_tag()),
                label="As others see you",
            ),
            head=layout.page_head(
                "Your card",
                above=layout.crumbs(el.anchor("Your profile", href=routes.PROFILE.url())),
                lead="Opened by your name in the community. Your address and number are never on it.",
            ),
            waiting=waiting.form_skeleton(4),
        ),
    )


def network() -> rx.Component:
    """Whom the viewer knows, who asks, and whom they might want to know."""
    return app_page(
        pages.screen(
            NetworkState,
            views(),
            lists(),
            head=layout.page_head(
                "My network",
                lead="People you learn with, and stay in touch with.",
                actions=rx.fragment(
                    el.live_tag(), el.link_button("Edit your card", href=routes.PROFILE_COMMUNITY.url())
                ),
            ),
            waiting=waiting.list_skeleton(6),
        ),
        person_dialog(),
    )


def person() -> rx.Component:
    """One person's card."""
    card: Any = PersonPageState.card
    return app_page(
        pages.screen(
            PersonPageState,
            layout.page_head(rx.el.span(el.avatar(card.name, size="big"), card.name, class_name="person-page")),
            card_body(PersonPageState, card),
            waiting=waiting.page_skeleton(),
        ),
        width="narrow",
    )


def add_pages(app: rx.App) -> None:
    """Add the pages about people."""
    card: Any = PersonPageState.card
    page(
        app,
        own_card,
        route=routes.PROFILE_COMMUNITY.pattern,
        title="Your card — AI Enablement Academy",
        description="What others in the community see of you.",
        states=(Session, CardState),
    )
    page(
        app,
        network,
        route=routes.NETWORK.pattern,
        title="My network — AI Enablement Academy",
        description="Whom you are connected with, who asks to be, and whom you might want to know.",
        states=(Session, NetworkState, PersonState),
    )
    page(
        app,
        person,
        route=routes.PERSON.pattern,
        title=rx.cond(card, card.name + " — Community", "Community — AI Enablement Academy"),
        description="What a person shows of themselves in the community.",
        states=(Session, PersonPageState),
    )
