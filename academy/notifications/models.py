"""News for people: in the bell, by mail, and what each of them wants to get."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference, unguessable


class Category(StrEnum):
    """What news is about, as people choose what they want to hear of."""

    SEATS = "seats"
    WAITLIST = "waitlist"
    SCHEDULE = "schedule"
    LEARNING = "learning"
    COMPANY = "company"
    REPLIES = "replies"
    INSTRUCTOR_REPLIES = "instructor_replies"
    BEST_ANSWERS = "best_answers"
    THREADS = "threads"
    CONNECTIONS = "connections"
    MODERATION = "moderation"
    ACCOUNT = "account"
    NEWS = "news"


class Channel(StrEnum):
    """How news reaches a person: the bell within the product, or mail."""

    BELL = "bell"
    MAIL = "mail"


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


class Notification(Record, table=True):
    """News in somebody's bell; `url` is the path of the page it is about.

    While it is unread, more news under the same `about` takes its place. It is `seen` once its person has looked into
    the bell, and `read` once they have opened it or said so.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index("by_user", "user_id", "created_at"),
        Index("by_user_unread", "user_id", "read_at"),
        Index("by_about", "user_id", "about"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="CASCADE")
    category: Category = choice(Category)
    kind: str
    title: str
    text: str = ""
    url: str = ""
    about: str | None = None
    read_at: datetime | None = None
    seen_at: datetime | None = None


class NotificationPreference(EditableRecord, table=True):
    """What a person wants to hear of, and how; where there is no row the category's default holds."""

    __tablename__ = "notification_preferences"
    __table_args__ = (Index("by_choice", "user_id", "category", "channel", unique=True),)

    user_id: int = reference("users", on_delete="CASCADE")
    category: Category = choice(Category)
    channel: Channel = choice(Channel)
    is_on: bool
