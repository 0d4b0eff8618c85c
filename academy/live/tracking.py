"""What a query read: every statement it sends is reduced to the rows that could change its result.

A read is a table, and where that can be derived a column with the values it must have for a row to matter.
Derivation looks at equalities and IN lists that every counted row must satisfy, carries them through join
conditions and into correlated subqueries, and gives up towards the whole table: a false alarm is allowed,
a miss never is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, ClauseElement, Grouping
from sqlalchemy.sql.selectable import Alias, FromClause, Join, Select

from academy.live.capture import is_captured, is_key_column

MAX_VALUES = 200
"""An IN list longer than this is watched as the whole table."""

CONNECTION_KEY = "live_reads"


def canonical(value: object) -> str | None:
    """Return a key value as the text under which the change log and a bound parameter meet."""
    if value is None:
        return None
    return str(int(value)) if isinstance(value, bool) else str(value)


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

    They go to the `ReadSet` that `recording` set on the connection; without one nothing is recorded.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def _record(
        connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        reads: ReadSet | None = connection.info.get(CONNECTION_KEY)
        if reads is None:
            return
        compiled = getattr(context, "compiled", None)
        if not isinstance(compiled, SQLCompiler) or (tree := _tree_of(compiled)) is None:
            for table in _tables_in_text(statement, metadata):
                reads.add_table(table)
            return
        template = _templates.get(compiled)
        if template is None:
            template = _templates[compiled] = tuple(_analyse(tree, compiled))
        for read in template:
            _apply(read, reads, context)


def recording(connection: Connection, reads: ReadSet | None) -> None:
    """From now on record this connection's reads in `reads`, or stop recording."""
    connection.info[CONNECTION_KEY] = reads


@dataclass(frozen=True, slots=True)
class _Read:
    """One table occurrence of a statement; `binds` names the parameters that hold the key values."""

    table: str
    column: str = ""
    binds: tuple[str, ...] = ()


_templates: "WeakKeyDictionary[SQLCompiler, tuple[_Read, ...]]" = WeakKeyDictionary()


def _tree_of(compiled: SQLCompiler) -> ClauseElement | None:
    """Return the statement as tables and columns, or None where there is only text."""
    tree = getattr(compiled.compile_state, "statement", None)
    tree = compiled.statement if tree is None else tree
    return tree if isinstance(tree, sa.SelectBase) else None


def _tables_in_text(statement: str, metadata: sa.MetaData) -> Iterator[str]:
    words = set(re.findall(r"\w+", statement.lower()))
    for table in metadata.tables.values():
        if is_captured(table) and words & {table.name, *table.info.get("also_read_as", ())}:
            yield table.name


def _apply(read: _Read, reads: ReadSet, context: Any) -> None:
    if not read.column:
        reads.add_table(read.table)
        return
    parameters: Mapping[str, Any] = context.compiled_parameters[0]
    expanded: Mapping[str, Sequence[str]] = getattr(context, "_expanded_parameters", {})
    names = [name for bind in read.binds for name in expanded.get(bind, (bind,))]
    if len(names) > MAX_VALUES or any(isinstance(parameters.get(name, []), list | tuple) for name in names):
        reads.add_table(read.table)
        return
    processors = context.compiled._bind_processors
    reads.add_keys(
        read.table,
        read.column,
        [canonical(processors[name](parameters[name]) if name in processors else parameters[name]) for name in names],
    )


# A column of one occurrence of a table in a statement. Annotated copies of a clause keep its hash.
_Column = tuple[int, str]


@dataclass(slots=True)
class _Scope:
    """What is known inside one SELECT."""

    known: dict[_Column, tuple[str, ...]]
    visible: frozenset[int]
    equal: list[tuple[_Column, _Column, frozenset[int] | None]] = field(default_factory=list)
    occurrences: list[FromClause] = field(default_factory=list)

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
    covered: set[int] = set()
    root = _Scope({}, frozenset())
    if isinstance(tree, Select):
        yield from _analyse_select(tree, compiled, root, covered)
    else:
        for select in _nested_selects(tree):
            yield from _analyse_select(select, compiled, root, covered)
    for element in visitors.iterate(tree):
        if isinstance(element, sa.Table) and hash(element) not in covered and is_captured(element):
            yield _Read(element.name)


def _analyse_select(select: Select[Any], compiled: SQLCompiler, outer: _Scope, covered: set[int]) -> Iterator[_Read]:
    scope = _Scope(dict(outer.known), frozenset())
    froms = select.get_final_froms()
    correlated = _correlated(select, froms, outer)
    for from_ in froms:
        if hash(from_) not in correlated:
            _walk_from(from_, scope, compiled)
    _collect(select.whereclause, scope, compiled, None)
    scope.close()
    scope.visible = frozenset(hash(occurrence) for occurrence in scope.occurrences)
    for occurrence in scope.occurrences:
        table = _base_table(occurrence)
        if table is not None:
            covered.add(hash(table))
            if is_captured(table):
                yield _narrowest(table, occurrence, scope)
    for from_ in froms:
        for nested in _nested_selects(from_):
            yield from _analyse_select(nested, compiled, _Scope({}, frozenset()), covered)
    for part in (select.whereclause, *select._raw_columns, *select._group_by_clause, *select._order_by_clause):
        if part is not None and not isinstance(part, FromClause):
            for nested in _nested_selects(part):
                yield from _analyse_select(nested, compiled, scope, covered)
    if select._having_criteria:
        for part in select._having_criteria:
            for nested in _nested_selects(part):
                yield from _analyse_select(nested, compiled, scope, covered)


def _correlated(select: Select[Any], froms: Sequence[FromClause], outer: _Scope) -> frozenset[int]:
    """Return which of a subquery's tables are the enclosing SELECT's: the rule SQLAlchemy itself renders by."""
    if not select._auto_correlate:
        explicit = frozenset(hash(from_) for from_ in select._correlate or ())
        return explicit & outer.visible
    shared = frozenset(hash(from_) for from_ in froms) & outer.visible
    return shared if len(shared) < len(froms) else frozenset()


def _narrowest(table: sa.Table, occurrence: FromClause, scope: _Scope) -> _Read:
    candidates = [
        (len(binds), not table.c[name].primary_key, name, binds)
        for (owner, name), binds in scope.known.items()
        if owner == hash(occurrence) and is_key_column(table.c[name])
    ]
    if not candidates:
        return _Read(table.name)
    _, _, name, binds = min(candidates)
    return _Read(table.name, name, binds)


def _nested_selects(element: ClauseElement) -> Iterator[Select[Any]]:
    """Yield the SELECTs below an element, without descending into them."""
    stack, seen = list(element.get_children()), set()
    while stack:
        child = stack.pop()
        if id(child) in seen:
            continue
        seen.add(id(child))
        if isinstance(child, Select):
            yield child
        elif not isinstance(child, sa.Table):
            stack.extend(child.get_children())


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
    owner, name = getattr(element, "table", None), getattr(element, "name", "")
    table = _base_table(owner)
    return None if table is None or name not in table.c else (hash(owner), str(name))
