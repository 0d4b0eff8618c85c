"""The lists of threads, and the form that starts one."""

from datetime import datetime
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.models import ThreadCategory
from academy.community.schemas.places import Door, Marks, PlaceRights, PlaceRow, PlaceView
from academy.community.schemas.search import Found
from academy.community.schemas.threads import ThreadList
from academy.community.state.writing import told
from academy.live import LiveState, from_address, from_route, live, on_every_page
from academy.ui.overlays import toast


@on_every_page
class UnreadState(LiveState, rx.State):
    """How many threads the person at this browser has not read, besides the one they are looking at."""

    count: int = live(service.unread_count, default=0, besides=from_route("public_id"))


class BoardState(LiveState, rx.State):
    """A place, or a list of the viewer's own."""

    places: list[PlaceRow] = live(service.my_places, default=[])
    view: PlaceView | None = live(service.place_view, place=from_address("place"))
    rights: PlaceRights | None = live(service.place_rights, place=from_address("place"))
    threads: ThreadList = live(
        service.thread_list,
        default=ThreadList(),
        place=from_address("place"),
        category=from_address("category"),
        tag=from_address("tag"),
        sort=from_address("sort"),
        until=from_address("after"),
    )
    marks: Marks = live(service.my_marks, default=Marks())
    found: Found = live(
        service.search,
        default=Found(),
        q=from_address("q"),
        place=from_address("place"),
        beyond=from_address("beyond"),
    )

    @rx.event
    async def read_all(self) -> EventSpec | None:
        """All there is in this place is read."""
        if self.view is None:
            return None
        place = self.view.key
        before = await self.run(service.mark_place_read, place=place)
        undo: Any = BoardState.unread_again
        return toast("All here counts as read.", undo=undo(place, before.isoformat())) if before else None

    @rx.event
    async def unread_again(self, place: str, since: str) -> None:
        """It was not, after all."""
        await self.run(service.mark_place_unread, place=place, since=datetime.fromisoformat(since))


class NewThreadState(LiveState, rx.State):
    """The form that starts a thread."""

    places: list[PlaceRow] = live(service.my_places, default=[])
    view: PlaceView | None = live(service.place_view, place=from_address("place"))
    rights: PlaceRights | None = live(service.place_rights, place=from_address("place"))

    @rx.event
    async def start(self, typed: dict[str, Any]) -> EventSpec | list[EventSpec]:
        """Start the thread, and go to it."""
        path = await self.run(
            service.start_thread,
            place=self.view.key if self.view else "",
            title=typed.get("title", ""),
            content=typed["content"],
            category=ThreadCategory(typed.get("category") or ThreadCategory.QUESTION),
            tags=typed.get("tags", "").split(","),
            client_key=typed["client_key"],
            is_announcement=bool(typed.get("is_announcement")),
        )
        done = told(typed, self.errors)
        return [done, rx.redirect(path)] if path else done


class SeatDoorState(LiveState, rx.State):
    """The way from one's own seat to where its cohort discusses."""

    door: Door | None = live(service.door_of_seat, public_id=from_route("public_id"))


class CohortDoorState(LiveState, rx.State):
    """The way from a cohort that one teaches to where it discusses."""

    door: Door | None = live(service.door_of_cohort, cohort_id=from_route("cohort_id"))
