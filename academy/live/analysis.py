"""What a statement reads, worked out once when it has been compiled: the rows that could change its result.

A read is a table, and where that can be derived a column with the values it must have for a row to matter.
Derivation looks at equalities and IN lists that every counted row must satisfy, carries them through join
conditions and into correlated subqueries, follows references from the rows that matter to those they point to, and
gives up towards the whole table: a false alarm is allowed, a miss never is.

Which SELECTs a statement is made of, what each has in its FROM and whose rows a subquery refers to is not guessed: the
compiler notes it while it renders them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    ColumnClause,
    Grouping,
    TableValuedColumn,
)
from sqlalchemy.sql.selectable import Alias, FromClause, FromGrouping, Join, Select, TableClause

from academy.live.capture import exact_type, is_captured, is_key_column
from academy.live.mentions import Mentions

QUALIFIED = re.compile(r'\."?(\w+)')


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """One table occurrence of a statement.

    Attributes:
        column: The key column; empty for the whole table.
        binds: The parameters that hold its values.
        source: Instead, the read of another table whose rows hold them.
        via: The column of that table in which they are.
        is_beside: It is read in a way that shows in the SQL only: by a view, a function or as a whole row.
    """

    table: str
    column: str = ""
    binds: tuple[str, ...] = ()
    kind: type[int] | type[str] = int
    source: "Read | None" = None
    via: "sa.Column[Any] | None" = None
    is_beside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Rendered:
    """A SELECT as it was rendered: what is in its FROM, and the SELECT to whose rows it may refer."""

    select: Select[Any]
    froms: Sequence[FromClause]
    around: "_Rendered | None"


class NotingCompiler(SQLCompiler):
    """A compiler that notes every SELECT it renders, outer ones first, and keeps what was found to be read."""

    rendered: Sequence[_Rendered] = ()
    reads: tuple[Read, ...] | None = None
    columns: frozenset[str] | None = None

    def _setup_select_stack(self, select: Any, compile_state: Any, entry: Any, asfrom: Any, *more: Any) -> Any:
        froms = super()._setup_select_stack(select, compile_state, entry, asfrom, *more)  # type: ignore[no-untyped-call]
        lateral, _compound_index = more
        stack: list[Any] = self.stack
        enclosing = [] if asfrom and not lateral else [above["noted"] for above in stack if "noted" in above]
        noted = stack[-1]["noted"] = _Rendered(select, froms, enclosing[-1] if enclosing else None)
        self.rendered = [*self.rendered, noted]
        return froms


def note_selects(dialect: Dialect) -> None:
    """Let what a dialect compiles from now on be fit for `reads_of`."""
    compiler = dialect.statement_compiler
    if not issubclass(compiler, NotingCompiler):
        dialect.statement_compiler = type(compiler.__name__, (NotingCompiler, compiler), {})


def reads_of(compiled: NotingCompiler, mentions: Mentions) -> tuple[Read, ...]:
    """Return all that a statement reads; what the analysis does not understand it reads whole."""
    found = list(_reads_of(compiled, mentions))
    whole = {read.table: read for read in found if not read.column}
    return (*whole.values(), *(read for read in found if read.table not in whole))


def columns_of(compiled: NotingCompiler, reads: Sequence[Read]) -> frozenset[str] | None:
    """Return the names of all columns that a statement mentions; None if it may depend on others.

    In compiled SQL every column is qualified, so they are the words after a dot.
    """
    tree = _tree_of(compiled)
    if tree is None or any(read.is_beside for read in reads) or any(map(_hides_columns, _elements(tree, compiled))):
        return None
    return frozenset(QUALIFIED.findall(compiled.string))


def _tree_of(compiled: NotingCompiler) -> sa.SelectBase | None:
    tree: Any = getattr(compiled.compile_state, "statement", None)
    tree = compiled.statement if tree is None else tree
    return tree if isinstance(tree, sa.SelectBase) else None


def _elements(tree: sa.SelectBase, compiled: NotingCompiler) -> Iterator[Any]:
    for part in (tree, *(noted.select for noted in compiled.rendered)):
        yield from visitors.iterate(part)


def _reads_of(compiled: NotingCompiler, mentions: Mentions) -> Iterator[Read]:
    tree = _tree_of(compiled)
    if tree is None:
        yield from map(Read, mentions.words(compiled.string))
        return
    found: set[str] = set()
    for read in _analyse(compiled):
        found.add(read.table)
        yield read
    for text in filter(None, map(_text_of, _elements(tree, compiled))):
        yield from map(Read, mentions.words(text))
    for table in mentions.beside(compiled.string, found):
        yield Read(table, is_beside=True)


def _hides_columns(element: object) -> bool:
    """Tell whether a part of a statement is text, a whole row, or a column that nothing qualifies."""
    is_bare = isinstance(element, ColumnClause) and element.table is None
    return is_bare or isinstance(element, TableValuedColumn) or _text_of(element) is not None


def _text_of(element: object) -> str | None:
    if isinstance(element, sa.TextClause):
        return element.text
    is_free = isinstance(element, TableClause) and not isinstance(element, sa.Table)
    is_free = is_free or (isinstance(element, ColumnClause) and element.is_literal)
    return str(element.name) if is_free else None  # type: ignore[attr-defined]


# A column of one occurrence of a table in a statement. Annotated copies of a clause keep its hash.
_Column = tuple[int, str, type[int] | type[str]]


@dataclass(slots=True)
class _Scope:
    """What is known inside one SELECT."""

    known: dict[_Column, tuple[str, ...]] = field(default_factory=dict)
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
            for source, target, only in self.links():
                if source in self.known and self.know(target, self.known[source], only):
                    learned = True

    def links(self) -> Iterator[tuple[_Column, _Column, frozenset[int] | None]]:
        """Yield the columns that are equal, in both directions."""
        for left, right, only in self.equal:
            yield left, right, only
            yield right, left, only


def _analyse(compiled: NotingCompiler) -> Iterator[Read]:
    scopes: dict[_Rendered | None, _Scope] = {None: _Scope()}
    for noted in compiled.rendered:
        scope = scopes[noted] = _scope_of(noted, scopes[noted.around], compiled)
        narrowed = _followed(scope)
        for occurrence in scope.occurrences:
            if hash(occurrence) in narrowed:
                yield narrowed[hash(occurrence)]
            elif _base_table(occurrence) is None:
                yield from (Read(table.name) for table in _tables_in(occurrence) if is_captured(table))


def _scope_of(noted: _Rendered, outer: _Scope, compiled: SQLCompiler) -> _Scope:
    own = {hash(leaf) for from_ in noted.froms for leaf in _leaves(from_)}
    scope = _Scope({column: binds for column, binds in outer.known.items() if column[0] not in own})
    for from_ in noted.froms:
        _walk_from(from_, scope, compiled)
    _collect(noted.select.whereclause, scope, compiled, None)
    scope.close()
    return scope


def _followed(scope: _Scope) -> dict[int, Read]:
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
        for source, target, only in scope.links():
            if _can_follow(source, target, only, reads):
                via, key = captured[source[0]].c[source[1]], captured[target[0]].c[target[1]]
                if is_key_column(key) and isinstance(key.type, sa.Integer) and isinstance(via.type, sa.Integer):
                    reads[target[0]] = Read(key.table.name, key.name, (), int, reads[source[0]], via)
                    learned = True
    return reads


def _can_follow(source: _Column, target: _Column, only: frozenset[int] | None, reads: Mapping[int, Read]) -> bool:
    if source[0] not in reads or target[0] not in reads or (only is not None and target[0] not in only):
        return False
    return bool(reads[source[0]].column) and not reads[target[0]].column


def _narrowest(table: sa.Table, owner: int, scope: _Scope) -> Read:
    candidates = [
        (len(binds), not table.c[name].primary_key, name, binds, kind)
        for (known, name, kind), binds in scope.known.items()
        if known == owner and is_key_column(table.c[name])
    ]
    if not candidates:
        return Read(table.name)
    _, _, name, binds, kind = min(candidates, key=lambda candidate: candidate[:3])
    return Read(table.name, name, binds, kind)


def _tables_in(from_: Any) -> Iterator[sa.Table]:
    """Yield the tables of something selected from; those of a SELECT in it are that one's."""
    if isinstance(from_, sa.Table):
        yield from_
    elif not isinstance(from_, Select):
        for child in from_.get_children():
            yield from _tables_in(child)


def _walk_from(from_: FromClause, scope: _Scope, compiled: SQLCompiler) -> None:
    from_ = _ungrouped(from_)
    if not isinstance(from_, Join):
        scope.occurrences.append(from_)
        return
    _walk_from(from_.left, scope, compiled)
    _walk_from(from_.right, scope, compiled)
    if not from_.full:
        only = frozenset(hash(leaf) for leaf in _leaves(from_.right)) if from_.isouter else None
        _collect(from_.onclause, scope, compiled, only)


def _leaves(from_: FromClause) -> list[FromClause]:
    from_ = _ungrouped(from_)
    return _leaves(from_.left) + _leaves(from_.right) if isinstance(from_, Join) else [from_]


def _ungrouped(from_: FromClause) -> FromClause:
    return from_.element if isinstance(from_, FromGrouping) else from_


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
