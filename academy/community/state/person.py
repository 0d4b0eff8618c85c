"""The card of a person over any page of the community, and what one does there."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.schemas.people import PersonCard, Standing
from academy.community.state.saying import said
from academy.live import LiveState, Mutation, from_address, from_route, live
from academy.ui.overlays import toast

ASKED = "Your request is on its way. You hear of it when they accept."
CONNECTED = "You are connected now."
UNDO: dict[str, Mutation[..., None]] = {
    Standing.CONNECTED: service.undo_part,
    Standing.RECEIVED: service.undo_decline,
}
"""What brings back what a block has ended."""


class PersonActs(LiveState, mixin=True):
    """What can be done about a person; every state that shows people has it.

    Vars:
        asked: Whom the open form asks to be connected; 0 if none is open.
    """

    asked: int = 0

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Put the form away: it was about whom the address named before."""
        self.asked = 0

    @rx.event
    def ask(self, user_id: int) -> None:
        """Open the form that asks a person to be connected, or with 0 close it."""
        self.asked, self.errors = user_id, {}

    @rx.event
    async def connect(self, typed: dict[str, Any]) -> EventSpec | None:
        """Ask the person to be connected."""
        is_connected = await self.run(service.ask_to_connect, user_id=self.asked, note=str(typed.get("note", "")))
        if self.errors:
            return None
        self.asked = 0
        return toast(CONNECTED if is_connected else ASKED)

    @rx.event
    async def accept(self, user_id: int) -> EventSpec:
        """Accept a request."""
        return await self._do(CONNECTED, service.accept, user_id=user_id)

    @rx.event
    async def decline(self, user_id: int) -> EventSpec:
        """Decline a request."""
        undo = type(self).undo_decline(user_id)  # type: ignore[operator]
        return await self._do("Declined. They are not told.", service.decline_request, undo=undo, user_id=user_id)

    @rx.event
    async def undo_decline(self, user_id: int) -> EventSpec:
        """Let a declined request wait again."""
        return await self._do("The request waits for you again.", service.undo_decline, user_id=user_id)

    @rx.event
    async def withdraw(self, user_id: int) -> EventSpec:
        """Take a request back."""
        return await self._do("Your request is taken back.", service.withdraw, user_id=user_id)

    @rx.event
    async def part(self, user_id: int) -> EventSpec:
        """End a connection."""
        undo = type(self).undo_part(user_id)  # type: ignore[operator]
        return await self._do("You are not connected any more.", service.part, undo=undo, user_id=user_id)

    @rx.event
    async def undo_part(self, user_id: int) -> EventSpec:
        """Take a connection up again."""
        return await self._do(CONNECTED, service.undo_part, user_id=user_id)

    @rx.event
    async def block(self, user_id: int, standing: str) -> EventSpec:
        """Block a person, who was this to the viewer before."""
        undo = type(self).undo_block(user_id, standing)  # type: ignore[operator]
        return await self._do("Blocked. They are not told.", service.block, undo=undo, user_id=user_id)

    @rx.event
    async def undo_block(self, user_id: int, standing: str) -> EventSpec:
        """Take back a block of a moment ago, and what it ended."""
        await self.run(service.unblock, user_id=user_id)
        if (ended := UNDO.get(standing)) is not None:
            await self.run(ended, user_id=user_id)
        return said(self.errors, "Everything is as it was.")

    @rx.event
    async def unblock(self, user_id: int) -> EventSpec:
        """Take a block back."""
        return await self._do("They are not blocked any more.", service.unblock, user_id=user_id)

    async def _do(self, words: str, mutation: Mutation[..., Any], *, undo: Any = None, **arguments: Any) -> EventSpec:
        await self.run(mutation, **arguments)
        return said(self.errors, words, undo=undo)


class PersonState(PersonActs, rx.State):
    """The card that `?person=` names: a page that shows it has this among its states."""

    card: PersonCard | None = live(service.person_card, user_id=from_address("person"))


class PersonPageState(PersonActs, rx.State):
    """The page of one person."""

    card: PersonCard | None = live(service.person_card, user_id=from_route("user_id"))
