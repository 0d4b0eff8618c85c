"""What administrators see of the academy's own work."""

from datetime import datetime
from enum import StrEnum

from academy.core.schema import ReadModel
from academy.live.models import JobState


class JobView(StrEnum):
    """Which jobs to list; without one, all that were asked for, the newest first."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    DONE = "done"
    PERIODIC = "periodic"


class JobCounts(ReadModel):
    """How many jobs there are, as far as they are counted."""

    waiting: int
    running: int
    failed: int
    periodic: int


class JobRow(ReadModel):
    """A job in a list. `at` is when it is tried next, was begun, or ended, depending on its state."""

    id: int
    name: str
    title: str
    domain: str
    arguments: str
    state: JobState
    at: datetime
    attempts: int
    worker: str
    error: str
    is_periodic: bool
    can_run_now: bool


class PeriodicRow(ReadModel):
    """A job that runs by itself, and how its last turn ended; `ended_at` is missing before the first."""

    id: int
    title: str
    domain: str
    about: str
    schedule: str
    state: JobState
    next_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    worker: str
    error: str


class JobArgument(ReadModel):
    """What a job was told; a value that is nobody's business is hidden."""

    name: str
    value: str


class JobDetail(ReadModel):
    """Everything about a job. `error` and `traceback` are of its last attempt that failed."""

    id: int
    name: str
    title: str
    domain: str
    about: str
    arguments: list[JobArgument]
    schedule: str
    state: JobState
    attempts: int
    most_attempts: int
    created_at: datetime
    next_try_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    worker: str
    error: str
    traceback: str
    can_run_now: bool
