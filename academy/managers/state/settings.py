"""Teams, particulars and domains."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy.live import LiveState, from_address, from_route, live
from academy.managers import service
from academy.managers.schemas import (
    Settings,
    TeamRow,
)
from academy.managers.state.acting import BACK, Acting, Typed, fields_of, words_of
from academy.organizations import service as organizations
from academy.organizations.models import AutoJoin
from academy.organizations.schemas import DomainClaim


class TeamsState(Acting, rx.State):
    teams: list[TeamRow] = live(service.team_list, company=from_address("company"), default=[])
    edited: TeamRow | None = None

    @rx.event
    def edit(self, team_id: int) -> None:
        """Open the form about a team; 0 stands for a new one."""
        self.edited = next((team for team in self.teams if team.id == team_id), None)
        self.form, self.errors = "team", {}

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Make the team, or change it."""
        fields: dict[str, Any] = {"name": words_of(typed, "name"), "description": words_of(typed, "description")}
        fields["organization_id"] = await self._company_id()
        if self.edited is None:
            return await self._save("The team is made.", organizations.create_team, **fields)
        return await self._save("The team is saved.", organizations.edit_team, team_id=self.edited.id, **fields)

    @rx.event
    async def take_out(self, team_id: int, user_id: int) -> EventSpec | None:
        """Take somebody out of a team."""
        return await self._do(
            "They are out of the team.",
            organizations.take_out_of_team,
            organization_id=await self._company_id(),
            team_id=team_id,
            user_id=user_id,
        )

    @rx.event
    async def dissolve(self, team_id: int) -> EventSpec | None:
        """Let a team be no more."""
        company_id = await self._company_id()
        return await self._do(
            "The team is dissolved; its people stay in the company.",
            organizations.dissolve_team,
            undo=cast(Any, TeamsState.bring_back)(company_id, team_id),
            organization_id=company_id,
            team_id=team_id,
        )

    @rx.event
    async def bring_back(self, company_id: int, team_id: int) -> EventSpec | None:
        """Take back that a team was dissolved."""
        return await self._do(BACK, organizations.restore_team, organization_id=company_id, team_id=team_id)


class SettingsState(Acting, rx.State):
    settings: Settings | None = live(service.company_settings, company=from_address("company"))

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Change what the company says of itself."""
        return await self._save(
            "The particulars are saved.",
            organizations.edit_organization,
            organization_id=await self._company_id(),
            fields=fields_of(typed),
        )

    @rx.event
    async def add_domain(self, typed: Typed) -> EventSpec | None:
        """Name a domain."""
        return await self._save(
            "The domain stands in the list. Now show that it is yours.",
            organizations.add_domain,
            organization_id=await self._company_id(),
            domain=words_of(typed, "domain"),
        )

    @rx.event
    async def check_domain(self, domain_id: int) -> EventSpec | None:
        """Have a domain's record looked up."""
        return await self._do(
            "It is being looked up. The result shows here.",
            organizations.check_domain,
            organization_id=await self._company_id(),
            domain_id=domain_id,
        )

    @rx.event
    async def ask_mailbox(self, domain_id: int, mailbox: str) -> EventSpec | None:
        """Mail a link to a mailbox at a domain."""
        return await self._do(
            "A link is on its way there.",
            organizations.ask_mailbox,
            organization_id=await self._company_id(),
            domain_id=domain_id,
            mailbox=mailbox,
        )

    @rx.event
    async def set_auto_join(self, domain_id: int, auto_join: str) -> EventSpec | None:
        """Say how people join by a domain."""
        return await self._do(
            "That is how people join from now on.",
            organizations.set_auto_join,
            organization_id=await self._company_id(),
            domain_id=domain_id,
            auto_join=AutoJoin(auto_join),
        )

    @rx.event
    async def remove_domain(self, domain_id: int) -> EventSpec | None:
        """Take a domain away."""
        return await self._do(
            "The domain is taken away.",
            organizations.remove_domain,
            organization_id=await self._company_id(),
            domain_id=domain_id,
        )


class DomainState(LiveState, rx.State):
    claim: DomainClaim | None = live(organizations.domain_claim, token=from_route("token"))
    is_done: bool = False

    @rx.event
    async def confirm(self) -> None:
        """Confirm that the domain is the company's."""
        await self.run(organizations.confirm_domain, token=str(self.router.url.path).rpartition("/")[2])
        self.is_done = not self.errors
