"""What learners and their instructors have on screen."""

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.core.numbers import whole_number
from academy.enrollment import service
from academy.enrollment.schemas import (
    CohortDesk,
    EnrollmentView,
    KeptSeat,
    Learning,
    OtherCohort,
    Roster,
    Teaching,
    WaitlistCard,
)
from academy.live import LiveState, from_route, live
from academy.organizations import service as organizations
from academy.organizations.schemas import JoinableCompany, MyCompany
from academy.ui.overlays import toast


class LearnState(LiveState, rx.State):
    learning: Learning | None = live(service.my_learning)
    waiting: list[WaitlistCard] = live(service.my_waitlist, default=[])
    joinable: list[JoinableCompany] = live(organizations.joinable, default=[])
    companies: list[MyCompany] = live(organizations.my_companies, default=[])
    kept: list[KeptSeat] = live(service.my_kept_seats, default=[])

    @rx.event
    async def join(self, organization_id: int) -> EventSpec | None:
        """Join a company by the domain of one's address."""
        await self.run(organizations.join_by_domain, organization_id=organization_id)
        return None if self.errors else toast("You belong to the company now.")

    @rx.event
    async def accept(self, entry_id: int) -> EventSpec | None:
        """Take the seat that is offered, and go on to pay for it."""
        seat = await self.run(service.accept_offer, entry_id=entry_id)
        return rx.redirect(routes.CHECKOUT.url(public_id=seat.public_id)) if seat else None

    @rx.event
    async def leave_queue(self, entry_id: int) -> EventSpec | None:
        """Give up a place in a queue."""
        await self.run(service.leave_waitlist, entry_id=entry_id)
        return None if self.errors else toast("Your place went to the next.")

    @rx.event
    async def give_back(self, public_id: str) -> EventSpec | None:
        """Let a held seat go."""
        await self.run(service.cancel_hold, public_id=public_id)
        return None if self.errors else toast("The seat is free for somebody else again.")


class EnrollmentState(LiveState, rx.State):
    enrollment: EnrollmentView | None = live(service.my_enrollment, public_id=from_route("public_id"))
    others: list[OtherCohort] = live(service.other_cohorts, public_id=from_route("public_id"), default=[])

    is_moving: bool = False

    @rx.event
    def show_dates(self, is_open: bool) -> None:
        """Open or close the choice of another date."""
        self.is_moving, self.errors = is_open, {}

    @rx.event
    async def move(self, typed: dict[str, str]) -> EventSpec | None:
        """Move the seat to another cohort."""
        if self.enrollment is None:
            return None
        if not typed.get("cohort_id"):
            self.errors = {"form": "Choose the date that you would like to move to."}
            return None
        cohort_id = int(typed["cohort_id"])
        seat = await self.run(service.transfer, public_id=self.enrollment.public_id, cohort_id=cohort_id)
        if seat is None:
            return None
        self.is_moving = False
        return rx.redirect(routes.LEARN_ENROLLMENT.url(public_id=seat.public_id))

    @rx.event
    async def give_back(self) -> EventSpec | None:
        """Leave the cohort; what was paid goes back."""
        if self.enrollment is None:
            return None
        done = await self.run(service.cancel_enrollment, public_id=self.enrollment.public_id)
        return toast("Your seat is given back.") if done else None


class TeachState(LiveState, rx.State):
    teaching: Teaching | None = live(service.taught_cohorts)


class RosterState(LiveState, rx.State):
    roster: Roster | None = live(service.roster, cohort_id=from_route("cohort_id"))
    desk: CohortDesk | None = live(service.cohort_desk, cohort_id=from_route("cohort_id"))
    form: str = ""
    picked_name: str = ""
    picked_seat: str = ""
    picked_entry: int = 0

    @rx.event
    def show_seat(self, public_id: str, name: str) -> None:
        """Open the form that moves somebody's seat."""
        self.form, self.picked_name, self.picked_seat, self.errors = "move_person", name, public_id, {}

    @rx.event
    def show_entry(self, form: str, entry_id: int, name: str) -> None:
        """Open a form about somebody's place in the queue."""
        self.form, self.picked_name, self.picked_entry, self.errors = form, name, entry_id, {}

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.form, self.errors = "", {}

    @rx.event
    async def move_person(self, typed: dict[str, str]) -> EventSpec | None:
        """Move somebody's seat to another cohort."""
        if not typed.get("cohort_id"):
            self.errors = {"cohort_id": "Choose a date."}
            return None
        await self.run(
            service.transfer_person,
            public_id=self.picked_seat,
            cohort_id=int(typed["cohort_id"]),
            reason=typed.get("reason", ""),
        )
        return self._closed("Their seat is moved.")

    @rx.event
    async def move_in_queue(self, typed: dict[str, str]) -> EventSpec | None:
        """Give somebody another place in the queue."""
        if self.roster is None:
            return None
        rank = typed.get("rank", "")
        await self.run(
            service.move_in_queue,
            cohort_id=self.roster.id,
            entry_id=self.picked_entry,
            rank=whole_number(rank) or 0,
            reason=typed.get("reason", ""),
        )
        return self._closed("Their place is changed.")

    @rx.event
    async def remove_from_queue(self, typed: dict[str, str]) -> EventSpec | None:
        """Take somebody out of the queue."""
        reason = typed.get("reason", "")
        await self.run(service.remove_from_queue, entry_id=self.picked_entry, reason=reason)
        return self._closed("They are out of the queue.")

    def _closed(self, words: str) -> EventSpec | None:
        if self.errors:
            return None
        self.form = ""
        return toast(words)
