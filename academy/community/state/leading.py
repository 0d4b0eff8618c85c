"""What the author of a thread, and those who lead where it is, do with it as a whole."""

from collections.abc import Mapping
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.models import ThreadCategory
from academy.community.state.saying import OfThread
from academy.community.state.writing import told


class LeadingState(OfThread, rx.State):
    """The menu of a thread, and the form that changes it."""

    is_editing: bool = False

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Put the form away that belongs to the thread before."""
        if is_new:
            self.is_editing = False

    @rx.event
    async def lead(self, wish: str, is_on: bool) -> EventSpec | None:
        """Pin, announce or lock the thread, or no longer."""
        wishes: dict[str, tuple[Any, str, str]] = {
            "pin": (service.pin_thread, "Pinned to the top of its place.", "Not pinned any more."),
            "announce": (service.announce_thread, "It is an announcement now.", "It is an ordinary thread again."),
            "lock": (service.lock_thread, "Locked: nobody can reply.", "Open for replies again."),
        }
        if wish not in wishes:
            return None
        act, done, undone = wishes[wish]
        await self.run(act, public_id=self._public_id, is_on=is_on)
        undo = None if wish == "announce" else cast(Any, LeadingState.lead)(wish, not is_on)
        return self._said(done if is_on else undone, undo=undo)

    @rx.event
    async def move(self, category: str, before: str) -> EventSpec | None:
        """Put the thread into another category."""
        await self.run(service.move_thread, public_id=self._public_id, category=ThreadCategory(category))
        return self._said("Moved.", undo=cast(Any, LeadingState.move)(before, category))

    @rx.event
    async def remove(self) -> EventSpec | None:
        """Delete one's thread."""
        await self.run(service.delete_thread, public_id=self._public_id)
        return self._said("Your thread is deleted.", undo=cast(Any, LeadingState.restore)())

    @rx.event
    async def restore(self) -> EventSpec | None:
        """Bring it back."""
        await self.run(service.restore_thread, public_id=self._public_id)
        return self._said("Your thread is back.")

    @rx.event
    def edit(self, is_open: bool) -> None:
        """Open or close the form."""
        self.is_editing, self.errors = is_open, {}

    @rx.event
    async def save(self, typed: dict[str, Any]) -> EventSpec:
        """Keep what was changed."""
        before = typed.get("before")
        await self.run(
            service.edit_thread,
            public_id=self._public_id,
            title=str(typed.get("title", "")),
            content=str(typed.get("content", "")),
            category=ThreadCategory(typed.get("category") or ThreadCategory.QUESTION),
            tags=str(typed.get("tags", "")).split(","),
            before=before if isinstance(before, str) else None,
        )
        if not self.errors:
            self.is_editing = False
        return told(typed, self.errors)
