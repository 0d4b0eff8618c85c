"""A working day in the demo academy: what people do there, one thing after the other, the same every time.

Lessons, attendance and messages are to join in once the academy has them.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from random import Random

from sqlmodel import Session, col, select

from academy.catalog import service as catalog
from academy.catalog.models import Cohort, CohortStatus, Course, CourseStatus
from academy.commerce import service as commerce
from academy.commerce.stripe_gateway import gateway_of
from academy.core.errors import DomainError
from academy.enrollment import service as enrollment
from academy.identity import service as identity
from academy.identity.models import ScopedRole
from academy.identity.schemas import Browser as Device
from academy.identity.viewer import resolve_viewer
from academy.live import SYSTEM, Runtime
from academy.live.runtime import system_clock
from bench.office import Office

SEED = 2026
HOUR = timedelta(minutes=61)


class Doings:
    """People and what they do.

    Args:
        office: Acts for them.
        learners: Those who learn, with a session each; some of them watch.
        admin: A session of an administrator.
    """

    def __init__(self, office: Office, learners: dict[int, str], admin: str) -> None:
        self.office, self.runtime, self.random = office, office.runtime, Random(SEED)
        self._later = Runtime(self.runtime.database, resolve_viewer, clock=lambda: system_clock() + HOUR)
        self.learners, self.admin = learners, admin
        self.holds: list[tuple[str, str]] = []
        self.seats: list[tuple[str, str]] = []
        self.guests: list[str] = []
        self.roles: list[int] = []
        with Session(self.runtime.database.reader) as session:
            offered = select(Course.id).where(Course.status == CourseStatus.PUBLISHED).order_by(col(Course.id))
            self.courses = list(session.exec(offered))
            opened = select(Cohort.id).where(Cohort.status == CohortStatus.OPEN, col(Cohort.organization_id).is_(None))
            self.cohorts = list(session.exec(opened.order_by(col(Cohort.id))))
        self.all: dict[Callable[[], object], int] = {
            self.take_a_seat: 16,
            self.pay: 10,
            self.give_a_seat_back: 4,
            self.cancel_a_seat: 2,
            self.sign_in: 14,
            self.ask_for_a_link: 4,
            self.sign_out: 4,
            self.come_back_after_an_hour: 6,
            self.edit_a_profile: 4,
            self.switch_mail: 4,
            self.edit_a_course: 4,
            self.move_a_session: 3,
            self.move_a_day: 2,
            self.change_a_capacity: 3,
            self.give_or_take_a_role: 2,
        }

    def next(self) -> None:
        """Do something; what the academy refuses, such as a seat in a full cohort, was at least tried."""
        (act,) = self.random.choices(list(self.all), list(self.all.values()))
        with suppress(DomainError):
            act()

    # Seats

    def take_a_seat(self) -> None:
        token = self._learner()
        taken = self.runtime.write(enrollment.reserve_seat, token, cohort_id=self.random.choice(self.cohorts))
        (self.holds if taken.status == "held" else self.seats).append((token, taken.public_id))

    def pay(self) -> None:
        """Go to the payment page and pay; the gateway's event arrives as a job of the server's."""
        if not self.holds:
            return self.take_a_seat()
        token, public_id = self.holds.pop(0)
        gateway = gateway_of(self.runtime)
        ticket = self.runtime.write(enrollment.begin_payment, token, public_id=public_id, gateway=gateway.name)
        opened = gateway.create_checkout(ticket.request)
        self.runtime.write(
            commerce.record_checkout,
            SYSTEM,
            reference=ticket.request.reference,
            session_id=opened.session_id,
            url=opened.url,
        )
        self.runtime.write(commerce.pay_hosted_checkout, public_id=opened.session_id)
        self.seats.append((token, public_id))
        return None

    def give_a_seat_back(self) -> None:
        if self.holds:
            self.office.give_back(*self.holds.pop())

    def cancel_a_seat(self) -> None:
        if self.seats:
            token, public_id = self.seats.pop(0)
            self.runtime.write(enrollment.cancel_enrollment, token, public_id=public_id)

    # People

    def sign_in(self) -> None:
        self.guests.append(self.office.sign_in(self.random.choice(list(self.learners))))

    def ask_for_a_link(self) -> None:
        address = f"newcomer-{self.random.randrange(10**6)}@people.example"
        browser = Device(ip=f"10.0.0.{self.random.randrange(250)}")
        self.runtime.write(identity.request_sign_in, email=address, next_path="/", browser=browser)

    def sign_out(self) -> None:
        if self.guests:
            self.runtime.write(identity.sign_out, self.guests.pop())

    def come_back_after_an_hour(self) -> None:
        """As each of their pages does when it is opened; the second time within the hour it changes nothing."""
        self._later.write(identity.keep_session, self._learner())

    def edit_a_profile(self) -> None:
        token = self._learner()
        now = self.runtime.read(identity.my_profile, token)
        title = self.random.choice(["Engineer", "Lead engineer", "Manager", "Architect", "Analyst"])
        self.runtime.write(
            identity.edit_profile,
            token,
            name=now.name,
            title=title,
            company=now.company,
            phone_number=now.phone_number,
            zone=now.zone,
        )

    def switch_mail(self) -> None:
        token = self._learner()
        is_on = self.runtime.read(identity.my_profile, token).email_notifications
        self.runtime.write(identity.set_email_notifications, token, is_on=not is_on)

    # Behind the scenes

    def edit_a_course(self) -> None:
        course_id = self.random.choice(self.courses)
        shown = self.runtime.read(catalog.course_editor_page, self.admin, course_id=course_id)
        fields = shown.fields.model_copy(update={"description": f"{shown.fields.description} And more."})
        self.runtime.write(
            catalog.edit_course, self.admin, course_id=course_id, seen_at=shown.updated_at, fields=fields
        )

    def move_a_session(self) -> None:
        shown = self.runtime.read(catalog.course_editor_page, self.admin, course_id=self.random.choice(self.courses))
        session_id = shown.sessions[0].id
        self.runtime.write(catalog.move_session, self.admin, session_id=session_id, direction=catalog.Direction.DOWN)

    def move_a_day(self) -> None:
        rows = self.runtime.read(catalog.cohort_table, self.admin, course_id=self.random.choice(self.courses))
        opened = [row for row in rows if row.status == CohortStatus.OPEN]
        if opened:
            cohort = self.random.choice(opened)
            opens = time(self.random.choice([8, 9, 10]), self.random.choice([0, 15, 30, 45]))
            day = cohort.days[0].day
            self.runtime.write(catalog.move_day, self.admin, cohort_id=cohort.id, day=day, opens=opens)

    def change_a_capacity(self) -> None:
        cohort_id, capacity = self.random.choice(self.cohorts), self.random.randrange(30, 60)
        self.runtime.write(catalog.set_capacity, self.admin, cohort_id=cohort_id, capacity=capacity)

    def give_or_take_a_role(self) -> None:
        if self.roles:
            self.runtime.write(identity.take_role, self.admin, assignment_id=self.roles.pop())
        else:
            user_id, cohort_id = self.random.choice(list(self.learners)), self.random.choice(self.cohorts)
            role = ScopedRole.INSTRUCTOR
            self.roles.append(
                self.runtime.write(identity.give_role, self.admin, user_id=user_id, role=role, cohort_id=cohort_id)
            )

    def _learner(self) -> str:
        return self.random.choice(list(self.learners.values()))
