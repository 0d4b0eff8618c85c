"""What learners and their instructors have on screen."""

import reflex as rx
from reflex.event import EventSpec

from academy.enrollment.schemas import EnrollmentView, Learning, Roster, Teaching
from academy.enrollment.service import (
    cancel_enrollment,
    cancel_hold,
    my_enrollment,
    my_learning,
    roster,
    taught_cohorts,
)
from academy.live import LiveState, from_route, live
from academy.ui.overlays import toast


class LearnState(LiveState, rx.State):
    learning: Learning | None = live(my_learning)

    @rx.event
    async def give_back(self, public_id: str) -> EventSpec | None:
        """Let a held seat go."""
        await self.run(cancel_hold, public_id=public_id)
        return None if self.errors else toast("The seat is free for somebody else again.")


class EnrollmentState(LiveState, rx.State):
    enrollment: EnrollmentView | None = live(my_enrollment, public_id=from_route("public_id"))

    @rx.event
    async def give_back(self) -> EventSpec | None:
        """Leave the cohort; what was paid goes back."""
        if self.enrollment is None:
            return None
        done = await self.run(cancel_enrollment, public_id=self.enrollment.public_id)
        return toast("Your seat is given back.") if done else None


class TeachState(LiveState, rx.State):
    teaching: Teaching | None = live(taught_cohorts)


class RosterState(LiveState, rx.State):
    roster: Roster | None = live(roster, cohort_id=from_route("cohort_id"))
