"""What the bell, its page and the development inbox show."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy.live import LiveState, from_address, live, on_every_page
from academy.notifications import service
from academy.notifications.schemas import Bell, CategoryChoice, InboxMail, NewsList
from academy.ui.overlays import toast


@on_every_page
class BellState(LiveState, rx.State):
    """The bell in the frame; and what people do with their news, wherever it is shown."""

    bell: Bell | None = live(service.my_bell)

    @rx.event
    async def look(self) -> None:
        """The bell is opened."""
        if self.bell and self.bell.has_unseen:
            await self.run(service.look_at_bell)

    @rx.event
    async def read(self, public_id: str) -> None:
        """News is opened."""
        await self.run(service.mark_read, public_id=public_id)

    @rx.event
    async def unread(self, public_id: str) -> None:
        """Keep news for later."""
        await self.run(service.mark_unread, public_id=public_id)

    @rx.event
    async def read_all(self) -> EventSpec | None:
        """All of it is read."""
        before = await self.run(service.mark_all_read)
        return toast("All is marked as read.", undo=cast(Any, BellState.take_back)(before)) if before else None

    @rx.event
    async def take_back(self, public_ids: list[str]) -> None:
        """It was not, after all."""
        await self.run(service.mark_many_unread, public_ids=public_ids)


class NewsState(LiveState, rx.State):
    """The page of all news."""

    news: NewsList = live(
        service.my_news,
        default=NewsList(),
        unread=from_address("unread"),
        category=from_address("category"),
        until=from_address("after"),
    )
    categories: list[CategoryChoice] = live(service.my_categories, default=[])


class InboxState(LiveState, rx.State):
    mails: list[InboxMail] = live(service.inbox, default=[])
