"""Whatever happens to a company's seats, in whatever order, their laws hold."""

from contextlib import ExitStack, suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from academy.core.errors import DomainError
from academy.enrollment.models import Enrollment
from academy.organizations import service
from academy.organizations.models import InviteStatus, OrganizationInvite
from tests.databases import academy_database, opened
from tests.enrollment.seats import make_cohort, make_course, make_people
from tests.organizations.company import assert_seat_laws, make_company, make_enrollment, make_invite
from tests.world import FrozenClock, Live

PEOPLE, COURSES, PURCHASES = 3, 2, 3

persons = st.integers(0, PEOPLE - 1)
courses = st.integers(0, COURSES - 1)
purchases = st.integers(0, PURCHASES - 1)
ages = st.integers(0, 4)


class Seats(RuleBasedStateMachine):
    """A company with three people and two courses, of each a cohort now and one later."""

    kind: str

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.live = Live(database, FrozenClock())
        self.taken: set[tuple[int, int]] = set()
        with self.live.system() as ctx:
            self.people = [person.user_id or 0 for person in make_people(ctx, PEOPLE)]
            self.company = make_company(ctx)
            made = [make_course(ctx, slug=f"course-{number}") for number in range(COURSES)]
            self.courses = [course.id for course in made]
            self.cohorts = [[make_cohort(ctx, course, name=name).id for name in ("Now", "Later")] for course in made]

    @rule(course=courses, purchase=purchases, quantity=st.integers(1, 3))
    def buy(self, course: int, purchase: int, quantity: int) -> None:
        """One purchase is of one course; it may be reported again."""
        course_id, name = self.courses[course], f"purchase {purchase} of {course}"
        with self.live.system() as ctx:
            service.add_seats(
                ctx,
                organization_id=self.company.id,
                course_id=course_id,
                quantity=quantity,
                purchase_public_id=name,
            )

    @rule(course=courses, purchase=purchases, quantity=st.integers(1, 4))
    def refund(self, course: int, purchase: int, quantity: int) -> None:
        with self.live.system() as ctx:
            taken = service.withdraw_seats(
                ctx, purchase_public_id=f"purchase {purchase} of {course}", quantity=quantity
            )
        assert 0 <= taken <= quantity

    @rule(course=courses)
    def invite(self, course: int) -> None:
        with suppress(DomainError), self.live.system() as ctx:
            number = len(ctx.session.exec(select(OrganizationInvite.id)).all())
            invite = make_invite(ctx, self.company, f"{number}@new.example", self.courses[course])
            service.hold_seat(ctx, invite=invite)

    @rule(age=ages, person=persons, is_accepted=st.booleans())
    def answer(self, age: int, person: int, is_accepted: bool) -> None:
        with self.live.system() as ctx:
            newest = select(OrganizationInvite).order_by(col(OrganizationInvite.id).desc()).offset(age)
            invite = ctx.session.exec(newest).first()
            if invite is None or invite.status != InviteStatus.PENDING:
                return
            invite.status = InviteStatus.ACCEPTED if is_accepted else InviteStatus.REVOKED
            if is_accepted:
                service.keep_for(ctx, invite=invite, user_id=self.people[person])
            else:
                service.release_held(ctx, invite=invite, reason="")

    @rule(person=persons, course=courses, cohort=st.integers(0, 1))
    def enroll(self, person: int, course: int, cohort: int) -> None:
        place = (self.people[person], self.cohorts[course][cohort])
        if place in self.taken:
            return
        with suppress(DomainError), self.live.system() as ctx:
            made = make_enrollment(ctx, self.company, place[0], self.courses[course], place[1])
            service.assign_seat(
                ctx,
                organization_id=self.company.id,
                course_id=made.course_id,
                user_id=made.user_id,
                enrollment_id=made.id,
            )
            self.taken.add(place)

    @rule(age=ages)
    def give_back(self, age: int) -> None:
        with self.live.system() as ctx:
            newest = select(Enrollment.id).order_by(col(Enrollment.id).desc()).offset(age)
            if enrollment_id := ctx.session.exec(newest).first():
                service.return_seat(ctx, enrollment_id=enrollment_id)

    @rule(age=ages)
    def begin(self, age: int) -> None:
        with self.live.system() as ctx:
            newest = select(Enrollment.id).order_by(col(Enrollment.id).desc()).offset(age).limit(2)
            service.activate_seats(ctx, enrollment_ids=ctx.session.exec(newest).all())

    @rule(person=persons)
    def leave(self, person: int) -> None:
        with self.live.system() as ctx:
            service.release_all_held(ctx, organization_id=self.company.id, user_id=self.people[person], reason="Left.")

    @rule(is_paid=st.booleans())
    def stand(self, is_paid: bool) -> None:
        with self.live.system() as ctx:
            if is_paid:
                service.reinstate(ctx, organization_id=self.company.id)
            else:
                service.suspend(ctx, organization_id=self.company.id, reason="Overdue.")

    @invariant()
    def laws(self) -> None:
        with self.live.system() as ctx:
            assert_seat_laws(ctx.session)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 30), ("postgres", 6)])
def test_the_laws_hold_in_any_order(kind: str, examples: int) -> None:
    here = type("Here", (Seats,), {"kind": kind})
    chosen = settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(here, settings=chosen)
