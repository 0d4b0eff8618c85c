"""Random selects, rows and writes over `tests.live.shapes`, for properties that must hold of all of them."""

from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, FromClause, Select

from tests.live.shapes import Mood, badges, people, teams

TABLES = (teams, people, people, badges)
VALUES: dict[str, list[Any]] = {
    "slug": ["a", "b", "c"],
    "region": ["a", "b"],
    "mood": [*Mood],
    "is_lead": [True, False],
    "nick": ["a", "B", "b"],
    "kind": ["a", "b"],
    "note": ["a", "b"],
}
"""What a column may hold; all others hold small numbers."""
NUMBERS = ("id", "team_id", "manager_id", "desk", "score", "size", "person_id")
NULLABLE = ("region", "team_id", "manager_id", "desk", "nick", "note")


def value_for(rng: Random, column: str, *, is_nullable: bool = True) -> Any:
    """Choose a value that a column may hold, sometimes NULL where it may be that."""
    if is_nullable and column in NULLABLE and rng.random() < 0.2:
        return None
    return rng.choice(VALUES.get(column, [1, 2, 2, 3]))


def row_for(rng: Random, table: sa.Table) -> dict[str, Any]:
    """Choose a whole row."""
    return {column.name: value_for(rng, column.name) for column in table.columns}


def fill(rng: Random, connection: Connection) -> None:
    """Put some rows into every table."""
    connection.execute(
        teams.insert(), [{**row_for(rng, teams), "id": n, "slug": slug} for n, slug in enumerate("abc", 1)]
    )
    rows = [{**row_for(rng, people), "id": n, "desk": n, "is_lead": n == 1, "manager_id": None} for n in (1, 2, 3)]
    connection.execute(people.insert(), rows)
    keys = rng.sample([(person, kind) for person in (1, 2, 3) for kind in "ab"], 3)
    connection.execute(
        badges.insert(), [{**row_for(rng, badges), "person_id": person, "kind": kind} for person, kind in keys]
    )


def a_write(rng: Random) -> Any:
    """Choose an INSERT, UPDATE or DELETE, one row or many."""
    table = rng.choice(TABLES)
    kind = rng.choice(["insert", "update", "update", "delete"])
    if kind == "insert":
        return table.insert().values(row_for(rng, table))
    statement: Any = table.update() if kind == "update" else table.delete()
    for column in rng.sample(list(table.columns), rng.choice([0, 1, 1, 2])):
        statement = statement.where(column == value_for(rng, column.name, is_nullable=False))
    if kind == "update":
        column = rng.choice(list(table.columns))
        statement = statement.values({column.name: value_for(rng, column.name)})
    return statement


class Queries:
    """Chooses selects.

    Args:
        rng: Where the choices come from.
        has_full_joins: Whether the database joins fully on any condition.
    """

    def __init__(self, rng: Random, *, has_full_joins: bool) -> None:
        self._rng = rng
        self._has_full_joins = has_full_joins

    def query(self) -> Any:
        """Choose a whole query, more often than not of few rows of one table."""
        shape = self._pick("select", "select", "select", "union", "cte", "subquery", "two ctes")
        if shape == "union":
            sides = [self._one_column(self.select([], 1)) for _ in range(2)]
            return self._pick(sa.union, sa.union_all, sa.except_, sa.intersect)(*sides)
        if shape == "select":
            statement = self.select([], 2)
            column = self._column(statement.get_final_froms())
            return statement.where(column == self._value(column)) if self._pick(True, False) else statement
        inner = self._numbered(self.select([], 1))
        source = inner.cte("inner_rows") if "cte" in shape else inner.subquery("inner_rows")
        outer = sa.select(source)
        if shape == "two ctes":
            outer = outer.join(people, self._pick(people.c.id == source.c.number, sa.true()))
            outer = outer.where(people.c.team_id == self._pick(1, 2, 3))
        return outer.where(source.c.number == self._pick(1, 2, 3)) if self._pick(True, False) else outer

    def select(self, outer: list[FromClause], depth: int) -> Select[Any]:
        """Choose a SELECT that may refer to the tables of those around it."""
        mine = self._occurrences()
        source: FromClause = mine[0]
        apart: list[FromClause] = []
        for number, table in enumerate(mine[1:], 1):
            kind = self._pick("inner", "left", "left", "full" if self._has_full_joins else "left", "comma", "nested")
            if kind == "comma":
                apart.append(table)
            elif kind == "nested":
                extra = self._pick(*TABLES).alias(f"n{depth}{number}")
                pair = table.join(extra, self._condition([table, extra], [], 0))
                source = source.join(pair, self._condition([source, table], [], 0), isouter=True)
                mine = [*mine, extra]
            else:
                known = [occurrence for occurrence in mine[: number + 1] if occurrence not in apart]
                on = self._condition(known, [], min(depth - 1, 1)) if self._pick(True, False) else self._link(known)
                source = source.join(table, on, isouter=kind == "left", full=kind == "full")
        statement = sa.select(*self._columns(mine, outer, depth)).select_from(source, *apart)
        for _ in range(self._pick(0, 1, 1, 1, 2)):
            statement = statement.where(self._condition(mine, outer, depth))
        return self._finished(statement, mine, outer)

    def _finished(self, statement: Select[Any], mine: list[FromClause], outer: list[FromClause]) -> Select[Any]:
        if outer:
            correlation = self._pick("auto", "auto", "none", "some", "except")
            if correlation == "none":
                statement = statement.correlate(None)
            elif correlation == "some":
                statement = statement.correlate(self._pick(*outer))
            elif correlation == "except":
                statement = statement.correlate_except(self._pick(*mine))
        if self._rng.randint(0, 5) == 0:
            statement = statement.distinct()
        if not outer and self._rng.randint(0, 4) == 0:
            every = [column for table in mine for column in table.c]
            statement = statement.order_by(*every).limit(self._pick(1, 2, 3))
        return statement

    def _occurrences(self) -> list[FromClause]:
        chosen: list[FromClause] = []
        for number in range(self._pick(1, 1, 1, 2, 2, 3)):
            table = self._pick(*TABLES)
            if table in chosen or self._rng.randint(0, 3) == 0:
                chosen.append(table.alias(f"x{number}_{self._rng.randint(0, 99)}"))
            else:
                chosen.append(table)
        return chosen

    def _columns(self, mine: list[FromClause], outer: list[FromClause], depth: int) -> list[ColumnElement[Any]]:
        kind = self._pick("columns", "columns", "count", "subquery" if depth else "columns")
        if kind == "count":
            return [sa.func.count().label("number")]
        columns = [self._column(mine) for _ in range(self._rng.randint(1, 3))]
        if kind == "subquery":
            inner = self._counted(self.select([*mine, *outer], depth - 1))
            columns.append(inner.scalar_subquery())
        return columns

    def _condition(  # noqa: PLR0911
        self, mine: list[FromClause], outer: list[FromClause], depth: int
    ) -> ColumnElement[bool]:
        reachable = [*mine, *mine, *outer]
        kind = self._pick(
            "equal",
            "equal",
            "equal",
            "in",
            "link",
            "link",
            "unequal",
            "null",
            "flipped",
            "either",
            "not",
            "both",
            *(("exists", "exists", "in select", "scalar") if depth else ()),
        )
        column = self._column(reachable)
        value = self._value(column)
        match kind:
            case "equal":
                return column == value
            case "flipped":
                return sa.bindparam(None, value, type_=column.type) == column
            case "in":
                return column.in_([value, *(self._value(column) for _ in range(self._pick(0, 1)))])
            case "link":
                return self._link(reachable)
            case "unequal":
                return column != value
            case "null":
                return column.is_(None)
            case "either":
                return sa.or_(self._condition(mine, outer, 0), self._condition(mine, outer, 0))
            case "both":
                return sa.and_(self._condition(mine, outer, 0), self._condition(mine, outer, 0))
            case "not":
                return sa.not_(self._condition(mine, outer, max(depth - 1, 0)))
            case "exists":
                found = self.select(reachable, depth - 1).exists()
                return sa.not_(found) if self._pick(True, False) else found
            case "in select":
                number = self._column(reachable, NUMBERS)
                return number.in_(self._numbered(self.select(reachable, depth - 1)))
            case _:
                number = self._column(reachable, NUMBERS)
                return number == self._counted(self.select(reachable, depth - 1)).scalar_subquery()

    def _link(self, among: list[FromClause]) -> ColumnElement[bool]:
        """Choose an equality of two columns that hold the same kind of thing."""
        left = self._column(among)
        kinds = NUMBERS if left.name in NUMBERS else (left.name,)
        return left == self._column(among, kinds)

    def _column(self, among: list[FromClause], names: tuple[str, ...] = ()) -> ColumnElement[Any]:
        leaves = [leaf for table in among for leaf in _leaves(table)]
        columns = [column for leaf in leaves for column in leaf.c if not names or column.name in names]
        return self._pick(*columns)  # type: ignore[no-any-return]

    def _one_column(self, statement: Select[Any]) -> Select[Any]:
        return self._numbered(statement)

    def _numbered(self, statement: Select[Any]) -> Select[Any]:
        froms = [leaf for from_ in statement.get_final_froms() for leaf in _leaves(from_)]
        return (
            statement.order_by(None)
            .limit(None)
            .with_only_columns(self._column(froms, NUMBERS).label("number"), maintain_column_froms=True)
        )

    def _counted(self, statement: Select[Any]) -> Select[Any]:
        return statement.order_by(None).limit(None).with_only_columns(sa.func.count(), maintain_column_froms=True)

    def _pick(self, *options: Any) -> Any:
        return self._rng.choice(options)

    def _value(self, column: ColumnElement[Any]) -> Any:
        return value_for(self._rng, column.name, is_nullable=False)


def _leaves(from_: FromClause) -> list[FromClause]:
    return _leaves(from_.left) + _leaves(from_.right) if isinstance(from_, sa.Join) else [from_]


REFERENCES = [
    ("people", "team_id", "teams", "id"),
    ("people", "manager_id", "people", "id"),
    ("badges", "person_id", "people", "id"),
    ("badges", "team_id", "teams", "id"),
    ("badges", "team_id", "people", "team_id"),
]


def a_chain(rng: Random) -> Any:
    """Choose a select over two to four tables that refer to each other, of which one is known by a key."""
    from_: Any = rng.choice(TABLES).alias("t0")
    leaves, conditions = [from_], []
    for number in range(1, rng.choice([2, 3, 3, 4])):
        near = rng.choice(leaves)
        mine, theirs, other = rng.choice(_references_of(near.element.name))
        far = next(table for table in TABLES if table.name == other).alias(f"t{number}")
        on = near.c[mine] == far.c[theirs]
        if rng.random() < 0.3:
            on = sa.and_(on, _known(rng, rng.choice([near, far])))
        kind = rng.choice(["inner", "outer", "outer", "where", "flipped"])
        if kind == "where":
            from_, conditions = from_.join(far, sa.true()), [*conditions, on]
        elif kind == "flipped":
            from_ = far.outerjoin(from_, on)
        else:
            from_ = from_.join(far, on, isouter=kind == "outer")
        leaves.append(far)
    if rng.random() < 0.8:
        conditions.append(_known(rng, rng.choice(leaves)))
    shown = [rng.choice(list(leaf.c)) for leaf in leaves]
    return sa.select(*(column.label(f"c{n}") for n, column in enumerate(shown))).select_from(from_).where(*conditions)


def _references_of(table: str) -> list[tuple[str, str, str]]:
    """Return the column of a table, the one it equals, and whose that is, for each reference there and back."""
    there = [(column, key, other) for name, column, other, key in REFERENCES if name == table]
    return there + [(key, column, name) for name, column, other, key in REFERENCES if other == table]


def _known(rng: Random, leaf: Any) -> Any:
    keys = [name for name in ("id", "team_id", "manager_id", "person_id") if name in leaf.c]
    return leaf.c[rng.choice(keys)].in_(rng.sample([1, 2, 3], rng.choice([1, 1, 2])))
