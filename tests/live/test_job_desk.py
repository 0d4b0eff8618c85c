"""What people do with the queue — retry, run now, cancel — also at the very moment at which a worker takes the job."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live import Context, everyone, job_queue, job_runner, mutation
from academy.live.job_queue import LEASE, jobs
from academy.live.job_runner import JobRunner
from academy.live.jobs import write_once
from academy.live.models import JobState
from academy.live.runtime import Runtime
from tests.live.chores import AT_ONCE, at_work, behave, bodies, fail, journal, note, queue_of, run_after, tick
from tests.live.conftest import FrozenClock
from tests.live.sample import post

ROUNDS = 25


@mutation(policy=everyone)
def cancel(ctx: Context, *, job_id: int) -> JobState | None:
    return job_queue.cancel(ctx.session.connection(), job_id)


@mutation(policy=everyone)
def retry(ctx: Context, *, job_ids: list[int]) -> list[int]:
    return job_queue.retry(ctx.session.connection(), job_ids, ctx.now)


@mutation(policy=everyone)
def run_now(ctx: Context, *, job_id: int) -> bool:
    return job_queue.run_now(ctx.session.connection(), job_id, ctx.now)


def only_job(database: Database) -> int:
    (row,) = queue_of(database)
    return int(row.id)


def state_of(database: Database, job_id: int) -> JobState | None:
    with database.snapshot() as connection:
        state: JobState | None = connection.scalar(sa.select(jobs.c.state).where(jobs.c.id == job_id))
    return state


def fail_for_good(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> int:
    """Return a job that has used up its tries, half a minute ago."""
    run_after(runtime, AT_ONCE, behave)
    behaviour, journal.behaviour = journal.behaviour, fail
    for _ in range(behave.attempts):
        assert runner.run_due() == 1
        clock.advance(seconds=30)
    journal.behaviour = behaviour
    journal.entries.clear()
    return only_job(runtime.database)


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Do things in threads that start together, and return what each returned."""
    start, results = threading.Barrier(len(steps)), [None] * len(steps)

    def take(at: int, step: Callable[[], Any]) -> None:
        start.wait()
        results[at] = step()

    threads = [threading.Thread(target=take, args=(at, step)) for at, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# Retrying


def test_a_failed_job_that_is_retried_has_all_its_tries_again(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    job_id = fail_for_good(runtime, runner, clock)
    assert runtime.write(retry, job_ids=[job_id]) == [job_id]
    journal.behaviour = fail
    for _ in range(behave.attempts):
        assert state_of(runtime.database, job_id) == JobState.WAITING
        assert runner.run_due() == 1
        clock.advance(seconds=30)
    assert state_of(runtime.database, job_id) == JobState.FAILED


def test_what_it_wrote_once_before_it_failed_is_not_written_again(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    def write_then(runtime: Runtime) -> None:
        write_once(runtime, post, room_id=1, body="once")
        if len(journal.entries) <= behave.attempts:
            fail(runtime)

    journal.behaviour = write_then
    run_after(runtime, AT_ONCE, behave)
    for _ in range(behave.attempts):
        runner.run_due()
        clock.advance(seconds=30)
    with runtime.database.locking_transaction() as connection:
        job_queue.prune(connection, clock())
    runtime.write(retry, job_ids=[only_job(runtime.database)])
    assert runner.run_due() == 1
    assert bodies(runtime.database) == ["once"]
    assert queue_of(runtime.database) == []


def test_only_what_has_failed_for_good_can_be_retried(runtime: Runtime, runner: JobRunner) -> None:
    run_after(runtime, AT_ONCE, note, text="waits")
    job_id = only_job(runtime.database)
    assert runtime.write(retry, job_ids=[job_id, job_id + 1]) == []
    runner.run_due()
    assert runtime.write(retry, job_ids=[job_id]) == []
    assert journal.entries == ["waits"]


def test_two_people_who_retry_at_once_have_it_run_once(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    other = JobRunner(runtime)
    for _ in range(ROUNDS):
        job_id = fail_for_good(runtime, runner, clock)
        first, second, *_ = at_once(
            lambda job_id=job_id: runtime.write(retry, job_ids=[job_id]),  # type: ignore[misc]
            lambda job_id=job_id: runtime.write(retry, job_ids=[job_id]),  # type: ignore[misc]
            runner.run_due,
            other.run_due,
        )
        runner.run_due()
        # The second may find it failed no longer, but done: never put it back twice.
        assert sorted([*first, *second]) == [job_id]
        assert journal.entries == ["tried"]
        assert queue_of(runtime.database) == []


# Cancelling


def test_a_job_that_waits_is_taken_out(runtime: Runtime, runner: JobRunner) -> None:
    run_after(runtime, AT_ONCE, note, text="never")
    assert runtime.write(cancel, job_id=only_job(runtime.database)) == JobState.WAITING
    assert runner.run_due() == 0
    assert queue_of(runtime.database) == []


def test_a_job_that_has_failed_is_forgotten(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    job_id = fail_for_good(runtime, runner, clock)
    assert runtime.write(cancel, job_id=job_id) == JobState.FAILED
    assert runtime.write(cancel, job_id=job_id) is None
    assert queue_of(runtime.database) == []


@pytest.mark.parametrize("fails", [True, False])
def test_a_job_that_runs_goes_on_but_is_not_tried_again(runtime: Runtime, runner: JobRunner, *, fails: bool) -> None:
    answers = []

    def be_cancelled(runtime: Runtime) -> None:
        answers.append(runtime.write(cancel, job_id=job_id))
        if fails:
            fail(runtime)

    journal.behaviour = be_cancelled
    run_after(runtime, AT_ONCE, behave)
    job_id = only_job(runtime.database)
    assert runner.run_due() == 1
    assert answers == [JobState.RUNNING]
    assert queue_of(runtime.database) == []
    assert state_of(runtime.database, job_id) == (None if fails else JobState.DONE)


def test_a_cancelled_job_whose_worker_dies_is_forgotten(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    run_after(runtime, AT_ONCE, note, text="never")
    with runtime.database.locking_transaction() as connection:
        job_queue.claim(connection, "dead", clock(), 1, [])
    runtime.write(cancel, job_id=only_job(runtime.database))
    clock.advance(seconds=LEASE.total_seconds())
    assert runner.run_due() == 0
    with runtime.database.locking_transaction() as connection:
        job_queue.prune(connection, clock())
    assert queue_of(runtime.database) == []


def test_a_cancelled_job_is_kept_alive_while_it_runs(runtime: Runtime, clock: FrozenClock) -> None:
    run_after(runtime, AT_ONCE, note, text="long")
    with runtime.database.locking_transaction() as connection:
        job_queue.claim(connection, "busy", clock(), 1, [])
    runtime.write(cancel, job_id=only_job(runtime.database))
    clock.advance(seconds=20)
    with runtime.database.locking_transaction() as connection:
        job_queue.keep(connection, "busy", clock())
    clock.advance(seconds=20)
    with runtime.database.locking_transaction() as connection:
        job_queue.prune(connection, clock())
    assert state_of(runtime.database, only_job(runtime.database)) == JobState.STOPPING


def test_a_job_cancelled_while_a_worker_takes_it_is_never_tried_twice(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    journal.behaviour = fail
    seen = set()
    for _ in range(ROUNDS):
        journal.entries.clear()
        run_after(runtime, AT_ONCE, behave)
        job_id = only_job(runtime.database)
        was, _ = at_once(
            lambda job_id=job_id: runtime.write(cancel, job_id=job_id),  # type: ignore[misc]
            runner.run_due,
        )
        clock.advance(hours=1)
        runner.run_due()
        seen.add((was, len(journal.entries)))
        assert queue_of(runtime.database) == []
    assert seen <= {(JobState.WAITING, 0), (JobState.RUNNING, 1), (JobState.WAITING, 1)}


# Running now


def test_a_periodic_job_can_be_run_now_and_keeps_its_schedule(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "JOBS", {tick.name: tick})
    with at_work(runtime):
        pass
    with runtime.database.snapshot() as connection:
        job_id = connection.scalar(sa.select(jobs.c.id).where(jobs.c.name == tick.name))
    clock.advance(seconds=20)
    assert runtime.write(run_now, job_id=job_id)
    assert runner.run_due() == 1
    clock.advance(seconds=40)
    assert runner.run_due() == 1
    assert runtime.write(cancel, job_id=job_id) is None


def test_a_job_that_waits_to_be_tried_again_can_be_tried_now(runtime: Runtime, runner: JobRunner) -> None:
    journal.behaviour = fail
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    assert runtime.write(run_now, job_id=only_job(runtime.database))
    assert runner.run_due() == 1


def test_what_was_meant_for_later_or_runs_already_is_left_alone(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    run_after(runtime, timedelta(hours=1), note, text="later")
    job_id = only_job(runtime.database)
    assert not runtime.write(run_now, job_id=job_id)
    assert runner.run_due() == 0
    clock.advance(hours=1)
    with runtime.database.locking_transaction() as connection:
        job_queue.claim(connection, "busy", clock(), 1, [])
    assert not runtime.write(run_now, job_id=job_id)
