"""Convex's model on plain SQL: queries that stay true on every screen, mutations that set them in motion."""

from academy.live import presence, upkeep
from academy.live.arguments import from_address, from_route, from_state
from academy.live.context import ANONYMOUS, SYSTEM, Context, Viewer
from academy.live.events import subscribe
from academy.live.functions import Mutation, Query, everyone, mutation, query, signed_in
from academy.live.paging import Page, page_of
from academy.live.presence import Present, Tab, present
from academy.live.runtime import Runtime
from academy.live.screens import Screens
from academy.live.state import LiveState, live, on_every_page, page

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Context",
    "LiveState",
    "Mutation",
    "Page",
    "Present",
    "Query",
    "Runtime",
    "Screens",
    "Tab",
    "Viewer",
    "everyone",
    "from_address",
    "from_route",
    "from_state",
    "live",
    "mutation",
    "on_every_page",
    "page",
    "page_of",
    "presence",
    "present",
    "query",
    "signed_in",
    "subscribe",
    "upkeep",
]
