"""False alarms: how many of the runs that writes set off bring nothing new.

Beside it stands how many results it was enough to look over: their rows had not changed.

People of all roles have their pages open at a served demo academy while others work in it (`bench/doings.py`).
"""

import time
from collections.abc import Iterator

from sqlmodel import Session, col, select

from academy import routes
from academy.catalog.models import Cohort, CohortStatus, Course
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import UserRole
from academy.identity.viewer import SESSION_COOKIE
from bench.academy import Academy, academy
from bench.broadcasts import crowd
from bench.counters import counted
from bench.doings import Doings
from bench.figures import Figure
from bench.plan import Plan

ACTS = 200
LEARNERS = 24
INSTRUCTORS = 4
PAUSE_SECONDS = 0.06
"""Longer than the server takes to hear of what another process has written."""
DRAIN_SECONDS = 3.0
"""Long enough for the jobs that are left."""
SHOWN = 8
COUNTERS = ("live_runs", "live_unchanged_runs", "live_invalidations", "live_checks")


def measure(plan: Plan) -> Iterator[Figure]:
    """One figure for all queries, then those with the most false alarms."""
    with academy() as served:
        learners = {user_id: served.office.sign_in(user_id) for user_id in _learners(served)}
        admin = served.office.sign_in(served.office.people(UserRole.PLATFORM_ADMIN)[0])
        doings = Doings(served.office, learners, admin)
        with crowd(served.port, [*_visitors(served), *_people(served, learners), *_staff(served, admin)]):
            before = [counted(served.port, name) for name in COUNTERS]
            with plan.measured("traffic", served.pids[1:]):
                for _ in range(plan.times(ACTS)):
                    doings.next()
                    time.sleep(PAUSE_SECONDS)
                time.sleep(DRAIN_SECONDS)
            now = [counted(served.port, name) for name in COUNTERS]
    runs, unchanged, tables, checks = (after - earlier for after, earlier in zip(now, before, strict=True))
    causes = ", ".join(f"{table} {times}" for table, times in tables.most_common(SHOWN))
    done = f"{plan.times(ACTS)} things done, {runs.total():,} runs, {checks.total():,} results looked over"
    note = f"{done}, set off by {causes}"
    yield Figure("runs that changed nothing", unchanged.total() / max(runs.total(), 1) * 100, "%", note=note, most=5)
    for name, times in unchanged.most_common(SHOWN):
        yield Figure(f"of these: {name.removeprefix('academy.')}", times, f"of {runs[name]}")


def _learners(served: Academy) -> list[int]:
    """Half of them enrolled somewhere, half not."""
    everybody = served.office.people(UserRole.INDIVIDUAL)
    return everybody[: LEARNERS // 2] + everybody[-LEARNERS // 2 :]


def _visitors(served: Academy) -> Iterator[list[str]]:
    with Session(served.office.runtime.database.reader) as session:
        slugs = session.exec(select(Course.slug).order_by(col(Course.id))).all()
    for route in (routes.HOME, routes.COURSES, routes.SIGN_IN):
        yield [route.pattern, route.url(), ""]
    for slug in slugs:
        yield [routes.COURSE.pattern, routes.COURSE.url(slug=slug), ""]


def _people(served: Academy, learners: dict[int, str]) -> Iterator[list[str]]:
    with Session(served.office.runtime.database.reader) as session:
        active = select(Enrollment.user_id, Enrollment.public_id).where(Enrollment.status == EnrollmentStatus.ACTIVE)
        enrollments = dict(session.exec(active).all())
    for number, (user_id, token) in enumerate(learners.items()):
        cookie = f"{SESSION_COOKIE}={token}"
        if number % 3 == 0 and user_id in enrollments:
            address = routes.LEARN_ENROLLMENT.url(public_id=enrollments[user_id])
            yield [routes.LEARN_ENROLLMENT.pattern, address, cookie]
        else:
            route = (routes.LEARN, routes.COURSES, routes.PROFILE)[number % 3]
            yield [route.pattern, route.url(), cookie]


def _staff(served: Academy, admin: str) -> Iterator[list[str]]:
    """An administrator at the tables and at two courses; a few instructors at what they teach."""
    with Session(served.office.runtime.database.reader) as session:
        opened = select(Cohort).where(Cohort.status == CohortStatus.OPEN, col(Cohort.instructor_id).is_not(None))
        cohorts = session.exec(opened.order_by(col(Cohort.id)).limit(INSTRUCTORS)).all()
    for route in (routes.ADMIN_COURSES, routes.DEV_INBOX):
        yield [route.pattern, route.url(), f"{SESSION_COOKIE}={admin}"]
    for course_id in sorted({cohort.course_id for cohort in cohorts})[:2]:
        for route in (routes.ADMIN_COURSE, routes.ADMIN_COURSE_PREVIEW):
            yield [route.pattern, route.url(course_id=course_id), f"{SESSION_COOKIE}={admin}"]
    for cohort in cohorts:
        token = served.office.sign_in(cohort.instructor_id or 0)
        yield [routes.TEACH.pattern, routes.TEACH.url(), f"{SESSION_COOKIE}={token}"]
        address = routes.TEACH_COHORT.url(cohort_id=cohort.id)
        yield [routes.TEACH_COHORT.pattern, address, f"{SESSION_COOKIE}={token}"]
