"""Random query functions: each runs some statements, later ones with what earlier ones found, in every way there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, selectinload, subqueryload

from academy.core.errors import Denied
from academy.live.context import Context
from academy.live.functions import everyone, query
from tests.live.random_queries import Queries
from tests.live.random_schemas import Chance, Schema, values_of

Rows = list[str]
Step = Callable[[Session, Rows], Rows]


def as_sql(statement: Any, dialect: Dialect) -> str:
    """Return a statement with its values in it."""
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@dataclass(frozen=True)
class Select:
    """Sends a statement: as it is, as text, or past SQLAlchemy's compiler; if `is_one`, there has to be one row."""

    statement: Any
    dialect: Dialect
    way: str = "core"
    is_one: bool = False

    @cached_property
    def sql(self) -> str:
        return self.statement if isinstance(self.statement, str) else as_sql(self.statement, self.dialect)

    def __call__(self, session: Session, _earlier: Rows) -> Rows:
        match self.way:
            case "text":
                found = session.execute(sa.text(self.sql.replace(":", r"\:")))
            case "driver":
                found = session.connection().exec_driver_sql(self.sql.replace("%", "%%"))
            case _:
                found = session.connection().execute(self.statement)
        rows = sorted(map(repr, found))
        if self.is_one and len(rows) != 1:
            raise LookupError(f"{len(rows)} rows")
        return rows

    def __repr__(self) -> str:
        return f"{'the one row of ' if self.is_one else ''}[{self.way}] {self.sql}"


@dataclass(frozen=True)
class Entities:
    """Selects entities and looks at them and at what they are related to."""

    statement: Any
    relation: str

    def __call__(self, session: Session, _earlier: Rows) -> Rows:
        found = session.scalars(self.statement).unique()
        return sorted(
            repr((_shown(row), sorted(map(_shown, _related(row, self.relation))))) for row in found if row is not None
        )

    def __repr__(self) -> str:
        return f"entities of {self.statement}, {self.statement.compile().params}, and {self.relation}"


@dataclass(frozen=True)
class Get:
    """Gets an entity by its key and looks at what it is related to."""

    entity: Any
    key: tuple[Any, ...]

    def __call__(self, session: Session, _earlier: Rows) -> Rows:
        found = session.get(self.entity, self.key)
        if found is None:
            return []
        relations = sa.inspect(self.entity).relationships.keys()
        return [_shown(found), *(repr(sorted(map(_shown, _related(found, relation)))) for relation in relations)]


@dataclass(frozen=True)
class Follow:
    """Looks up rows by a key that depends on how many rows the step before has found."""

    column: sa.Column[Any]

    def __call__(self, session: Session, earlier: Rows) -> Rows:
        values = values_of(self.column)
        value = values[len(earlier) % len(values)]
        return sorted(map(repr, session.execute(sa.select(self.column.table).where(self.column == value))))

    def __repr__(self) -> str:
        return f"the rows by {self.column}, as many as there were rows before"


@dataclass(eq=False)
class Program:
    """A query function and its policy.

    Attributes:
        guard: Who looks is let in while this finds something; None lets everybody in.
        overtaken_by: What happens, once, after it has read and before it returns.
    """

    steps: list[Step]
    guard: Select | None
    overtaken_by: list[Callable[[], None]] = field(default_factory=list)

    def run(self, session: Session) -> list[Rows]:
        results: list[Rows] = []
        for step in self.steps:
            results.append(step(session, results[-1] if results else []))
        while self.overtaken_by:
            self.overtaken_by.pop()()
        return results

    def __repr__(self) -> str:
        guard = f"  if there is {self.guard}\n" if self.guard else ""
        return "Program(\n" + guard + "".join(f"  {step!r}\n" for step in self.steps) + ")"


programs: list[Program] = []
"""What the queries below run, by its number."""


def may_look(ctx: Context, **arguments: Any) -> None:
    guard = programs[arguments["number"]].guard
    if guard is not None and not guard(ctx.session, []):
        raise Denied


@query(policy=everyone)
def run_program(ctx: Context, *, number: int) -> list[Rows]:
    return programs[number].run(ctx.session)


@query(policy=may_look)
def run_guarded_program(ctx: Context, *, number: int) -> list[Rows]:
    return programs[number].run(ctx.session)


def random_program(chance: Chance, schema: Schema, dialect: Dialect) -> Program:
    """Choose a program of up to three steps, most often of one."""
    steps = [random_step(chance, schema, dialect) for _ in range(chance.pick(1, 1, 1, 1, 1, 2, 3))]
    return Program(steps, _select(chance, schema, dialect) if chance.one_in(12) else None)


def random_step(chance: Chance, schema: Schema, dialect: Dialect) -> Step:
    table = chance.pick(*schema.tables)
    match chance.pick(*["select"] * 12, "entities", "entities", "get", "follow", "fragment", "view"):
        case "entities":
            return _entities(chance, schema, table, dialect)
        case "get":
            return Get(schema.entities[table.name], tuple(chance.pick(*values_of(key)) for key in table.primary_key))
        case "follow":
            return Follow(chance.pick(*table.columns))
        case "fragment":
            return _fragment(chance, schema, dialect)
        case "view" if schema.views:
            return _view(chance, schema, dialect)
    return _select(chance, schema, dialect)


def _select(chance: Chance, schema: Schema, dialect: Dialect) -> Select:
    statement = Queries(chance, schema, is_sqlite=dialect.name == "sqlite").query()
    return Select(statement, dialect, chance.pick(*["core"] * 10, "text", "driver"), chance.one_in(20))


def _entities(chance: Chance, schema: Schema, table: sa.Table, dialect: Dialect) -> Step:
    """Choose entities, known by a key or by what they are related to, and how what they are related to is loaded."""
    entity = schema.entities[table.name]
    relations = sa.inspect(entity).relationships.keys()
    column = chance.pick(*table.columns)
    value = chance.pick(*values_of(column))
    if chance.one_in(6):
        text = sa.text(as_sql(sa.select(table).where(column == value), dialect).replace(":", r"\:"))
        return Entities(sa.select(entity).from_statement(text), chance.pick("", *relations))
    if chance.one_in(3):
        entity = aliased(entity)
    statement = sa.select(entity).where(getattr(entity, column.name) == value)
    if not relations:
        return Entities(statement, "")
    relation = chance.pick(*relations)
    attribute = getattr(entity, relation)
    if chance.one_in(2):
        other = attribute.property.mapper.local_table
        known = chance.pick(*other.columns)
        exists = attribute.any if attribute.property.uselist else attribute.has
        condition = exists(known == chance.pick(*values_of(known)))
        statement = statement.where(chance.pick(condition, sa.not_(condition)))
    loader = chance.pick(lazyload, joinedload, selectinload, subqueryload)
    return Entities(statement.options(loader(attribute)), relation)


def _fragment(chance: Chance, schema: Schema, dialect: Dialect) -> Select:
    """Choose a statement that is text in part."""
    queries = Queries(chance, schema, is_sqlite=dialect.name == "sqlite")
    inner = as_sql(queries.select([], 0, lambda _: [sa.func.count()]), dialect).replace(":", r"\:")
    table = chance.pick(*schema.tables)
    known = chance.pick(*table.columns)
    outer = sa.select(table.c.id).where(known == chance.pick(*values_of(known)))
    options = [
        outer.where(sa.text(f"({inner}) > 1")),
        outer.add_columns(sa.literal_column(f"({inner})")),
        outer.add_columns(sa.text(inner).columns(sa.column("number", sa.Integer)).scalar_subquery()),
        sa.select(sa.column("id")).select_from(sa.table(table.name)),
    ]
    return Select(chance.pick(*options), dialect)


def _view(chance: Chance, schema: Schema, dialect: Dialect) -> Select:
    """Choose a statement over what the metadata does not know of."""
    name = chance.pick(*schema.views)
    if name.endswith("()"):
        return Select(f"SELECT {name}", dialect, chance.pick("text", "driver"))
    view = sa.table(name, *(sa.column(column) for column in schema.views[name]))
    return Select(sa.select(view), dialect, chance.pick("core", "text", "driver"))


def add_views(chance: Chance, schema: Schema, session: Session) -> None:
    """Make a view of a select, and where there are functions one that counts the view's rows."""
    connection = session.connection()
    queries = Queries(chance, schema, is_sqlite=connection.dialect.name == "sqlite")
    seen = queries.select([], 0, partial(_labelled, chance))
    connection.exec_driver_sql(f"CREATE VIEW seen AS {as_sql(seen, connection.dialect)}")
    schema.views["seen"] = ("a", "b")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(
            "CREATE FUNCTION number_seen() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM seen'"
        )
        schema.views["number_seen()"] = ()


def _labelled(chance: Chance, tables: list[Any]) -> list[Any]:
    return [chance.pick(*chance.pick(*tables).c).label(name) for name in ("a", "b")]


def _related(row: Any, relation: str) -> list[Any]:
    found = getattr(row, relation) if relation else []
    return [one for one in (found if isinstance(found, list) else [found]) if one is not None]


def _shown(row: Any) -> str:
    return repr([getattr(row, column.key) for column in sa.inspect(type(row)).column_attrs])
