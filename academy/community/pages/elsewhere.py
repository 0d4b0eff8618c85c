"""Where people find the communities elsewhere, and where administrators look after them."""

import reflex as rx

from academy import routes
from academy.community.components import communities, elsewhere
from academy.community.state.elsewhere import CommunitiesState, ElsewhereState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, pages, waiting


def places() -> rx.Component:
    """The communities elsewhere."""
    return app_page(
        pages.screen(
            ElsewhereState,
            elsewhere.cards(),
            head=layout.page_head(
                "Communities elsewhere",
                above=layout.crumbs(el.anchor("Community", href=routes.COMMUNITY.url())),
                lead="Where the academy's people meet besides: what each is for, and whether it is open to you.",
                actions=el.live_tag(),
            ),
            waiting=waiting.list_skeleton(3),
        ),
    )


def desk() -> rx.Component:
    """All communities, who belongs, and what is to be done."""
    return app_page(
        pages.screen(
            CommunitiesState,
            communities.body(),
            communities.dialogs(),
            head=layout.page_head(
                "Communities",
                lead="Places on other platforms: whom they are for, who belongs, and whom to remove.",
                actions=communities.actions(),
            ),
            waiting=waiting.list_skeleton(4),
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add both pages."""
    page(
        app,
        places,
        route=routes.ELSEWHERE.pattern,
        title="Communities elsewhere",
        description="The academy's places on other platforms, and what opens them to you.",
        states=(Session, ElsewhereState),
    )
    page(
        app,
        desk,
        route=routes.ADMIN_COMMUNITIES.pattern,
        title="Communities — Admin",
        description="Places on other platforms: whom they are for, who belongs, and whom to remove.",
        states=(Session, CommunitiesState),
    )
