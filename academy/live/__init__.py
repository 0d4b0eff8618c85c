"""Convex's model on plain SQL: queries that stay true on every screen, mutations that set them in motion."""

from academy.live.context import ANONYMOUS, SYSTEM, Context, Viewer
from academy.live.events import subscribe
from academy.live.functions import Mutation, Query, everyone, mutation, query, signed_in
from academy.live.runtime import Runtime

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Context",
    "Mutation",
    "Query",
    "Runtime",
    "Viewer",
    "everyone",
    "mutation",
    "query",
    "signed_in",
    "subscribe",
]
