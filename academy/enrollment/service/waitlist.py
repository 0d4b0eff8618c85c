"""Waiting for a seat: joining the queue, seeing one's place in it, and answering an offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course, CourseStatus
from academy.catalog.service.openings import chosen, openings
from academy.core.errors import Conflict, NotFound
from academy.core.loading import only
from academy.enrollment.events import OfferAccepted, QueueJoined
from academy.enrollment.models import Enrollment, WaitlistEntry, WaitlistStatus
from academy.enrollment.policy import entry_owner, may_join
from academy.enrollment.schemas import Reservation, WaitlistCard, WaitlistPlace
from academy.enrollment.service.entitled import is_included, redeem
from academy.enrollment.service.lifecycle import is_open, lock_cohort
from academy.enrollment.service.queue import IN_QUEUE, end_offer, free_seats, is_offer_open, release, serve
from academy.enrollment.service.seats import HOLD, payer, present_seat, take
from academy.live import Context, everyone, mutation, query, signed_in

_entry: Any = WaitlistEntry


@mutation(policy=signed_in)
def join_waitlist(ctx: Context, *, cohort_id: int) -> int:
    """Stand in the queue for a full cohort; return the place's id. Whoever stands there already keeps their place.

    Raises:
        NotFound: There is no such cohort on offer, or it is another company's.
        Conflict: It has a free seat, has started or is closed, or they have a seat in it.
    """
    cohort = lock_cohort(ctx, cohort_id)
    course = ctx.session.get_one(Course, cohort.course_id)
    if not may_join(ctx, cohort) or course.status != CourseStatus.PUBLISHED:
        raise NotFound("This cohort is not on offer.")
    if not is_open(ctx, cohort):
        raise Conflict("This cohort cannot be joined any more, so nobody can wait for it.")
    _require_no_seat(ctx, cohort)
    for entry in _places(ctx, course.id):
        if entry.cohort_id in (None, cohort_id):
            return entry.id
    if free_seats(ctx, cohort) > 0:
        raise Conflict("This cohort has a free seat just now: reserve it before somebody else does.")
    return _stand(ctx, course.id, cohort_id)


@mutation(policy=signed_in)
def join_course_waitlist(ctx: Context, *, course_id: int) -> int:
    """Stand in the queue for whichever cohort of a course has a seat first; return the place's id.

    A place in the queue for one of its cohorts becomes that, and is not lost.

    Raises:
        NotFound: The course is not on offer.
        Conflict: One of its cohorts has a free seat; the sentence names it.
    """
    course = ctx.session.get(Course, course_id)
    if course is None or course.status != CourseStatus.PUBLISHED:
        raise NotFound("This course is not on offer.")
    for cohort in _open_to_all(ctx, course_id):
        if free_seats(ctx, lock_cohort(ctx, cohort.id)) > 0:
            raise Conflict(f"“{cohort.name}” has a free seat just now: reserve it before somebody else does.")
    places = _places(ctx, course_id)
    first = next((entry for entry in places if entry.cohort_id is None), None)
    if first is not None:
        return first.id
    waiting = [entry for entry in places if entry.status == WaitlistStatus.WAITING]
    if not waiting:
        return _stand(ctx, course_id, None)
    widened, *others = waiting
    widened.cohort_id = None
    for entry in others:
        end_offer(ctx, entry, WaitlistStatus.CANCELLED)
    return widened.id


@mutation(policy=entry_owner)
def leave_waitlist(ctx: Context, *, entry_id: int) -> None:
    """Give up one's place in the queue, or decline the seat that is offered; it goes to the next at once."""
    entry = _locked(ctx, entry_id)
    if entry.status in IN_QUEUE and entry.accepted_at is None:
        end_offer(ctx, entry, WaitlistStatus.CANCELLED)


@mutation(policy=entry_owner)
def accept_offer(ctx: Context, *, entry_id: int) -> Reservation:
    """Take the seat that is offered: on hold until the offer would have ended, or at once if nothing is left to pay.

    Accepting twice gives the same seat.

    Raises:
        NotFound: The cohort is that of a company they have left.
        Conflict: The offer has ended, or the cohort does not take place.
    """
    entry = _locked(ctx, entry_id)
    if entry.offered_cohort_id is None or entry.offer_expires_at is None:
        raise Conflict("No seat has been offered to you yet. You are told as soon as it is your turn.")
    cohort = ctx.session.get_one(Cohort, entry.offered_cohort_id)
    existing = present_seat(ctx, user_id=entry.user_id, cohort_id=cohort.id)
    if entry.accepted_at is not None and existing is not None:
        return _reservation(existing)
    if not may_join(ctx, cohort):
        raise NotFound("This cohort is private to a company you do not belong to.")
    if not is_offer_open(ctx, entry) or entry.accepted_at is not None or cohort.status == CohortStatus.CANCELLED:
        raise Conflict("This offer has ended, and the seat went to the next in the queue. You can join it again.")
    release(ctx, entry)
    entry.accepted_at = ctx.now
    ctx.session.flush()
    ctx.publish(OfferAccepted(entry.id))
    until = max(entry.offer_expires_at, ctx.now + HOLD)
    course = ctx.session.get_one(Course, cohort.course_id)
    if existing is not None:
        redeem(ctx, existing)
    return _reservation(existing or take(ctx, course, cohort, until=until, organization_id=payer(ctx, cohort)))


def leave_with_seat(ctx: Context, enrollment: Enrollment) -> None:
    """End the wait of somebody who has a seat now: for its cohort, and for any of the course."""
    for entry in _places(ctx, enrollment.course_id, user_id=enrollment.user_id):
        if enrollment.cohort_id == (entry.offered_cohort_id or entry.cohort_id) or entry.cohort_id is None:
            end_offer(ctx, entry, WaitlistStatus.ENROLLED)


def leave_with_hold(ctx: Context, enrollment: Enrollment) -> None:
    """End the wait of somebody who accepted an offer and did not pay."""
    for entry in _places(ctx, enrollment.course_id, user_id=enrollment.user_id):
        if entry.accepted_at is not None and entry.offered_cohort_id == enrollment.cohort_id:
            entry.status = WaitlistStatus.EXPIRED


def leave_queues(ctx: Context, *, user_id: int, organization_id: int) -> None:
    """End somebody's wait for the cohorts of an organization of its own."""
    statement = (
        select(WaitlistEntry, Cohort.id)
        .join(Cohort, col(Cohort.id) == _entry.cohort_id)
        .where(
            WaitlistEntry.user_id == user_id,
            Cohort.organization_id == organization_id,
            _entry.status.in_(IN_QUEUE),
        )
        .order_by(_entry.cohort_id)
    )
    for entry, cohort_id in ctx.session.exec(statement).all():
        lock_cohort(ctx, cohort_id)
        if entry.status in IN_QUEUE:
            end_offer(ctx, entry, WaitlistStatus.CANCELLED)


def return_to_queues(ctx: Context, *, user_id: int, organization_id: int, left_at: datetime) -> None:
    """Let somebody wait again, where they did, for an organization's own cohorts whose queues they left at a moment."""
    statement = (
        select(WaitlistEntry, Cohort.id)
        .join(Cohort, col(Cohort.id) == _entry.cohort_id)
        .where(
            WaitlistEntry.user_id == user_id,
            Cohort.organization_id == organization_id,
            WaitlistEntry.status == WaitlistStatus.CANCELLED,
            _entry.updated_at == left_at,
            _entry.accepted_at.is_(None),
        )
        .order_by(_entry.cohort_id)
    )
    for entry, cohort_id in ctx.session.exec(statement).all():
        lock_cohort(ctx, cohort_id)
        entry.status = WaitlistStatus.WAITING
        entry.offered_cohort_id = entry.offered_at = entry.offer_expires_at = None
        ctx.session.flush()
        ctx.publish(QueueJoined(entry.id))
        serve(ctx, cohort_id)


@query(policy=signed_in)
def my_waitlist(ctx: Context) -> list[WaitlistCard]:
    """Return where the viewer waits and what is offered to them, offers first."""
    statement = (
        select(WaitlistEntry, Course)
        .join(Course, col(Course.id) == _entry.course_id)
        .options(only(Course.title, Course.slug, Course.price_b2c, Course.currency))
        .where(WaitlistEntry.user_id == ctx.user_id, _entry.status.in_(IN_QUEUE), _entry.accepted_at.is_(None))
        .order_by(_entry.status, _entry.created_at, _entry.id)
    )
    rows = ctx.session.exec(statement).all()
    return [card for entry, course in rows if (card := _card(ctx, entry, course)) is not None]


@query(policy=everyone)
def waitlist_place(ctx: Context, *, slug: str, cohort: str = "") -> WaitlistPlace:
    """Return how many wait for the cohort that a course's page shows, and the viewer's own place.

    Where no cohort is open it is about whichever opens next.
    """
    course_id = ctx.session.exec(select(Course.id).where(Course.slug == slug)).first()
    if course_id is None:
        return WaitlistPlace()
    shown = chosen(openings(ctx, [course_id]), cohort)
    cohort_id = shown.cohort_id if shown else None
    waiting = sa.select(sa.func.count()).where(
        _entry.course_id == course_id,
        _entry.status == WaitlistStatus.WAITING,
        sa.or_(_entry.cohort_id == cohort_id, _entry.cohort_id.is_(None)),
    )
    count = ctx.session.execute(waiting).scalar_one()
    mine = _places(ctx, course_id) if ctx.viewer.user_id is not None else []
    entry = next((one for one in mine if one.accepted_at is None and _is_about(one, cohort_id)), None)
    if entry is None:
        return WaitlistPlace(waiting=count)
    is_offered = is_offer_open(ctx, entry)
    return WaitlistPlace(
        waiting=count,
        entry_id=entry.id,
        rank=None if is_offered else rank(ctx, entry),
        offer_expires_at=entry.offer_expires_at if is_offered else None,
        is_for_course=entry.cohort_id is None,
    )


def _is_about(entry: WaitlistEntry, cohort_id: int | None) -> bool:
    if entry.status == WaitlistStatus.OFFERED:
        return entry.offered_cohort_id == cohort_id
    return entry.cohort_id in (None, cohort_id)


def rank(ctx: Context, entry: WaitlistEntry) -> int:
    """Return how far somebody is from the next seat: 1 is the next."""
    before = sa.select(sa.func.count()).where(
        _entry.course_id == entry.course_id,
        _entry.status == WaitlistStatus.WAITING,
        sa.or_(_entry.position < entry.position, sa.and_(_entry.position == entry.position, _entry.id < entry.id)),
    )
    if entry.cohort_id is not None:
        before = before.where(sa.or_(_entry.cohort_id == entry.cohort_id, _entry.cohort_id.is_(None)))
    return 1 + int(ctx.session.execute(before).scalar_one())


def _card(ctx: Context, entry: WaitlistEntry, course: Course) -> WaitlistCard | None:
    is_offered = entry.status == WaitlistStatus.OFFERED
    if is_offered and not is_offer_open(ctx, entry):
        return None
    cohort_id = entry.offered_cohort_id if is_offered else entry.cohort_id
    shown = only(Cohort.name, Cohort.start_date, Cohort.end_date)
    cohort = ctx.session.get(Cohort, cohort_id, options=[shown]) if cohort_id is not None else None
    return WaitlistCard(
        entry_id=entry.id,
        course_title=course.title,
        course_slug=course.slug,
        cohort_name=cohort.name if cohort else None,
        starts_at=cohort.start_date if cohort else None,
        ends_at=cohort.end_date if cohort else None,
        rank=None if is_offered else rank(ctx, entry),
        offer_expires_at=entry.offer_expires_at if is_offered else None,
        price_cents=0 if is_offered and is_included(ctx, course) else course.price_b2c,
        currency=course.currency,
    )


def _stand(ctx: Context, course_id: int, cohort_id: int | None) -> int:
    last = select(sa.func.coalesce(sa.func.max(_entry.position), 0)).where(_entry.course_id == course_id)
    entry = WaitlistEntry(
        user_id=ctx.user_id,
        course_id=course_id,
        cohort_id=cohort_id,
        position=ctx.session.exec(last).one() + 1,
    )
    ctx.session.add(entry)
    ctx.session.flush()
    ctx.publish(QueueJoined(entry.id))
    return entry.id


def _places(ctx: Context, course_id: int, *, user_id: int | None = None) -> Sequence[WaitlistEntry]:
    """Return the places of a person, the viewer if nobody is named, in the queue of a course, the first one first."""
    statement = select(WaitlistEntry).where(
        WaitlistEntry.user_id == (ctx.user_id if user_id is None else user_id),
        WaitlistEntry.course_id == course_id,
        _entry.status.in_(IN_QUEUE),
    )
    return ctx.session.exec(statement.order_by(_entry.position, _entry.id)).all()


def _open_to_all(ctx: Context, course_id: int) -> list[Cohort]:
    statement = select(Cohort).where(
        Cohort.course_id == course_id, Cohort.status == CohortStatus.OPEN, col(Cohort.is_b2b).is_(False)
    )
    found = ctx.session.exec(statement.order_by(col(Cohort.id))).all()
    return [cohort for cohort in found if cohort.organization_id is None and not ctx.is_past(cohort.start_date)]


def _require_no_seat(ctx: Context, cohort: Cohort) -> None:
    if present_seat(ctx, user_id=ctx.user_id, cohort_id=cohort.id) is not None:
        raise Conflict("You have a seat in this cohort already.")


def _locked(ctx: Context, entry_id: int) -> WaitlistEntry:
    """Return a place in the queue; the seats of the cohort it was offered do not change meanwhile."""
    entry = ctx.session.get_one(WaitlistEntry, entry_id)
    if entry.offered_cohort_id is not None:
        lock_cohort(ctx, entry.offered_cohort_id)
    return entry


def _reservation(enrollment: Enrollment) -> Reservation:
    return Reservation(
        public_id=enrollment.public_id, status=enrollment.status, hold_expires_at=enrollment.hold_expires_at
    )
