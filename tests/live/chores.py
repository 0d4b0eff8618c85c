"""Work for the tests of the queue, a journal of what it did, and how to schedule and await it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from academy.core.database import Database
from academy.core.errors import Conflict
from academy.core.schema import ReadModel
from academy.live import Context, everyone, mutation, query, signed_in
from academy.live.job_queue import jobs
from academy.live.job_runner import JobRunner
from academy.live.jobs import cron, job
from academy.live.models import JobState
from academy.live.runtime import Runtime
from tests.live import sample

AT_ONCE = timedelta(0)


class Tone(StrEnum):
    WARM = "warm"


class Greeting(ReadModel):
    text: str
    at: datetime


class Journal:
    """What the jobs below did, and what they wait for."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.entries: list[Any] = []
        self.behaviour: Callable[[Runtime], Any] = lambda _runtime: None
        self.running = self.most_running = 0
        self.lock = threading.Lock()


journal = Journal()


@job()
def note(runtime: Runtime, *, text: str) -> None:
    journal.entries.append(text)


def fail(_runtime: Runtime) -> None:
    """Behave badly."""
    raise OSError("the mail server is down")


@job(attempts=3)
def behave(runtime: Runtime) -> None:
    journal.entries.append("tried")
    journal.behaviour(runtime)


@job()
def greet(
    runtime: Runtime, *, tone: Tone, greetings: list[Greeting], due: datetime | None, copy: int = 7, json: str = "plain"
) -> None:
    journal.entries.append((tone, greetings, due, copy, json))


@job(is_unique=True)
def recount(runtime: Runtime, *, room_id: int) -> None:
    journal.entries.append(room_id)
    journal.behaviour(runtime)


@cron("* * * * *")
def tick(runtime: Runtime) -> None:
    with journal.lock:
        journal.running += 1
        journal.most_running = max(journal.running, journal.most_running)
    journal.entries.append(runtime.clock())
    journal.behaviour(runtime)
    with journal.lock:
        journal.running -= 1


def not_a_job(runtime: Runtime) -> None:
    """A plain function."""


@mutation(policy=everyone)
def schedule(ctx: Context, *, work: str, fails: bool = False, **_: Any) -> None:
    plans[work](ctx)
    if fails:
        raise Conflict("Changed my mind.")


@mutation(policy=signed_in)
def for_people(ctx: Context, *, room_id: int) -> None:
    ctx.session.add(sample.Message(room_id=room_id, body="from a mutation"))


@query(policy=everyone)
def scheduling_query(ctx: Context) -> None:
    ctx.jobs.run_after(AT_ONCE, note, text="never")


plans: dict[str, Callable[[Context], None]] = {}


def run_after(runtime: Runtime, delay: timedelta, work: Any, **arguments: Any) -> None:
    """Schedule one thing in a mutation of its own."""
    plans["one"] = lambda ctx: ctx.jobs.run_after(delay, work, **arguments)
    runtime.write(schedule, work="one")


def queue_of(database: Database) -> list[sa.Row[Any]]:
    """What waits, runs or has failed, periodic jobs aside."""
    still_there = sa.and_(jobs.c.schedule.is_(None), jobs.c.state != JobState.DONE)
    with database.snapshot() as connection:
        return list(connection.execute(sa.select(jobs).where(still_there).order_by(jobs.c.id)))


def bodies(database: Database) -> list[str]:
    with database.snapshot() as connection:
        return list(connection.scalars(sa.select(sample.Message.body).order_by(sample.Message.id)))


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


@contextmanager
def at_work(runtime: Runtime) -> Iterator[JobRunner]:
    runner = JobRunner(runtime)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()
