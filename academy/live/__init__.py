"""Convex's model on plain SQL: queries that stay true on every screen, mutations that set them in motion."""

from academy.live import upkeep
from academy.live.arguments import from_address, from_route, from_state
from academy.live.context import ANONYMOUS, SYSTEM, Context, Viewer
from academy.live.events import subscribe
from academy.live.functions import Mutation, Query, everyone, mutation, query, signed_in
from academy.live.paging import Page, page_of
from academy.live.runtime import Runtime
from academy.live.screens import Screens
from academy.live.state import LiveState, live, page

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Context",
    "LiveState",
    "Mutation",
    "Page",
    "Query",
    "Runtime",
    "Screens",
    "Viewer",
    "everyone",
    "from_address",
    "from_route",
    "from_state",
    "live",
    "mutation",
    "page",
    "page_of",
    "query",
    "signed_in",
    "subscribe",
    "upkeep",
]
