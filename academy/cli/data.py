"""The database as the command line sees it: brought up to date, filled, emptied."""

from time import monotonic

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.exc import OperationalError

from academy import routes, seeds
from academy.cli.console import Refused
from academy.core import migrations
from academy.core.errors import DomainError
from academy.core.settings import settings
from academy.identity import service as identity
from academy.live import SYSTEM
from academy.worker import make_runtime


def version() -> str | None:
    """The migration the database is at; `None` if it has no tables.

    Raises:
        Refused: The database cannot be reached.
    """
    engine = migrations.engine(settings().database)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        raise Refused(f"The database {address} cannot be opened:\n{error.orig}") from None


def migrate() -> str:
    """Bring the database up to date and say what was done.

    Raises:
        Refused: It cannot be reached, or it is newer than this program.
    """
    before = version()
    try:
        migrations.upgrade(settings().database)
    except CommandError as error:
        raise Refused(f"The database belongs to another version of the academy: {error}") from None
    after = version()
    return "up to date" if before == after else f"migrated to {after}"


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    with migrations.engine(settings().database).connect() as connection:
        return connection.execute(sa.text("SELECT id FROM users LIMIT 1")).first() is None


def fill(*, scale: int = 1) -> str:
    """Plant the demo academy and say what was planted.

    Raises:
        Refused: The database is not empty.
    """
    runtime, began = make_runtime(), monotonic()
    try:
        planted = seeds.seed(runtime, scale=scale)
    except DomainError as error:
        raise Refused(error.message) from None
    finally:
        runtime.database.dispose()
    what = f"{planted.courses} courses, {planted.cohorts} cohorts, {planted.people} people"
    return f"seeded with {what} in {monotonic() - began:.0f} s"


def make_admin(email: str) -> str:
    """Make somebody an administrator and return a link that signs them in once.

    Raises:
        Refused: That is no address.
    """
    migrate()
    runtime = make_runtime()
    try:
        runtime.write(identity.make_admin, SYSTEM, email=email)
        token = runtime.write(identity.make_sign_in_link, SYSTEM, email=email)
    except DomainError as error:
        raise Refused(error.message) from None
    finally:
        runtime.database.dispose()
    return settings().base_url + routes.SIGN_IN_LINK.url(query={"token": token})


def empty() -> None:
    """Drop all tables with all that is in them, and make them anew."""
    if version() is not None:
        migrations.downgrade(settings().database)
    migrate()
