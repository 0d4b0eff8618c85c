"""Threads and replies, and what people do with them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, choice, embedded, reference, unguessable


class ThreadScope(StrEnum):
    COURSE = "course"
    SESSION = "session"
    LESSON = "lesson"
    GENERAL = "general"


class ThreadCategory(StrEnum):
    """What a thread is for; kept as plain text, as the document has it."""

    QUESTION = "question"
    DISCUSSION = "discussion"
    SHOW_AND_TELL = "show-and-tell"
    RESOURCE = "resource"


class ContentStatus(StrEnum):
    """`flagged` is out of sight until somebody has looked at it, `hidden` because somebody has."""

    ACTIVE = "active"
    HIDDEN = "hidden"
    FLAGGED = "flagged"


class ThreadInteractionType(StrEnum):
    VIEW = "view"
    LIKE = "like"
    BOOKMARK = "bookmark"
    SUBSCRIBE = "subscribe"
    MUTE = "mute"


class ReplyInteractionType(StrEnum):
    LIKE = "like"
    FLAG = "flag"


class DiscussionThread(EditableRecord, table=True):
    """A discussion in a place, read by an audience: `general`, `course:7` or `cohort:7`.

    Threads about a session or a lesson belong to one cohort, whose audience they have. `last_number` counts all replies
    there ever were, `top_count` those of them that answer the thread itself; `reply_count` those that stand, and
    `last_shown` is the number of the latest of these.
    `client_key` is how the author's browser named what it sent.
    """

    __tablename__ = "discussion_threads"
    __table_args__ = (
        Index("by_course", "course_id", "status", "last_activity_at"),
        Index("by_session", "session_id", "status", "last_activity_at"),
        Index("by_lesson", "lesson_id", "status"),
        Index("by_author", "author_id"),
        Index("by_pinned", "is_pinned", "scope", "status"),
        Index("by_cohort", "cohort_id", "status", "last_activity_at"),
        Index("by_audience", "audience", "status", "last_activity_at", "id"),
        Index("by_likes", "audience", "status", "like_count", "last_activity_at", "id"),
        Index("by_replies", "audience", "status", "reply_count", "created_at", "id"),
        Index("by_category", "audience", "category", "status", "last_activity_at", "id"),
        Index("by_category_likes", "audience", "category", "status", "like_count", "last_activity_at", "id"),
        Index("by_category_replies", "audience", "category", "status", "reply_count", "created_at", "id"),
        Index("newest", "status", "last_activity_at", "id"),
        Index("by_cohort_session", "cohort_id", "session_id", "status", "last_activity_at", "id"),
        Index("by_cohort_lesson", "cohort_id", "lesson_id", "status", "last_activity_at", "id"),
        Index("pinned", "audience", sqlite_where=sa.text("is_pinned = 1"), postgresql_where=sa.text("is_pinned")),
        UniqueConstraint("author_id", "client_key"),
        {"info": {"search": ("title", "content"), "also_read_as": ("discussion_threads_search",)}},
    )

    public_id: str = unguessable()
    title: str
    content: str
    author_id: int = reference("users", on_delete="RESTRICT")
    scope: ThreadScope = choice(ThreadScope)
    audience: str
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
    last_number: int = 0
    last_shown: int = 0
    top_count: int = 0
    last_activity_at: datetime
    last_author_id: int | None = reference("users", on_delete="SET NULL")
    best_reply_id: int | None = reference("discussion_replies", on_delete="SET NULL", is_circular=True)
    status: ContentStatus = choice(ContentStatus, default=ContentStatus.ACTIVE)
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by_id: int | None = reference("users", on_delete="SET NULL")
    client_key: str | None = None


class ThreadTag(Record, table=True):
    """A tag of a thread, where threads are found by it."""

    __tablename__ = "thread_tags"
    __table_args__ = (
        Index("by_tag", "audience", "tag", "thread_id"),
        Index("by_word", "tag", "thread_id"),
        Index("by_thread", "thread_id", "tag", unique=True),
    )

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    audience: str
    tag: str


class DiscussionReply(EditableRecord, table=True):
    """A reply in a thread, or to another reply.

    `number` counts replies of the thread, for ever: a deleted one keeps its own. One that answers the thread itself
    has a `position` among those that do; one that answers a reply has a `root_id`, the reply at the top that it is
    under, and a `depth` of 1 or more.
    """

    __tablename__ = "discussion_replies"
    __table_args__ = (
        Index("by_thread", "thread_id", "status", "created_at"),
        Index("by_author", "author_id"),
        Index("by_number", "thread_id", "number", unique=True),
        Index("by_position", "thread_id", "position", unique=True),
        Index("by_root", "root_id", "number"),
        Index("by_parent", "parent_reply_id", "number"),
        Index("by_branch", "branch_id", "number"),
        UniqueConstraint("author_id", "client_key"),
        {"info": {"search": ("content",), "also_read_as": ("discussion_replies_search",)}},
    )

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    number: int
    position: int | None = None
    author_id: int = reference("users", on_delete="RESTRICT")
    content: str
    parent_reply_id: int | None = reference("discussion_replies", on_delete="SET NULL")
    root_id: int | None = reference("discussion_replies", on_delete="SET NULL")
    branch_id: int | None = reference("discussion_replies", on_delete="SET NULL")
    depth: int = 0
    is_instructor_reply: bool = False
    is_best_answer: bool = False
    like_count: int = 0
    status: ContentStatus = choice(ContentStatus, default=ContentStatus.ACTIVE)
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by_id: int | None = reference("users", on_delete="SET NULL")
    client_key: str | None = None


class ThreadInteraction(Record, table=True):
    """What a person did with a thread, each kind once."""

    __tablename__ = "thread_interactions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_thread", "thread_id"),
        Index("by_user_thread_interaction", "user_id", "thread_id", "interaction", unique=True),
        Index("by_thread_interaction", "thread_id", "interaction", "user_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    interaction: ThreadInteractionType = choice(ThreadInteractionType)


class ReplyInteraction(Record, table=True):
    """What a person did with a reply, each kind once.

    The thread and the reply's number never change; they stand here too, so that one's own are read without the replies.
    """

    __tablename__ = "reply_interactions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_reply", "reply_id"),
        Index("by_user_thread", "user_id", "thread_id"),
        UniqueConstraint("user_id", "reply_id", "interaction"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    reply_id: int = reference("discussion_replies", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    number: int
    interaction: ReplyInteractionType = choice(ReplyInteractionType)


class ContentRevision(Record, table=True):
    """What a thread, or with `reply_id` a reply, said before it was edited."""

    __tablename__ = "content_revisions"
    __table_args__ = (Index("by_thread", "thread_id", "id"), Index("by_reply", "reply_id", "id"))

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    reply_id: int | None = reference("discussion_replies", on_delete="CASCADE")
    title: str | None = None
    content: str
    editor_id: int | None = reference("users", on_delete="SET NULL")


class ContentMention(Record, table=True):
    """Somebody is mentioned in a thread, or with `reply_id` in a reply."""

    __tablename__ = "content_mentions"
    __table_args__ = (
        Index("by_user", "user_id", "id"),
        Index("by_thread", "thread_id"),
        UniqueConstraint("reply_id", "user_id"),
    )

    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    reply_id: int | None = reference("discussion_replies", on_delete="CASCADE")
    user_id: int = reference("users", on_delete="CASCADE")
