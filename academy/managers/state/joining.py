"""Founding a company, and joining one."""

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.live import LiveState, from_route, live
from academy.managers import service
from academy.managers.schemas import (
    InvitationView,
)
from academy.managers.state.acting import Typed, fields_of
from academy.organizations import service as organizations


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
