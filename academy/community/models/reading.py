"""How far people have read."""

from datetime import datetime

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, reference


class ThreadReading(EditableRecord, table=True):
    """A person has read a thread up to the reply of this number; 0 is the thread itself."""

    __tablename__ = "thread_readings"
    __table_args__ = (UniqueConstraint("user_id", "thread_id"), Index("by_thread", "thread_id"))

    user_id: int = reference("users", on_delete="CASCADE")
    thread_id: int = reference("discussion_threads", on_delete="CASCADE")
    last_number: int = 0


class PlaceReading(EditableRecord, table=True):
    """A person counts as having read all that an audience had before `read_at`."""

    __tablename__ = "place_readings"
    __table_args__ = (UniqueConstraint("user_id", "audience"),)

    user_id: int = reference("users", on_delete="CASCADE")
    audience: str
    read_at: datetime
