"""How many seats of a cohort are taken: those of people enrolled, and those held while somebody pays."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from academy.catalog.models import Cohort, SeatHold

_HELD_IN_ONE = select(func.count()).where(
    col(SeatHold.cohort_id) == sa.bindparam("cohort_id"), col(SeatHold.expires_at) > sa.bindparam("now")
)


def held_in(session: Session, cohort_id: int, now: datetime) -> int:
    """Return how many unexpired holds a cohort has."""
    return session.exec(_HELD_IN_ONE, params={"cohort_id": cohort_id, "now": now}).one()


def held_seats(session: Session, cohort_ids: Iterable[int], now: datetime) -> dict[int, int]:
    """Return the unexpired holds of each cohort; a cohort without any is 0."""
    wanted = list(cohort_ids)
    rows = session.exec(
        select(SeatHold.cohort_id, func.count())
        .where(col(SeatHold.cohort_id).in_(wanted), SeatHold.expires_at > now)
        .group_by(col(SeatHold.cohort_id))
    )
    return dict.fromkeys(wanted, 0) | dict(rows.all())


def seats_taken(session: Session, cohort_ids: Iterable[int], now: datetime) -> dict[int, int]:
    """Return the taken seats of each cohort: enrolled people and unexpired holds."""
    return dict(session.exec(select(Cohort.id, _taken(now)).where(col(Cohort.id).in_(list(cohort_ids)))).all())


def full_cohorts(session: Session, cohort_ids: Iterable[int], now: datetime) -> set[int]:
    """Return which of these cohorts have no seat left."""
    full = select(Cohort.id).where(col(Cohort.id).in_(list(cohort_ids)), _taken(now) >= Cohort.max_capacity)
    return set(session.exec(full).all())


def has_seat_left(now: "datetime | sa.BindParameter[datetime]") -> "sa.ColumnElement[bool]":
    """Return which cohorts have a seat that nobody has or holds."""
    return _taken(now) < Cohort.max_capacity


def _taken(now: "datetime | sa.BindParameter[datetime]") -> "sa.ColumnElement[int]":
    held = select(func.count()).where(SeatHold.cohort_id == Cohort.id, SeatHold.expires_at > now)
    return col(Cohort.current_enrollment) + held.scalar_subquery()


def next_expiry(session: Session, cohort_ids: Iterable[int], now: datetime) -> datetime | None:
    """Return when the next hold of these cohorts lapses, so that a query can say when its counts change."""
    return session.exec(
        select(func.min(SeatHold.expires_at)).where(
            col(SeatHold.cohort_id).in_(list(cohort_ids)), SeatHold.expires_at > now
        )
    ).one()
