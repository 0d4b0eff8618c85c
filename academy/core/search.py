"""Full-text search over the columns that tables name as `info={"search": (…)}`.

On SQLite each such table `t` has an FTS5 index `t_search` kept in step by triggers; on Postgres a generated
`tsvector` column with a GIN index. Both split words alike and match beginnings of words, without stemming.
"""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, select

from academy.core.fields import Record

R = TypeVar("R", bound=Record)

VECTOR = "search_vector"
PART_OF_SEARCH = re.compile(rf"{VECTOR}|ix_\w+_{VECTOR}|\w+_search(_(data|idx|docsize|config))?")
SHORT_FIRST = 1
WORD = re.compile(r"\w+")
LONGEST, MOST_WORDS = 200, 12
JOINTS = "@._-+/:"
"""Postgres would keep addresses and the like as one word; at these they fall into words, as on SQLite."""


def words_of(text: str) -> list[str]:
    """The words to look for in what a person typed; more than anybody types is left out."""
    return WORD.findall(text[:LONGEST])[:MOST_WORDS]


def search(
    session: Session, model: type[R], text: str, *conditions: sa.ColumnElement[bool], limit: int = 20
) -> list[R]:
    """Find the rows that hold every word of `text`, or a word that begins with it, best first.

    Args:
        text: What a person typed: only its words count, so no operator gets through.
        conditions: What else must be true of a row.
    """
    words = words_of(text)
    if not words:
        return []
    table: sa.Table = sa.inspect(model).local_table
    key = table.c.id
    if _is_sqlite(session):
        index = _index(table)
        found = select(model).join(index, index.c.rowid == key).where(_match(index, words))
        found = found.order_by(index.c.rank, key)
    else:
        vector, wanted = _vector(table), _wanted(words)
        found = select(model).where(vector.op("@@")(wanted))
        found = found.order_by(sa.func.ts_rank(vector, wanted, SHORT_FIRST).desc(), key)
    return list(session.exec(found.where(*conditions).limit(limit)))


def latest(
    session: Session,
    model: type[R],
    text: str,
    *conditions: sa.ColumnElement[bool],
    limit: int,
    of: tuple[type[Record], sa.ColumnElement[bool]] | None = None,
) -> list[R]:
    """Find rows as `search` does, the newest first: it looks at no more of them than it takes to find so many.

    Args:
        of: Another table that the conditions ask about too, and which row of it belongs to a row.
    """
    words = words_of(text)
    if not words:
        return []
    table: sa.Table = sa.inspect(model).local_table
    found = select(model) if of is None else select(model).join(*of)
    if _is_sqlite(session):
        index = _index(table)
        found = (
            found.join(index, index.c.rowid == table.c.id).where(_match(index, words)).order_by(index.c.rowid.desc())
        )
    else:
        found = found.where(_vector(table).op("@@")(_wanted(words))).order_by(table.c.id.desc())
    return list(session.exec(found.where(*conditions).limit(limit)))


def parts(text: str, wanted: str) -> list[tuple[str, bool]]:
    """Cut a text where it holds words that begin with those `wanted`: each part, and whether it is one of them."""
    words = words_of(wanted)
    if not words:
        return [(text, False)]
    begins = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")", re.IGNORECASE)
    cut, end = [], 0
    for hit in begins.finditer(text):
        cut += [(text[end : hit.start()], False), (hit[0], True)]
        end = hit.end()
    return [part for part in [*cut, (text[end:], False)] if part[0]]


def matches(session: Session, model: type[Record], text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a row is found by `text`, for a query with an order of its own; no words find all."""
    words = words_of(text)
    if not words:
        return sa.true()
    table: sa.Table = sa.inspect(model).local_table
    if _is_sqlite(session):
        index = _index(table)
        return table.c.id.in_(sa.select(index.c.rowid).where(_match(index, words)))
    return _vector(table).bool_op("@@")(_wanted(words))


def holds(text: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a column holds a text somewhere, whatever its case; `%` and `_` are what they are.

    It looks at every row: for lists that something else keeps short.
    """
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns))


def install(connection: Connection, metadata: sa.MetaData) -> None:
    """Make the search indexes of the tables that are in the database anew, and drop those of tables that are gone."""
    there = set(sa.inspect(connection).get_table_names())
    for table in metadata.tables.values():
        if columns := table.info.get("search"):
            statements = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgres
            for statement in statements(table.name, columns, exists=table.name in there):
                connection.exec_driver_sql(statement)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _index(table: sa.Table) -> sa.TableClause:
    return sa.table(f"{table.name}_search", sa.column("rowid"), sa.column("rank"))


def _match(index: sa.TableClause, words: list[str]) -> sa.ColumnElement[bool]:
    return sa.literal_column(index.name).bool_op("MATCH")(" ".join(f'"{word}"*' for word in words))


def _vector(table: sa.Table) -> sa.ColumnElement[str]:
    return sa.literal_column(f"{table.name}.{VECTOR}")


def _wanted(words: list[str]) -> sa.ColumnElement[str]:
    return sa.func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words))


def is_part_of_search(name: str) -> bool:
    """Tell whether a table, column or index of that name is one of ours here, which no model describes."""
    return PART_OF_SEARCH.fullmatch(name) is not None


def _on_sqlite(table: str, columns: Sequence[str], *, exists: bool) -> list[str]:
    index = f"{table}_search"
    names, new, old = (", ".join(prefix + column for column in columns) for prefix in ("", "new.", "old."))
    add = f"INSERT INTO {index}(rowid, {names}) VALUES (new.id, {new})"  # noqa: S608
    remove = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.id, {old})"  # noqa: S608
    statements = [
        *(f"DROP TRIGGER IF EXISTS {index}_{event}" for event in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {index}",
    ]
    if exists:
        statements += [
            f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='id')",
            f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add}; END",
            f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {remove}; END",
            f"CREATE TRIGGER {index}_update AFTER UPDATE OF id, {names} ON {table} BEGIN {remove}; {add}; END",
            f"INSERT INTO {index}({index}) VALUES ('rebuild')",  # noqa: S608
        ]
    return statements


def _on_postgres(table: str, columns: Sequence[str], *, exists: bool) -> list[str]:
    if not exists:
        return []
    text = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    text = f"translate({text}, '{JOINTS}', '{' ' * len(JOINTS)}')"
    return [
        f"ALTER TABLE {table} DROP COLUMN IF EXISTS {VECTOR}",
        f"ALTER TABLE {table} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS (to_tsvector('simple', {text})) STORED",
        f"CREATE INDEX ix_{table}_{VECTOR} ON {table} USING gin ({VECTOR})",
    ]
