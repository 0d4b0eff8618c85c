"""How discussions are kept in order: flags, cases, what was done, and who may not write."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, choice, embedded, reference

_OF_A_THREAD = sa.text("reply_id IS NULL")


class FlagReason(StrEnum):
    SPAM = "spam"
    HARASSMENT = "harassment"
    OFF_TOPIC = "off_topic"
    PRIVATE_DATA = "private_data"
    HARMFUL = "harmful"
    OTHER = "other"


class FlagVerdict(StrEnum):
    """What became of a flag."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ActKind(StrEnum):
    """What a moderator, or a rule, did."""

    APPROVE = "approve"
    HIDE = "hide"
    DELETE = "delete"
    HOLD = "hold"
    WARN = "warn"
    SUSPEND = "suspend"
    LIFT = "lift"
    NOTE = "note"


class ContentFlag(EditableRecord, table=True):
    """Somebody flags a thread, or with `reply_id` a reply, once; `weight` is what their flag counts, in hundredths."""

    __tablename__ = "content_flags"
    __table_args__ = (
        Index("by_reply", "reply_id", "verdict"),
        Index("by_thread", "thread_id", "verdict"),
        Index("by_user", "user_id", "verdict"),
        UniqueConstraint("user_id", "reply_id"),
        Index(
            "one_a_thread",
            "user_id",
            "thread_id",
            unique=True,
            sqlite_where=_OF_A_THREAD,
            postgresql_where=_OF_A_THREAD,
        ),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    reply_id: int | None = reference("discussion_replies", on_delete="CASCADE")
    reason: FlagReason = choice(FlagReason)
    note: str = ""
    weight: int = 100
    verdict: FlagVerdict = choice(FlagVerdict, default=FlagVerdict.OPEN)
    resolved_at: datetime | None = None


class ModerationCase(EditableRecord, table=True):
    """A thread, or with `reply_id` a reply, that somebody should look at, from its first flag or a rule's hold on."""

    __tablename__ = "moderation_cases"
    __table_args__ = (
        Index("by_audience", "audience", "is_open", "opened_at", "id"),
        Index("by_open", "is_open", "opened_at", "id"),
        Index("by_reply", "reply_id", unique=True),
        Index("one_a_thread", "thread_id", unique=True, sqlite_where=_OF_A_THREAD, postgresql_where=_OF_A_THREAD),
    )

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    reply_id: int | None = reference("discussion_replies", on_delete="CASCADE")
    audience: str
    is_open: bool = True
    opened_at: datetime
    edited_at: datetime | None = None
    rule: str = ""


class ModerationAction(Record, table=True):
    """What was done about content or a person, by a moderator or, without `actor_id`, by a rule.

    `before` is what undoing brings back.
    """

    __tablename__ = "moderation_actions"
    __table_args__ = (
        Index("by_moment", "created_at", "id"),
        Index("by_audience", "audience", "created_at", "id"),
        Index("by_case", "case_id", "id"),
        Index("by_subject", "subject_id", "kind", "created_at"),
        Index("by_actor", "actor_id"),
    )

    kind: ActKind = choice(ActKind)
    actor_id: int | None = reference("users", on_delete="SET NULL")
    subject_id: int | None = reference("users", on_delete="SET NULL")
    case_id: int | None = reference("moderation_cases", on_delete="SET NULL")
    thread_id: int | None = reference("discussion_threads", on_delete="SET NULL")
    reply_id: int | None = reference("discussion_replies", on_delete="SET NULL")
    audience: str | None = None
    reason: str = ""
    note: str = ""
    before: dict[str, Any] = embedded(dict[str, Any], default=dict)
    undone_at: datetime | None = None
    undone_by_id: int | None = reference("users", on_delete="SET NULL")


class UserSuspension(Record, table=True):
    """Somebody may not write in an audience, or without one anywhere, until a moment, or without one until lifted."""

    __tablename__ = "user_suspensions"
    __table_args__ = (Index("by_user", "user_id", "lifted_at"), Index("by_action", "action_id"))

    user_id: int = reference("users", on_delete="CASCADE")
    audience: str | None = None
    reason: str
    until: datetime | None = None
    imposed_by_id: int | None = reference("users", on_delete="SET NULL")
    action_id: int | None = reference("moderation_actions", on_delete="SET NULL")
    lifted_at: datetime | None = None
    lifted_by_id: int | None = reference("users", on_delete="SET NULL")


class SpamPhrase(Record, table=True):
    """Words that hold back what contains them."""

    __tablename__ = "spam_phrases"
    __table_args__ = (UniqueConstraint("phrase"),)

    phrase: str
