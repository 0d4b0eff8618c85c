"""What the checkout page shows and does."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.enrollment import service
from academy.enrollment.schemas import CheckoutView
from academy.live import LiveState, from_address, from_route, live


class CheckoutState(LiveState, rx.State):
    seat: CheckoutView | None = live(
        service.checkout, public_id=from_route("public_id"), returned=from_address("returned")
    )

    @rx.event
    async def set_terms(self, typed: dict[str, Any]) -> None:
        """Price the seat for a promotion code and a country."""
        if self.seat is not None:
            terms = {name: str(typed.get(name, "")) for name in ("code", "country")}
            await self.run(service.set_terms, public_id=self.seat.public_id, **terms)

    @rx.event
    async def give_back(self) -> None:
        """Give the held seat back."""
        if self.seat is not None:
            await self.run(service.cancel_hold, public_id=self.seat.public_id)

    @rx.event
    async def take_again(self) -> EventSpec | None:
        """Take a seat again, after the hold was lost."""
        if self.seat is None:
            return None
        reservation = await self.run(service.reserve_seat, cohort_id=self.seat.cohort_id)
        return rx.redirect(routes.CHECKOUT.url(public_id=reservation.public_id)) if reservation else None
