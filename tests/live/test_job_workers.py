"""Several workers at one queue: each job is one worker's, and what a dead one leaves behind is made up for."""

import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live import job_queue, job_runner
from academy.live.job_queue import LEASE, jobs
from academy.live.job_runner import JobRunner
from academy.live.runtime import Runtime, system_clock
from tests.live import job_worker, sample
from tests.live.chores import (
    AT_ONCE,
    at_work,
    behave,
    bodies,
    journal,
    note,
    plans,
    queue_of,
    run_after,
    schedule,
    until,
)
from tests.live.conftest import FrozenClock


def test_a_job_is_left_to_the_worker_that_took_it_for_as_long_as_that_lives(
    runtime: Runtime, clock: FrozenClock
) -> None:
    run_after(runtime, AT_ONCE, note, text="mine")
    with runtime.database.locking_transaction() as connection:
        (claim,) = job_queue.claim(connection, "first", clock(), 9, [])
        for _ in range(5):
            clock.advance(seconds=LEASE.total_seconds() - 1)
            assert job_queue.claim(connection, "second", clock(), 9, []) == []
            job_queue.keep(connection, "first", clock())
        clock.advance(seconds=LEASE.total_seconds())
        (again,) = job_queue.claim(connection, "second", clock(), 9, [])
        assert (again.id, again.run_id, again.attempts) == (claim.id, claim.run_id, 2)
        job_queue.finish(connection, claim, clock())
        assert connection.scalar(sa.select(jobs.c.worker).where(jobs.c.id == claim.id)) == "second"


def test_a_worker_speaks_up_for_a_long_job(
    runtime: Runtime, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_over = threading.Event()
    journal.behaviour = lambda _runtime: is_over.wait(30)
    monkeypatch.setattr(job_runner, "LEASE", AT_ONCE)
    with at_work(runtime) as runner:
        run_after(runtime, AT_ONCE, behave)
        until(lambda: journal.entries == ["tried"])
        clock.advance(seconds=20)
        runner.wake()
        until(lambda: queue_of(runtime.database)[0].next_try_at == clock() + LEASE)
        is_over.set()
        until(lambda: queue_of(runtime.database) == [])


def test_many_jobs_and_several_workers_each_job_once(database: Database) -> None:
    runtimes = [Runtime(Database(database.url.render_as_string(hide_password=False)), sample.resolve_viewer)] * 2
    plans["many"] = lambda ctx: [ctx.jobs.run_after(AT_ONCE, note, text=str(n)) for n in range(60)] and None
    with at_work(runtimes[0]), at_work(runtimes[1]):
        runtimes[0].write(schedule, work="many")
        until(lambda: len(journal.entries) >= 60 and queue_of(database) == [])
    assert sorted(journal.entries, key=int) == [str(n) for n in range(60)]
    for runtime in runtimes:
        runtime.database.dispose()


def test_jobs_run_in_threads_of_their_own_and_stop_ends_them(runtime: Runtime) -> None:
    journal.behaviour = lambda _runtime: journal.entries.append(threading.current_thread().name)
    with at_work(runtime):
        run_after(runtime, AT_ONCE, behave)
        until(lambda: len(journal.entries) == 2)
    assert journal.entries[1].startswith("job_")
    run_after(runtime, AT_ONCE, note, text="nobody works any more")
    assert not {"jobs", journal.entries[1]} & {thread.name for thread in threading.enumerate()}
    assert len(queue_of(runtime.database)) == 1


@pytest.mark.parametrize("place", job_worker.PLACES)
def test_a_worker_killed_in_the_middle_is_made_up_for_and_nothing_happens_twice(database: Database, place: str) -> None:
    runtime = Runtime(database, sample.resolve_viewer, clock=lambda: system_clock() + LEASE)
    run_after(runtime, -LEASE, job_worker.two_steps, room_id=1)
    with worker(database, place) as process:
        assert said(process) == place
        process.send_signal(signal.SIGKILL)
    assert bodies(database) == ["first", "second"][: 1 + job_worker.PLACES.index(place)]
    JobRunner(runtime).run_due()
    assert bodies(database) == ["first", "second"]
    assert queue_of(database) == []


@contextmanager
def worker(database: Database, place: str) -> Iterator[subprocess.Popen[str]]:
    address = database.url.render_as_string(hide_password=False)
    program = "from tests.live.job_worker import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, address, place], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 60)[0], "it said nothing"
    return process.stdout.readline().strip()
