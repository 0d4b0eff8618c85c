"""Seats that were paid for before: by a bundle, of which each entitlement is good for one seat, or by a plan."""

from collections.abc import Sequence
from contextlib import suppress

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course
from academy.commerce import service as commerce
from academy.commerce.models import Entitlement, OfferKind
from academy.core.errors import Conflict
from academy.core.loading import only
from academy.enrollment.events import EnrollmentCancelled
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.schemas import Inclusion
from academy.enrollment.service.lifecycle import ENROLLED, LIVE, is_lapsed, lock_cohort, move, open_access
from academy.identity.policy import system_only
from academy.live import Context, everyone, mutation, query
from academy.organizations import service as organizations
from academy.organizations.models import Organization

NAMES = {OfferKind.PATH: "bundle", OfferKind.SUBSCRIPTION: "plan"}
BEGUN = frozenset({CohortStatus.IN_PROGRESS, CohortStatus.COMPLETED})


def draw(ctx: Context, *, user_id: int, course: Course, cohort: Cohort) -> int | None:
    """Take what entitles somebody to a seat in a cohort and return its id; nothing where there is nothing to pay.

    A plan gives one seat in a course: whoever comes again after that has begun pays for it.

    Raises:
        Conflict: Their plan gives them a seat in another cohort of this course, which is yet to begin.
    """
    if course.price_b2c == 0:
        return None
    entitlement = commerce.take_entitlement(ctx, user_id=user_id, cohort=cohort)
    if entitlement is None:
        return None
    seated = _cohort_of(ctx, entitlement, course.id)
    if seated is None:
        return entitlement.id
    if _has_begun(ctx, seated):
        return None
    raise Conflict(
        f"Your plan holds one seat in each course, and yours is in “{seated.name}”. Move it, or give it back first."
    )


def redeem(ctx: Context, enrollment: Enrollment) -> None:
    """Let a hold in a locked cohort be taken with what its person bought since, so that nothing is left to pay."""
    if enrollment.status != EnrollmentStatus.HELD or enrollment.organization_id is not None:
        return
    course = ctx.session.get_one(Course, enrollment.course_id)
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    entitlement_id = None
    with suppress(Conflict):
        entitlement_id = draw(ctx, user_id=enrollment.user_id, course=course, cohort=cohort)
    if entitlement_id is not None:
        commerce.abandon_purchases(ctx, enrollment_id=enrollment.id)
        enrollment.entitlement_id, enrollment.amount_cents = entitlement_id, 0
        open_access(ctx, enrollment, cohort)
        move(ctx, enrollment, EnrollmentStatus.ACTIVE)


def redeem_holds(ctx: Context, *, user_id: int, course_ids: Sequence[int] = ()) -> None:
    """Let the holds of somebody be taken with what they have bought since, in some courses or in all."""
    statement = select(Enrollment.id, Enrollment.cohort_id).where(
        Enrollment.user_id == user_id, Enrollment.status == EnrollmentStatus.HELD
    )
    if course_ids:
        statement = statement.where(col(Enrollment.course_id).in_(course_ids))
    for enrollment_id, cohort_id in ctx.session.exec(statement.order_by(col(Enrollment.cohort_id))).all():
        lock_cohort(ctx, cohort_id)
        enrollment = ctx.session.get_one(Enrollment, enrollment_id, populate_existing=True)
        if not is_lapsed(ctx, enrollment):
            redeem(ctx, enrollment)


def follow_entitlement(ctx: Context, *, entitlement_id: int) -> None:
    """Let the seats taken with an entitlement follow its end: what has begun is open until then, the others are free.

    One that is renewed opens again what has begun. Where there is a plan, what has ended hands its seats to that.
    """
    entitlement = ctx.session.get_one(Entitlement, entitlement_id)
    is_over = not commerce.is_in_force(ctx, entitlement)
    if entitlement.user_id is not None and (is_over or entitlement.kind == OfferKind.SUBSCRIPTION):
        plan = commerce.plan_in_force(ctx, user_id=entitlement.user_id)
        if plan is not None:
            _take_over(ctx, plan)
            redeem_holds(ctx, user_id=entitlement.user_id)
    statement = select(Enrollment.id, Enrollment.cohort_id).where(
        Enrollment.entitlement_id == entitlement_id, col(Enrollment.status).in_(ENROLLED)
    )
    rows = ctx.session.exec(statement.order_by(col(Enrollment.cohort_id), col(Enrollment.id))).all()
    for enrollment_id, cohort_id in rows:
        cohort = lock_cohort(ctx, cohort_id)
        enrollment = ctx.session.get_one(Enrollment, enrollment_id, populate_existing=True)
        if enrollment.status in ENROLLED:
            _follow(ctx, enrollment, cohort, is_over=is_over)


@query(policy=system_only)
def ended_entitlements(ctx: Context) -> list[int]:
    """Return the entitlements that are over though seats to come hang on them: a net under what tells of each."""
    statement = (
        select(Entitlement.id, Entitlement.until, Entitlement.revoked_at, Cohort.start_date)
        .join(Enrollment, col(Enrollment.entitlement_id) == col(Entitlement.id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(
            col(Entitlement.until).is_not(None) | col(Entitlement.revoked_at).is_not(None),
            Enrollment.status == EnrollmentStatus.ACTIVE,
            col(Cohort.status).not_in(BEGUN),
        )
    )
    return sorted(
        {
            entitlement_id
            for entitlement_id, until, revoked_at, starts_at in ctx.session.exec(statement).all()
            if (revoked_at is not None or (until is not None and ctx.is_past(until))) and not ctx.is_past(starts_at)
        }
    )


@mutation(policy=system_only)
def end_entitlement(ctx: Context, *, entitlement_id: int) -> None:
    """Free the seats of an entitlement that is over; one that holds again is left alone."""
    follow_entitlement(ctx, entitlement_id=entitlement_id)


@query(policy=everyone)
def included(ctx: Context, *, slug: str) -> Inclusion:
    """Return what gives the viewer a seat of a course without paying for it, if something does."""
    if ctx.viewer.user_id is None:
        return Inclusion()
    found = ctx.session.exec(select(Course.id, Course.price_b2c).where(Course.slug == slug)).first()
    if found is None or found[1] == 0:
        return Inclusion()
    keeper = organizations.company_keeping(ctx, user_id=ctx.user_id, course_id=found[0])
    if keeper is not None:
        return Inclusion(company=ctx.session.exec(select(Organization.name).where(Organization.id == keeper)).one())
    return Inclusion(by=_included_by(ctx, found[0]))


def is_included(ctx: Context, course: Course) -> bool:
    """Tell whether the viewer has what gives a seat of a course."""
    return bool(_included_by(ctx, course.id))


def included_in(ctx: Context, entitlement_id: int | None) -> str:
    """Say what a seat was taken with: a bundle or a plan; nothing if it was paid for itself."""
    return "" if entitlement_id is None else NAMES[ctx.session.get_one(Entitlement, entitlement_id).kind]


def has_lapsed(ctx: Context, enrollment: Enrollment) -> bool:
    """Tell whether what a seat was taken with has ended."""
    found = ctx.session.get(Entitlement, enrollment.entitlement_id) if enrollment.entitlement_id else None
    return bool(lapsed(ctx, found))


def lapsed(ctx: Context, entitlement: Entitlement | None) -> str:
    """Say what a seat was taken with, if that has ended."""
    return "" if entitlement is None or commerce.is_in_force(ctx, entitlement) else NAMES[entitlement.kind]


def _included_by(ctx: Context, course_id: int) -> str:
    entitlement = commerce.entitlement_for(ctx, user_id=ctx.user_id, course_id=course_id)
    seated = _cohort_of(ctx, entitlement, course_id) if entitlement else None
    is_used = seated is not None and _has_begun(ctx, seated)
    return "" if entitlement is None or is_used else NAMES[entitlement.kind]


def _cohort_of(ctx: Context, entitlement: Entitlement, course_id: int) -> Cohort | None:
    """Return the cohort of a course in which somebody sits by an entitlement."""
    statement = (
        select(Cohort)
        .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
        .options(only(Cohort.name, Cohort.status, Cohort.start_date))
        .where(
            Enrollment.entitlement_id == entitlement.id,
            Enrollment.course_id == course_id,
            col(Enrollment.status).in_(LIVE),
        )
    )
    return ctx.session.exec(statement).first()


def _has_begun(ctx: Context, cohort: Cohort) -> bool:
    return cohort.status in BEGUN or (cohort.status != CohortStatus.CANCELLED and ctx.is_past(cohort.start_date))


def _take_over(ctx: Context, plan: Entitlement) -> None:
    """Let the seats that somebody took with what has ended since be those of their plan, one in each course."""
    theirs = (
        select(Enrollment, Entitlement)
        .join(Entitlement, col(Entitlement.id) == col(Enrollment.entitlement_id))
        .where(Enrollment.user_id == plan.user_id, col(Enrollment.status).in_(ENROLLED))
    )
    rows = ctx.session.exec(theirs.order_by(col(Enrollment.cohort_id), col(Enrollment.id))).all()
    seated = {enrollment.course_id for enrollment, before in rows if before.id == plan.id}
    for enrollment, before in rows:
        if enrollment.course_id not in seated and not commerce.is_in_force(ctx, before):
            seated.add(enrollment.course_id)
            commerce.return_entitlement(ctx, entitlement_id=before.id)
            enrollment.entitlement_id = plan.id
            open_access(ctx, enrollment, ctx.session.get_one(Cohort, enrollment.cohort_id))
            ctx.session.flush()


def _follow(ctx: Context, enrollment: Enrollment, cohort: Cohort, *, is_over: bool) -> None:
    if not is_over or _has_begun(ctx, cohort) or enrollment.status == EnrollmentStatus.COMPLETED:
        open_access(ctx, enrollment, cohort)
        return
    move(ctx, enrollment, EnrollmentStatus.CANCELLED)
    ctx.publish(EnrollmentCancelled(enrollment.id, 0, is_by_academy=True))
