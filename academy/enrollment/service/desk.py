"""The queue of a cohort as its instructors see it, and what administrators change in it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.loading import only
from academy.enrollment.models import WaitlistEntry, WaitlistStatus
from academy.enrollment.policy import teacher_of
from academy.enrollment.schemas import CohortChoice, CohortDesk, QueueRow
from academy.enrollment.service.lifecycle import lock_cohort
from academy.enrollment.service.queue import IN_QUEUE, end_offer, waits_for
from academy.identity.models import User
from academy.identity.policy import is_admin, platform_admin
from academy.live import Context, mutation, query

MOST_SHOWN = 100
_entry: Any = WaitlistEntry
SHOWN = only(
    _entry.cohort_id,
    _entry.position,
    _entry.status,
    _entry.created_at,
    _entry.offered_cohort_id,
    _entry.offer_expires_at,
    _entry.accepted_at,
)


@query(policy=teacher_of)
def cohort_desk(ctx: Context, *, cohort_id: int) -> CohortDesk:
    """Return who waits for a cohort and, to administrators, what they may do about it.

    Raises:
        NotFound: There is no such cohort.
    """
    shown = only(Cohort.course_id, Cohort.organization_id, Cohort.is_b2b)
    cohort = ctx.session.get(Cohort, cohort_id, options=[shown])
    if cohort is None:
        raise NotFound("There is no such cohort.")
    offered = [_entry.status == WaitlistStatus.OFFERED, _entry.offered_cohort_id == cohort_id]
    waiting = [_entry.status == WaitlistStatus.WAITING, waits_for(cohort)]
    rows = [_row(entry, name, None) for entry, name in _people(ctx, *offered, _entry.accepted_at.is_(None))]
    rows += [_row(entry, name, rank) for rank, (entry, name) in enumerate(_people(ctx, *waiting), start=1)]
    count = ctx.session.execute(sa.select(sa.func.count()).select_from(WaitlistEntry).where(*waiting)).scalar_one()
    return CohortDesk(
        queue=rows,
        more=max(0, count - MOST_SHOWN),
        targets=_targets(ctx, cohort) if is_admin(ctx) else [],
        is_admin=is_admin(ctx),
    )


def _people(ctx: Context, *conditions: "sa.ColumnElement[bool]") -> Sequence[tuple[WaitlistEntry, str]]:
    statement = (
        select(WaitlistEntry, User.name)
        .join(User, col(User.id) == _entry.user_id)
        .options(SHOWN)
        .where(*conditions)
        .order_by(_entry.position, _entry.id)
    )
    return ctx.session.exec(statement.limit(MOST_SHOWN)).all()


@mutation(policy=platform_admin)
def move_in_queue(ctx: Context, *, cohort_id: int, entry_id: int, rank: int, reason: str) -> None:
    """Let somebody who waits for a cohort be at another place of its queue; 1 is the next.

    Raises:
        Invalid: No reason is given, or there is no such place.
        Conflict: They do not wait for it any more.
    """
    words = _reason(reason)
    waiting = list(_waiting(ctx, lock_cohort(ctx, cohort_id)))
    entry = next((one for one in waiting if one.id == entry_id), None)
    if entry is None:
        raise Conflict("They do not wait any more. The list shows who does.")
    if not 1 <= rank <= len(waiting):
        raise Invalid(f"Choose a place between 1 and {len(waiting)}.", field="rank")
    before, positions = waiting.index(entry) + 1, [one.position for one in waiting]
    waiting.insert(rank - 1, waiting.pop(before - 1))
    for one, position in zip(waiting, positions, strict=True):
        one.position = position
    ctx.session.flush()
    summary = f"Moved {_name(ctx, entry)} from place {before} to place {rank} of the queue: {words}"
    _note(ctx, entry, "queue_moved", summary)


@mutation(policy=platform_admin)
def remove_from_queue(ctx: Context, *, entry_id: int, reason: str) -> None:
    """Take somebody out of the queue; a seat that is offered to them goes to the next.

    Raises:
        Invalid: No reason is given.
        Conflict: They do not wait any more, or are paying already.
    """
    words = _reason(reason)
    entry = ctx.session.get(WaitlistEntry, entry_id)
    if entry is None:
        raise NotFound("There is no such place in a queue.")
    if entry.offered_cohort_id is not None:
        lock_cohort(ctx, entry.offered_cohort_id)
    if entry.status not in IN_QUEUE or entry.accepted_at is not None:
        raise Conflict("They do not wait any more. The list shows who does.")
    end_offer(ctx, entry, WaitlistStatus.CANCELLED)
    _note(ctx, entry, "queue_removed", f"Took {_name(ctx, entry)} out of the queue: {words}")


def _waiting(ctx: Context, cohort: Cohort) -> list[WaitlistEntry]:
    statement = select(WaitlistEntry).where(waits_for(cohort), _entry.status == WaitlistStatus.WAITING)
    return list(ctx.session.exec(statement.order_by(_entry.position, _entry.id)).all())


def _targets(ctx: Context, cohort: Cohort) -> list[CohortChoice]:
    statement = (
        select(Cohort)
        .options(only(Cohort.name, Cohort.start_date))
        .where(Cohort.course_id == cohort.course_id, Cohort.id != cohort.id, Cohort.status == CohortStatus.OPEN)
        .order_by(col(Cohort.start_date), col(Cohort.id))
    )
    return [CohortChoice(id=one.id, name=one.name, starts_at=one.start_date) for one in ctx.session.exec(statement)]


def _row(entry: WaitlistEntry, name: str, rank: int | None) -> QueueRow:
    return QueueRow(
        entry_id=entry.id,
        name=name,
        rank=rank,
        since=entry.created_at,
        is_for_course=entry.cohort_id is None,
        offer_expires_at=entry.offer_expires_at if rank is None else None,
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Say why: the person and your colleagues will ask.", field="reason")
    return reason.strip()


def _name(ctx: Context, entry: WaitlistEntry) -> str:
    return ctx.session.exec(select(User.name).where(User.id == entry.user_id)).one()


def _note(ctx: Context, entry: WaitlistEntry, action: str, summary: str) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"enrollment.{action}",
        subject=entry,
        summary=summary,
    )
