"""The cohorts that everybody may join, in two steps: which there are, and what they look like.

Which they are, and which of them are full, is all that most who ask need to know. It changes seldom, while the number
of seats left changes with every seat that is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.catalog.schemas import CohortCard
from academy.catalog.seats import full_cohorts, held_seats, next_expiry
from academy.core.loading import only
from academy.live import Context

SHOWN = (
    Cohort.public_id,
    Cohort.name,
    Cohort.start_date,
    Cohort.end_date,
    Cohort.zone,
    Cohort.max_capacity,
    Cohort.current_enrollment,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A cohort that everybody may join, if it is not full."""

    cohort_id: int
    public_id: str
    course_id: int
    is_full: bool


def openings(ctx: Context, course_ids: Sequence[int]) -> list[Opening]:
    """Return the cohorts of these courses that everybody may join, full ones too, those that start soonest first."""
    statement = (
        select(Cohort)
        .options(only(Cohort.public_id, Cohort.course_id, Cohort.start_date))
        .where(
            col(Cohort.course_id).in_(course_ids),
            Cohort.status == CohortStatus.OPEN,
            col(Cohort.is_b2b).is_(False),
            col(Cohort.organization_id).is_(None),
        )
    )
    found = ctx.session.exec(statement.order_by(col(Cohort.start_date), col(Cohort.id))).all()
    cohorts = [cohort for cohort in found if not ctx.is_past(cohort.start_date)]
    full = full_cohorts(ctx.session, [cohort.id for cohort in cohorts], ctx.now)
    if full:
        ctx.changes_at(next_expiry(ctx.session, full, ctx.now))
    return [Opening(cohort.id, cohort.public_id, cohort.course_id, cohort.id in full) for cohort in cohorts]


def chosen(found: Sequence[Opening], public_id: str) -> Opening | None:
    """Return the one with that public id, else the next one with a seat left, else the next one."""
    asked_for = [opening for opening in found if opening.public_id == public_id]
    return next(iter([*asked_for, *(opening for opening in found if not opening.is_full), *found]), None)


def cohort_cards(ctx: Context, found: Iterable[Opening]) -> list[CohortCard]:
    """Return cohorts as visitors see them, in the same order; run again when a hold lapses."""
    ids = [opening.cohort_id for opening in found]
    held = held_seats(ctx.session, ids, ctx.now)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    statement = select(Cohort).options(only(*SHOWN)).where(col(Cohort.id).in_(ids))
    cohorts = {cohort.id: cohort for cohort in ctx.session.exec(statement)}
    return [_card(cohorts[cohort_id], held[cohort_id]) for cohort_id in ids]


def _card(cohort: Cohort, held: int) -> CohortCard:
    left = max(0, cohort.max_capacity - cohort.current_enrollment - held)
    return CohortCard(
        id=cohort.id,
        public_id=cohort.public_id,
        name=cohort.name,
        starts_at=cohort.start_date,
        ends_at=cohort.end_date,
        zone=cohort.zone,
        capacity=cohort.max_capacity,
        seats_left=left,
        on_hold=held,
        is_full=left == 0,
    )
