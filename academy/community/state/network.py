"""Whom somebody knows, who asks, and whom they might want to know."""

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.schemas.people import BlockedPerson, NetworkRow, Requests, Suggestion
from academy.community.state.person import PersonActs
from academy.live import LiveState, Page, from_address, live


class NetworkState(PersonActs, rx.State):
    """The lists of `/community/network`."""

    network: Page[NetworkRow] = live(
        service.my_network, default=Page[NetworkRow](), words=from_address("q"), until=from_address("after")
    )
    requests: Requests = live(service.my_requests, default=Requests())
    suggestions: list[Suggestion] = live(service.my_suggestions, default=[])
    blocked: list[BlockedPerson] = live(service.my_blocks, default=[])

    @rx.event
    async def dismiss(self, user_id: int) -> EventSpec:
        """Suggest a person no more."""
        undo = NetworkState.undo_dismissal(user_id)  # type: ignore[operator]
        words = "They are not suggested again."
        return await self._do(words, service.dismiss_suggestion, undo=undo, user_id=user_id)

    @rx.event
    async def undo_dismissal(self, user_id: int) -> EventSpec:
        """Let a person be suggested again."""
        return await self._do("They are suggested again.", service.undo_dismissal, user_id=user_id)


class UnmetState(LiveState, rx.State):
    """What stands in a cohort's place about the people in it."""

    unmet: int = live(service.unmet, default=0, place=from_address("place"))
