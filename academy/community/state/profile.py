"""What somebody shows of themselves, while they set it."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.schemas.people import CardFields, PersonCard
from academy.live import LiveState, live
from academy.ui.overlays import toast


class CardState(LiveState, rx.State):
    """The viewer's own card."""

    fields: CardFields | None = live(service.my_card_fields)
    card: PersonCard | None = live(service.my_card)

    @rx.event
    async def save(self, typed: dict[str, Any]) -> EventSpec | None:
        """Save what the card says."""
        names = ("headline", "about", "linkedin_url")
        await self.run(service.edit_card, **{name: str(typed.get(name, "")) for name in names})
        return None if self.errors else toast("Your card is saved.")

    @rx.event
    async def show(self, what: str, is_shown: bool) -> EventSpec | None:
        """Show a part of the card, or hide it."""
        await self.run(service.show_on_card, what=what, is_shown=is_shown)
        return toast(next(iter(self.errors.values())), tone="bad") if self.errors else None
