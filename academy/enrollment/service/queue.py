"""The queue for the seats of full cohorts: who is next, and the offers made to them.

All who wait for a course stand in one order, their `position`; whoever waits for a cohort is served by that one alone,
whoever waits for the course by each of its public cohorts. As long as somebody waits for it, no free seat of a
cohort goes to anybody else. This file is the only one that makes and ends offers.
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, SeatHold
from academy.enrollment.events import OfferEnded, QueueClosed, QueueLeft, SeatFreed, SeatOffered
from academy.enrollment.models import Enrollment, WaitlistEntry, WaitlistStatus
from academy.enrollment.service.lifecycle import LIVE, is_open, lock_cohort, seats_left
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

OFFER = timedelta(hours=48)
_is_offer = col(SeatHold.waitlist_id).is_not(None)
IN_QUEUE = frozenset({WaitlistStatus.WAITING, WaitlistStatus.OFFERED})


def free_seats(ctx: Context, cohort: Cohort) -> int:
    """Return how many seats of a locked cohort anybody may take, after those who wait have had their offers."""
    left = seats_left(ctx, cohort)
    return left - _offer_seats(ctx, cohort, left) if left > 0 and is_open(ctx, cohort) else left


def serve(ctx: Context, cohort_id: int) -> None:
    """Offer the free seats of a cohort to those who wait for them."""
    free_seats(ctx, lock_cohort(ctx, cohort_id))


def waits_for(cohort: Cohort) -> "sa.ColumnElement[bool]":
    """Return which places in the queue a cohort serves."""
    its_own = col(WaitlistEntry.cohort_id) == cohort.id
    if cohort.organization_id is not None or cohort.is_b2b:
        return its_own
    any_of_course = sa.and_(col(WaitlistEntry.course_id) == cohort.course_id, col(WaitlistEntry.cohort_id).is_(None))
    return sa.or_(its_own, any_of_course)


def end_offer(ctx: Context, entry: WaitlistEntry, status: WaitlistStatus) -> None:
    """Take a place out of the queue, and give the seat it was offered, if any, to the next."""
    was_offered = entry.status == WaitlistStatus.OFFERED and entry.accepted_at is None
    entry.status = status
    ctx.session.flush()
    if status == WaitlistStatus.CANCELLED:
        ctx.publish(QueueLeft(entry.id, is_declined=was_offered))
    if not was_offered or entry.offered_cohort_id is None:
        return
    release(ctx, entry)
    if status == WaitlistStatus.EXPIRED:
        ctx.publish(OfferEnded(entry.id))
    ctx.publish(SeatFreed(entry.offered_cohort_id))


def release(ctx: Context, entry: WaitlistEntry) -> None:
    """Let go of the seat that is kept for an offer."""
    ctx.session.exec(sa.delete(SeatHold).where(col(SeatHold.waitlist_id) == entry.id))


def close(ctx: Context, cohort_id: int) -> None:
    """End the wait for a cohort that has begun or will not take place; who waits for the course keeps their place."""
    lock_cohort(ctx, cohort_id)
    ctx.session.exec(sa.delete(SeatHold).where(col(SeatHold.cohort_id) == cohort_id, _is_offer))
    statement = select(WaitlistEntry).where(
        col(WaitlistEntry.status).in_(IN_QUEUE),
        sa.or_(col(WaitlistEntry.cohort_id) == cohort_id, col(WaitlistEntry.offered_cohort_id) == cohort_id),
    )
    for entry in ctx.session.exec(statement.order_by(col(WaitlistEntry.position), col(WaitlistEntry.id))).all():
        if entry.accepted_at is not None:
            continue
        entry.offered_cohort_id = entry.offered_at = entry.offer_expires_at = None
        entry.status = WaitlistStatus.EXPIRED if entry.cohort_id == cohort_id else WaitlistStatus.WAITING
        ctx.session.flush()
        if entry.status == WaitlistStatus.EXPIRED:
            ctx.publish(QueueClosed(entry.id))


def is_offer_open(ctx: Context, entry: WaitlistEntry) -> bool:
    """Tell whether an offer may still be accepted."""
    return (
        entry.status == WaitlistStatus.OFFERED
        and entry.offer_expires_at is not None
        and not ctx.is_past(entry.offer_expires_at)
    )


@mutation(policy=system_only)
def expire_offer(ctx: Context, *, entry_id: int) -> None:
    """End an offer whose time is over; one that was accepted or declined is left alone."""
    entry = ctx.session.get(WaitlistEntry, entry_id)
    if entry is None or entry.offered_cohort_id is None:
        return
    lock_cohort(ctx, entry.offered_cohort_id)
    if entry.status == WaitlistStatus.OFFERED and entry.accepted_at is None and not is_offer_open(ctx, entry):
        end_offer(ctx, entry, WaitlistStatus.EXPIRED)


@query(policy=system_only)
def lapsed_offers(ctx: Context) -> list[int]:
    """Return the places whose offer's time is over and which still have it: a net under the job of each."""
    statement = select(WaitlistEntry.id, WaitlistEntry.offer_expires_at).where(
        WaitlistEntry.status == WaitlistStatus.OFFERED, col(WaitlistEntry.accepted_at).is_(None)
    )
    offered = ctx.session.exec(statement.order_by(col(WaitlistEntry.position), col(WaitlistEntry.id))).all()
    return [entry_id for entry_id, until in offered if until is not None and ctx.is_past(until)]


def _offer_seats(ctx: Context, cohort: Cohort, count: int) -> int:
    has_seat = sa.exists().where(
        col(Enrollment.user_id) == WaitlistEntry.user_id,
        col(Enrollment.cohort_id) == cohort.id,
        col(Enrollment.status).in_(LIVE),
    )
    waiting = (
        select(WaitlistEntry)
        .where(WaitlistEntry.status == WaitlistStatus.WAITING, waits_for(cohort), ~has_seat)
        .order_by(col(WaitlistEntry.position), col(WaitlistEntry.id))
        .limit(count)
    )
    entries = ctx.session.exec(waiting).all()
    for entry in entries:
        _offer(ctx, entry, cohort)
    return len(entries)


def _offer(ctx: Context, entry: WaitlistEntry, cohort: Cohort) -> None:
    until = min(ctx.now + OFFER, cohort.start_date)
    entry.status = WaitlistStatus.OFFERED
    entry.offered_cohort_id = cohort.id
    entry.offered_at, entry.offer_expires_at = ctx.now, until
    ctx.session.add(SeatHold(cohort_id=cohort.id, waitlist_id=entry.id, expires_at=until))
    ctx.session.flush()
    ctx.jobs.run_at(until, expire_offer, entry_id=entry.id)
    ctx.publish(SeatOffered(entry.id))
