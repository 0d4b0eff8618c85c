"""Founding a company, and joining one."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.live import LiveState, from_route, live
from academy.managers import service
from academy.managers.schemas import (
    InvitationView,
)
from academy.managers.state.acting import Acting, Typed, fields_of
from academy.organizations import service as organizations
from academy.organizations.schemas import MyCompany


class BelongingState(Acting, rx.State):
    companies: list[MyCompany] = live(organizations.my_companies, default=[])

    @rx.event
    async def leave(self, company_id: int) -> EventSpec:
        """Leave a company."""
        return await self._do(
            "You do not belong to the company any more.",
            organizations.leave_organization,
            undo=cast(Any, BelongingState.come_back)(company_id),
            organization_id=company_id,
        )

    @rx.event
    async def come_back(self, company_id: int) -> EventSpec:
        """Take back that one has left."""
        return await self._restore(organizations.return_to_organization, organization_id=company_id)


class NewCompanyState(LiveState, rx.State):
    @rx.event
    async def create(self, typed: Typed) -> EventSpec | None:
        """Open an account for a company, and go to its page."""
        public_id = await self.run(organizations.create_organization, fields=fields_of(typed))
        return None if public_id is None else rx.redirect(routes.ORG.url())


class JoinState(LiveState, rx.State):
    invitation: InvitationView | None = live(service.invitation, token=from_route("token"))
    said: str = ""

    @rx.event
    async def join(self, is_meant: bool) -> EventSpec | None:
        """Accept the invitation."""
        done = await self.run(service.accept, token=str(self.router.url.path).rpartition("/")[2], is_meant=is_meant)
        self.said = done.problem if done is not None else ""
        return None
