"""The two desks of moderators: where they teach or moderate, and everywhere."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components import desk as components
from academy.community.components import desk_forms
from academy.community.state.desk import AdminDesk, TeachDesk
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, pages, tables, waiting

DESCRIPTION = "What readers report and rules hold back: looked at, decided, and written down."


def teach_moderation() -> rx.Component:
    """What waits where the viewer teaches or moderates."""
    return _desk(TeachDesk, "What was reported or held back where you teach or moderate.")


def admin_moderation() -> rx.Component:
    """What waits anywhere."""
    return _desk(AdminDesk, "What was reported or held back anywhere in the community.", ("words", "Words"))


def add_pages(app: rx.App) -> None:
    """Add the desks."""
    for build, route, place, state in (
        (teach_moderation, routes.TEACH_MODERATION, "Teach", TeachDesk),
        (admin_moderation, routes.ADMIN_MODERATION, "Admin", AdminDesk),
    ):
        page(
            app,
            build,
            route=route.pattern,
            title=f"Moderation — {place}",
            description=DESCRIPTION,
            states=(Session, state),
        )


def _desk(desk: Any, lead: str, *more: tuple[str, str]) -> rx.Component:
    tab: Any = rx.State.router.url.query_parameters["tab"]
    options: list[tuple[str, Any]] = [
        ("", components.count(desk)),
        ("log", "Log"),
        ("suspended", "Suspended"),
        *more,
    ]
    return app_page(
        pages.screen(
            desk,
            tables.tabs("Moderation", "tab", options),
            rx.match(
                tab,
                ("log", desk_forms.log(desk)),
                ("suspended", desk_forms.suspended(desk)),
                *([("words", desk_forms.phrases())] if more else []),
                components.queue(desk),
            ),
            desk_forms.dialogs(desk),
            head=layout.page_head("Moderation", lead=lead, actions=el.live_tag()),
            waiting=waiting.list_skeleton(6),
        ),
    )
