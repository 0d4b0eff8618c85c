"""What those who look after a company have on screen, and what their buttons do."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.commerce.models import PaymentMethod
from academy.commerce.schemas import InvoiceRow
from academy.live import LiveState, Mutation, Page, from_address, from_route, live
from academy.managers import service
from academy.managers.schemas import (
    Choice,
    Choices,
    CompanyDetail,
    CompanyRow,
    CourseSeats,
    ImportView,
    InvitationView,
    InviteCounts,
    InviteRow,
    LedgerRow,
    MemberDetail,
    MemberRow,
    Outcome,
    Overview,
    Settings,
    Standing,
    TeamRow,
)
from academy.organizations import service as organizations
from academy.organizations.models import AutoJoin, InviteRole, ManagerPermission, ManagerRole
from academy.organizations.schemas import CompanyFields, DomainClaim, Invitation
from academy.ui.overlays import toast

Typed = dict[str, Any]
FEW_SEATS = 5


def words_of(typed: Typed, name: str) -> str:
    """What was typed into a field."""
    return str(typed.get(name) or "").strip()


def number_of(typed: Typed, name: str) -> int | None:
    """The number chosen in a field, if one was."""
    text = words_of(typed, name)
    return int(text) if text.isdecimal() and len(text) < 10 else None


class CompanyState(LiveState, rx.State):
    company: Standing | None = live(service.standing, company=from_address("company"))

    @rx.event
    async def turn_to(self, public_id: str) -> EventSpec:
        """Look at another of one's companies from now on."""
        await self.run(service.turn_to, company=public_id)
        return rx.redirect(routes.ORG.url())

    @rx.event
    async def leave(self) -> EventSpec:
        """Leave the company."""
        assert self.company is not None  # noqa: S101
        await self.run(organizations.leave_organization, organization_id=self.company.id)
        if self.errors:
            return toast(self.errors.get("form", "That did not work."), tone="bad")
        return rx.redirect(routes.LEARN.url())


class Acting(LiveState, mixin=True):
    """What the pages have in common.

    Vars:
        form: Which form is open; empty if none is.
        outcomes: What became of each person in the last act on many.
    """

    form: str = ""
    outcomes: list[Outcome] = []

    @rx.event
    def begin(self, form: str) -> None:
        """Open a form."""
        self.form, self.errors = form, {}

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.form, self.errors = "", {}

    @rx.event
    def dismiss(self) -> None:
        """Put away what became of each person."""
        self.outcomes = []

    async def _company_id(self) -> int:
        state = await self.get_state(CompanyState)
        return state.company.id if state.company is not None else 0

    async def _do(self, done: str, mutation: Mutation[..., Any], **arguments: Any) -> EventSpec | None:
        """Run what a button asks for; what stands in the way is said in passing."""
        await self.run(mutation, **arguments)
        return toast(self.errors.get("form", "That did not work."), tone="bad") if self.errors else toast(done)

    async def _save(self, done: str, mutation: Mutation[..., Any], **arguments: Any) -> EventSpec | None:
        """Run what a form asks for, and put it away; what stands in the way is said beside the fields."""
        await self.run(mutation, **arguments)
        if self.errors:
            return None
        self.form = ""
        return toast(done)

    def _without(self, name: str, route: routes.Route) -> EventSpec:
        rest = {key: value for key, value in self.router.url.query_parameters.items() if key != name}
        return rx.redirect(route.url(query=rest))


class OverviewState(LiveState, rx.State):
    overview: Overview | None = live(service.overview, company=from_address("company"))


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
        role, choices = (
            words_of(typed, "role"),
            self.choices or Choices(cohorts=[], courses=[], teams=[], departments=[]),
        )
        return await self._save(
            "The role is set.",
            organizations.set_role,
            organization_id=await self._company_id(),
            user_id=self.member.row.user_id,
            role=ManagerRole(role) if role else None,
            permissions=self._permissions(typed, role),
            team_ids=[team.id for team in choices.teams if typed.get(f"team-{team.id}")] or None,
            departments=[name for name in choices.departments if typed.get(f"department-{name}")] or None,
        )

    def _permissions(self, typed: Typed, role: str) -> list[ManagerPermission] | None:
        """Return the permissions ticked, if they were changed or are those of the role kept; else the role's own."""
        assert self.member is not None  # noqa: S101
        ticked = [one for one in ManagerPermission if typed.get(f"permission-{one.value}")]
        is_same_role = self.member.row.role is not None and self.member.row.role.value == role
        return ticked if is_same_role or set(ticked) != set(self.member.permissions) else None

    @rx.event
    async def remove(self, user_id: int) -> EventSpec | None:
        """Unlink somebody from the company."""
        return await self._do(
            "They do not belong to the company any more.",
            organizations.remove_member,
            organization_id=await self._company_id(),
            user_id=user_id,
        )

    @rx.event
    def put_away(self) -> EventSpec:
        """Close the details of somebody."""
        return self._without("member", routes.ORG_MEMBERS)


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
        return await self._do("The invitation is withdrawn.", organizations.revoke_invite, invite_id=invite_id)


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
        return await self._do(
            "The team is dissolved; its people stay in the company.",
            organizations.dissolve_team,
            organization_id=await self._company_id(),
            team_id=team_id,
        )


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


def fields_of(typed: Typed) -> CompanyFields:
    """What a form says of a company."""
    threshold = number_of(typed, "low_seat_threshold") if "low_seat_threshold" in typed else FEW_SEATS
    return CompanyFields(
        name=words_of(typed, "name"),
        domain=words_of(typed, "domain"),
        contact_name=words_of(typed, "contact_name"),
        contact_email=words_of(typed, "contact_email"),
        billing_address=words_of(typed, "billing_address"),
        low_seat_threshold=-1 if threshold is None else threshold,
    )
