"""Academies that are lent with their connections open.

Who connects anew has the whole schema read again, which takes longer than most tests. So whoever is done leaves an
empty database, its engines and their idle sessions to the next one. If the schema was changed, or a connection is
still in use, nobody gets it any more.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from academy.core import migrations
from academy.core.database import Database
from academy.live.names import CHANGES
from academy.live.tracking import watch_reads
from academy.tables import metadata
from tests.databases import academy_database, clear_postgres

KEPT = ("alembic_version", CHANGES)


@dataclass(frozen=True)
class Standing:
    """An academy that is lent for good.

    Attributes:
        end: Gives it back.
        schema: Version of the schema of a SQLite file.
        sessions: Processes of a Postgres server that serve our engines.
    """

    database: Database
    end: ExitStack
    schema: int = 0
    sessions: list[int] = field(default_factory=list)


_spare: dict[str, list[Standing]] = defaultdict(list)


@contextmanager
def standing_academy(kind: str) -> Iterator[Database]:
    """Lend a database with the academy's tables, empty; nobody else has it meanwhile."""
    standing = _spare[kind].pop() if _spare[kind] else _stand(kind)
    yield standing.database
    if _is_emptied(standing):
        _spare[kind].append(standing)
    else:
        standing.end.close()


def _stand(kind: str) -> Standing:
    with ExitStack() as end:
        database = Database(end.enter_context(academy_database(kind)))
        end.callback(database.dispose)
        watch_reads(database.reader, metadata)
        if database.is_sqlite:
            with closing(database.writer.raw_connection()) as connection:
                schema = _schema_version(connection.driver_connection)
            return Standing(database, end.pop_all(), schema)
        standing = Standing(database, end.pop_all())
    for engine in (database.reader, database.writer):
        event.listen(engine, "connect", lambda session, _entry: standing.sessions.append(session.info.backend_pid))
    return standing


def _is_emptied(standing: Standing) -> bool:
    """Empty it, unless its schema is another one now or a connection of it is in use."""
    database = standing.database
    if database.reader.pool.checkedout() or database.writer.pool.checkedout():
        return False
    if database.is_sqlite:
        with closing(database.writer.raw_connection()) as connection:
            return _is_emptied_file(connection.driver_connection, standing.schema)
    with database.locking_transaction() as connection:
        return clear_postgres(connection, migrations.upgrade, spared=standing.sessions)


def _is_emptied_file(connection: Any, schema: int) -> bool:
    if _schema_version(connection) != schema:
        return False
    tables = [row[1:3] for row in connection.execute("PRAGMA main.table_list")]
    plain = [name for name, kind in tables if kind == "table" and name not in KEPT and not name.startswith("sqlite_")]
    any_row = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in plain)
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            filled = {name for (name,) in connection.execute(any_row)}
            for name in filled:
                connection.execute(f'DELETE FROM "{name}"')
            for name, kind in tables:
                if kind == "virtual" and name.removesuffix("_search") in filled:
                    connection.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
            connection.execute(f"DELETE FROM {CHANGES}")
            connection.execute("DELETE FROM sqlite_sequence")
    except sqlite3.DatabaseError:
        return False
    connection.execute("PRAGMA foreign_keys=ON")
    return True


def _schema_version(connection: Any) -> int:
    return int(connection.execute("PRAGMA schema_version").fetchone()[0])
