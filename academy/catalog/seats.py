"""How many seats of a cohort are taken: those of people enrolled, and those held while somebody pays."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from academy.catalog.models import Cohort, SeatHold


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
    held = held_seats(session, cohort_ids, now)
    enrolled = session.exec(select(Cohort.id, Cohort.current_enrollment).where(col(Cohort.id).in_(list(held))))
    return {cohort_id: count + held[cohort_id] for cohort_id, count in enrolled}


def next_expiry(session: Session, cohort_ids: Iterable[int], now: datetime) -> datetime | None:
    """Return when the next hold of these cohorts lapses, so that a query can say when its counts change."""
    return session.exec(
        select(func.min(SeatHold.expires_at)).where(
            col(SeatHold.cohort_id).in_(list(cohort_ids)), SeatHold.expires_at > now
        )
    ).one()
