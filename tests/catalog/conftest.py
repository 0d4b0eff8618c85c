"""A catalog to begin with: a published course of two days with an open cohort, and a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog import service as catalog
from academy.catalog.models import Cohort, CohortStatus, SeatHold
from academy.catalog.schemas import CohortFields, CourseFields, SessionFields
from academy.core.errors import Denied, NotFound, SignInRequired
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.live import ANONYMOUS, SYSTEM, Viewer, subscribe
from tests.world import Cast, Live


@dataclass(frozen=True)
class Catalog:
    """What there is, by id; `opens` in Berlin."""

    course_id: int
    slug: str
    cohort_id: int
    draft_id: int


COURSE = CourseFields(
    title="AI Fundamentals",
    slug="ai-fundamentals",
    summary="Two days, your own work on the table.",
    description="You leave with three workflows running.",
    price_b2c=349_00,
    price_b2b=299_00,
    outcomes=["Write a prompt that works"],
)
COHORT = CohortFields(name="March", first_day=date(2026, 3, 26), zone="Europe/Berlin", capacity=3)
NINE = time(9, 0)


@pytest.fixture
def made(live: Live, cast: Cast) -> Catalog:
    course_id = live.write(catalog.create_course, SYSTEM, fields=COURSE)
    for title, day, minutes in (("Spark", 1, 30), ("Workshop", 1, 90), ("Office", 2, 60)):
        fields = SessionFields(title=title, day_number=day, duration_minutes=minutes)
        live.write(catalog.add_session, SYSTEM, course_id=course_id, fields=fields)
    live.write(catalog.publish_course, SYSTEM, course_id=course_id)
    draft = COURSE.model_copy(update={"title": "Prompting", "slug": "prompting"})
    return Catalog(
        course_id=course_id,
        slug=COURSE.slug,
        cohort_id=open_cohort(live, course_id),
        draft_id=live.write(catalog.create_course, SYSTEM, fields=draft),
    )


def open_cohort(live: Live, course_id: int, **values: Any) -> int:
    """Make a cohort and open it."""
    fields = COHORT.model_copy(update=values)
    cohort_id = live.write(catalog.create_cohort, SYSTEM, course_id=course_id, fields=fields, opens=NINE)
    live.write(catalog.move_cohort, SYSTEM, cohort_id=cohort_id, status=CohortStatus.OPEN)
    return cohort_id


def cohort_row(live: Live, cohort_id: int) -> Cohort:
    with live.system() as ctx:
        return ctx.session.get_one(Cohort, cohort_id)


def seen(live: Live, course_id: int) -> datetime:
    """When the course was last saved."""
    return live.read(catalog.course_editor_page, SYSTEM, course_id=course_id).updated_at


def enroll(live: Live, cohort_id: int, count: int) -> None:
    """Let people have seats, as their enrollments leave them."""
    with live.system() as ctx:
        ctx.session.get_one(Cohort, cohort_id).current_enrollment += count


def hold(live: Live, cohort_id: int, viewer: Viewer, until: datetime) -> None:
    """Let somebody hold a seat while they pay."""
    assert viewer.user_id is not None
    with live.system() as ctx:
        cohort = ctx.session.get_one(Cohort, cohort_id)
        enrollment = Enrollment(
            user_id=viewer.user_id,
            cohort_id=cohort_id,
            course_id=cohort.course_id,
            status=EnrollmentStatus.HELD,
            purchase_date=ctx.now,
            payment_type=PaymentType.B2C,
            office_hours_eligible_until=ctx.now,
            materials_access_until=ctx.now,
            chatbot_access_until=ctx.now,
        )
        ctx.session.add(enrollment)
        ctx.session.flush()
        ctx.session.add(SeatHold(cohort_id=cohort_id, enrollment_id=enrollment.id, expires_at=until))


def give_role(live: Live, viewer: Viewer, role: ScopedRole, **scope: int) -> None:
    live.add(RoleAssignment(user_id=viewer.user_id, role=role, **scope))


@pytest.fixture
def outsiders(live: Live, cast: Cast, made: Catalog) -> list[Viewer]:
    """People who administer nothing: a visitor, a learner, a company's manager and member, and instructors."""
    with live.system() as ctx:
        member = User(email="mo@example.com", name="Mo", role="org_member")
        ctx.session.add(member)
        ctx.session.flush()
        mo = Viewer(user_id=member.id, role="org_member")
    give_role(live, cast.ines, ScopedRole.INSTRUCTOR, course_id=made.draft_id)
    give_role(live, cast.ben, ScopedRole.INSTRUCTOR, course_id=made.course_id)
    return [ANONYMOUS, cast.ada, cast.max, mo, cast.ines, cast.ben]


@pytest.fixture
def refused(live: Live, outsiders: list[Viewer]) -> Callable[..., None]:
    """Asserts that each outsider is refused, and visitors are asked to sign in."""

    def check(run: Callable[..., Any], function: Any, *, others: tuple[Viewer, ...] = (), **arguments: Any) -> None:
        for viewer in (*outsiders, *others):
            expected = SignInRequired if viewer == ANONYMOUS else (Denied, NotFound)
            with pytest.raises(expected):
                run(function, viewer, **arguments)

    return check


_heard: list[object] = []


def listen(*kinds: type) -> None:
    for kind in kinds:
        subscribe(kind)(lambda _ctx, fact: _heard.append(fact))


@pytest.fixture
def heard() -> list[object]:
    """The events of the catalog that this test has set off."""
    _heard.clear()
    return _heard


def audit_of(live: Live, course_id: int) -> list[tuple[str | None, str]]:
    """Who did what, the latest first."""
    return [
        (row.actor_name, row.summary) for row in live.read(catalog.course_history, SYSTEM, course_id=course_id).rows
    ]


def soon(live: Live, days: float) -> datetime:
    return live.clock() + timedelta(days=days)


def cohort_ids(live: Live, course_id: int) -> list[int]:
    with live.system() as ctx:
        return list(ctx.session.exec(select(Cohort.id).where(Cohort.course_id == course_id).order_by(Cohort.id)))
