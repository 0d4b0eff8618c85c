"""Discussions, connections between people, and communities elsewhere."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import CheckConstraint, Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, choice, embedded, reference


class ThreadScope(StrEnum):
    COURSE = "course"
    SESSION = "session"
    LESSON = "lesson"
    GENERAL = "general"


class ContentStatus(StrEnum):
    ACTIVE = "active"
    HIDDEN = "hidden"
    FLAGGED = "flagged"


class ThreadInteractionType(StrEnum):
    VIEW = "view"
    LIKE = "like"
    BOOKMARK = "bookmark"
    SUBSCRIBE = "subscribe"


class ReplyInteractionType(StrEnum):
    LIKE = "like"
    FLAG = "flag"


class ConnectionSource(StrEnum):
    COHORT = "cohort"
    MANUAL = "manual"
    SUGGESTED = "suggested"


class ConnectionStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BLOCKED = "blocked"


class CommunityPlatform(StrEnum):
    CIRCLE = "circle"
    SKOOL = "skool"
    DISCORD = "discord"
    SLACK = "slack"
    OTHER = "other"


class CommunityAccess(StrEnum):
    ALL_USERS = "all_users"
    ENROLLED = "enrolled"
    ALUMNI = "alumni"
    PREMIUM = "premium"


class CommunityMembershipStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    INACTIVE = "inactive"


class DiscussionThread(EditableRecord, table=True):
    """A discussion, scoped to a course, session or lesson, and to a cohort where it is private to one."""

    __tablename__ = "discussion_threads"
    __table_args__ = (
        Index("by_course", "course_id", "status", "last_activity_at"),
        Index("by_session", "session_id", "status", "last_activity_at"),
        Index("by_lesson", "lesson_id", "status"),
        Index("by_author", "author_id"),
        Index("by_pinned", "is_pinned", "scope", "status"),
        Index("by_cohort", "cohort_id", "status", "last_activity_at"),
    )

    title: str
    content: str
    author_id: int = reference("users", on_delete="RESTRICT")
    scope: ThreadScope = choice(ThreadScope)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    session_id: int | None = reference("sessions", on_delete="CASCADE")
    lesson_id: int | None = reference("lessons", on_delete="CASCADE")
    cohort_id: int | None = reference("cohorts", on_delete="CASCADE")
    is_pinned: bool = False
    is_announcement: bool = False
    is_locked: bool = False
    category: str | None = None
    tags: list[str] | None = embedded(list[str])
    reply_count: int = 0
    view_count: int = 0
    like_count: int = 0
    last_activity_at: datetime
    status: ContentStatus = choice(ContentStatus, default=ContentStatus.ACTIVE)


class DiscussionReply(EditableRecord, table=True):
    """A reply in a thread, or to another reply."""

    __tablename__ = "discussion_replies"
    __table_args__ = (
        Index("by_thread", "thread_id", "status", "created_at"),
        Index("by_author", "author_id"),
    )

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    author_id: int = reference("users", on_delete="RESTRICT")
    content: str
    parent_reply_id: int | None = reference("discussion_replies", on_delete="SET NULL")
    is_instructor_reply: bool = False
    is_best_answer: bool = False
    like_count: int = 0
    status: ContentStatus = choice(ContentStatus, default=ContentStatus.ACTIVE)


class ThreadInteraction(Record, table=True):
    """What a person did with a thread, each kind once."""

    __tablename__ = "thread_interactions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_thread", "thread_id"),
        Index("by_user_thread_interaction", "user_id", "thread_id", "interaction", unique=True),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    interaction: ThreadInteractionType = choice(ThreadInteractionType)


class ReplyInteraction(Record, table=True):
    """What a person did with a reply, each kind once."""

    __tablename__ = "reply_interactions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_reply", "reply_id"),
        UniqueConstraint("user_id", "reply_id", "interaction"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    reply_id: int = reference("discussion_replies", on_delete="CASCADE")
    interaction: ReplyInteractionType = choice(ReplyInteractionType)


class PeerConnection(Record, table=True):
    """How two people are connected: one row a pair, the lower id first."""

    __tablename__ = "peer_connections"
    __table_args__ = (
        Index("by_user", "user_id", "status"),
        Index("by_connected", "connected_user_id", "status"),
        UniqueConstraint("user_id", "connected_user_id"),
        CheckConstraint("user_id < connected_user_id", name="ck_peer_connections_order"),
        Index("by_session", "session_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    connected_user_id: int = reference("users", on_delete="CASCADE")
    requester_id: int = reference("users", on_delete="CASCADE")
    blocker_id: int | None = reference("users", on_delete="SET NULL")
    connection_source: ConnectionSource = choice(ConnectionSource)
    session_id: int | None = reference("sessions", on_delete="SET NULL")
    status: ConnectionStatus = choice(ConnectionStatus, default=ConnectionStatus.PENDING)
    accepted_at: datetime | None = None


class ExternalCommunity(Record, table=True):
    """A community on another platform."""

    __tablename__ = "external_community_links"
    __table_args__ = (
        Index("by_platform", "platform", "is_active"),
        Index("by_access", "access_level", "is_active"),
    )

    platform: CommunityPlatform = choice(CommunityPlatform)
    name: str
    url: str
    description: str | None = None
    access_level: CommunityAccess = choice(CommunityAccess)
    course_ids: list[int] | None = embedded(list[int])
    sso_enabled: bool = False
    member_sync_enabled: bool = False
    is_active: bool = True


class CommunityMembership(Record, table=True):
    """A person in a community on another platform."""

    __tablename__ = "user_community_memberships"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_community", "community_id"),
        UniqueConstraint("user_id", "community_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    community_id: int = reference("external_community_links", on_delete="CASCADE")
    external_member_id: str | None = None
    status: CommunityMembershipStatus = choice(CommunityMembershipStatus, default=CommunityMembershipStatus.INVITED)
    joined_at: datetime | None = None
    last_sync_at: datetime | None = None
