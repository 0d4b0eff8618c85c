"""Who may read, write and moderate what in the community.

What matters of a thread is its audience, as it stands in `discussion_threads.audience`: `general` is everybody who is
signed in, `course:7` who is enrolled in any cohort of the course or teaches in it, `cohort:7` the same of one cohort.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, or_, select

from academy.catalog.models import Cohort, Course
from academy.community.models import DiscussionThread, UserSuspension
from academy.core.errors import Denied, NotFound, SignInRequired
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import RoleAssignment, ScopedRole
from academy.identity.policy import is_admin, teaches_cohort, teaches_course
from academy.identity.policy import may_moderate as moderates
from academy.live import Context

GENERAL = "general"
BELONGS = (EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)
LEADS = (ScopedRole.INSTRUCTOR, ScopedRole.MODERATOR)
NO_THREAD = "There is no such place or thread, or it is not open to you."


def of_course(course_id: int) -> str:
    """The audience of a course."""
    return f"course:{course_id}"


def of_cohort(cohort_id: int) -> str:
    """The audience of a cohort."""
    return f"cohort:{cohort_id}"


def scope_of(audience: str) -> tuple[int | None, int | None]:
    """The course or the cohort that an audience is of: `course:7` is `(7, None)`, `cohort:7` is `(None, 7)`."""
    kind, _, number = audience.partition(":")
    return (int(number), None) if kind == "course" else (None, int(number)) if kind == "cohort" else (None, None)


def may_read(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer belongs to an audience, or looks after it."""
    if ctx.viewer.user_id is None:
        return ctx.viewer.is_system
    if audience == GENERAL or is_admin(ctx):
        return True
    return _is_enrolled(ctx, audience) or is_in_charge(ctx, audience) or _teaches_within(ctx, audience)


def may_write(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer may write there now: they read it and are not suspended."""
    if ctx.viewer.user_id is None or not may_read(ctx, audience):
        return False
    return suspension_of(ctx, ctx.user_id, audience) is None


def may_moderate(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer keeps order there now: they are in charge of it, and not suspended themselves."""
    if is_admin(ctx):
        return True
    return is_in_charge(ctx, audience) and suspension_of(ctx, ctx.user_id, audience) is None


def is_in_charge(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer is an instructor or moderator of an audience, or an administrator."""
    if leads(ctx, audience) or is_admin(ctx):
        return True
    course_id, cohort_id = scope_of(audience)
    if cohort_id is not None:
        course_id = _course_of(ctx, cohort_id)
    return moderates(ctx, course_id=course_id, cohort_id=cohort_id)


def leads(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer is an instructor there; what they write is marked as such."""
    course_id, cohort_id = scope_of(audience)
    if cohort_id is not None:
        return teaches_cohort(ctx, cohort_id)
    return teaches_course(ctx, course_id)


def suspension_of(ctx: Context, user_id: int, audience: str) -> UserSuspension | None:
    """The suspension that keeps somebody from writing there now, the one that lasts longest; None if there is none."""
    in_force = suspensions_now(ctx, UserSuspension.user_id == user_id, suspends_in(audience))
    return max(in_force, key=lambda row: (row.until is None, row.until or ctx.now), default=None)


def suspensions_now(ctx: Context, *where: "sa.ColumnElement[bool] | bool") -> Sequence[UserSuspension]:
    """The suspensions that hold; those that have ended are not even read."""
    until = col(UserSuspension.until)
    found = ctx.session.exec(
        select(UserSuspension).where(
            col(UserSuspension.lifted_at).is_(None), or_(until.is_(None), until > ctx.now), *where
        )
    ).all()
    for row in found:
        ctx.changes_at(row.until)
    return found


def suspends_in(audience: str) -> "sa.ColumnElement[bool]":
    """The condition that a suspension is of an audience, or of all."""
    return or_(col(UserSuspension.audience).is_(None), UserSuspension.audience == audience)


def audiences(ctx: Context) -> list[str] | None:
    """All audiences whose threads the viewer may read; None means every one there is."""
    if is_admin(ctx):
        return None
    if ctx.viewer.user_id is None:
        return []
    seats = ctx.session.execute(
        sa.select(col(Enrollment.course_id), col(Enrollment.cohort_id)).where(
            col(Enrollment.user_id) == ctx.user_id, col(Enrollment.status).in_(BELONGS)
        )
    )
    found = {GENERAL}
    for course_id, cohort_id in seats:
        found |= {of_course(course_id), of_cohort(cohort_id)}
    led = _looked_after(ctx, LEADS)
    if led is None:
        return None
    courses = {of_course(course_id) for course_id in _courses_of(ctx, _named(ctx) | _cohorts_within(led))}
    return sorted(found | led | courses)


def moderated_audiences(ctx: Context) -> list[str] | None:
    """All audiences in which the viewer keeps order now; None means every one there is."""
    if is_admin(ctx):
        return None
    if ctx.viewer.user_id is None:
        return []
    led = _looked_after(ctx, LEADS)
    suspended = {row.audience for row in suspensions_now(ctx, UserSuspension.user_id == ctx.user_id)}
    if not suspended:
        return None if led is None else sorted(led)
    return [] if None in suspended else sorted((_all(ctx) if led is None else led) - suspended)


def thread_reader(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Who may read the thread's audience may; for others there is no such thread."""
    _require_reader(ctx, audience_of_thread(ctx, public_id))


def thread_writer(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Who may write in the thread's audience may; somebody suspended is told so."""
    _require_writer(ctx, audience_of_thread(ctx, public_id))


def thread_moderator(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Who keeps order in the thread's audience may."""
    audience = audience_of_thread(ctx, public_id)
    _require_reader(ctx, audience)
    if audience is None or not may_moderate(ctx, audience):
        raise Denied


def require_reader(ctx: Context, audience: str) -> None:
    """Refuse who may not read an audience, as if there were nothing.

    Raises:
        SignInRequired: Nobody is signed in.
        NotFound: Somebody is, who may not.
    """
    _require_reader(ctx, audience)


def require_writer(ctx: Context, audience: str) -> None:
    """Refuse who may not write in an audience.

    Raises:
        SignInRequired: Nobody is signed in.
        NotFound: They may not even read it.
        Denied: They are suspended.
    """
    _require_writer(ctx, audience)


def audience_of_thread(ctx: Context, public_id: str) -> str | None:
    """The audience of a thread; None if there is no such thread."""
    return ctx.session.exec(select(DiscussionThread.audience).where(DiscussionThread.public_id == public_id)).first()


def _require_reader(ctx: Context, audience: str | None) -> None:
    if ctx.viewer.user_id is None and not ctx.viewer.is_system:
        raise SignInRequired
    if audience is None or not may_read(ctx, audience):
        raise NotFound(NO_THREAD)


def _require_writer(ctx: Context, audience: str | None) -> None:
    _require_reader(ctx, audience)
    if audience is not None and not may_write(ctx, audience):
        raise Denied("You cannot write here for now. The note at the top of the page says why and until when.")


def _is_enrolled(ctx: Context, audience: str) -> bool:
    course_id, cohort_id = scope_of(audience)
    where = col(Enrollment.cohort_id) == cohort_id if course_id is None else col(Enrollment.course_id) == course_id
    seat = sa.select(col(Enrollment.id)).where(
        col(Enrollment.user_id) == ctx.user_id, where, col(Enrollment.status).in_(BELONGS)
    )
    return ctx.session.execute(seat.limit(1)).first() is not None


def _teaches_within(ctx: Context, audience: str) -> bool:
    """Tell whether the viewer looks after a cohort of the course: they read its course-wide threads too."""
    course_id, _ = scope_of(audience)
    if course_id is None:
        return False
    led = _looked_after(ctx, LEADS)
    return led is None or course_id in _courses_of(ctx, _named(ctx) | _cohorts_within(led))


def _looked_after(ctx: Context, roles: Iterable[ScopedRole]) -> set[str] | None:
    """The audiences that the viewer's roles are about; None means every one there is."""
    assigned = ctx.session.execute(
        sa.select(col(RoleAssignment.course_id), col(RoleAssignment.cohort_id)).where(
            col(RoleAssignment.user_id) == ctx.user_id, col(RoleAssignment.role).in_(roles)
        )
    ).all()
    if (None, None) in [tuple(row) for row in assigned]:
        return None
    courses = {course_id for course_id, cohort_id in assigned if cohort_id is None}
    cohorts = {cohort_id for _, cohort_id in assigned if cohort_id is not None} | _named(ctx)
    if courses:
        within = sa.select(col(Cohort.id)).where(col(Cohort.course_id).in_(courses))
        cohorts |= set(ctx.session.execute(within).scalars())
    return {of_course(course_id) for course_id in courses} | {of_cohort(cohort_id) for cohort_id in cohorts}


def _all(ctx: Context) -> set[str]:
    """Every audience there is."""
    courses, cohorts = (ctx.session.execute(sa.select(col(table.id))).scalars() for table in (Course, Cohort))
    return {GENERAL, *map(of_course, courses), *map(of_cohort, cohorts)}


def _named(ctx: Context) -> set[int]:
    """The cohorts that name the viewer as their instructor."""
    return set(ctx.session.execute(sa.select(col(Cohort.id)).where(col(Cohort.instructor_id) == ctx.user_id)).scalars())


def _cohorts_within(audiences: Iterable[str]) -> set[int]:
    return {cohort_id for _, cohort_id in map(scope_of, audiences) if cohort_id is not None}


def _courses_of(ctx: Context, cohort_ids: set[int]) -> set[int]:
    if not cohort_ids:
        return set()
    return set(ctx.session.execute(sa.select(col(Cohort.course_id)).where(col(Cohort.id).in_(cohort_ids))).scalars())


def _course_of(ctx: Context, cohort_id: int) -> int | None:
    return ctx.session.execute(sa.select(col(Cohort.course_id)).where(col(Cohort.id) == cohort_id)).scalar_one_or_none()
