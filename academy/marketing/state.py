"""What the public pages show."""

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.catalog.schemas import CohortCard, CourseCard, CourseDay, CoursePage, UpcomingCohort
from academy.catalog.service.public import (
    chosen_cohort,
    course_days,
    course_list,
    course_page,
    open_cohorts,
    upcoming_cohorts,
)
from academy.commerce import service as commerce
from academy.commerce.offer_schemas import BundleHint, MyPlans, Plans
from academy.enrollment import service as enrollment
from academy.enrollment.schemas import Inclusion, WaitlistPlace
from academy.live import LiveState, from_address, from_route, live
from academy.skills.schemas import SkillOfCourse
from academy.skills.service import skills_of_course
from academy.ui.overlays import toast


class HomeState(LiveState, rx.State):
    upcoming: list[UpcomingCohort] = live(upcoming_cohorts, default=[])
    courses: list[CourseCard] = live(course_list, default=[])


class CourseListState(LiveState, rx.State):
    courses: list[CourseCard] = live(
        course_list,
        type=from_address("type"),
        level=from_address("level"),
        audience=from_address("for"),
        words=from_address("q"),
        default=[],
    )


class PlansState(LiveState, rx.State):
    plans: Plans = live(commerce.plans, default=Plans())
    mine: MyPlans = live(commerce.my_plans, default=MyPlans())

    @rx.event
    async def buy(self, public_id: str) -> EventSpec | None:
        """Order a bundle or begin a plan, and go on to pay."""
        order = await self.run(commerce.buy_offer, public_id=public_id)
        return rx.redirect(routes.ORDER.url(public_id=order)) if order else None


class CourseState(LiveState, rx.State):
    course: CoursePage | None = live(course_page, slug=from_route("slug"))
    cohorts: list[CohortCard] = live(open_cohorts, slug=from_route("slug"), default=[])
    chosen: CohortCard | None = live(chosen_cohort, slug=from_route("slug"), cohort=from_address("cohort"))
    days: list[CourseDay] = live(course_days, slug=from_route("slug"), cohort=from_address("cohort"), default=[])
    skills: list[SkillOfCourse] = live(skills_of_course, slug=from_route("slug"), default=[])
    place: WaitlistPlace = live(
        enrollment.waitlist_place, slug=from_route("slug"), cohort=from_address("cohort"), default=WaitlistPlace()
    )
    included: Inclusion = live(enrollment.included, slug=from_route("slug"), default=Inclusion())
    bundles: list[BundleHint] = live(commerce.bundles_with, slug=from_route("slug"), default=[])

    @rx.event
    def choose(self, cohort: str) -> EventSpec:
        """Show another cohort's dates; the choice is part of the address."""
        slug = self.course.slug if self.course else ""
        return rx.redirect(routes.COURSE.url(slug=slug, query={"cohort": cohort}), replace=True)

    @rx.event
    async def reserve(self) -> EventSpec | None:
        """Take a seat in the chosen cohort."""
        if self.chosen is None:
            return None
        reservation = await self.run(enrollment.reserve_seat, cohort_id=self.chosen.id)
        return rx.redirect(routes.CHECKOUT.url(public_id=reservation.public_id)) if reservation else None

    @rx.event
    async def wait_for_cohort(self) -> None:
        """Join the queue for the chosen cohort."""
        if self.chosen is not None:
            await self.run(enrollment.join_waitlist, cohort_id=self.chosen.id)

    @rx.event
    async def wait_for_course(self) -> None:
        """Join the queue for whichever cohort has a seat first."""
        if self.course is not None:
            await self.run(enrollment.join_course_waitlist, course_id=self.course.id)

    @rx.event
    async def accept(self) -> EventSpec | None:
        """Take the seat that is offered."""
        if self.place.entry_id is None:
            return None
        seat = await self.run(enrollment.accept_offer, entry_id=self.place.entry_id)
        return rx.redirect(routes.CHECKOUT.url(public_id=seat.public_id)) if seat else None

    @rx.event
    async def leave_queue(self) -> EventSpec | None:
        """Give up the place in the queue, or decline the offer."""
        if self.place.entry_id is None:
            return None
        await self.run(enrollment.leave_waitlist, entry_id=self.place.entry_id)
        return None if self.errors else toast("Your place went to the next.")
