"""Bring a database to a version of the tables, from Python as from the `alembic` command."""

import sqlite3

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from academy.core.settings import ROOT

BUSY_SECONDS = 60


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up, making what is missing; does nothing if the database is there already."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down; `base` drops every table of ours with all that is in it."""
    command.downgrade(_config(url), revision)


def head() -> str:
    """The newest migration of this program."""
    return str(ScriptDirectory.from_config(_config("")).get_current_head())


def check(url: str) -> None:
    """Compare the database with the models.

    Raises:
        alembic.util.CommandError: They differ, or migrations are outstanding.
    """
    command.check(_config(url))


def engine(url: str) -> Engine:
    """Make an engine for migrations: on SQLite DDL is transactional and foreign keys are not enforced.

    Alembic alters a SQLite table by copying and dropping it, which enforcement would turn into cascading deletes.
    """
    made = sa.create_engine(url, poolclass=NullPool)
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def _configure(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
            connection.isolation_level = None
            connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

        @event.listens_for(made, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def _config(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config
