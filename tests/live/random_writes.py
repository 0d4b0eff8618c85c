"""Random writes to a random schema, by everybody who may: services, the ORM, raw SQL and strangers."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from academy.core.database import Database
from academy.live.context import Context
from academy.live.functions import everyone, mutation
from academy.live.runtime import Runtime
from tests.live.random_programs import as_sql
from tests.live.random_schemas import (
    COUNTED,
    Chance,
    Schema,
    first_rows,
    is_alike,
    is_key,
    kind_of,
    random_row,
    value,
    values_of,
)

LOSE_TO_NOBODY = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
GIVE_UP_SOON = "SET lock_timeout = '30ms'"
KINDS = [*["update"] * 6, "insert", "insert", "insert", "several", "delete", "copies", "upsert", "replace"]


@dataclass(frozen=True)
class Statement:
    """Sends a write: as it is, as text, or past SQLAlchemy's compiler."""

    statement: Any
    dialect: Dialect
    way: str

    @cached_property
    def sql(self) -> str:
        return as_sql(self.statement, self.dialect)

    def __call__(self, session: Session) -> None:
        match self.way:
            case "text":
                session.execute(sa.text(self.sql.replace(":", r"\:")))
            case "driver":
                session.connection().exec_driver_sql(self.sql.replace("%", "%%"))
            case _:
                session.execute(self.statement)

    def __repr__(self) -> str:
        return f"[{self.way}] {self.sql}"


@dataclass(frozen=True)
class Unit:
    """Something done with entities: `what` to the one with this key, with these values and another entity."""

    what: str
    entity: Any
    key: tuple[Any, ...]
    row: dict[str, Any]
    relation: str
    other: tuple[Any, tuple[Any, ...]] | None

    def __call__(self, session: Session) -> None:
        if self.what == "merge":
            session.merge(self.entity(**self.row))
            return
        found = session.get(self.entity, self.key)
        if found is None:
            session.add(self.entity(**self.row))
        elif self.what == "delete":
            session.delete(found)
        elif self.what == "set":
            name = next(iter(self.row))
            setattr(found, name, self.row[name])
        elif self.other is not None:
            self._relate(found, session.get(*self.other))

    def _relate(self, found: Any, other: Any) -> None:
        """Move an entity among those that another one is related to, or out of them."""
        related = getattr(found, self.relation)
        if not isinstance(related, list):
            setattr(found, self.relation, other)
        elif other in related:
            related.remove(other)
        elif other is not None:
            related.append(other)


@dataclass(frozen=True)
class Undone:
    """Writes whose savepoint is rolled back."""

    writes: "list[Write]"

    def __call__(self, session: Session) -> None:
        savepoint = session.begin_nested()
        for write in self.writes:
            run(write, session)
        savepoint.rollback()


Write = Callable[[Session], None]


def run(write: Write, session: Session) -> None:
    """Write; what the database or the ORM refuses leaves nothing."""
    savepoint = session.begin_nested()
    try:
        write(session)
        session.flush()
    except (SQLAlchemyError, AssertionError):
        savepoint.rollback()
    else:
        if savepoint.is_active:
            savepoint.commit()


class Regret(Exception):
    """Somebody does not want what they wrote."""


@dataclass(frozen=True)
class Transaction:
    """Some writes, committed or rolled back: by a service, on a connection of ours, or on a stranger's."""

    writes: list[Write]
    way: str
    is_committed: bool

    def run(self, runtime: Runtime) -> None:
        if self.way == "service":
            transactions.append(self)
            with suppress(Regret, DBAPIError):
                runtime.write(run_transaction, number=len(transactions) - 1)
        elif self.way == "ours":
            self.end(self.begin(runtime.database))
        else:
            with strangers_connection(runtime.database, keeps_references=self.way == "stranger") as send:
                for write in self.writes:
                    if isinstance(write, Statement):
                        send(write.sql)

    def begin(self, database: Database, *settings: str) -> Session:
        """Write, but leave the transaction open."""
        session = Session(database.writer)
        for setting in () if database.is_sqlite else (*settings, GIVE_UP_SOON):
            session.execute(sa.text(setting))
        self.write(session)
        return session

    def write(self, session: Session) -> None:
        for write in self.writes:
            run(write, session)

    def end(self, session: Session) -> None:
        """Commit or roll back; a transaction that lost to another leaves nothing."""
        with session, suppress(SQLAlchemyError):
            if self.is_committed:
                session.commit()


transactions: list[Transaction] = []
"""What the mutation below does, by its number."""


@mutation(policy=everyone)
def run_transaction(ctx: Context, *, number: int) -> None:
    if ctx.session.connection().dialect.name != "sqlite":
        ctx.session.execute(sa.text(GIVE_UP_SOON.replace("SET", "SET LOCAL")))
    transactions[number].write(ctx.session)
    if not transactions[number].is_committed:
        raise Regret


@contextmanager
def strangers_connection(database: Database, *, keeps_references: bool) -> Iterator[Callable[[str], None]]:
    """Open a connection as the driver makes it, which commits each statement; what is refused leaves nothing."""
    if database.is_sqlite:
        made: Any = sqlite3.connect(str(database.url.database), isolation_level=None)
        made.execute("PRAGMA synchronous = OFF")
        made.execute(f"PRAGMA foreign_keys = {keeps_references}")
    else:
        address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        made = psycopg.connect(address, autocommit=True)
        made.execute(GIVE_UP_SOON)

    def send(sql: str) -> None:
        with suppress(sqlite3.Error, psycopg.Error):
            made.execute(sql)

    try:
        yield send
    finally:
        made.close()


def random_transaction(chance: Chance, schema: Schema, dialect: Dialect, way: str) -> Transaction:
    """Choose one write or two, or fill up what has become empty."""
    if chance.one_in(10):
        return Transaction([Statement(row, dialect, "core") for row in first_rows(chance, schema)], way, True)
    writes = [random_write(chance, schema, dialect, way) for _ in range(chance.pick(1, 1, 2))]
    return Transaction(writes, way, not chance.one_in(8))


def random_write(chance: Chance, schema: Schema, dialect: Dialect, way: str) -> Write:
    """Choose a write; a stranger only sends statements."""
    if "stranger" not in way:
        if chance.one_in(10):
            return Undone([random_write(chance, schema, dialect, way) for _ in range(chance.pick(1, 2))])
        if chance.one_in(3):
            return _unit(chance, schema)
    how = chance.pick("core", "core", "text", "driver")
    return Statement(_statement(chance, chance.pick(*schema.tables), dialect), dialect, how)


def _unit(chance: Chance, schema: Schema) -> Unit:
    table = chance.pick(*schema.tables)
    entity = schema.entities[table.name]
    what = chance.pick("set", "set", "delete", "merge", "merge", "relate", "relate")
    row = random_row(chance, table)
    if what == "set":
        row = {(name := chance.pick(*row)): row[name]}
    relations = list(sa.inspect(entity).relationships)
    if what != "relate" or not relations:
        return Unit(what, entity, _key(chance, table), row, "", None)
    relation = chance.pick(*relations)
    other = relation.mapper.class_, _key(chance, relation.mapper.local_table)
    return Unit(what, entity, _key(chance, table), row, relation.key, other)


def _key(chance: Chance, table: sa.Table) -> tuple[Any, ...]:
    return tuple(chance.pick(*values_of(key)) for key in table.primary_key)


def _statement(chance: Chance, table: sa.Table, dialect: Dialect) -> Any:  # noqa: PLR0911
    if chance.one_in(60):
        return (
            table.delete()
            if dialect.name == "sqlite"
            else sa.text(f"TRUNCATE {dialect.identifier_preparer.format_table(table)} CASCADE")
        )
    row = random_row(chance, table)
    match chance.pick(*KINDS):
        case "insert":
            return table.insert().values(row)
        case "several":
            return table.insert().values([row, random_row(chance, table)])
        case "copies":
            return _copies(chance, table)
        case "upsert":
            insert: Any = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
            keys = [column.name for column in table.primary_key]
            return insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=_changes(chance, table))
        case "replace" if dialect.name == "sqlite":
            if chance.one_in(2):
                return table.insert().prefix_with("OR REPLACE").values(row)
            return _where(chance, table, table.update().prefix_with("OR REPLACE")).values(_changes(chance, table))
        case "delete":
            return _where(chance, table, table.delete())
    return _where(chance, table, table.update()).values(_changes(chance, table))


def _copies(chance: Chance, table: sa.Table) -> Any:
    """Insert rows made of those that are there, under other ids."""
    columns = [column for column in table.columns if not (column.primary_key and kind_of(column) in COUNTED)]
    source = sa.select(
        *(sa.literal(value(chance, column), column.type) if column.primary_key else column for column in columns)
    )
    return table.insert().from_select([column.name for column in columns], _where(chance, table, source))


def _changes(chance: Chance, table: sa.Table) -> dict[str, Any]:
    """Choose what an update sets: values, or what another column holds."""
    keys = [column for column in table.columns if is_key(column)]
    column = chance.pick(*keys, *table.columns, *keys)
    others = [other for other in table.columns if other is not column and is_alike(other, column)]
    if others and chance.one_in(5):
        return {column.name: chance.pick(*others)}
    return {column.name: value(chance, column)}


def _where(chance: Chance, table: sa.Table, statement: Any) -> Any:
    """Choose which rows: more often than not one by its id."""
    for column in chance.pick(
        [table.c.id], [table.c.id], [table.c.id], [], [chance.pick(*table.columns)], [*table.columns][:2]
    ):
        statement = statement.where(column == chance.pick(*values_of(column)))
    return statement
