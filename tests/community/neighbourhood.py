"""Places with a thread in each, and people of every kind; who may do what where is said here, not asked of the policy.

Each thread holds a word of its own, so that whatever tells of it to somebody who may not know is found out.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from academy.catalog.models import (
    CapabilityLevel,
    Cohort,
    CohortStatus,
    Course,
    CourseSession,
    CourseStatus,
    ImpactLevel,
    SessionKind,
    SessionType,
)
from academy.community.models import DiscussionReply, DiscussionThread, ThreadScope, ThreadTag, UserSuspension
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus, PaymentType
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.live import ANONYMOUS, Context, Viewer
from academy.organizations.models import Organization, OrganizationMembership
from tests.world import Live

PLACES = ("general", "course", "april", "session", "private")
"""The platform, a course, one of its cohorts, a session of that, and a cohort of a company's own."""

EVERYWHERE = frozenset(PLACES)
APRIL = frozenset({"april", "session"})
OPEN = frozenset({"general"})
AT_LARGE = frozenset({"general", "course"})


@dataclass(frozen=True)
class Standing:
    """Where somebody may read, write, and keep order."""

    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    moderates: frozenset[str] = frozenset()


STANDINGS = {
    "visitor": Standing(),
    "stranger": Standing(OPEN, OPEN),
    "april learner": Standing(AT_LARGE | APRIL, AT_LARGE | APRIL),
    "may learner": Standing(AT_LARGE, AT_LARGE),
    "private learner": Standing(AT_LARGE | {"private"}, AT_LARGE | {"private"}),
    "finisher": Standing(AT_LARGE | APRIL, AT_LARGE | APRIL),
    "leaver": Standing(OPEN, OPEN),
    "buyer": Standing(OPEN, OPEN),
    "company manager": Standing(OPEN, OPEN),
    "suspended in april": Standing(AT_LARGE | APRIL, AT_LARGE),
    "suspended": Standing(AT_LARGE | APRIL),
    "once suspended": Standing(AT_LARGE | APRIL, AT_LARGE | APRIL),
    "april instructor": Standing(AT_LARGE | APRIL, AT_LARGE | APRIL, APRIL),
    "named instructor": Standing(AT_LARGE | {"private"}, AT_LARGE | {"private"}, frozenset({"private"})),
    "course instructor": Standing(EVERYWHERE, EVERYWHERE, EVERYWHERE - OPEN),
    "instructor of all": Standing(EVERYWHERE, EVERYWHERE, EVERYWHERE),
    "april moderator": Standing(AT_LARGE | APRIL, AT_LARGE | APRIL, APRIL),
    "moderator": Standing(EVERYWHERE, EVERYWHERE, EVERYWHERE),
    "content editor": Standing(OPEN, OPEN),
    "admin": Standing(EVERYWHERE, EVERYWHERE, EVERYWHERE),
}
"""The audience is who is enrolled and who teaches or moderates there. Managers of a company have no part in what its
learners write. A buyer has not paid yet, a leaver has left."""


@dataclass
class Neighbourhood:
    """What was built: people by kind, threads by place, and whatever else the calls need, by name."""

    people: dict[str, Viewer] = field(default_factory=dict)
    threads: dict[str, DiscussionThread] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def word(self, place: str) -> str:
        """The word that only the thread in this place holds."""
        return f"secretof{place}"


def build(live: Live) -> Neighbourhood:
    """Fill an empty academy."""
    made = Neighbourhood()
    with live.system() as ctx:
        _people(ctx, made)
        _courses(ctx, made)
        _standing(ctx, made)
        for place in PLACES:
            _thread(ctx, made, place)
    return made


def _people(ctx: Context, made: Neighbourhood) -> None:
    for kind in (*STANDINGS, "author", "colleague"):
        if kind == "visitor":
            made.people[kind] = ANONYMOUS
            continue
        role = UserRole.PLATFORM_ADMIN if kind == "admin" else UserRole.INDIVIDUAL
        user = _add(ctx, User(email=f"{kind.replace(' ', '-')}@hood.example", name=kind.title(), role=role))
        made.people[kind] = Viewer(user_id=user.id, role=role.value)


def _courses(ctx: Context, made: Neighbourhood) -> None:
    company = _add(
        ctx, Organization(name="Meridian", domain="m.example", contact_email="m@m.example", contact_name="Max")
    )
    course = Course(
        title="Basics",
        description="…",
        slug="basics",
        session_type=SessionType.COHORT,
        price_b2c=100_00,
        price_b2b=100_00,
        max_participants=10,
        impact_level=ImpactLevel.L1,
        capability_level=CapabilityLevel.FUNDAMENTALS,
        status=CourseStatus.PUBLISHED,
    )
    _add(ctx, course)
    session = CourseSession(
        course_id=course.id,
        title="Opening",
        type=SessionKind.S,
        day_number=1,
        order_in_day=1,
        duration_minutes=60,
        description="…",
    )
    made.rows |= {"company": company, "course": course, "session": _add(ctx, session)}
    for name, owner in (("april", None), ("may", None), ("private", company.id)):
        cohort = Cohort(
            course_id=course.id,
            name=name,
            start_date=ctx.now - timedelta(days=1),
            end_date=ctx.now + timedelta(days=9),
            max_capacity=30,
            status=CohortStatus.IN_PROGRESS,
            is_b2b=owner is not None,
            organization_id=owner,
            instructor_id=made.people["named instructor"].user_id if owner else None,
        )
        made.rows[name] = _add(ctx, cohort)
    april, private = (made.rows[name].public_id for name in ("april", "private"))
    made.keys = {
        "general": "general",
        "course": "course.basics",
        "april": f"cohort.{april}",
        "session": f"session.{april}.{session.id}",
        "private": f"cohort.{private}",
    }


def _standing(ctx: Context, made: Neighbourhood) -> None:
    for kind, cohort, status in (
        ("april learner", "april", EnrollmentStatus.ACTIVE),
        ("author", "april", EnrollmentStatus.ACTIVE),
        ("author", "private", EnrollmentStatus.ACTIVE),
        ("colleague", "private", EnrollmentStatus.ACTIVE),
        ("may learner", "may", EnrollmentStatus.ACTIVE),
        ("private learner", "private", EnrollmentStatus.ACTIVE),
        ("finisher", "april", EnrollmentStatus.COMPLETED),
        ("leaver", "april", EnrollmentStatus.CANCELLED),
        ("buyer", "april", EnrollmentStatus.HELD),
        ("suspended in april", "april", EnrollmentStatus.ACTIVE),
        ("suspended", "april", EnrollmentStatus.ACTIVE),
        ("once suspended", "april", EnrollmentStatus.ACTIVE),
    ):
        _add(ctx, _seat(ctx, made, kind, made.rows[cohort], status))
    april = made.rows["april"].id
    for kind, audience, until, lifted_at in (
        ("suspended in april", f"cohort:{april}", None, None),
        ("suspended", None, ctx.now + timedelta(days=1), None),
        ("once suspended", None, ctx.now - timedelta(days=1), None),
        ("once suspended", None, None, ctx.now),
    ):
        user_id = made.people[kind].user_id
        _add(ctx, UserSuspension(user_id=user_id, audience=audience, reason="…", until=until, lifted_at=lifted_at))
    for kind, role, scope in (
        ("april instructor", ScopedRole.INSTRUCTOR, {"cohort_id": april}),
        ("course instructor", ScopedRole.INSTRUCTOR, {"course_id": made.rows["course"].id}),
        ("instructor of all", ScopedRole.INSTRUCTOR, {}),
        ("april moderator", ScopedRole.MODERATOR, {"cohort_id": april}),
        ("moderator", ScopedRole.MODERATOR, {}),
        ("content editor", ScopedRole.CONTENT_EDITOR, {}),
    ):
        _add(ctx, RoleAssignment(user_id=made.people[kind].user_id, role=role, **scope))
    manager = made.people["company manager"].user_id
    _add(ctx, OrganizationMembership(organization_id=made.rows["company"].id, user_id=manager, joined_at=ctx.now))


def _seat(ctx: Context, made: Neighbourhood, kind: str, cohort: Cohort, status: EnrollmentStatus) -> Enrollment:
    return Enrollment(
        user_id=made.people[kind].user_id,
        cohort_id=cohort.id,
        course_id=cohort.course_id,
        status=status,
        purchase_date=ctx.now,
        payment_type=PaymentType.B2C,
        payment_status=PaymentStatus.COMPLETED,
        office_hours_eligible_until=ctx.now,
        materials_access_until=ctx.now,
        chatbot_access_until=ctx.now,
    )


def _thread(ctx: Context, made: Neighbourhood, place: str) -> None:
    course, april, private, session = (made.rows[name].id for name in ("course", "april", "private", "session"))
    scope, cohort_id, audience = {
        "general": (ThreadScope.GENERAL, None, "general"),
        "course": (ThreadScope.COURSE, None, f"course:{course}"),
        "april": (ThreadScope.COURSE, april, f"cohort:{april}"),
        "session": (ThreadScope.SESSION, april, f"cohort:{april}"),
        "private": (ThreadScope.COURSE, private, f"cohort:{private}"),
    }[place]
    word = made.word(place)
    thread = DiscussionThread(
        title=f"About {word}",
        content=f"What is {word}?",
        author_id=made.people["author"].user_id,
        scope=scope,
        audience=audience,
        course_id=None if place == "general" else course,
        cohort_id=cohort_id,
        session_id=session if place == "session" else None,
        category="question",
        tags=[word],
        reply_count=2,
        last_number=2,
        last_shown=2,
        top_count=1,
        last_activity_at=ctx.now,
    )
    made.threads[place] = _add(ctx, thread)
    _add(ctx, ThreadTag(thread_id=thread.id, audience=audience, tag=word))
    shared = {"thread_id": thread.id, "author_id": thread.author_id}
    top = _add(ctx, DiscussionReply(number=1, position=1, content=f"It is {word}.", **shared))
    under = DiscussionReply(
        number=2, parent_reply_id=top.id, root_id=top.id, depth=1, content=f"No, {word} is another.", **shared
    )
    made.rows |= {f"reply in {place}": top, f"answer in {place}": _add(ctx, under)}


def _add(ctx: Context, row: Any) -> Any:
    ctx.session.add(row)
    ctx.session.flush()
    return row
