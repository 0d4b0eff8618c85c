"""What people are still to hear of a thread."""

from datetime import datetime

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, reference


class ThreadNews(EditableRecord, table=True):
    """How far a person was told of a thread.

    The entry in their bell stands for the replies since `rung_from`. Their next letter tells of those since
    `mailed_from`, at `mail_due_at`; the last one told of replies up to `mailed_until`, at `mailed_at`.
    """

    __tablename__ = "thread_news"
    __table_args__ = (UniqueConstraint("user_id", "thread_id"), Index("by_thread", "thread_id"))

    user_id: int = reference("users", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    rung_from: int = 0
    mailed_from: int = 0
    mail_due_at: datetime | None = None
    mailed_at: datetime | None = None
    mailed_until: int = 0
    announced_at: datetime | None = None
