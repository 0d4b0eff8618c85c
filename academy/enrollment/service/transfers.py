"""Moving a seat to another cohort of the same course."""

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.catalog.seats import full_cohorts, next_expiry
from academy.commerce import service as commerce
from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.loading import only
from academy.enrollment.events import SeatTransferred
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.enrollment.policy import may_join, owner
from academy.enrollment.schemas import OtherCohort, Reservation
from academy.enrollment.service.entitled import has_lapsed
from academy.enrollment.service.lifecycle import is_open, live_enrollment, lock_cohort, move, succeed
from academy.enrollment.service.queue import free_seats, is_offer_open, release
from academy.enrollment.service.seats import is_refundable, may_leave, refundable_until
from academy.identity.models import User
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query
from academy.organizations import service as organizations

NOT_THERE = "This cohort is not one that your seat can be moved to."


@query(policy=owner)
def other_cohorts(ctx: Context, *, public_id: str) -> list[OtherCohort]:
    """Return the cohorts that a seat can be moved to, full ones too; none if it can not be moved any more."""
    enrollment = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).one()
    cohort = ctx.session.get_one(Cohort, enrollment.cohort_id)
    if enrollment.status != EnrollmentStatus.ACTIVE or not may_leave(ctx, enrollment, cohort):
        return []
    if has_lapsed(ctx, enrollment):
        return []
    statement = (
        select(Cohort)
        .options(only(Cohort.name, Cohort.start_date, Cohort.end_date, Cohort.organization_id, Cohort.is_b2b))
        .where(
            Cohort.course_id == enrollment.course_id,
            Cohort.id != cohort.id,
            Cohort.status == CohortStatus.OPEN,
        )
        .order_by(col(Cohort.start_date), col(Cohort.id))
    )
    found = [
        one
        for one in ctx.session.exec(statement)
        if not ctx.is_past(one.start_date) and may_join(ctx, one) and _is_paid_for(enrollment, one)
    ]
    ids = [one.id for one in found]
    full = full_cohorts(ctx.session, ids, ctx.now)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    offered = _offers(ctx, enrollment.user_id, ids)
    return [
        OtherCohort(
            id=one.id,
            name=one.name,
            starts_at=one.start_date,
            ends_at=one.end_date,
            is_free=one.id not in full or one.id in offered,
        )
        for one in found
    ]


@mutation(policy=owner)
def transfer(ctx: Context, *, public_id: str, cohort_id: int) -> Reservation:
    """Move one's seat to another cohort of the course, with all that was paid; the old seat is free at once.

    A seat offered to them by the queue is taken for it.

    Raises:
        NotFound: It is no cohort of that course, or another company's.
        Conflict: The cohort has started, the other one is full or closed, or they have a seat there.
    """
    enrollment, before, after = _locked_pair(ctx, public_id, cohort_id)
    if enrollment.transferred_to_id is not None:
        return _of(ctx.session.get_one(Enrollment, enrollment.transferred_to_id))
    if not may_join(ctx, after) or not _is_paid_for(enrollment, after):
        raise NotFound(NOT_THERE)
    if enrollment.status != EnrollmentStatus.ACTIVE or not may_leave(ctx, enrollment, before):
        raise Conflict("This cohort has started, so the seat cannot be moved any more. Write to us if you missed it.")
    return _of(_transfer(ctx, enrollment, after))


@mutation(policy=platform_admin)
def transfer_person(ctx: Context, *, public_id: str, cohort_id: int, reason: str) -> Reservation:
    """Move somebody's seat to another cohort of the course, also after theirs has started.

    Raises:
        Invalid: No reason is given.
        NotFound: It is no cohort of that course.
        Conflict: The enrollment is over, the other cohort is full or closed, or they have a seat there.
    """
    if not reason.strip():
        raise Invalid("Say why: the person and your colleagues will ask.", field="reason")
    enrollment, before, after = _locked_pair(ctx, public_id, cohort_id)
    if not _is_paid_for(enrollment, after):
        raise NotFound("This cohort is a company's own, and this seat is not one of that company's.")
    if enrollment.status != EnrollmentStatus.ACTIVE:
        raise Conflict("This seat is not taken any more, so there is nothing to move.")
    successor = _transfer(ctx, enrollment, after)
    name = ctx.session.exec(select(User.name).where(User.id == enrollment.user_id)).one()
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action="enrollment.transferred",
        subject=successor,
        summary=f"Moved {name} from “{before.name}” to “{after.name}”: {reason.strip()}",
        changes={"cohort": (before.name, after.name)},
    )
    return _of(successor)


def _is_paid_for(enrollment: Enrollment, cohort: Cohort) -> bool:
    """Tell whether a seat is good for a cohort: that of a company takes the company's own seats alone."""
    return cohort.organization_id in (None, enrollment.organization_id)


def _transfer(ctx: Context, enrollment: Enrollment, cohort: Cohort) -> Enrollment:
    if has_lapsed(ctx, enrollment):
        raise Conflict("What gave this seat has ended, so it cannot be moved. With a plan it can.")
    if not is_open(ctx, cohort):
        raise Conflict(f"“{cohort.name}” cannot be joined any more. Choose another date.")
    if live_enrollment(ctx, user_id=enrollment.user_id, cohort_id=cohort.id) is not None:
        raise Conflict(f"There is a seat in “{cohort.name}” already. Give one of the two back instead.")
    offers = _offers(ctx, enrollment.user_id, [cohort.id])
    if offers:
        release(ctx, offers[cohort.id])
        offers[cohort.id].status = WaitlistStatus.ENROLLED
    elif free_seats(ctx, cohort) <= 0:
        raise Conflict(f"“{cohort.name}” is full. Choose another date, or join its waitlist.")
    purchase = commerce.paying(ctx, enrollment_id=enrollment.id)
    is_final = not is_refundable(ctx, enrollment, ctx.session.get_one(Cohort, enrollment.cohort_id))
    successor = succeed(ctx, enrollment, cohort)
    if is_final:
        successor.refundable_until = refundable_until(enrollment, ctx.session.get_one(Cohort, enrollment.cohort_id))
    if purchase is not None:
        commerce.assign(ctx, purchase, enrollment_id=successor.id)
    organizations.move_seat(ctx, enrollment_id=enrollment.id, to_enrollment_id=successor.id)
    move(ctx, enrollment, EnrollmentStatus.CANCELLED)
    ctx.publish(SeatTransferred(from_id=enrollment.id, to_id=successor.id))
    return successor


def _locked_pair(ctx: Context, public_id: str, cohort_id: int) -> tuple[Enrollment, Cohort, Cohort]:
    """Return an enrollment, its cohort and another one of the same course, both locked, the lower id first."""
    enrollment = ctx.session.exec(select(Enrollment).where(Enrollment.public_id == public_id)).first()
    if enrollment is None:
        raise NotFound("There is no such enrollment.")
    locked = {one: lock_cohort(ctx, one) for one in sorted({enrollment.cohort_id, cohort_id})}
    before, after = locked[enrollment.cohort_id], locked[cohort_id]
    if after.course_id != enrollment.course_id or after.id == before.id:
        raise NotFound(NOT_THERE)
    return enrollment, before, after


def _offers(ctx: Context, user_id: int, cohort_ids: list[int]) -> dict[int, WaitlistEntry]:
    """Return the open offers of seats in these cohorts to a person."""
    statement = select(WaitlistEntry).where(
        WaitlistEntry.user_id == user_id,
        WaitlistEntry.status == WaitlistStatus.OFFERED,
        col(WaitlistEntry.offered_cohort_id).in_(cohort_ids),
        col(WaitlistEntry.accepted_at).is_(None),
    )
    found = [entry for entry in ctx.session.exec(statement) if is_offer_open(ctx, entry)]
    return {entry.offered_cohort_id: entry for entry in found if entry.offered_cohort_id is not None}


def _of(enrollment: Enrollment) -> Reservation:
    return Reservation(
        public_id=enrollment.public_id, status=enrollment.status, hold_expires_at=enrollment.hold_expires_at
    )
