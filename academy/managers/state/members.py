"""Who belongs to a company."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.live import Page, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    Choices,
    MemberDetail,
    MemberRow,
)
from academy.managers.state.acting import Acting, Typed, number_of, words_of
from academy.organizations import service as organizations
from academy.organizations.models import ManagerPermission, ManagerRole


def own_permissions(
    member: MemberDetail, role: ManagerRole | None, ticked: list[ManagerPermission]
) -> list[ManagerPermission] | None:
    """The permissions somebody is to have besides their role's; none if the role is another and no box was touched."""
    is_same_role = role is not None and member.row.role == role
    return ticked if is_same_role or set(ticked) != set(member.permissions) else None


class MembersState(Acting, rx.State):
    members: Page[MemberRow] = live(
        service.member_page,
        default=Page[MemberRow](),
        company=from_address("company"),
        words=from_address("q"),
        team=from_address("team"),
        department=from_address("department"),
        role=from_address("role"),
        until=from_address("after"),
    )
    member: MemberDetail | None = live(
        service.member_detail, company=from_address("company"), user_id=from_address("member")
    )
    choices: Choices | None = live(service.choices, company=from_address("company"))
    chosen: list[int] = []

    @rx.event
    def choose(self, user_id: int, is_chosen: bool) -> None:
        """Put somebody among those chosen, or take them out."""
        rest = [one for one in self.chosen if one != user_id]
        self.chosen = [*rest, user_id] if is_chosen else rest

    @rx.event
    def choose_shown(self) -> None:
        """Choose everybody on the screen."""
        self.chosen = list(dict.fromkeys([*self.chosen, *(row.user_id for row in self.members.rows)]))

    @rx.event
    def choose_nobody(self) -> None:
        """Start over."""
        self.chosen = []

    @rx.event
    async def enroll(self, typed: Typed) -> None:
        """Enroll those chosen, and show what became of each."""
        cohort_id = number_of(typed, "cohort_id")
        if cohort_id is None:
            self.errors = {"cohort_id": "Please choose a cohort."}
            return
        done = await self.run(
            service.enroll_people,
            organization_id=await self._company_id(),
            user_ids=self.chosen,
            cohort_id=cohort_id,
        )
        if done is not None:
            self.form, self.outcomes, self.chosen = "", done, []

    @rx.event
    async def set_department(self, typed: Typed) -> EventSpec | None:
        """Put those chosen into a department."""
        return await self._save(
            "Their department is set.",
            organizations.set_department,
            organization_id=await self._company_id(),
            user_ids=self.chosen,
            department=words_of(typed, "department"),
        )

    @rx.event
    async def put_into_team(self, typed: Typed) -> EventSpec | None:
        """Put those chosen into a team."""
        return await self._save(
            "They are in the team.",
            organizations.put_into_team,
            organization_id=await self._company_id(),
            team_id=number_of(typed, "team_id") or 0,
            user_ids=self.chosen,
        )

    @rx.event
    async def take_out(self, public_id: str) -> EventSpec | None:
        """Take somebody out of a cohort that has not begun."""
        return await self._do(
            "The seat is free again.",
            service.take_out_of_cohort,
            organization_id=await self._company_id(),
            public_id=public_id,
        )

    @rx.event
    async def take_back(self, user_id: int, course_id: int) -> EventSpec | None:
        """Take back a seat that is kept for somebody."""
        return await self._do(
            "The seat is free again.",
            service.take_back_kept_seat,
            organization_id=await self._company_id(),
            user_id=user_id,
            course_id=course_id,
        )

    @rx.event
    async def set_role(self, typed: Typed) -> EventSpec | None:
        """Give the person on show a role, or none."""
        if self.member is None:
            return None
        role = ManagerRole(words_of(typed, "role")) if words_of(typed, "role") else None
        choices = self.choices or Choices(cohorts=[], courses=[], teams=[], departments=[])
        ticked = [one for one in ManagerPermission if typed.get(f"permission-{one.value}")]
        return await self._save(
            "The role is set.",
            organizations.set_role,
            organization_id=await self._company_id(),
            user_id=self.member.row.user_id,
            role=role,
            permissions=own_permissions(self.member, role, ticked),
            team_ids=[team.id for team in choices.teams if typed.get(f"team-{team.id}")] or None,
            departments=[name for name in choices.departments if typed.get(f"department-{name}")] or None,
        )

    @rx.event
    async def remove(self, user_id: int) -> EventSpec | None:
        """Unlink somebody from the company."""
        company_id = await self._company_id()
        return await self._do(
            "They do not belong to the company any more.",
            organizations.remove_member,
            undo=cast(Any, MembersState.bring_back)(company_id, user_id),
            organization_id=company_id,
            user_id=user_id,
        )

    @rx.event
    async def bring_back(self, company_id: int, user_id: int) -> EventSpec | None:
        """Take back that somebody was unlinked."""
        return await self._restore(organizations.restore_member, organization_id=company_id, user_id=user_id)

    @rx.event
    def put_away(self) -> EventSpec:
        """Close the details of somebody."""
        return self._without("member", routes.ORG_MEMBERS)
