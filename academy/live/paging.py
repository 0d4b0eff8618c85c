"""Pages of long lists that stay free of gaps and doubles while rows come and go.

    @query(policy=everyone)
    def entries(ctx: Context, *, until: str = "") -> Page[EntryRow]:
        order = desc(Entry.at), desc(Entry.id)
        return page_of(ctx, select(Entry), EntryRow.made_of, of=EntryRow, order=order, until=until, size=50)

    class EntriesState(LiveState, rx.State):
        entries: Page[EntryRow] = live(service.entries, default=Page[EntryRow](), until=from_state("until"))
        until: str = ""

        @rx.event
        async def load_more(self):
            self.until = self.entries.until
            await self.refresh()

What is shown is a range of keys, never an offset: everything from the first row to the one at `until`, and `size` rows
after that. Whatever is inserted into the range shows up in its place, whatever is deleted goes, and asking for more
continues exactly where the list ends. Past five hundred rows the beginning goes, so that no key makes one run read a
whole table.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

from academy.core.errors import Invalid, NotFound
from academy.core.schema import ReadModel
from academy.live.bounds import hold_to_bounds
from academy.live.context import Context

R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")

MOST = 500
"""So many rows are shown before those that are asked for."""


class Page(ReadModel, Generic[T]):
    """The rows of a list from its beginning as far as somebody has asked.

    Attributes:
        rows: In order.
        until: Where the list ends so far; handed back it asks for more. Empty if there are no rows.
        has_more: Whether there are rows after that.
        is_cut: Whether there are rows before the first, since the list has grown too long.
    """

    rows: list[T] = []
    until: str = ""
    has_more: bool = False
    is_cut: bool = False

    def showing(self, kind: type[S], rows: list[S]) -> "Page[S]":
        """Return the same page with what is made of its rows."""
        return _kind(kind)(rows=rows, until=self.until, has_more=self.has_more, is_cut=self.is_cut)


def page_of(
    ctx: Context,
    statement: "sa.Select[R]",
    show: Callable[[R], T],
    *,
    of: type[T],
    order: Sequence["sa.ColumnElement[Any]"],
    until: str,
    size: int,
) -> Page[T]:
    """Return the rows up to the key `until`, and up to `size` after it.

    Args:
        statement: Selects entities, without order and limit.
        show: Makes of each what the screen may see.
        of: What that is.
        order: Columns that are never NULL, of which the last makes the order total, such as `(desc(X.at), desc(X.id))`.
        until: The `until` of an earlier page, or empty to begin.
        size: How many rows to add.

    Raises:
        Invalid: `until` is not from such a page.
    """
    columns = [item.element if isinstance(item, UnaryExpression) else item for item in order]
    ordered = statement.order_by(*order)
    before: list[R] = []
    if until:
        values = _values(columns, until)
        after = _is_after(order, columns, values)
        within = statement.where(_is_within(order[0], columns[0], values[0]), sa.not_(after))
        before += ctx.session.scalars(within.order_by(*_turned(order, columns)).limit(MOST + 1))
        ordered = ordered.where(after)
    more = list(ctx.session.scalars(ordered.limit(size + 1)))
    rows = [*reversed(before[:MOST]), *more[:size]]
    return _kind(of)(
        rows=[show(row) for row in rows],
        until=_key(columns, rows[-1]) if rows else "",
        has_more=len(more) > size,
        is_cut=len(before) > MOST,
    )


def _kind(of: type[T]) -> type[Page[T]]:
    kind: type[Page[T]] = Page.__class_getitem__(of)  # type: ignore[assignment]
    return kind


def _is_falling(item: "sa.ColumnElement[Any]") -> bool:
    return isinstance(item, UnaryExpression) and item.modifier is operators.desc_op


def _turned(order: Sequence["sa.ColumnElement[Any]"], columns: Sequence[Any]) -> "list[sa.ColumnElement[Any]]":
    return [column.asc() if _is_falling(item) else column.desc() for item, column in zip(order, columns, strict=True)]


def _is_within(item: "sa.ColumnElement[Any]", column: Any, value: Any) -> "sa.ColumnElement[bool]":
    """Say of the first part alone what an index can use: where the range ends."""
    within: sa.ColumnElement[bool] = column >= value if _is_falling(item) else column <= value
    return within


def _is_after(
    order: Sequence["sa.ColumnElement[Any]"], columns: Sequence[Any], values: Sequence[Any]
) -> "sa.ColumnElement[bool]":
    """Compare keys part by part: (a, b) comes after (x, y) if a comes after x, or a equals x and b comes after y."""
    after: sa.ColumnElement[bool] = sa.false()
    for item, column, value in reversed(list(zip(order, columns, values, strict=True))):
        further = column < value if _is_falling(item) else column > value
        after = sa.or_(further, sa.and_(column == value, after))
    return after


def _adapters(columns: Sequence[Any]) -> list[TypeAdapter[Any]]:
    return [TypeAdapter(_python_type(column.type)) for column in columns]


def _python_type(kind: Any) -> Any:
    return (kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind).python_type


def _key(columns: Sequence[Any], row: object) -> str:
    values = [getattr(row, column.key) for column in columns]
    return json.dumps(
        [adapter.dump_python(value, mode="json") for adapter, value in zip(_adapters(columns), values, strict=True)]
    )


def _values(columns: Sequence[Any], until: str) -> list[Any]:
    try:
        given = from_json(until)
        values = [adapter.validate_python(value) for adapter, value in zip(_adapters(columns), given, strict=True)]
        hold_to_bounds(values)
        return [value.astimezone(UTC) if isinstance(value, datetime) else value for value in values]
    except (ValidationError, ValueError, TypeError, OverflowError, NotFound) as error:
        raise Invalid("This list has changed its order. Please open it anew.") from error
