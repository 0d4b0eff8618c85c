"""Work that runs by itself: at every turn once, whatever the number of workers and whatever the clock does."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live import job_queue, job_runner
from academy.live.job_queue import LEASE, jobs
from academy.live.job_runner import JobRunner
from academy.live.jobs import Job, cron, write_once
from academy.live.models import JobState
from academy.live.runtime import Runtime
from tests.live import sample
from tests.live.chores import at_work, bodies, fail, journal, tick, until
from tests.live.conftest import FrozenClock
from tests.live.sample import post


@pytest.fixture
def only_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all periodic jobs leave the one that these tests watch."""
    monkeypatch.setattr(job_runner, "JOBS", {tick.name: tick})


def turn_of(database: Database) -> sa.Row[Any]:
    with database.snapshot() as connection:
        return connection.execute(sa.select(jobs).where(jobs.c.name == tick.name)).one()


@pytest.mark.usefixtures("only_tick")
def test_a_periodic_job_runs_at_each_turn_once_whatever_the_number_of_workers(
    database: Database, clock: FrozenClock
) -> None:
    address = database.url.render_as_string(hide_password=False)
    databases = [Database(address) for _ in range(2)]
    first, second = (Runtime(made, sample.resolve_viewer, clock=clock) for made in databases)
    with at_work(first) as one, at_work(second) as two:
        for turn in range(1, 6):
            clock.advance(minutes=1)
            one.wake()
            two.wake()
            until(lambda turn=turn: len(journal.entries) >= turn and turn_of(database).next_try_at > clock())  # type: ignore[misc]
    assert journal.entries == sorted(set(journal.entries))
    assert len(journal.entries) == 5
    assert journal.most_running == 1
    for made in databases:
        made.dispose()


@pytest.mark.usefixtures("only_tick")
def test_a_turn_that_comes_while_the_one_before_still_runs_waits(runtime: Runtime, clock: FrozenClock) -> None:
    is_over = threading.Event()
    journal.behaviour = lambda _runtime: is_over.wait(30)
    other = JobRunner(runtime)
    with at_work(runtime) as runner:
        clock.advance(minutes=1)
        runner.wake()
        until(lambda: len(journal.entries) == 1)
        for _ in range(3):
            clock.advance(seconds=25)
            with runtime.database.locking_transaction() as connection:
                job_queue.keep(connection, runner.worker, clock())
            assert other.run_due() == 0
        is_over.set()
        until(lambda: turn_of(runtime.database).worker is None)
    assert len(journal.entries) == 1
    assert turn_of(runtime.database).next_try_at == datetime(2026, 3, 2, 9, 3, tzinfo=UTC)


@pytest.mark.usefixtures("only_tick")
def test_turns_missed_while_nobody_worked_are_made_up_for_once(runtime: Runtime, clock: FrozenClock) -> None:
    with at_work(runtime):
        pass
    clock.advance(days=3)
    with at_work(runtime):
        until(lambda: turn_of(runtime.database).next_try_at > clock())
    assert len(journal.entries) == 1


@pytest.mark.usefixtures("only_tick")
def test_a_turn_that_fails_does_not_end_the_series(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    journal.behaviour = fail
    with at_work(runtime):
        pass
    clock.advance(minutes=1)
    while turn_of(runtime.database).attempts < tick.attempts - 1:
        runner.run_due()
        clock.advance(seconds=12)
    runner.run_due()
    row = turn_of(runtime.database)
    assert (row.attempts, row.state, row.error) == (0, JobState.WAITING, "OSError: the mail server is down")
    assert row.ended_at == clock()
    assert clock() < row.next_try_at <= clock() + timedelta(minutes=1)


@pytest.mark.usefixtures("only_tick")
def test_a_turn_whose_worker_died_is_run_by_another_once_it_counts_as_dead(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    with at_work(runtime):
        pass
    clock.advance(minutes=1)
    with runtime.database.locking_transaction() as connection:
        assert len(job_queue.claim(connection, "dead", clock(), 1, [])) == 1
    clock.advance(seconds=LEASE.total_seconds() - 1)
    assert runner.run_due() == 0
    clock.advance(seconds=1)
    assert runner.run_due() == 1
    assert turn_of(runtime.database).next_try_at == clock() + timedelta(seconds=30)


@pytest.mark.usefixtures("only_tick")
def test_a_clock_that_was_wrong_does_not_keep_a_periodic_job_waiting(
    runtime: Runtime, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "LOOK_SECONDS", 0.01)
    clock.advance(days=365)
    with at_work(runtime):
        assert turn_of(runtime.database).next_try_at > clock()
        clock.advance(days=-365)
        until(lambda: turn_of(runtime.database).next_try_at == clock() + timedelta(minutes=1))
        clock.advance(minutes=1)
        until(lambda: len(journal.entries) == 1)


@pytest.mark.usefixtures("only_tick")
def test_each_turn_may_write_its_own_once(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    journal.behaviour = lambda runtime: write_once(runtime, post, room_id=1, body="x")
    with at_work(runtime):
        pass
    for _ in range(3):
        clock.advance(minutes=1)
        runner.run_due()
    assert bodies(runtime.database) == ["x", "x", "x"]


def test_a_schedule_that_changed_or_went_is_followed(runtime: Runtime, clock: FrozenClock) -> None:
    def sync(*crons: Job[[]]) -> None:
        with runtime.database.locking_transaction() as connection:
            job_queue.schedule_crons(connection, crons, clock())

    hourly = Job(tick.body, attempts=3, schedule="0 * * * *")
    sync(tick)
    assert turn_of(runtime.database).next_try_at == clock() + timedelta(minutes=1)
    clock.advance(seconds=90)
    sync(tick)
    assert turn_of(runtime.database).next_try_at == clock() - timedelta(seconds=30)
    sync(hourly)
    assert turn_of(runtime.database).next_try_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    sync()
    with runtime.database.snapshot() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(jobs)) == 0


def test_a_schedule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="crontab"):
        cron("every now and then")
