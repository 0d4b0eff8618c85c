"""Who changed what, and when."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue
from sqlmodel import Index, Session

from academy.core.fields import Record, embedded, reference

Change = tuple[JsonValue, JsonValue]


class AuditEntry(Record, table=True):
    """One change by one person; without `actor_id` the system did it. `changes` maps a field to old and new."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("by_subject", "subject_table", "subject_id", "created_at"),
        Index("by_actor", "actor_id", "created_at"),
        Index("by_moment", "created_at"),
    )

    actor_id: int | None = reference("users", on_delete="SET NULL")
    action: str
    subject_table: str
    subject_id: int | None = None
    summary: str
    changes: dict[str, Change] = embedded(dict[str, Change], default=dict)


def record(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    action: str,
    subject: Record,
    summary: str,
    changes: Mapping[str, Change] | None = None,
) -> AuditEntry:
    """Note a change in the transaction that makes it.

    Args:
        action: A verb in the past tense with its domain, such as `catalog.course_published`.
        summary: A sentence for the person who reads the log.
        changes: The old and the new value of each field changed.
    """
    session.flush()
    entry = AuditEntry(
        created_at=now,
        actor_id=actor_id,
        action=action,
        subject_table=str(subject.__tablename__),
        subject_id=subject.id,
        summary=summary,
        changes=dict(changes or {}),
    )
    session.add(entry)
    return entry
