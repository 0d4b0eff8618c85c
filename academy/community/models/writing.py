"""What belongs to a post before it is one: drafts and files."""

from datetime import datetime

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, embedded, reference


class Draft(EditableRecord, table=True):
    """What a person has begun to write at a spot: `new:<place>`, `thread:<public id>` or `edit:<reply>`.

    `version` goes up with each save, so that one device notices that another has saved since.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "spot"),)

    user_id: int = reference("users", on_delete="CASCADE")
    spot: str
    title: str = ""
    content: str = ""
    category: str = ""
    tags: list[str] = embedded(list[str], default=list)
    version: int = 1


class DiscussionFile(Record, table=True):
    """A file put into a discussion, which the audience of the place may see."""

    __tablename__ = "discussion_files"
    __table_args__ = (Index("by_file", "file_id", unique=True), Index("by_unused", "used_at", "created_at"))

    file_id: int = reference("stored_files", on_delete="CASCADE")
    audience: str
    used_at: datetime | None = None
