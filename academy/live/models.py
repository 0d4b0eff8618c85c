"""The queue of durable jobs, and who is present."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from academy.core.fields import Record, choice, embedded, unguessable


class JobState(StrEnum):
    """How far a job is. One that is `stopping` runs, and is not tried again if it fails."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"
    DONE = "done"


class QueuedJob(Record, table=True):
    """Work that waits, runs, has failed for good, or was done not long ago.

    While it runs, `next_try_at` is the moment at which its worker counts as dead unless it says otherwise first.
    `started_at` and `ended_at` are of the last attempt, as are the `error` and its `traceback`.
    `run_id` stays the same however often it is tried; each turn of a periodic job has its own.
    """

    __tablename__ = "queued_jobs"
    __table_args__ = (Index("by_next_try", "state", "next_try_at"), Index("by_end", "state", "ended_at"))

    name: str
    arguments: dict[str, Any] = embedded(dict[str, Any], default=dict)
    run_id: str = unguessable()
    state: JobState = choice(JobState, default=JobState.WAITING)
    next_try_at: datetime
    attempts: int = 0
    worker: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None
    traceback: str | None = None
    schedule: str | None = None
    unique_key: str | None = Field(default=None, unique=True)


class PresentTab(Record, table=True):
    """A page in somebody's browser that is open on a topic. It lasts as long as its socket, see `presence`."""

    __tablename__ = "live_presence"
    __table_args__ = (Index("by_topic", "topic"), Index("by_worker", "worker"))

    topic: str
    client: str = Field(unique=True)
    worker: str
    user_id: int
    active_until: datetime | None = None


class LiveWorker(Record, table=True):
    """A worker through whom somebody is or was present, and until when it counts as alive."""

    __tablename__ = "live_workers"
    __table_args__ = {"info": {"live": False}}

    name: str = Field(unique=True)
    alive_until: datetime
