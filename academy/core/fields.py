"""What the columns of every table are made of.

A plain `datetime` annotation is a UTC column: it refuses naive values and reads back aware, on SQLite too.
Everything that SQLModel cannot derive from an annotation has a helper here:

    class Cohort(EditableRecord, table=True):
        __tablename__ = "cohorts"
        __table_args__ = (Index("by_course", "course_id"),)

        course_id: int = reference("courses", on_delete="RESTRICT")
        status: CohortStatus = choice(CohortStatus, default=CohortStatus.SCHEDULED)
        tags: list[str] = embedded(list[str], default=list)

`Index("by_course", …)` becomes `ix_cohorts_by_course`; all other constraints are named by the convention below,
so that a migration can name them on every database. Give a `CheckConstraint` its whole name.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import Field, SQLModel

from academy.core.ids import public_id

CHOICE_LENGTH = 32

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class PydanticJSON(sa.types.TypeDecorator[Any]):
    """A JSON column (JSONB on Postgres) that holds values of one Pydantic-checked type.

    Values are validated when written and when read. Treat them as immutable: assign a new one to change it.

    Args:
        annotation: A model, or any type Pydantic can check, such as `list[str]`.
    """

    impl = sa.JSON
    cache_ok = True

    def __init__(self, annotation: Any) -> None:
        super().__init__(none_as_null=True)
        self.annotation = annotation
        self.adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    def __repr__(self) -> str:
        return "PydanticJSON()"

    @property
    def _static_cache_key(self) -> tuple[Any, ...]:
        return type(self), repr(self.annotation)

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        is_postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(JSONB(none_as_null=True) if is_postgres else sa.JSON(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return self.adapter.dump_python(self.adapter.validate_python(value), mode="json", by_alias=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.adapter.validate_python(value)


class Embedded(BaseModel):
    """A frozen value that lives inside a JSON column."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Record(SQLModel):
    """A row with an integer key that knows when it was made."""

    id: int = Field(default=None, primary_key=True)
    created_at: datetime = Field(default=None)


class EditableRecord(Record):
    """A record that also knows when it was last changed."""

    updated_at: datetime = Field(default=None)


OnDelete = Literal["CASCADE", "RESTRICT", "SET NULL"]


def reference(table: str, *, on_delete: OnDelete, default: int | None = None, is_circular: bool = False) -> Any:
    """A foreign key to `table`; annotate it `int`, or `int | None` where it may be missing.

    One that is circular closes a ring of tables that refer to each other; it does not count when they are put in order.
    """
    if is_circular:
        key = sa.ForeignKey(f"{table}.id", ondelete=on_delete, use_alter=True)
        return Field(default=default, sa_column_args=[key])
    return Field(default=default, foreign_key=f"{table}.id", ondelete=on_delete)


def choice(values: type[StrEnum], *, default: StrEnum | None = None) -> Any:
    """A column that holds one value of an enum, stored as its text and guarded by a CHECK constraint."""
    column_type = sa.Enum(
        values,
        name=None,
        native_enum=False,
        create_constraint=True,
        length=CHOICE_LENGTH,
        values_callable=lambda enum: [member.value for member in enum],
    )
    return Field(default=default, sa_type=column_type)


def embedded(annotation: Any, *, default: Callable[[], Any] | None = None) -> Any:
    """A JSON column that holds values of `annotation`; `default` makes the value of a new row."""
    if default is None:
        return Field(default=None, sa_type=PydanticJSON(annotation))
    return Field(default_factory=default, sa_type=PydanticJSON(annotation))


def unguessable() -> Any:
    """A unique random id that may appear in a public address."""
    return Field(default_factory=public_id, unique=True)


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Fill `created_at` and `updated_at` where nobody did, with the moment in `session.info["now"]`."""
    now: datetime = session.info.get("now") or datetime.now(UTC)
    for row in session.new:
        if isinstance(row, Record):
            row.created_at = row.created_at or now
        if isinstance(row, EditableRecord):
            row.updated_at = row.updated_at or row.created_at
    for row in session.dirty:
        if isinstance(row, EditableRecord) and session.is_modified(row):
            changed = sa.inspect(row).attrs.updated_at.history.has_changes()
            row.updated_at = row.updated_at if changed else now
