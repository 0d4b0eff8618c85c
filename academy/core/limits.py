"""How often somebody may do something, counted in the database: it holds for all workers and outlives a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Index, Session, col, delete, select

from academy.core.errors import TooManyRequests
from academy.core.fields import Record


class RateLimit(Record, table=True):
    """What somebody has used up of an allowance: it is whole again at `free_at`."""

    __tablename__ = "rate_limits"
    __table_args__ = (
        Index("by_key", "key", unique=True),
        Index("by_free_at", "free_at"),
        {"info": {"live": False}},
    )

    key: str
    free_at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """Up to `times` at once, and again as they grow back evenly within `period`."""

    times: int
    period: timedelta


def spend(session: Session, allowance: Allowance, *, now: datetime, key: str) -> None:
    """Use the allowance once; `key` names what is limited and for whom, such as `sign_in:ada@example.com`.

    Raises:
        TooManyRequests: It is used up; the message says when to come back.
    """
    row = session.exec(select(RateLimit).where(RateLimit.key == key)).first()
    start = max(row.free_at, now) if row else now
    free_at = start + allowance.period / allowance.times
    if free_at - now > allowance.period:
        raise TooManyRequests(f"That was too often. Please try again {_in_words(free_at - now - allowance.period)}.")
    if row is None:
        session.add(RateLimit(key=key, free_at=free_at))
    else:
        row.free_at = free_at


def forget_spent(session: Session, *, now: datetime) -> None:
    """Delete the allowances that are whole again."""
    session.exec(delete(RateLimit).where(col(RateLimit.free_at) <= now))


def _in_words(wait: timedelta) -> str:
    minutes = -(-wait.total_seconds() // 60)
    if minutes <= 1:
        return "in a minute"
    return f"in {minutes:.0f} minutes" if minutes < 120 else f"in {-(-minutes // 60):.0f} hours"
