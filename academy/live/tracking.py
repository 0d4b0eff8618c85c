"""What a query read: which rows each statement depends on that it sends, with the values it sends along.

`analysis.py` works out once what a statement reads; here that meets the parameters of each time it is sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from academy.live.analysis import NotingCompiler, Read, columns_of, note_selects, reads_of
from academy.live.carrying import carrying
from academy.live.evidence import read_past
from academy.live.mentions import Mentions

MAX_VALUES = 200
"""An IN list longer than this is watched as the whole table."""

READS = "live_reads"
UNKNOWN = object()


def canonical(value: object) -> str | None:
    """Return a key value as the text under which the change log and a bound parameter meet."""
    if value is None:
        return None
    if isinstance(value, str):
        return str.__str__(value)
    return str(int(value)) if isinstance(value, int) else str(value)


@dataclass(slots=True)
class ReadSet:
    """The rows a run depends on: whole tables, and `table → column → values`.

    Of a table among `columns` it depends on those columns alone.
    """

    tables: set[str] = field(default_factory=set)
    keys: dict[str, dict[str, set[str | None]]] = field(default_factory=dict)
    columns: dict[str, frozenset[str] | None] = field(default_factory=dict)

    def add_table(self, table: str) -> None:
        """Depend on every row of a table."""
        self.tables.add(table)
        self.keys.pop(table, None)

    def add_keys(self, table: str, column: str, values: Sequence[str | None]) -> None:
        """Depend on the rows of a table whose column has one of the values."""
        if table not in self.tables:
            self.keys.setdefault(table, {}).setdefault(column, set()).update(values)

    def add_columns(self, table: str, names: frozenset[str] | None) -> None:
        """Depend on these columns of a table, None for all, besides those of other statements."""
        before = self.columns.get(table, frozenset())
        self.columns[table] = None if names is None or before is None else before | names

    def is_touched(self, table: str, changed: frozenset[str] | None) -> bool:
        """Tell whether a change of these columns of a table, None if they are not known, can matter."""
        names = self.columns.get(table)
        return names is None or changed is None or not names.isdisjoint(changed)


def watch_reads(engine: Engine, metadata: sa.MetaData) -> None:
    """Record the reads of every statement on this engine, however it was made.

    They go to the `ReadSet` of `recorded`; without one nothing is recorded.
    """
    mentions = Mentions(metadata)
    note_selects(engine.dialect)

    @event.listens_for(engine, "before_cursor_execute")
    def _record(
        connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        reads: ReadSet | None = connection.info.get(READS)
        if reads is None:
            return
        mentions.learn(connection)
        compiled = getattr(context, "compiled", None)
        if not isinstance(compiled, NotingCompiler):
            for table in mentions.words(statement):
                reads.add_table(table)
                reads.add_columns(table, None)
            return
        if compiled.reads is None:
            compiled.reads = reads_of(compiled, mentions)
            compiled.columns = columns_of(compiled, compiled.reads)
        followed: dict[Read, list[Any] | None] = {}
        for read in compiled.reads:
            _apply(read, reads, context, followed)
            reads.add_columns(read.table, compiled.columns)


def recorded(connection: Connection) -> AbstractContextManager[ReadSet]:
    """Record what a connection reads, apart from what is recorded around it."""
    return carrying(connection, READS, ReadSet())


def _apply(read: Read, reads: ReadSet, context: Any, followed: dict[Read, list[Any] | None]) -> None:
    values = _values_of(read, context, followed) if read.column else None
    if values is None:
        reads.add_table(read.table)
    else:
        reads.add_keys(read.table, read.column, [canonical(value) for value in values])


def _values_of(read: Read, context: Any, followed: dict[Read, list[Any] | None]) -> list[Any] | None:
    """Return the values that the key of a read has; None if they are too many or cannot be compared."""
    if read.source is None:
        values = [value for bind in read.binds for value in _values(bind, context)]
    elif read in followed:
        return followed[read]
    else:
        sources = _values_of(read.source, context, followed)
        if sources is None or read.via is None:
            return None
        values = _pointed_to(context.root_connection, read.via, read.source.column, sources) if sources else []
    fits = len(values) <= MAX_VALUES and all(isinstance(value, read.kind) for value in values)
    followed[read] = values if fits else None
    return followed[read]


def _pointed_to(connection: Connection, via: "sa.Column[Any]", key: str, sources: Sequence[Any]) -> list[Any]:
    """Return the values of a reference in the rows that have one of the keys."""
    quoted = connection.dialect.identifier_preparer
    column, mark = quoted.quote(via.name), "?" if connection.dialect.name == "sqlite" else "%s"
    statement = (
        f"SELECT DISTINCT {column} FROM {quoted.format_table(via.table)}"  # noqa: S608
        f" WHERE {quoted.quote(key)} IN ({', '.join([mark] * len(sources))}) AND {column} IS NOT NULL"
        f" LIMIT {MAX_VALUES + 1}"
    )
    return [value for (value,) in read_past(connection, statement, tuple(sources))]


def _values(bind: str, context: Any) -> Iterator[Any]:
    """Yield what the database is sent for a parameter, one value or those of an IN list, NULL left out."""
    parameters: Mapping[str, Any] = context.compiled_parameters[0]
    process = context.compiled._bind_processors.get(bind)
    for name in context._expanded_parameters.get(bind, (bind,)):
        value = parameters.get(name, UNKNOWN)
        if value is not UNKNOWN and callable(process):
            value = process(value)
        if value is not None:
            yield value
