"""Reading the change log: exactly the changes between two snapshots, each once.

On SQLite the log's ids are in commit order, because there is one writer. On Postgres they are not: a
transaction may commit after another with a later id. There a position is a `pg_snapshot`, and what is new is
what the last snapshot could not see and this one can.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json
from sqlalchemy.engine import Connection

from academy.live.names import CHANGES, JOB_REQUEST, REQUESTS
from academy.live.tracking import canonical

RETENTION = timedelta(minutes=20)
"""How long changes and finished request ids are kept. A hub that did not look for half of it starts afresh."""


def prune(connection: Connection, now: datetime) -> None:
    """Forget changes every hub has seen long ago, and request ids nobody repeats any more; those of jobs stay."""
    before = now - RETENTION
    limit = before.strftime("%Y-%m-%d %H:%M:%S") if connection.dialect.name == "sqlite" else before
    for table, stays in ((CHANGES, "false"), (REQUESTS, f"id LIKE '{JOB_REQUEST}%'")):
        connection.execute(sa.text(f"DELETE FROM {table} WHERE at < :before AND NOT {stays}"), {"before": limit})  # noqa: S608


@dataclass(frozen=True, slots=True)
class Change:
    """One changed row: its key columns before and after, once where they are equal; without any, the whole table.

    Of an UPDATE it is known which columns it `changed`.
    """

    table: str
    images: tuple[dict[str, str | None], ...]
    changed: frozenset[str] | None = None


class ChangeLog:
    """A cursor over the log. `advance` must be the first thing done in a snapshot."""

    def __init__(self, dialect: str) -> None:
        self._is_sqlite = dialect == "sqlite"
        self._position: Any = None

    def advance(self, connection: Connection) -> list[Change]:
        """Return the changes this snapshot sees and the one before did not; none the first time."""
        rows = self._advance_sqlite(connection) if self._is_sqlite else self._advance_postgres(connection)
        return [
            Change(
                table,
                tuple(map(_image, _different(before, after))),
                None if changed is None else frozenset(changed.split()),
            )
            for table, before, after, changed in rows
        ]

    def has_seen(self, upto: int) -> bool:
        """Tell whether the entry with that id was among the changes returned; on Postgres ids do not tell."""
        return self._is_sqlite and self._position is not None and bool(upto <= self._position)

    def _advance_sqlite(self, connection: Connection) -> list[Any]:
        if self._position is None:
            self._position = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {CHANGES}").scalar_one()  # noqa: S608
            return []
        rows = connection.exec_driver_sql(
            f"SELECT id, table_name, before, after, changed FROM {CHANGES} WHERE id > ? ORDER BY id",  # noqa: S608
            (self._position,),
        ).all()
        if rows:
            self._position = rows[-1][0]
        return [row[1:] for row in rows]

    def _advance_postgres(self, connection: Connection) -> list[Any]:
        position = connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
        if self._position is None:
            self._position = position
            return []
        rows = connection.exec_driver_sql(
            f"SELECT table_name, before, after, changed FROM {CHANGES}"  # noqa: S608
            " WHERE xid >= pg_snapshot_xmin(%s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %s::pg_snapshot)",
            (self._position, self._position),
        ).all()
        self._position = position
        return list(rows)


def _different(before: Any, after: Any) -> list[Any]:
    """Leave out what is not there, and the second of two that are the same: other columns have changed then."""
    return [image for image in ([before] if before == after else [before, after]) if image is not None]


def _image(image: str | dict[str, Any]) -> dict[str, str | None]:
    values = from_json(image) if isinstance(image, str) else image
    return {column: canonical(value) for column, value in values.items()}
