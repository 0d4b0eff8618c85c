"""What the gallery's parts do when pressed."""

import asyncio
from datetime import UTC, datetime, timedelta

import reflex as rx
from reflex.event import EventSpec

from academy.ui import overlays


class GalleryState(rx.State):
    """Something to press."""

    seats: int = 12
    status: str = "Draft"
    is_dialog_open: bool = False
    wants_mail: bool = True
    wants_digest: bool = False
    error: str = ""
    hold_ends_at: str = ""
    currency: str = "USD"

    @rx.event
    def take_seat(self) -> EventSpec:
        """One seat fewer, with a way back."""
        self.seats -= 1
        return overlays.toast("You took a seat.", undo=GalleryState.give_back)

    @rx.event
    def give_back(self) -> None:
        """Undo of `take_seat`."""
        self.seats += 1

    @rx.event
    def fill(self) -> None:
        """Many at once."""
        self.seats += 100
        self.status = "Published" if self.status == "Draft" else "Draft"

    @rx.event
    def open_dialog(self) -> None:
        """Shows it."""
        self.is_dialog_open = True

    @rx.event
    def close_dialog(self) -> None:
        """Told by the dialog."""
        self.is_dialog_open = False

    @rx.event
    def set_mail(self, is_on: bool) -> None:
        """Switch."""
        self.wants_mail = is_on

    @rx.event
    def set_digest(self, is_on: bool) -> None:
        """Switch."""
        self.wants_digest = is_on

    @rx.event
    def start_hold(self) -> None:
        """A hold of half a minute."""
        self.hold_ends_at = (datetime.now(UTC) + timedelta(seconds=31)).isoformat()

    @rx.event
    async def send(self, data: dict[str, str]) -> EventSpec | None:
        """Thinks for a moment, and refuses an empty name."""
        await asyncio.sleep(0.8)
        self.error = "" if data.get("name") else "Write the name as it should stand on the certificate."
        return None if self.error else overlays.toast(f"Saved {data['name']}.")

    @rx.event
    def break_page(self) -> None:
        """Makes the page fail to draw: there is no such currency."""
        self.currency = "nonsense"

    @rx.event
    def crash(self) -> None:
        """A mistake of ours."""
        raise ZeroDivisionError

    @rx.event
    def fail(self) -> EventSpec:
        """Something breaks."""
        return overlays.toast("That did not work. Nothing was changed.", tone="bad")
