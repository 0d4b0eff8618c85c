"""What a job writes happens once, and what is done is forgotten in time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from academy.live import changes, job_queue
from academy.live.job_queue import jobs
from academy.live.job_runner import JobRunner
from academy.live.jobs import write_once
from academy.live.models import JobState
from academy.live.names import REQUESTS
from academy.live.runtime import Runtime, system_clock
from tests.live.chores import (
    AT_ONCE,
    behave,
    bodies,
    fail,
    journal,
    note,
    queue_of,
    run_after,
)
from tests.live.conftest import FrozenClock
from tests.live.sample import post


def test_what_a_job_writes_once_is_not_written_again_when_it_is_tried_again(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    results = []

    def write_then_fail(runtime: Runtime) -> None:
        results.extend(write_once(runtime, post, room_id=1, body=body) for body in ("a", "b"))
        if len(journal.entries) == 1:
            raise OSError("after the fact")

    journal.behaviour = write_then_fail
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    clock.advance(hours=5)
    with runtime.database.locking_transaction() as connection:
        changes.prune(connection, system_clock() + timedelta(days=1))
        job_queue.prune(connection, clock())
    runner.run_due()
    assert bodies(runtime.database) == ["a", "b"]
    assert results[:2] == results[2:]


def test_two_jobs_alike_both_have_their_effect(runtime: Runtime, runner: JobRunner) -> None:
    journal.behaviour = lambda runtime: write_once(runtime, post, room_id=1, body="x")
    for _ in range(2):
        run_after(runtime, AT_ONCE, behave)
        runner.run_due()
    assert bodies(runtime.database) == ["x", "x"]


def test_outside_a_job_it_is_an_ordinary_write(runtime: Runtime) -> None:
    for _ in range(2):
        write_once(runtime, post, room_id=1, body="x")
    assert bodies(runtime.database) == ["x", "x"]


def test_what_was_written_once_is_forgotten_with_its_job(runtime: Runtime, runner: JobRunner) -> None:
    journal.behaviour = lambda runtime: write_once(runtime, post, room_id=1, body="x")
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    with runtime.database.locking_transaction() as connection:
        job_queue.prune(connection, runtime.clock())
        assert connection.scalar(sa.text(f"SELECT count(*) FROM {REQUESTS}")) == 0


def test_of_the_jobs_that_are_done_the_latest_are_kept(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_queue, "KEEP_DONE", 3)
    for number in range(5):
        run_after(runtime, AT_ONCE, note, text=str(number))
        runner.run_due()
        clock.advance(seconds=1)
    with runtime.database.locking_transaction() as connection:
        job_queue.prune(connection, clock())
        kept = connection.execute(sa.select(jobs.c.arguments, jobs.c.state, jobs.c.error).order_by(jobs.c.id)).all()
    assert kept == [({"text": text}, JobState.DONE, None) for text in ("2", "3", "4")]
    assert runner.run_due() == 0


def test_failed_jobs_are_forgotten_after_months(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    journal.behaviour = fail
    run_after(runtime, AT_ONCE, behave)
    for _ in range(3):
        runner.run_due()
        clock.advance(minutes=1)
    for days, left in ((89, 1), (2, 0)):
        clock.advance(days=days)
        with runtime.database.locking_transaction() as connection:
            job_queue.prune(connection, clock())
        assert len(queue_of(runtime.database)) == left
