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
    """What became of a message: taken by the mail server, then delivered or sent back by the one that got it.

    `refused` is what was not taken for good, `failed` what was given up, `withheld` what was not tried.
    """

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    REFUSED = "refused"
    FAILED = "failed"
    WITHHELD = "withheld"


class MailMessage(Record, table=True):
    """A message in the outbox.

    `attempts` counts the tries to send it since somebody last asked for it; until `next_try_at` it waits. The words of
    a secret one go once it is sent or given up. `provider_id` is what the provider calls it when it reports. What is
    attached is made when it is sent.
    """

    __tablename__ = "mail_messages"
    __table_args__ = (
        Index("by_status", "status", "created_at"),
        Index("by_recipient", "to_email"),
        Index("by_user", "user_id"),
        Index("by_provider_id", "provider_id"),
    )

    public_id: str = unguessable()
    to_email: str
    user_id: int | None = reference("users", on_delete="SET NULL")
    subject: str
    text_body: str
    html_body: str
    template: str
    category: Category | None = choice(Category)
    is_essential: bool = True
    is_secret: bool = False
    status: MailStatus = choice(MailStatus, default=MailStatus.QUEUED)
    attempts: int = 0
    next_try_at: datetime | None = None
    last_error: str | None = None
    sent_at: datetime | None = None
    provider_id: str | None = None
    attachment_kind: str | None = None
    attachment_key: str | None = None


class MailAttempt(Record, table=True):
    """One try to send a message, and what the mail server answered."""

    __tablename__ = "mail_attempts"
    __table_args__ = (Index("by_message", "message_id"),)

    message_id: int = reference("mail_messages", on_delete="CASCADE")
    is_taken: bool
    answer: str


class MailReport(Record, table=True):
    """What the provider told of a message after it had taken it, once per event."""

    __tablename__ = "mail_reports"
    __table_args__ = (Index("by_event", "event_key", unique=True), Index("by_message", "message_id"))

    event_key: str
    message_id: int | None = reference("mail_messages", on_delete="SET NULL")
    email: str
    kind: str
    reason: str = ""
    happened_at: datetime


class SuppressionCause(StrEnum):
    """Why an address gets no more mail."""

    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"


class MailSuppression(Record, table=True):
    """An address that mail is not sent to any more, because it came back or was called spam."""

    __tablename__ = "mail_suppressions"
    __table_args__ = (Index("by_email", "email", unique=True),)

    email: str
    cause: SuppressionCause = choice(SuppressionCause)
    reason: str = ""
    message_id: int | None = reference("mail_messages", on_delete="SET NULL")


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


class DigestPace(StrEnum):
    """How often what need not come at once comes together in one mail."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class NotificationSettings(EditableRecord, table=True):
    """When a person wants mail: in a digest, at an hour and on a weekday (0 is Monday) of their zone; not in the quiet.

    Quiet hours are minutes after midnight; both are missing or neither is.
    """

    __tablename__ = "notification_settings"
    __table_args__ = (Index("by_user", "user_id", unique=True), Index("by_next_digest", "next_digest_at"))

    user_id: int = reference("users", on_delete="CASCADE")
    digest: DigestPace = choice(DigestPace, default=DigestPace.OFF)
    digest_hour: int = 8
    digest_weekday: int = 0
    next_digest_at: datetime | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None


class DigestItem(Record, table=True):
    """News that waits for its person's next digest; more under the same `about` takes its place."""

    __tablename__ = "digest_items"
    __table_args__ = (Index("by_user", "user_id"),)

    user_id: int = reference("users", on_delete="CASCADE")
    category: Category = choice(Category)
    title: str
    text: str = ""
    url: str = ""
    about: str | None = None
