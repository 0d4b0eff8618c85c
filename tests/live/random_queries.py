"""Random selects over a random schema: what the live layer must understand, or give up on in the right direction."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, FromClause, Select

from tests.live.random_schemas import COUNTED, Chance, Schema, is_alike, is_key, kind_of, values_of

Choose = Callable[[list[FromClause]], list[ColumnElement[Any]]]

SHAPES = ["plain"] * 5 + ["counted"] * 4 + ["select"] * 4 + ["chain"] * 5
SHAPES += ["grouped", "subquery", "subquery", "cte", "cte", "union", "recursive", "page"]
CONDITIONS = ["equal", "equal", "equal", "link", "link", "in", "in", "range", "null", "flipped", "odd", "unequal"]
COMPOUND = ["either", "either", "not", "both"]
NESTED = ["exists", "exists", "in select", "scalar"]


class Queries:
    """Chooses selects.

    Args:
        chance: Where the choices come from.
        schema: The tables.
        is_sqlite: Whether it is for SQLite, which knows no LATERAL and, in 3.40, gets FULL JOIN inside UNION wrong.
    """

    def __init__(self, chance: Chance, schema: Schema, *, is_sqlite: bool) -> None:
        self._chance = chance
        self._pick = chance.pick
        self._schema = schema
        self._is_sqlite = is_sqlite
        self._aliases = 0

    def query(self) -> Any:  # noqa: PLR0911
        """Choose a whole query, more often than not of few rows of one table."""
        shape = self._pick(*SHAPES, *([] if self._is_sqlite else ["lateral"] * 2))
        match shape:
            case "plain":
                return self._plain()
            case "counted":
                return self._counted()
            case "select":
                return self.select([], 2)
            case "chain":
                return self._chain()
            case "grouped":
                return self._grouped()
            case "page":
                return self._page()
            case "union":
                sides = [self.select([], 1, self._key_as_text) for _ in range(self._pick(2, 2, 3))]
                return self._pick(sa.union_all, sa.union, sa.except_, sa.intersect)(*sides)
            case "recursive":
                return self._recursive()
            case "lateral":
                return self._lateral()
        return self._derived(shape)

    def _plain(self) -> Select[Any]:
        """Choose rows of one table, by a key, by something else or by both."""
        [table] = self._occurrences(1)
        statement = sa.select(table).where(self._condition([table], [], 1))
        return statement.where(self._known(table)) if self._chance.one_in(3) else statement

    def _counted(self) -> Select[Any]:
        """Choose rows by a key, each with what it has most often of the same table."""
        [table] = self._occurrences(1)
        return sa.select(table, self.select([table], 0, _count).scalar_subquery()).where(self._known(table))

    def select(self, outer: list[FromClause], depth: int, choose: Choose | None = None) -> Select[Any]:
        """Choose a SELECT that may refer to the tables of those around it, more often than not of few rows.

        Args:
            outer: The tables of the SELECTs around it.
            depth: How deep subqueries may go from here.
            choose: Chooses its columns; anything if None.
        """
        mine, froms = self._joined(depth, outer)
        columns = self._columns(mine, outer, depth) if choose is None else choose(mine)
        statement = sa.select(*columns).select_from(*froms)
        for table in froms[1:]:
            statement = statement.where(self._link([mine[0]], table))
        if not self._chance.one_in(6):
            where = self._link(outer, mine[0]) if outer else self._known(self._pick(mine[0], *mine))
            statement = statement.where(where)
        for _ in range(self._pick(0, 0, 1, 1, 2)):
            statement = statement.where(self._condition(mine, outer, depth))
        if outer:
            return self._correlated(statement, mine, outer)
        return statement.distinct() if choose is None and self._chance.one_in(5) else statement

    def _derived(self, shape: str) -> Select[Any]:
        """Choose what reads a subquery or a CTE, more often than not beside one of the tables that are in it."""
        inside: list[FromClause] = []

        def number(mine: list[FromClause]) -> list[ColumnElement[Any]]:
            inside.extend(mine)
            return self._number(mine)

        inner: Any = self.select([], 1, number)
        if self._chance.one_in(3):
            inner = self._pick(sa.union_all, sa.except_, sa.intersect)(inner, self.select([], 1, number))
        source = inner.subquery("inner_rows") if shape == "subquery" else inner.cte("inner_rows")
        how = self._pick("joined", "joined", "in", "alone")
        if how == "alone":
            return sa.select(source).where(source.c.number == self._pick(1, 2, 3))
        [table] = self._occurrences(1, inside)
        key = self._number([table])[0].element  # type: ignore[attr-defined]
        outer = sa.select(table).where(self._known(table))
        if how == "in" and shape == "cte":
            return outer.where(key.in_(sa.select(source.c.number)))
        on = self._pick(sa.true(), source.c.number == key)
        return outer.add_columns(source.c.number).join_from(table, source, on, isouter=self._chance.one_in(2))

    def _lateral(self) -> Select[Any]:
        [table] = self._occurrences(1)
        inner = self.select([table], 1, self._number)
        near = inner.limit(self._pick(None, 1000)).lateral("near")
        joined = sa.select(self._column([table]), near.c.number).select_from(table)
        return joined.join(near, sa.true(), isouter=self._chance.one_in(2)).where(self._known(table))

    def _chain(self) -> Select[Any]:
        """Choose tables that refer to each other, of which one or two are known by a key."""
        from_: FromClause = self._alias(self._pick(*self._schema.tables))
        leaves, conditions = [from_], []
        for _ in range(self._pick(1, 2, 2, 3)):
            near = self._pick(*leaves)
            there, back = self._pick(*(self._references_of(near) or [(None, None)]))
            if there is None:
                break
            far = self._alias(back.table)
            on = near.c[there.name] == far.c[back.name]
            if self._chance.one_in(2):
                on = sa.and_(on, self._known(self._pick(near, far)))
            match self._pick("inner", "outer", "outer", "where", "flipped"):
                case "where":
                    from_, conditions = from_.join(far, sa.true()), [*conditions, on]
                case "flipped":
                    from_ = far.outerjoin(from_, on)
                case kind:
                    from_ = from_.join(far, on, isouter=kind == "outer")
            leaves.append(far)
        if not self._chance.one_in(3):
            conditions.append(self._known(self._pick(*leaves)))
        return sa.select(*leaves).select_from(from_).where(*conditions)

    def _references_of(self, leaf: Any) -> list[tuple[sa.Column[Any], sa.Column[Any]]]:
        """Return the column of a table and the one it equals, for each reference there and back."""
        columns = [column for table in self._schema.tables for column in table.columns]
        pairs = [(column, key.column) for column in columns for key in column.foreign_keys]
        return [pair for pair in [*pairs, *((key, column) for column, key in pairs)] if pair[0].table is leaf.element]

    def _joined(self, depth: int, outer: list[FromClause]) -> tuple[list[FromClause], list[FromClause]]:
        """Choose tables; returns them, and what to select from: most of them joined, some apart."""
        first, *others = self._occurrences(self._pick(1, 1, 1, 1, 2, 2, 3), outer)
        source: FromClause = first
        joined, apart = [first], []
        for table in others:
            kind = self._pick("inner", "left", "left", "comma", "nested", "left" if self._is_sqlite else "full")
            if kind == "comma":
                apart.append(table)
            elif kind == "nested":
                extra = self._alias(self._pick(*self._schema.tables))
                pair = table.join(extra, self._on([table], extra, 0), isouter=self._chance.one_in(2))
                source = source.join(pair, self._on(joined, table, 0), isouter=True)
                joined += [table, extra]
            elif kind == "full":
                source = source.join(table, self._link(joined, table), full=True)
                joined.append(table)
            else:
                source = source.join(table, self._on(joined, table, depth), isouter=kind == "left")
                joined.append(table)
        return [*joined, *apart], [source, *apart]

    def _on(self, left: list[FromClause], right: FromClause, depth: int) -> ColumnElement[bool]:
        """Choose what joins a table to others."""
        link = self._link(left, right)
        match self._pick("link", "link", "more", "other"):
            case "link":
                return link
            case "more":
                return sa.and_(link, self._known(self._pick(*left, right)))
        return self._condition([*left, right], [], min(depth - 1, 1))

    def _correlated(self, statement: Select[Any], mine: list[FromClause], outer: list[FromClause]) -> Select[Any]:
        match self._pick("auto", "auto", "auto", "auto", "none", "some", "except"):
            case "none":
                return statement.correlate(None)
            case "some":
                return statement.correlate(*self._chance.some(outer, 2))
            case "except":
                return statement.correlate_except(self._pick(*mine))
        return statement

    def _page(self) -> Select[Any]:
        """Choose a stretch of rows in an order that leaves nothing to chance."""
        statement = self.select([], 1, lambda mine: [column for table in mine for column in table.c])
        columns = list(statement.selected_columns)
        first = self._pick(*columns)
        order = [first.desc() if self._chance.one_in(2) else first, *columns]
        if not self._is_sqlite and self._chance.one_in(4):
            statement = statement.distinct(first)
        return statement.order_by(*order).limit(self._pick(1, 2, 3)).offset(self._pick(None, 1))

    def _grouped(self) -> Select[Any]:
        keys: list[ColumnElement[Any]] = []

        def key_and_measure(mine: list[FromClause]) -> list[ColumnElement[Any]]:
            keys.append(self._column(mine))
            other = self._column(mine)
            measure = self._pick(sa.func.count(), sa.func.count(other.distinct()), sa.func.min(_as_text(other)))
            return [keys[0], measure]

        grouped = self.select([], 1, key_and_measure).group_by(*keys)
        if self._chance.one_in(2):
            grouped = grouped.having(self._pick(sa.func.count() > 1, self._equal(keys[0])))
        return grouped

    def _recursive(self) -> Select[Any]:
        """Choose the rows reachable from one, by a column that refers to another of its kind."""
        table = self._pick(*self._schema.tables)
        key = self._column([table])
        step = self._pick(*(column for column in table.c if is_alike(column, key)))
        chain = sa.select(key.label("key")).where(self._equal(key)).cte("chain", recursive=True)
        again = self._alias(table)
        chain = chain.union(sa.select(again.c[key.name]).join(chain, again.c[step.name] == chain.c.key))
        return sa.select(chain)

    def _occurrences(self, number: int, outer: Sequence[FromClause] = ()) -> list[Any]:
        """Choose tables, rather those that are there already: there it is easily mixed up which is meant."""
        chosen: list[FromClause] = []
        for _ in range(number):
            table = self._pick(*self._schema.tables, *map(_table_of, outer), *map(_table_of, chosen))
            is_other = table in chosen or self._chance.one_in(2 if table in outer else 3)
            chosen.append(self._alias(table) if is_other else table)
        return chosen

    def _alias(self, table: FromClause) -> FromClause:
        self._aliases += 1
        return table.alias(f"x{self._aliases}")

    def _columns(self, mine: list[FromClause], outer: list[FromClause], depth: int) -> list[ColumnElement[Any]]:
        kind = self._pick("all", "all", "columns", "count", "case", "window", *(["subquery"] if depth else []))
        if kind == "count":
            return [sa.func.count().label("number")]
        if kind == "all":
            return [column for table in mine for column in table.c]
        columns = [self._column(mine) for _ in range(self._pick(1, 1, 2, 3))]
        if kind == "subquery":
            columns.append(self.select([*mine, *outer], depth - 1, _count).scalar_subquery())
        elif kind == "case":
            columns.append(sa.case((self._condition(mine, outer, depth), 1), else_=0))
        elif kind == "window":
            columns.append(sa.func.count().over(partition_by=columns[0]))
        return columns

    def _condition(  # noqa: PLR0911
        self, mine: list[FromClause], outer: list[FromClause], depth: int
    ) -> ColumnElement[bool]:
        reachable = [*mine, *mine, *outer]
        kind = self._pick(*CONDITIONS, *COMPOUND, *(NESTED * 2 if depth else []))
        column = self._column(reachable)
        match kind:
            case "equal":
                return self._equal(column)
            case "flipped":
                return sa.bindparam(None, self._value(column), type_=column.type) == column
            case "in":
                return column.in_([self._value(column) for _ in range(self._pick(1, 2, 2, 0))])
            case "link":
                return self._link(reachable, self._pick(*mine))
            case "range":
                if kind_of(column) in ("flag", "mood"):
                    return column.is_not(None)
                return self._pick(column > self._value(column), column <= self._value(column))
            case "null":
                return self._pick(column.is_(None), column.is_not(None))
            case "unequal":
                return self._unequal(column)
            case "odd":
                return self._odd(column, self._column(mine))
            case "either":
                return sa.or_(self._condition(mine, outer, 0), self._condition(mine, outer, 0))
            case "both":
                return sa.and_(self._condition(mine, outer, 0), self._condition(mine, outer, 0))
            case "not":
                return sa.not_(self._condition(mine, outer, max(depth - 1, 0)))
            case "exists":
                found = self.select(reachable, depth - 1).exists()
                return sa.not_(found) if self._chance.one_in(2) else found
            case "in select":
                inner = self.select(reachable, depth - 1, partial(self._like, column))
                return self._pick(column.in_, column.in_, column.not_in)(inner)
        number = column if kind_of(column) in COUNTED else sa.literal(1)
        return number == self.select(reachable, depth - 1, _count).scalar_subquery()

    def _odd(self, column: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
        """Choose what looks like an equality with a value and is none."""
        value = self._value(column)
        options = [
            self._unequal(column),
            self._unequal(column),
            sa.or_(column == value, other == self._value(other)),
            column.is_not_distinct_from(self._pick(value, None)),
            sa.tuple_(column, other).in_([(value, self._value(other))]),
            _as_text(column) == str(value),
            sa.func.coalesce(column, sa.literal(value, column.type)) == value,
            (column == value).is_(None),
            sa.case((column == value, sa.literal(1)), else_=2) == self._pick(1, 2),
        ]
        if kind_of(column) in COUNTED:
            options += [column + 1 == value, column == sa.literal(1.0, sa.Float), column == sa.literal(1) + 1]
        return self._pick(*options)  # type: ignore[no-any-return]

    def _unequal(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        value = self._value(column)
        return self._pick(column != value, column.not_in([value]), column.is_distinct_from(value))  # type: ignore[no-any-return]

    def _equal(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return column == self._value(column)

    def _known(self, table: FromClause) -> ColumnElement[bool]:
        """Choose what most queries say of a table: which key it has, or what looks like it."""
        keys: list[Any] = [column for column in table.c if is_key(column)]
        column = self._pick(*keys)
        if self._chance.one_in(6):
            return self._odd(column, self._pick(*keys))
        values = [self._value(column), *([self._value(column)] if self._chance.one_in(3) else [])]
        return column.in_(values) if len(values) > 1 else column == values[0]  # type: ignore[no-any-return]

    def _link(self, some: list[FromClause], other: FromClause) -> ColumnElement[bool]:
        """Choose an equality of two columns that can be compared."""
        left = self._column([other])
        alike = [column for table in some for column in table.c if is_alike(column, left)]
        return left == (self._pick(*_keys_first(alike)) if alike else self._value(left))

    def _column(self, among: list[Any]) -> Any:
        return self._pick(*_keys_first([column for table in among for column in table.c]))

    def _like(self, other: ColumnElement[Any], mine: list[FromClause]) -> list[ColumnElement[Any]]:
        """Choose a column that can be compared with another."""
        alike = [column for table in mine for column in table.c if is_alike(column, other)]
        return [self._pick(*_keys_first(alike)) if alike else sa.null()]

    def _number(self, mine: list[FromClause]) -> list[ColumnElement[Any]]:
        numbers = [column for table in mine for column in table.c if kind_of(column) in COUNTED]
        number: Any = self._pick(*_keys_first(numbers)) if numbers else sa.func.count()
        return [number.label("number")]

    def _key_as_text(self, mine: list[FromClause]) -> list[ColumnElement[Any]]:
        return [_as_text(self._pick(*mine).c.id)]

    def _value(self, column: ColumnElement[Any]) -> Any:
        return self._pick(*values_of(column))


def _table_of(from_: Any) -> FromClause:
    return getattr(from_, "element", from_)


def _count(_mine: list[FromClause]) -> list[ColumnElement[Any]]:
    return [sa.func.count()]


def _keys_first(columns: list[Any]) -> list[Any]:
    """Return columns such that one is more often chosen if it may be a key."""
    keys = [column for column in columns if is_key(column)]
    return [*keys * 3, *columns]


def _as_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    return sa.cast(column, sa.Text)
