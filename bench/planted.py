"""The demo academy without a server, on either kind of database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from academy.core import migrations
from academy.core.database import Database
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime
from academy.live.tracking import watch_reads
from academy.seeds.seeding import seed
from academy.tables import metadata
from tests.databases import create_postgres_database


def plant(kind: str, folder: Path) -> str:
    """Make a demo academy on `sqlite` or `postgres` and return the database's address."""
    url = f"sqlite:///{folder}/academy.db" if kind == "sqlite" else create_postgres_database()
    migrations.upgrade(url)
    with running(url) as runtime:
        seed(runtime)
    return url


def copy_of(url: str) -> str:
    """Copy a database nobody is connected to and return the copy's address."""
    if not url.startswith("sqlite"):
        return create_postgres_database(like=url)
    file = str(sa.make_url(url).database)
    shutil.copyfile(file, f"{file}.copy")
    return f"{url}.copy"


@contextmanager
def running(url: str) -> Iterator[Runtime]:
    """A worker's runtime over a database as long as the block lasts."""
    database = Database(url)
    watch_reads(database.reader, metadata)
    yield Runtime(database, resolve_viewer)
    database.dispose()
