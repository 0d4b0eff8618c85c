"""Seats, and buying more."""

import reflex as rx
from reflex.event import EventSpec

from academy.commerce.models import PaymentMethod
from academy.commerce.schemas import InvoiceRow
from academy.live import Page, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    Choice,
    CourseSeats,
    LedgerRow,
)
from academy.managers.state.acting import Acting, Typed, number_of, words_of
from academy.ui.overlays import toast


class SeatsState(Acting, rx.State):
    seats: list[CourseSeats] = live(service.seat_table, company=from_address("company"), default=[])
    ledger: Page[LedgerRow] = live(
        service.ledger,
        default=Page[LedgerRow](),
        company=from_address("company"),
        course=from_address("course"),
        kind=from_address("kind"),
        until=from_address("after"),
    )


class BuyingState(Acting, rx.State):
    offers: list[Choice] = live(service.offers, company=from_address("company"), default=[])
    orders: Page[InvoiceRow] = live(
        service.orders, default=Page[InvoiceRow](), company=from_address("company"), until=from_address("orders")
    )

    @rx.event
    async def order(self, typed: Typed) -> EventSpec | None:
        """Order seats; by card one goes on to pay."""
        course_id = number_of(typed, "course_id")
        if course_id is None:
            self.errors = {"course_id": "Please choose a course."}
            return None
        ordered = await self.run(
            service.order_seats,
            organization_id=await self._company_id(),
            course_id=course_id,
            quantity=number_of(typed, "quantity") or 0,
            by=PaymentMethod(words_of(typed, "by")),
        )
        if ordered is None:
            return None
        self.form = ""
        if ordered.checkout_path is not None:
            return rx.redirect(ordered.checkout_path)
        return toast("The invoice is on its way by mail. The seats are yours once it is paid.")
