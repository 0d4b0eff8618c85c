"""One database, two ways in: snapshots to read from, serializable transactions to write in.

SQLite has one writer at a time, so its writes queue for one connection and begin IMMEDIATE: they never meet
"database is locked" among themselves, and wait up to `BUSY_SECONDS` for a writer in another process.
Postgres writes are SERIALIZABLE; whoever opens one retries when `is_conflict` says so.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"


class Database:
    """The engines of one worker. Make it after the worker has forked.

    Args:
        url: SQLAlchemy address; `sqlite:///…` or `postgresql://…`.
        readers: How many snapshots may be open at once, and on Postgres also how many writes.
        statement_seconds: How long Postgres lets one statement run; 0 is for ever.
    """

    def __init__(self, url: str, *, readers: int = 4, statement_seconds: float = 0) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.reader = _sqlite_engine(url, "BEGIN", pool_size=readers, query_only=True)
            self.writer = self._locker = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1, query_only=False)
        else:
            pool: dict[str, Any] = {
                "pool_size": readers,
                "max_overflow": 0,
                "pool_pre_ping": True,
                "connect_args": {"options": f"-c statement_timeout={round(statement_seconds * 1000)}"},
            }
            engine = sa.create_engine(url, **pool)
            self.reader = sa.create_engine(url, **pool).execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self.writer = engine.execution_options(isolation_level="SERIALIZABLE")
            self._locker = engine.execution_options(isolation_level="READ COMMITTED")

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a read-only transaction: every statement in it sees the same moment."""
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a serializable transaction; commits at the end, rolls back on any error."""
        with self.writer.begin() as connection:
            yield connection

    @contextmanager
    def locking_transaction(self) -> Iterator[Connection]:
        """Open a transaction for a queue: it locks the rows it takes, so nothing else need be serializable."""
        with self._locker.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close all pooled connections."""
        self.reader.dispose()
        self.writer.dispose()


def is_conflict(error: DBAPIError) -> bool:
    """Tell whether the transaction lost to another one and may simply be tried again."""
    if getattr(error.orig, "sqlstate", None) in {SERIALIZATION_FAILURE, DEADLOCK}:
        return True
    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


def _sqlite_engine(url: str, begin: str, *, pool_size: int, query_only: bool) -> Engine:
    engine = sa.create_engine(
        url,
        poolclass=sa.QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
