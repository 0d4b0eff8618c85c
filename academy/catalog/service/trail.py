"""Editing rows so that nobody's work is lost and every change is on record."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, JsonValue
from sqlmodel import col, select

from academy.core import audit
from academy.core.audit import AuditEntry, Change
from academy.core.errors import Conflict, NotFound
from academy.core.fields import EditableRecord
from academy.identity.models import User
from academy.live import Context

Row = TypeVar("Row", bound=EditableRecord)


def locked(ctx: Context, kind: type[Row], row_id: int, missing: str) -> Row:
    """Return a row that nobody else changes before this transaction ends.

    Raises:
        NotFound: There is none; `missing` is the sentence that says so.
    """
    statement = select(kind).where(col(kind.id) == row_id).with_for_update()
    row = ctx.session.exec(statement.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(missing)
    return row


def require_unchanged(ctx: Context, row: EditableRecord, seen_at: datetime) -> None:
    """Refuse to write over what somebody has saved since `seen_at`, the `updated_at` that an edit started from.

    Raises:
        Conflict: Somebody has.
    """
    if row.updated_at == seen_at:
        return
    who = ctx.session.exec(
        select(User.name)
        .join(AuditEntry, col(AuditEntry.actor_id) == User.id)
        .where(AuditEntry.subject_table == str(row.__tablename__), AuditEntry.subject_id == row.id)
        .order_by(col(AuditEntry.created_at).desc(), col(AuditEntry.id).desc())
    ).first()
    raise Conflict(
        f"{who or 'Somebody'} has saved this meanwhile, so nothing was written over. What you typed is still here: "
        "look at what changed, then save again to put yours in its place."
    )


def change(ctx: Context, row: EditableRecord, values: Mapping[str, Any]) -> dict[str, Change]:
    """Set the fields of a row and return those that differ from before, with old and new."""
    changes: dict[str, Change] = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            changes[field] = (_plain(before), _plain(value))
            setattr(row, field, value)
    if changes:
        row.updated_at = ctx.now
    return changes


def note(
    ctx: Context, subject: EditableRecord, action: str, summary: str, changes: Mapping[str, Change] | None = None
) -> None:
    """Put a change on record: `action` is a verb in the past tense, such as `course_published`."""
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"catalog.{action}",
        subject=subject,
        summary=summary,
        changes=changes,
    )


def _plain(value: Any) -> JsonValue:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, BaseModel):
        plain: JsonValue = value.model_dump(mode="json")
        return plain
    return list(value) if isinstance(value, list) else value
