"""How Alembic reaches the database: one transaction for all, on SQLite too, then search and triggers are renewed."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from academy.core import migrations, search
from academy.core.fields import PydanticJSON
from academy.core.settings import settings
from academy.live import capture
from academy.tables import metadata

MIGRATION_LOCK = 0xACADE
WITHOUT_MODEL = {"live_changes", "live_requests"}


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether autogenerate should look at a thing it found in the database."""
    if name is None or kind == "schema":
        return True
    return not search.is_part_of_search(name) and not (kind == "table" and name in WITHOUT_MODEL)


def render(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Write our column types in a migration as what they are in the database."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, PydanticJSON):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    if kind == "type" and isinstance(item, sa.Enum):
        values = ", ".join(repr(value) for value in item.enums)
        return f"sa.Enum({values}, name=None, native_enum=False, create_constraint=True, length={item.length})"
    return False


def run() -> None:
    """Run what the command asks for."""
    applied: list[object] = []
    engine = migrations.engine(context.config.attributes.get("url") or settings().database)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_name=is_ours,
            render_item=render,
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=True,
            on_version_apply=lambda step, **_: applied.append(step),
        )
        if is_silent := _is_to_move():
            capture.remove(connection)
        context.run_migrations()
        if applied or is_silent:
            search.install(connection, metadata)
            capture.install(connection, metadata)
        if applied:
            capture.tell_of_all(connection, metadata)
    engine.dispose()


def _is_to_move() -> bool:
    """Tell whether migrations may run: SQLite drops no column that a trigger speaks of."""
    try:
        target = context.get_revision_argument()
    except KeyError:
        return False
    return context.get_context().get_current_heads() != ((target,) if target else ())


run()
