"""Invitations, one by one and from lists."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy.live import Page, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    Choices,
    ImportView,
    InviteCounts,
    InviteRow,
)
from academy.managers.state.acting import BACK, Acting, Typed, number_of, words_of
from academy.organizations import service as organizations
from academy.organizations.models import InviteRole
from academy.organizations.schemas import Invitation
from academy.ui.overlays import toast


class InvitesState(Acting, rx.State):
    counts: InviteCounts | None = live(service.invite_counts, company=from_address("company"))
    invites: Page[InviteRow] = live(
        service.invite_page,
        default=Page[InviteRow](),
        company=from_address("company"),
        status=from_address("status"),
        words=from_address("q"),
        until=from_address("after"),
    )
    choices: Choices | None = live(service.choices, company=from_address("company"))

    @rx.event
    async def invite(self, typed: Typed) -> EventSpec | None:
        """Invite one person."""
        return await self._save(
            "The invitation is on its way.",
            service.invite_person,
            organization_id=await self._company_id(),
            invitation=Invitation(
                email=words_of(typed, "email"),
                role=InviteRole(words_of(typed, "role") or InviteRole.MEMBER),
                course_id=number_of(typed, "course_id"),
                cohort_id=number_of(typed, "cohort_id"),
                department=words_of(typed, "department"),
                team_id=number_of(typed, "team_id"),
            ),
        )

    @rx.event
    async def resend(self, invite_id: int) -> EventSpec | None:
        """Send an invitation again."""
        return await self._do(
            "It is on its way again, with a new link.", organizations.resend_invite, invite_id=invite_id
        )

    @rx.event
    async def revoke(self, invite_id: int) -> EventSpec | None:
        """Withdraw an invitation."""
        back = cast(Any, InvitesState.bring_back)(invite_id)
        done = "The invitation is withdrawn."
        return await self._do(done, organizations.revoke_invite, undo=back, invite_id=invite_id)

    @rx.event
    async def bring_back(self, invite_id: int) -> EventSpec | None:
        """Take back that an invitation was withdrawn."""
        return await self._do(BACK, organizations.restore_invite, invite_id=invite_id)


class ImportState(Acting, rx.State):
    view: ImportView | None = live(service.import_view, company=from_address("company"), list_id=from_address("list"))

    @rx.event
    async def send(self) -> EventSpec | None:
        """Invite everybody whose line is right, and show what became of each."""
        if self.view is None:
            return None
        done = await self.run(service.send_list, organization_id=await self._company_id(), list_id=self.view.list_id)
        if done is None:
            return toast(self.errors.get("form", "That did not work."), tone="bad")
        self.outcomes = done
        return None
