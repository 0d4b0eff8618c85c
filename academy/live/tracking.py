"""What a query read: every statement it sends is reduced to the rows that could change its result.

A read is a table, and where that can be derived a column with the values it must have for a row to matter.
Derivation looks at equalities and IN lists that every counted row must satisfy, carries them through join
conditions and into correlated subqueries, follows references from the rows that matter to those they point to, and
gives up towards the whole table: a false alarm is allowed, a miss never is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    ColumnClause,
    Grouping,
)
from sqlalchemy.sql.selectable import Alias, FromClause, Join, Select, TableClause

from academy.live.capture import exact_type, is_captured, is_key_column

MAX_VALUES = 200
"""An IN list longer than this is watched as the whole table."""

CONNECTION_KEY = "live_reads"
FREE_WORD = re.compile(r'(?<![.\w"])(?<!AS )"?(\w+)"?(?![\w."])')
"""A word of compiled SQL that is no column, function of a table or label."""
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
    """The rows a run depends on: whole tables, and `table → column → values`."""

    tables: set[str] = field(default_factory=set)
    keys: dict[str, dict[str, set[str | None]]] = field(default_factory=dict)

    def add_table(self, table: str) -> None:
        """Depend on every row of a table."""
        self.tables.add(table)
        self.keys.pop(table, None)

    def add_keys(self, table: str, column: str, values: Sequence[str | None]) -> None:
        """Depend on the rows of a table whose column has one of the values."""
        if table not in self.tables:
            self.keys.setdefault(table, {}).setdefault(column, set()).update(values)


def watch_reads(engine: Engine, metadata: sa.MetaData) -> None:
    """Record the reads of every statement on this engine, however it was made.

    They go to the `ReadSet` of `recorded`; without one nothing is recorded.
    """

    mentioned = _Mentioned(metadata)

    @event.listens_for(engine, "before_cursor_execute")
    def _record(
        connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        reads: ReadSet | None = connection.info.get(CONNECTION_KEY)
        if reads is None:
            return
        compiled = getattr(context, "compiled", None)
        if not isinstance(compiled, SQLCompiler):
            for table in mentioned.words(statement):
                reads.add_table(table)
            return
        template = _templates.get(compiled)
        if template is None:
            template = _templates[compiled] = tuple(_template(compiled, mentioned))
        followed: dict[int, list[Any] | None] = {}
        for read in template:
            _apply(read, reads, context, followed)


@contextmanager
def recorded(connection: Connection) -> Iterator[ReadSet]:
    """Record what a connection reads, apart from what is recorded around it."""
    info = connection.info
    around = info.get(CONNECTION_KEY)
    reads = info[CONNECTION_KEY] = ReadSet()
    try:
        yield reads
    finally:
        info[CONNECTION_KEY] = around


@dataclass(frozen=True, slots=True)
class _Read:
    """One table occurrence of a statement.

    Attributes:
        column: The key column; empty for the whole table.
        binds: The parameters that hold its values.
        source: Instead, the read of another table whose rows hold them.
        via: The column of that table in which they are.
    """

    table: str
    column: str = ""
    binds: tuple[str, ...] = ()
    kind: type[int] | type[str] = int
    source: "_Read | None" = None
    via: "sa.Column[Any] | None" = None


_templates: "WeakKeyDictionary[SQLCompiler, tuple[_Read, ...]]" = WeakKeyDictionary()


class _Mentioned:
    """Finds the tables that SQL text speaks of."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self._tables = {
            name.lower(): table.name
            for table in metadata.tables.values()
            if is_captured(table)
            for name in (table.name, *table.info.get("also_read_as", ()))
        }

    def words(self, text: str) -> set[str]:
        """Return the tables whose name is a word of a text."""
        return self._among(re.findall(r"\w+", text))

    def froms(self, compiled_sql: str) -> set[str]:
        """Return the tables named in compiled SQL, where every column is qualified and every label follows AS."""
        return self._among(FREE_WORD.findall(compiled_sql))

    def _among(self, words: Iterable[str]) -> set[str]:
        return {self._tables[word] for word in map(str.lower, words) if word in self._tables}


def _template(compiled: SQLCompiler, mentioned: _Mentioned) -> Iterator[_Read]:
    """Yield all that a statement reads; what the analysis does not understand it reads whole."""
    tree: Any = getattr(compiled.compile_state, "statement", None)
    tree = compiled.statement if tree is None else tree
    if not isinstance(tree, sa.SelectBase):
        yield from map(_Read, mentioned.words(compiled.string))
        return
    found: set[str] = set()
    for read in _analyse(tree, compiled):
        found.add(read.table)
        yield read
    for element in visitors.iterate(tree):
        if (text := _text_of(element)) is not None:
            yield from map(_Read, mentioned.words(text))
    yield from map(_Read, mentioned.froms(compiled.string) - found)


def _text_of(element: object) -> str | None:
    if isinstance(element, sa.TextClause):
        return element.text
    is_free = isinstance(element, TableClause) and not isinstance(element, sa.Table)
    is_free = is_free or (isinstance(element, ColumnClause) and element.is_literal)
    return str(element.name) if is_free else None  # type: ignore[attr-defined]


def _apply(read: _Read, reads: ReadSet, context: Any, followed: "dict[int, list[Any] | None]") -> None:
    values = _values_of(read, context, followed) if read.column else None
    if values is None:
        reads.add_table(read.table)
    else:
        reads.add_keys(read.table, read.column, [canonical(value) for value in values])


def _values_of(read: _Read, context: Any, followed: "dict[int, list[Any] | None]") -> list[Any] | None:
    """Return the values that the key of a read has; None if they are too many or cannot be compared."""
    if read.source is None:
        values = [value for bind in read.binds for value in _values(bind, context)]
    elif id(read) in followed:
        return followed[id(read)]
    else:
        sources = _values_of(read.source, context, followed)
        if sources is None or read.via is None:
            return None
        key = read.via.table.c[read.source.column]
        wanted = sa.select(read.via).where(key.in_(sources), read.via.is_not(None)).distinct().limit(MAX_VALUES + 1)
        with recorded(context.root_connection):
            values = list(context.root_connection.execute(wanted).scalars())
    fits = len(values) <= MAX_VALUES and all(isinstance(value, read.kind) for value in values)
    followed[id(read)] = values if fits else None
    return followed[id(read)]


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


# A column of one occurrence of a table in a statement. Annotated copies of a clause keep its hash.
_Column = tuple[int, str, type[int] | type[str]]


@dataclass(slots=True)
class _Scope:
    """What is known inside one SELECT."""

    known: dict[_Column, tuple[str, ...]] = field(default_factory=dict)
    equal: list[tuple[_Column, _Column, frozenset[int] | None]] = field(default_factory=list)
    occurrences: list[FromClause] = field(default_factory=list)

    @property
    def visible(self) -> frozenset[int]:
        """The tables that a subquery can refer to."""
        return frozenset(map(hash, self.occurrences))

    def know(self, column: _Column, binds: tuple[str, ...], only: frozenset[int] | None) -> bool:
        """Note that a column has one of the bound values; an outer join restricts `only` its right side."""
        if column in self.known or (only is not None and column[0] not in only):
            return False
        self.known[column] = binds
        return True

    def close(self) -> None:
        """Carry known values across equal columns until nothing new is learned."""
        learned = True
        while learned:
            learned = False
            for left, right, only in self.equal:
                for source, target in ((left, right), (right, left)):
                    if source in self.known and self.know(target, self.known[source], only):
                        learned = True


def _analyse(tree: ClauseElement, compiled: SQLCompiler) -> Iterator[_Read]:
    seen: set[int] = set()
    for select in _selects((tree,)):
        yield from _analyse_select(select, compiled, _Scope(), seen)
    for element in visitors.iterate(tree):
        if isinstance(element, Select) and hash(element) not in seen:
            yield from _whole(visitors.iterate(element))


def _analyse_select(select: Select[Any], compiled: SQLCompiler, outer: _Scope, seen: set[int]) -> Iterator[_Read]:
    seen.add(hash(select))
    froms = _froms(select, compiled)
    correlated = _correlated(select, froms, outer)
    own = [from_ for from_ in froms if hash(from_) not in correlated]
    leaves = {hash(leaf) for from_ in own for leaf in _leaves(from_)}
    scope = _Scope({column: binds for column, binds in outer.known.items() if column[0] not in leaves})
    for from_ in own:
        _walk_from(from_, scope, compiled)
    _collect(select.whereclause, scope, compiled, None)
    scope.close()
    narrowed = _followed(scope)
    for occurrence in scope.occurrences:
        if hash(occurrence) in narrowed:
            yield narrowed[hash(occurrence)]
        elif _base_table(occurrence) is None:
            yield from _whole(_until_selects((occurrence,)))
    for nested in _selects(froms):
        yield from _analyse_select(nested, compiled, _Scope(), seen)
    for child in select.get_children():
        inside = _Scope() if isinstance(child, FromClause) else scope
        for nested in _selects((child,)):
            yield from _analyse_select(nested, compiled, inside, seen)


def _froms(select: Select[Any], compiled: SQLCompiler) -> list[FromClause]:
    """As `get_final_froms`, which would compile the select by itself: a subquery need not make sense alone."""
    found: list[FromClause] = select._compile_state_factory(select, compiled)._get_display_froms()
    return found


def _correlated(select: Select[Any], froms: Sequence[FromClause], outer: _Scope) -> frozenset[int]:
    """Return which of a subquery's tables are the enclosing SELECT's: the rule SQLAlchemy itself renders by."""
    shared = frozenset(map(hash, froms)) & outer.visible
    if select._auto_correlate:
        return shared if len(shared) < len(froms) else frozenset()
    if select._correlate_except is not None:
        return shared - frozenset(map(hash, select._correlate_except))
    return shared & frozenset(map(hash, select._correlate or ()))


def _followed(scope: _Scope) -> dict[int, _Read]:
    """Return the narrowest read of each table, following references from those that are narrowed already.

    Where only rows can matter that a narrowed row points to, those it points to now are enough: before another row can
    matter, a row that points to it has to come or change, and that is noticed.
    """
    tables = {hash(occurrence): _base_table(occurrence) for occurrence in scope.occurrences}
    captured = {owner: table for owner, table in tables.items() if table is not None and is_captured(table)}
    reads = {owner: _narrowest(table, owner, scope) for owner, table in captured.items()}
    learned = True
    while learned:
        learned = False
        for left, right, only in scope.equal:
            for source, target in ((left, right), (right, left)):
                if _can_follow(source, target, only, reads):
                    via, key = captured[source[0]].c[source[1]], captured[target[0]].c[target[1]]
                    if is_key_column(key) and isinstance(key.type, sa.Integer) and isinstance(via.type, sa.Integer):
                        reads[target[0]] = _Read(key.table.name, key.name, (), int, reads[source[0]], via)
                        learned = True
    return reads


def _can_follow(source: _Column, target: _Column, only: frozenset[int] | None, reads: Mapping[int, _Read]) -> bool:
    if source[0] not in reads or target[0] not in reads or (only is not None and target[0] not in only):
        return False
    return bool(reads[source[0]].column) and not reads[target[0]].column


def _narrowest(table: sa.Table, owner: int, scope: _Scope) -> _Read:
    candidates = [
        (len(binds), not table.c[name].primary_key, name, binds, kind)
        for (known, name, kind), binds in scope.known.items()
        if known == owner and is_key_column(table.c[name])
    ]
    if not candidates:
        return _Read(table.name)
    _, _, name, binds, kind = min(candidates, key=lambda candidate: candidate[:3])
    return _Read(table.name, name, binds, kind)


def _whole(elements: Iterable[object]) -> Iterator[_Read]:
    for element in elements:
        if isinstance(element, sa.Table) and is_captured(element):
            yield _Read(element.name)


def _selects(elements: Iterable[Any]) -> Iterator[Select[Any]]:
    """Yield the outermost SELECTs among some elements and below them."""
    return (element for element in _until_selects(elements) if isinstance(element, Select))


def _until_selects(elements: Iterable[Any]) -> Iterator[Any]:
    """Yield some elements and all below them, but nothing inside a SELECT."""
    stack, seen = list(elements), set()
    while stack:
        element = stack.pop()
        if id(element) not in seen:
            seen.add(id(element))
            yield element
            if not isinstance(element, Select | sa.Table):
                stack.extend(element.get_children())


def _walk_from(from_: FromClause, scope: _Scope, compiled: SQLCompiler) -> None:
    if not isinstance(from_, Join):
        scope.occurrences.append(from_)
        return
    _walk_from(from_.left, scope, compiled)
    _walk_from(from_.right, scope, compiled)
    if not from_.full:
        only = frozenset(hash(leaf) for leaf in _leaves(from_.right)) if from_.isouter else None
        _collect(from_.onclause, scope, compiled, only)


def _leaves(from_: FromClause) -> list[FromClause]:
    return _leaves(from_.left) + _leaves(from_.right) if isinstance(from_, Join) else [from_]


def _base_table(from_: object) -> sa.Table | None:
    while isinstance(from_, Alias):
        from_ = from_.element
    return from_ if isinstance(from_, sa.Table) else None


def _collect(
    condition: ClauseElement | None, scope: _Scope, compiled: SQLCompiler, only: frozenset[int] | None
) -> None:
    """Note what a condition says of every row that is counted."""
    for term in _conjuncts(condition):
        if not isinstance(term, BinaryExpression) or term.operator not in (operators.eq, operators.in_op):
            continue
        left, right = _column(term.left), _column(term.right)
        if left and right:
            if left[2] is right[2]:
                scope.equal.append((left, right, only))
            continue
        for column, value in ((left, term.right), (right, term.left)):
            bind = value.element if isinstance(value, Grouping) else value
            if column and isinstance(bind, BindParameter) and bind in compiled.bind_names:
                scope.know(column, (compiled.bind_names[bind],), only)


def _conjuncts(condition: Any) -> Iterator[ClauseElement]:
    if isinstance(condition, Grouping):
        yield from _conjuncts(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for clause in condition.clauses:
            yield from _conjuncts(clause)
    elif condition is not None:
        yield condition


def _column(element: ClauseElement) -> _Column | None:
    """Return the column that an element is, if its values can be compared with those in the log."""
    owner, name = getattr(element, "table", None), str(getattr(element, "name", ""))
    table = _base_table(owner)
    if table is None or name not in table.c or (kind := exact_type(table.c[name])) is None:
        return None
    return hash(owner), name, kind
