"""Random schemas: every kind of key and reference that a table may have, views of them, and values that often meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import foreign, registry, relationship, remote
from sqlmodel.sql.sqltypes import UTCDateTime

from tests.live.shapes import Lower, Mood


class Chance:
    """Chooses among things, the first of which are the simplest.

    Args:
        below: Chooses a number from 0 to below its argument.
    """

    def __init__(self, below: Callable[[int], int]) -> None:
        self.below = below

    @classmethod
    def of(cls, seed: int) -> "Chance":
        """Return the chance that goes by a seed."""
        return cls(Random(seed).randrange)

    def pick(self, *options: Any) -> Any:
        """Choose one of some things."""
        return options[self.below(len(options))]

    def one_in(self, number: int) -> bool:
        """Tell, once in so many times, to do the unusual."""
        return self.below(number) == number - 1

    def some(self, options: list[Any], number: int) -> list[Any]:
        """Choose up to so many different things, in any order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(number, len(left)))]


class Upper(sa.types.TypeDecorator[str]):
    """Text that the database is told to store in capitals."""

    impl = sa.String
    cache_ok = True

    def bind_expression(self, bindvalue: sa.BindParameter[str]) -> sa.ColumnElement[str]:
        return sa.func.upper(bindvalue, type_=sa.String)


NUMBERS: list[Any] = [1, 2, 3]
WORDS: list[Any] = ["a", "b", "B"]
TYPES: dict[str, tuple[Any, list[Any]]] = {
    "number": (sa.Integer, NUMBERS),
    "word": (sa.String(20), WORDS),
    "flag": (sa.Boolean, [False, True]),
    "mood": (
        sa.Enum(Mood, native_enum=False, values_callable=lambda kind: [member.value for member in kind]),
        [*Mood],
    ),
    "small": (Lower(20), WORDS),
    "big": (sa.BigInteger, NUMBERS),
    "capital": (Upper(20), WORDS),
    "text": (sa.Text, WORDS),
    "padded": (sa.CHAR(3), ["a", "a ", "b"]),
    "day": (sa.Date, [date(2026, 3, day) for day in (1, 2)]),
    "moment": (UTCDateTime, [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2)]),
    "amount": (sa.Float, [1.0, 1.5, 2.0]),
}
"""The types a column may have, and what it may hold."""
KEYS = [*TYPES][:7]
COUNTED, WORDY = {"number", "big"}, {"word", "small", "capital", "mood", "text"}
NUMERIC = {*COUNTED, "amount"}
NAMES = ["teams", "people", "order", "Odd"]
_KINDS: dict[type, str] = {type(sa.types.to_instance(kind)): name for name, (kind, _) in TYPES.items()}


@dataclass(frozen=True)
class Schema:
    """Some tables, of which the earlier ones know nothing of the later ones, and entities mapped to them.

    Attributes:
        views: The columns of what the metadata does not know of, by name.
    """

    metadata: sa.MetaData = field(default_factory=sa.MetaData)
    mapped: registry = field(default_factory=registry)
    entities: dict[str, Any] = field(default_factory=dict)
    views: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def tables(self) -> list[sa.Table]:
        return list(self.metadata.tables.values())


def kind_of(column: Any) -> str:
    """Return which of `TYPES` a column is of, also where it is one of a subquery's or an alias's."""
    return _KINDS[type(column.type)]


def values_of(column: Any) -> list[Any]:
    """Return what a column may hold besides NULL."""
    return TYPES[kind_of(column)][1]


def is_alike(one: Any, other: Any) -> bool:
    """Tell whether two columns can be compared on every database."""
    kinds = {kind_of(one), kind_of(other)}
    return len(kinds) == 1 or kinds <= NUMERIC or kinds <= WORDY


def is_key(column: Any) -> bool:
    """Tell whether a column of a table or of an alias is likely to be watched by its values."""
    [base] = column.base_columns
    return bool(base.primary_key or base.foreign_keys or base.index or base.unique)


def value(chance: Chance, column: sa.Column[Any]) -> Any:
    """Choose what a column holds."""
    return None if column.nullable and chance.one_in(6) else chance.pick(*values_of(column))


def random_row(chance: Chance, table: sa.Table) -> dict[str, Any]:
    """Choose a row."""
    return {column.name: value(chance, column) for column in table.columns}


def first_rows(chance: Chance, schema: Schema) -> Iterator[sa.Insert]:
    """Yield what fills the tables to begin with, if the constraints let it."""
    for number in range(3):
        for table in schema.tables:
            row = random_row(chance, table)
            for column in table.columns:
                if column.unique or column.primary_key:
                    row[column.name] = values_of(column)[number % len(values_of(column))]
            yield table.insert().values(row)


def random_schema(chance: Chance) -> Schema:
    """Choose two to four tables."""
    schema = Schema()
    for name in chance.some(NAMES, chance.pick(2, 3, 3, 4)):
        _add_table(chance, schema, name)
    for table in schema.tables:
        schema.entities[table.name] = type(f"Entity_{table.name}", (), {})
    for table in schema.tables:
        schema.mapped.map_imperatively(
            schema.entities[table.name], table, properties=dict(_relations(chance, schema, table))
        )
    schema.mapped.configure()
    return schema


def _add_table(chance: Chance, schema: Schema, name: str) -> None:
    columns = _primary_key(chance)
    for number in range(chance.pick(1, 1, 2, 0)):
        columns.append(_reference(chance, schema, name, columns, f"ref{number}"))
    for kind in chance.some([*KEYS, *KEYS, *TYPES], chance.pick(2, 3, 4)):
        if all(column.name != kind for column in columns):
            index, unique = chance.pick((True, False), (True, False), (None, False), (None, len(TYPES[kind][1]) > 2))
            columns.append(sa.Column(kind, TYPES[kind][0], index=index, unique=unique, nullable=not chance.one_in(3)))
    arguments: list[Any] = []
    names = [column.name for column in columns]
    if chance.one_in(4):
        arguments.append(sa.UniqueConstraint(*chance.some(names[1:], 2)))
    if chance.one_in(4):
        arguments.append(sa.Index(f"several_{name}", *chance.some(names, 2)))
    if "flag" in names and chance.one_in(2):
        where = sa.text("flag")
        key = chance.pick(*names)
        arguments.append(sa.Index(f"one_{name}", key, unique=True, sqlite_where=where, postgresql_where=where))
    sa.Table(name, schema.metadata, *columns, *arguments)


def _primary_key(chance: Chance) -> list[sa.Column[Any]]:
    match chance.pick("id", "id", "id", "word", "pair"):
        case "id":
            return [sa.Column("id", sa.Integer, primary_key=True)]
        case "word":
            return [sa.Column("id", sa.String(20), primary_key=True)]
    return [
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.String(20), primary_key=True),
    ]


def _reference(chance: Chance, schema: Schema, name: str, own: list[sa.Column[Any]], column: str) -> sa.Column[Any]:
    """Choose a foreign key to a table that is there already or to this one."""
    targets = [
        (table.name, key)
        for table in schema.tables
        for key in table.columns
        if key.unique or (key.primary_key and len(table.primary_key) == 1)
    ]
    if sum(key.primary_key for key in own) == 1:
        targets.append((name, own[0]))
    if not targets:
        return sa.Column(column, sa.Integer, index=True)
    target, key = chance.pick(*targets)
    action = chance.pick("CASCADE", "CASCADE", "SET NULL", None)
    update = chance.pick(None, None, "CASCADE")
    constraint = sa.ForeignKey(f"{target}.{key.name}", ondelete=action, onupdate=update)
    is_nullable = target == name or action == "SET NULL" or not chance.one_in(3)
    return sa.Column(column, key.type, constraint, index=chance.pick(True, True, None), nullable=is_nullable)


def _relations(chance: Chance, schema: Schema, table: sa.Table) -> Iterator[tuple[str, Any]]:
    """Yield what a table refers to, and what refers to it, as attributes with all kinds of cascades."""
    for other in schema.tables:
        for column in other.columns:
            for reference in column.foreign_keys:
                pair = f"{other.name}_{column.name}"
                if other is table:
                    yield (
                        f"{column.name}_row",
                        relationship(
                            schema.entities[reference.column.table.name],
                            primaryjoin=remote(reference.column) == foreign(column),
                            back_populates=f"{pair}_rows",
                        ),
                    )
                if reference.column.table is table:
                    yield (
                        f"{pair}_rows",
                        relationship(
                            schema.entities[other.name],
                            primaryjoin=reference.column == remote(foreign(column)),
                            back_populates=f"{column.name}_row",
                            cascade=chance.pick("save-update, merge", "all, delete-orphan", "all"),
                            passive_deletes=chance.pick(False, True),
                        ),
                    )
