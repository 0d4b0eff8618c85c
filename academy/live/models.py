"""The queue of durable jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from academy.core.fields import Record, embedded, unguessable


class QueuedJob(Record, table=True):
    """Work that waits, runs, or has failed for good; work that is done has no row.

    While it runs, `next_try_at` is the moment at which its worker counts as dead unless it says otherwise first.
    `run_id` stays the same however often it is tried; each turn of a periodic job has its own.
    """

    __tablename__ = "queued_jobs"
    __table_args__ = (Index("by_next_try", "failed_at", "next_try_at"),)

    name: str
    arguments: dict[str, Any] = embedded(dict[str, Any], default=dict)
    run_id: str = unguessable()
    next_try_at: datetime
    attempts: int = 0
    worker: str | None = None
    error: str | None = None
    failed_at: datetime | None = None
    schedule: str | None = None
    unique_key: str | None = Field(default=None, unique=True)
