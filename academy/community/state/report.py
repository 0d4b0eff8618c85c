"""Reporting what should not be there."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.models import FlagReason
from academy.community.schemas.moderation import MyFlag
from academy.community.state.saying import OfThread
from academy.live import from_route, live
from academy.ui.overlays import toast

THANKS = "Thank you. A moderator looks at it."


class ReportState(OfThread, rx.State):
    """What one reports on a thread's page, and has reported there.

    Vars:
        number: What the dialog is about: a reply, or 0 for the thread itself; -1 while it is shut.
        reason: What was chosen in it.
    """

    reported: list[MyFlag] = live(service.my_flags, public_id=from_route("public_id"), default=[])
    number: int = -1
    reason: str = FlagReason.SPAM.value

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Put the dialog away that belongs to the thread before."""
        if is_new:
            self.number = -1

    @rx.event
    def open(self, number: int) -> None:
        """Ask what is wrong with a reply, or with the thread (0)."""
        self.number, self.reason, self.errors = number, FlagReason.SPAM.value, {}

    @rx.event
    def choose(self, reason: str) -> None:
        """Choose what is wrong."""
        self.reason = reason

    @rx.event
    def close(self) -> None:
        """Put the dialog away."""
        self.number = -1

    @rx.event
    async def send(self, typed: dict[str, Any]) -> EventSpec | None:
        """Report it."""
        number = self.number
        reason = FlagReason(str(typed.get("reason") or self.reason))
        note = str(typed.get("note", ""))
        await self.run(service.flag_content, public_id=self._public_id, number=number, reason=reason, note=note)
        if self.errors:
            return None
        self.number = -1
        return toast(THANKS, undo=ReportState.withdraw(number))  # type: ignore[operator]

    @rx.event
    async def withdraw(self, number: int) -> EventSpec | None:
        """Take a report back."""
        await self.run(service.withdraw_flag, public_id=self._public_id, number=number)
        return self._said("Your report is taken back.")
