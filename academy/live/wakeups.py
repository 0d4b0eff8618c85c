"""Hearing of changes that other processes make. A wake-up is only a hint: the truth is in the change log."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from academy.core.database import Database
from academy.live.names import CHANNEL

POLL_SECONDS = 0.04
RECONNECT_SECONDS = 0.5


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Call `wake` after every commit of anybody, until cancelled."""
    if database.is_sqlite:
        await _poll_sqlite(database.url, wake)
    else:
        await _listen_postgres(database.url, wake)


async def _poll_sqlite(url: sa.URL, wake: Callable[[], None]) -> None:
    """`PRAGMA data_version` changes whenever another connection has committed; asking costs microseconds."""
    with contextlib.closing(sqlite3.connect(str(url.database), isolation_level=None)) as connection:
        version = None
        while True:
            (current,) = connection.execute("PRAGMA data_version").fetchone()
            if current != version:
                version = current
                wake()
            await asyncio.sleep(POLL_SECONDS)


async def _listen_postgres(url: sa.URL, wake: Callable[[], None]) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                wake()
                async for _ in connection.notifies():
                    wake()
        await asyncio.sleep(RECONNECT_SECONDS)
