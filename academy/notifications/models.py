"""Mail on its way to people."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import Record, choice, reference, unguessable


class MailStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class MailMessage(Record, table=True):
    """A message in the outbox; `attempts` counts the tries to send it."""

    __tablename__ = "mail_messages"
    __table_args__ = (
        Index("by_status", "status", "created_at"),
        Index("by_recipient", "to_email"),
        Index("by_user", "user_id"),
    )

    public_id: str = unguessable()
    to_email: str
    user_id: int | None = reference("users", on_delete="SET NULL")
    subject: str
    text_body: str
    html_body: str
    template: str
    status: MailStatus = choice(MailStatus, default=MailStatus.QUEUED)
    attempts: int = 0
    last_error: str | None = None
    sent_at: datetime | None = None
