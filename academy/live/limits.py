"""What one run may use at most, so that no query or mutation can hold up everybody else.

A limit that is reached ends the run with `LimitReached`, which names it. Rows are counted as they are fetched; time is
looked at before each statement, and within one by the database itself: a progress handler on SQLite, on Postgres
`statement_timeout`.
"""

import math
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from academy.core.errors import DomainError
from academy.live.carrying import carrying

METER = "live_meter"
INSTRUCTIONS = 50_000
"""Of SQLite's virtual machine, between two looks at the clock: about a millisecond."""
QUERY_CANCELED = "57014"


class LimitReached(DomainError):
    """A run asked for more than one may have."""

    code = "limit"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a runtime.

    Attributes:
        rows: Rows that one run may fetch.
        seconds: How long one run may take.
        result_bytes: How large a query's result may be, as JSON.
        subscriptions: Queries that one browser may watch.
    """

    rows: int = 20_000
    seconds: float = 10.0
    result_bytes: int = 2_000_000
    subscriptions: int = 100


UNLIMITED = Limits(rows=sys.maxsize, seconds=math.inf, result_bytes=sys.maxsize, subscriptions=sys.maxsize)
"""For a process that works alone, such as one that fills a database."""


class Meter:
    """What one run has used."""

    __slots__ = ("deadline", "limits", "rows")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.deadline = time.monotonic() + limits.seconds

    def count(self, rows: int) -> None:
        """Note rows that were fetched.

        Raises:
            LimitReached: There are too many of them now.
        """
        self.rows += rows
        if self.rows > self.limits.rows:
            raise LimitReached(f"Too much at once: a look may read {self.limits.rows:,} rows.")

    @property
    def is_late(self) -> bool:
        """Whether the run's time is over."""
        return time.monotonic() > self.deadline

    def late(self) -> LimitReached:
        """Return the error for a run whose time is over."""
        return LimitReached(f"Too much at once: this took longer than {self.limits.seconds:g} seconds.")


def hold_to_limits(engine: Engine) -> None:
    """Make the connections that an engine opens from now on count for the meter that `metered` puts on them."""
    event.listen(engine, "connect", _configure)
    event.listen(engine, "before_cursor_execute", _look_at_the_clock)
    event.listen(engine, "after_cursor_execute", _count_rows)


def _configure(connection: Any, entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return

    def count(_cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
        meter: Meter | None = entry.info.get(METER)
        if meter is not None:
            meter.count(1)
        return row

    def is_late() -> bool:
        meter: Meter | None = entry.info.get(METER)
        return meter is not None and meter.is_late

    connection.row_factory = count
    connection.set_progress_handler(is_late, INSTRUCTIONS)


def _look_at_the_clock(connection: Connection, *_: Any) -> None:
    meter: Meter | None = connection.info.get(METER)
    if meter is not None and meter.is_late:
        raise meter.late()


def _count_rows(connection: Connection, cursor: Any, *_: Any) -> None:
    meter: Meter | None = connection.info.get(METER)
    if meter is not None and not isinstance(cursor, sqlite3.Cursor) and cursor.description is not None:
        meter.count(cursor.rowcount)


@contextmanager
def metered(connection: Connection, limits: Limits) -> Iterator[None]:
    """Hold what is run on a connection to limits, apart from what runs around it.

    Raises:
        LimitReached: One was reached.
    """
    with carrying(connection, METER, Meter(limits)) as meter:
        try:
            yield
        except DBAPIError as error:
            if meter.is_late and _was_interrupted(error):
                raise meter.late() from error
            raise


def _was_interrupted(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == QUERY_CANCELED or "interrupted" in str(error.orig)
