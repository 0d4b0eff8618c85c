"""The database as the command line sees it: brought up to date, emptied."""

from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.exc import OperationalError

from academy.cli.console import Refused
from academy.core import migrations
from academy.core.settings import settings


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


def empty() -> None:
    """Drop all tables with all that is in them, and make them anew."""
    if version() is not None:
        migrations.downgrade(settings().database)
    migrate()
