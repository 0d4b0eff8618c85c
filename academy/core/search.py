"""Full-text search over the columns that tables name as `info={"search": …}`.

On SQLite each such table `t` has an FTS5 index `t_search` kept in step by triggers; on Postgres a generated
`tsvector` column with a GIN index. Both split words alike and match beginnings of words, without stemming.
"""

import re
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, select

from academy.core.fields import Record

R = TypeVar("R", bound=Record)

VECTOR = "search_vector"
PART_OF_SEARCH = re.compile(rf"{VECTOR}|ix_\w+_{VECTOR}|\w+_search(_(data|idx|docsize|config))?")
SHORT_FIRST = 1
WORD = re.compile(r"\w+")


def search(
    session: Session, model: type[R], text: str, *conditions: sa.ColumnElement[bool], limit: int = 20
) -> list[R]:
    """Find the rows that hold every word of `text`, or a word that begins with it, best first.

    Args:
        text: What a person typed: only its words count, so no operator gets through.
        conditions: What else must be true of a row.
    """
    words = WORD.findall(text)
    if not words:
        return []
    table: sa.Table = sa.inspect(model).local_table
    key = table.c.id
    if session.get_bind().dialect.name == "sqlite":
        index = sa.table(f"{table.name}_search", sa.column("rowid"), sa.column("rank"))
        query = sa.literal_column(index.name).op("MATCH")(" ".join(f'"{word}"*' for word in words))
        found = select(model).join(index, index.c.rowid == key).where(query).order_by(index.c.rank, key)
    else:
        vector: sa.ColumnElement[str] = sa.literal_column(f"{table.name}.{VECTOR}")
        wanted = sa.func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words))
        found = (
            select(model)
            .where(vector.op("@@")(wanted))
            .order_by(sa.func.ts_rank(vector, wanted, SHORT_FIRST).desc(), key)
        )
    return list(session.exec(found.where(*conditions).limit(limit)))


def install(connection: Connection, metadata: sa.MetaData) -> None:
    """Make the search indexes of the tables that are in the database anew, and drop those of tables that are gone."""
    there = set(sa.inspect(connection).get_table_names())
    for table in metadata.tables.values():
        if column := table.info.get("search"):
            statements = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgres
            for statement in statements(table.name, column, exists=table.name in there):
                connection.exec_driver_sql(statement)


def is_part_of_search(name: str) -> bool:
    """Tell whether a table, column or index of that name is one of ours here, which no model describes."""
    return PART_OF_SEARCH.fullmatch(name) is not None


def _on_sqlite(table: str, column: str, *, exists: bool) -> list[str]:
    index = f"{table}_search"
    add = f"INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column})"  # noqa: S608
    remove = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column})"  # noqa: S608
    statements = [
        *(f"DROP TRIGGER IF EXISTS {index}_{event}" for event in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {index}",
    ]
    if exists:
        statements += [
            f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', content_rowid='id')",
            f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add}; END",
            f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {remove}; END",
            f"CREATE TRIGGER {index}_update AFTER UPDATE OF id, {column} ON {table} BEGIN {remove}; {add}; END",
            f"INSERT INTO {index}({index}) VALUES ('rebuild')",  # noqa: S608
        ]
    return statements


def _on_postgres(table: str, column: str, *, exists: bool) -> list[str]:
    if not exists:
        return []
    return [
        f"ALTER TABLE {table} DROP COLUMN IF EXISTS {VECTOR}",
        f"ALTER TABLE {table} ADD COLUMN {VECTOR} tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED",
        f"CREATE INDEX ix_{table}_{VECTOR} ON {table} USING gin ({VECTOR})",
    ]
