"""All companies, for administrators."""

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.live import Page, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    CompanyDetail,
    CompanyRow,
)
from academy.managers.state.acting import Acting, Typed, fields_of, number_of, words_of
from academy.organizations import service as organizations


class DeskState(Acting, rx.State):
    companies: Page[CompanyRow] = live(
        service.company_page,
        default=Page[CompanyRow](),
        status=from_address("status"),
        words=from_address("q"),
        until=from_address("after"),
    )
    detail: CompanyDetail | None = live(service.company_detail, company_id=from_address("company"))

    @property
    def _detail_id(self) -> int:
        return self.detail.row.id if self.detail is not None else 0

    @rx.event
    async def open_account(self, typed: Typed) -> EventSpec | None:
        """Open an account for a company."""
        return await self._save(
            "The account is open, and its contact is invited.", service.open_account, fields=fields_of(typed)
        )

    @rx.event
    async def edit(self, typed: Typed) -> EventSpec | None:
        """Change what a company says of itself."""
        return await self._save(
            "The particulars are saved.",
            organizations.edit_organization,
            organization_id=self._detail_id,
            fields=fields_of(typed),
        )

    @rx.event
    async def suspend(self, typed: Typed) -> EventSpec | None:
        """Stop a company from using its seats."""
        return await self._save(
            "The company is suspended.",
            service.suspend_company,
            company_id=self._detail_id,
            reason=words_of(typed, "reason"),
        )

    @rx.event
    async def reinstate(self) -> EventSpec | None:
        """Let a company use its seats again."""
        return await self._do("The company is active again.", service.reinstate_company, company_id=self._detail_id)

    @rx.event
    async def change_seats(self, typed: Typed) -> EventSpec | None:
        """Give seats, or take them back."""
        course_id, quantity = number_of(typed, "course_id"), words_of(typed, "quantity")
        if course_id is None:
            self.errors = {"course_id": "Please choose a course."}
            return None
        return await self._save(
            "The seats are changed.",
            service.change_seats,
            company_id=self._detail_id,
            course_id=course_id,
            quantity=int(quantity) if quantity.removeprefix("-").isdecimal() and len(quantity) < 7 else 0,
            reason=words_of(typed, "reason"),
        )

    @rx.event
    def put_away(self) -> EventSpec:
        """Close the details of a company."""
        return self._without("company", routes.ADMIN_ORGANIZATIONS)
