"""What people are told of what they did."""

from collections.abc import Mapping
from typing import Any

from reflex.event import EventSpec

from academy.live import LiveState
from academy.ui.overlays import toast


def said(problems: Mapping[str, str], words: str, *, undo: Any = None) -> EventSpec:
    """Say that it is done, or what was wrong with it."""
    problem = next(iter(problems.values()), "")
    return toast(problem, tone="bad") if problem else toast(words, undo=undo)


class OfThread(LiveState, mixin=True):
    """What the states of a thread's page have in common."""

    @property
    def _public_id(self) -> str:
        return str(self.router._page.params.get("public_id", ""))

    def _said(self, words: str = "", *, undo: Any = None) -> EventSpec | None:
        """Say what was done, if there are words for it, or what was wrong with it."""
        return said(self.errors, words, undo=undo) if words or self.errors else None
