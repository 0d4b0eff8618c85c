"""Keeping order where one reads: the desk's acts, in a thread."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.models import ActKind
from academy.community.schemas.moderation import CaseHere
from academy.community.state.desk import Deciding
from academy.community.state.saying import OfThread
from academy.live import from_route, live


class ThreadDesk(OfThread, Deciding, rx.State):
    """What who keeps order does about a thread and its replies.

    Vars:
        number: What the open dialog is about: a reply, or 0 for the thread itself.
        seen: How that stood when the dialog was opened.
    """

    cases: list[CaseHere] = live(service.cases_here, default=[], public_id=from_route("public_id"))
    number: int = 0
    seen: str = ""

    @rx.event
    async def ask(self, form: str, number: int) -> None:
        """Open a dialog about a reply, or about the thread (0)."""
        seen = await self.look_up(service.as_seen, public_id=self._public_id, number=number)
        self.form, self.number, self.seen, self.errors = form, number, seen or "", {}

    @rx.event
    async def approve(self, number: int) -> EventSpec | None:
        """Show it again to everybody."""
        self.number, self.seen = number, ""
        return await self._decide(ActKind.APPROVE)

    def _about(self) -> tuple[dict[str, Any], str]:
        return {"public_id": self._public_id, "number": self.number}, self.seen
