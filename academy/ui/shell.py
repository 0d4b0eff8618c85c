"""What every page has in common: stylesheets, the head, what shows when a page breaks."""

import logging
import secrets
from collections.abc import Callable

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.live.delivery import delivery
from academy.ui import client
from academy.ui.overlays import toast, toasts

logger = logging.getLogger(__name__)

STYLESHEETS = [
    f"css/{name}.css"
    for name in (
        "tokens",
        "base",
        "elements",
        "forms",
        "tables",
        "overlays",
        "frames",
        "public",
        "learning",
        "managers",
        "people",
        "editing",
        "admin",
        "news",
        "boards",
        "thread",
        "cards",
        "writing",
        "moderation",
    )
]
_FONTS = ("inter-latin", "newsreader-latin")
_KNOWN = (
    "try{if(localStorage.getItem('academy-known'))document.documentElement.setAttribute('data-known','')}catch(e){}"
)


class _Boundary(rx.Component):
    library = client.BOUNDARY
    tag = "Boundary"

    home: rx.Var[str]


class _ConnectionNote(rx.Component):
    library = client.FRAME
    tag = "ConnectionNote"


class _PageNews(rx.Component):
    library = client.FRAME
    tag = "PageNews"


def head() -> list[rx.Component]:
    """What stands in the head of every page besides its own title and description."""
    return [
        *[
            rx.el.link(
                rel="preload",
                href=f"/fonts/{name}.woff2",
                type="font/woff2",
                cross_origin="anonymous",
                custom_attrs={"as": "font"},
            )
            for name in _FONTS
        ],
        rx.el.meta(name="theme-color", content="#fdfdfc", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#111210", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.script(_KNOWN),
    ]


def app_wraps() -> dict[tuple[int, str], Callable[[bool], rx.Component | None]]:
    """What stands around all pages and stays while one moves between them, in place of the framework's own."""
    return {
        (55, "ErrorBoundary"): lambda _: _Boundary.create(home=routes.HOME.url()),
        (5, "Overlay"): lambda _: rx.fragment(delivery(), toasts(), _ConnectionNote.create(), _PageNews.create()),
    }


def on_exception(exception: Exception) -> EventSpec:
    """Log what broke in an event handler under a number, and tell the person that number."""
    incident = secrets.token_hex(4)
    logger.error("an event handler failed, incident %s", incident, exc_info=exception)
    return toast(f"Something went wrong on our side. Please quote {incident}.", tone="bad")
