"""Hearing of changes that other processes make. A wake-up is only a hint: the truth is in the change log."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable

import psycopg

from academy.core.database import Database
from academy.live.names import CHANGES, CHANNEL

POLL_SECONDS = 0.04
RECONNECT_SECONDS = 0.5
SILENCE_SECONDS = 5.0
"""After this long without news one looks whether Postgres is still there."""


class Listener:
    """Hears of every commit, whoever makes it.

    Args:
        database: Whose commits.
        wake: Called after each, and now and then for good measure, with the last id of the change log if it is known.

    Attributes:
        is_connected: Whether it hears anything just now.
    """

    def __init__(self, database: Database, wake: Callable[[int | None], None]) -> None:
        self.is_connected = False
        self._database, self._wake = database, wake

    async def run(self) -> None:
        """Listen until cancelled."""
        try:
            await (self._poll_sqlite() if self._database.is_sqlite else self._listen_postgres())
        finally:
            self.is_connected = False

    async def _poll_sqlite(self) -> None:
        """`PRAGMA data_version` changes whenever another connection has committed; asking costs microseconds."""
        last = f"SELECT max(id) FROM {CHANGES}"  # noqa: S608
        address = str(self._database.url.database)
        with contextlib.closing(sqlite3.connect(address, isolation_level=None)) as connection:
            version = None
            while True:
                (current,) = connection.execute("PRAGMA data_version").fetchone()
                if current != version:
                    version = current
                    self._wake(connection.execute(last).fetchone()[0])
                self.is_connected = True
                await asyncio.sleep(POLL_SECONDS)

    async def _listen_postgres(self) -> None:
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            with contextlib.suppress(psycopg.OperationalError, TimeoutError):
                async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.is_connected = True
                    while True:
                        self._wake(None)
                        async for _ in connection.notifies(timeout=SILENCE_SECONDS):
                            self._wake(None)
                        await asyncio.wait_for(connection.execute("SELECT 1"), SILENCE_SECONDS)
            self.is_connected = False
            await asyncio.sleep(RECONNECT_SECONDS)
