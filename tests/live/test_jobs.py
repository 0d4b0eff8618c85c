"""Work that mutations schedule, and work that runs by itself: transactional, durable, its effects once."""

import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from academy.core.database import Database
from academy.core.errors import Conflict, SignInRequired
from academy.core.schema import ReadModel
from academy.live import Context, changes, everyone, job_queue, job_runner, mutation, query, signed_in, upkeep
from academy.live.job_queue import LEASE, jobs
from academy.live.job_runner import JobRunner
from academy.live.jobs import JOBS, Job, cron, job, write_once
from academy.live.names import CHANGES, REQUESTS
from academy.live.runtime import Runtime, system_clock
from tests.live import job_worker, sample
from tests.live.conftest import FrozenClock
from tests.live.sample import post

AT_ONCE = timedelta(0)


class Tone(StrEnum):
    WARM = "warm"


class Greeting(ReadModel):
    text: str
    at: datetime


class Journal:
    """What the jobs below did, and what they wait for."""

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self.behaviour: Callable[[Runtime], Any] = lambda _runtime: None
        self.running = self.most_running = 0
        self.lock = threading.Lock()


journal = Journal()


@pytest.fixture(autouse=True)
def _new_journal() -> None:
    journal.__init__()  # type: ignore[misc]


@job()
def note(runtime: Runtime, *, text: str) -> None:
    journal.entries.append(text)


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
    with database.snapshot() as connection:
        return list(connection.execute(sa.select(jobs).where(jobs.c.schedule.is_(None)).order_by(jobs.c.id)))


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


@pytest.fixture
def runner(runtime: Runtime) -> JobRunner:
    return JobRunner(runtime)


# Scheduling is part of the transaction


def test_what_a_mutation_schedules_runs_once_after_it(runtime: Runtime, runner: JobRunner) -> None:
    run_after(runtime, AT_ONCE, note, text="hello")
    assert journal.entries == []
    assert runner.run_due() == 1
    assert runner.run_due() == 0
    assert journal.entries == ["hello"]
    assert queue_of(runtime.database) == []


def test_a_rollback_schedules_nothing(runtime: Runtime, runner: JobRunner) -> None:
    plans["one"] = lambda ctx: ctx.jobs.run_after(AT_ONCE, note, text="never")
    with pytest.raises(Conflict):
        runtime.write(schedule, work="one", fails=True)
    assert queue_of(runtime.database) == []
    assert runner.run_due() == 0


def test_a_savepoint_rolled_back_schedules_nothing(runtime: Runtime, runner: JobRunner) -> None:
    def plan(ctx: Context) -> None:
        ctx.jobs.run_after(AT_ONCE, note, text="kept")
        savepoint = ctx.session.begin_nested()
        ctx.jobs.run_after(AT_ONCE, note, text="taken back")
        savepoint.rollback()

    plans["one"] = plan
    runtime.write(schedule, work="one")
    runner.run_due()
    assert journal.entries == ["kept"]


def test_a_request_that_is_repeated_schedules_once(runtime: Runtime, runner: JobRunner) -> None:
    plans["one"] = lambda ctx: ctx.jobs.run_after(AT_ONCE, note, text="once")
    for _ in range(3):
        runtime.write_once(schedule, None, "request-1", work="one")
    runner.run_due()
    assert journal.entries == ["once"]


def test_a_query_may_not_schedule(runtime: Runtime) -> None:
    with pytest.raises(RuntimeError, match="only a mutation"):
        runtime.read(scheduling_query)


def test_work_nobody_knows_is_refused_at_once(runtime: Runtime) -> None:
    with pytest.raises(LookupError, match="not_a_job"):
        run_after(runtime, AT_ONCE, not_a_job)


@pytest.mark.parametrize("arguments", [{}, {"text": "a", "colour": "red"}, {"text": object()}])
def test_arguments_that_do_not_fit_are_refused_at_once(runtime: Runtime, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        run_after(runtime, AT_ONCE, note, **arguments)


def test_arguments_arrive_as_they_were_given(runtime: Runtime, runner: JobRunner) -> None:
    at = datetime(2026, 5, 1, 12, 30, 0, 123456, tzinfo=UTC)
    greetings = [Greeting(text="grüß 'Gott' {\"a\": 1} 🎓", at=at)]
    run_after(runtime, AT_ONCE, greet, tone=Tone.WARM, greetings=greetings, due=None, json="x")
    run_after(runtime, AT_ONCE, greet, tone=Tone.WARM, greetings=[], due=at)
    runner.run_due()
    assert journal.entries == [(Tone.WARM, greetings, None, 7, "x"), (Tone.WARM, [], at, 7, "plain")]


def test_a_mutation_can_be_scheduled_and_runs_once_as_the_system(runtime: Runtime, runner: JobRunner) -> None:
    with pytest.raises(SignInRequired):
        runtime.write(for_people, room_id=1)
    run_after(runtime, AT_ONCE, for_people, room_id=1)
    runner.run_due()
    assert bodies(runtime.database) == ["from a mutation"]


# Time


def test_a_delay_is_honoured(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    run_after(runtime, timedelta(minutes=30), note, text="later")
    clock.advance(minutes=29, seconds=59)
    assert runner.run_due() == 0
    clock.advance(seconds=1)
    assert runner.run_due() == 1


def test_jobs_run_in_the_order_in_which_they_are_due(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    for minutes in (3, 1, 2):
        run_after(runtime, timedelta(minutes=minutes), note, text=str(minutes))
    clock.advance(hours=1)
    runner.run_due()
    assert journal.entries == ["1", "2", "3"]


def test_what_this_worker_schedules_starts_without_waiting_for_the_next_look(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "LOOK_SECONDS", 3600)
    with at_work(runtime) as runner:
        until(lambda: not runner._nudged.is_set())
        run_after(runtime, AT_ONCE, note, text="now")
        until(lambda: journal.entries == ["now"])


def test_a_job_is_started_when_its_moment_comes(database: Database) -> None:
    runtime = Runtime(database, sample.resolve_viewer)
    with at_work(runtime):
        run_after(runtime, timedelta(milliseconds=150), note, text="soon")
        until(lambda: journal.entries == ["soon"])


def test_what_another_process_schedules_is_found(database: Database) -> None:
    with at_work(Runtime(database, sample.resolve_viewer)):
        run_after(Runtime(database, sample.resolve_viewer), AT_ONCE, note, text="from afar")
        until(lambda: journal.entries == ["from afar"])


# Failure


def test_a_job_that_raises_is_tried_again_after_growing_pauses_and_then_kept_as_failed(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    def fail(_runtime: Runtime) -> None:
        raise OSError("the mail server is down")

    journal.behaviour = fail
    run_after(runtime, AT_ONCE, behave)
    pauses = []
    for _ in range(2):
        assert runner.run_due() == 1
        (row,) = queue_of(runtime.database)
        assert row.error == "OSError: the mail server is down"
        assert row.failed_at is None
        pauses.append((row.next_try_at - clock()).total_seconds())
        clock.now = row.next_try_at - timedelta(milliseconds=1)
        assert runner.run_due() == 0
        clock.now = row.next_try_at
    assert 1.5 <= pauses[0] <= 2.5
    assert 6 <= pauses[1] <= 10
    assert runner.run_due() == 1
    (row,) = queue_of(runtime.database)
    assert row.failed_at == clock()
    clock.advance(days=80)
    assert runner.run_due() == 0
    assert len(journal.entries) == 3


def test_a_job_that_recovers_leaves_no_trace(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    def fail_once(_runtime: Runtime) -> None:
        if len(journal.entries) == 1:
            raise OSError("busy")

    journal.behaviour = fail_once
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    clock.advance(seconds=3)
    runner.run_due()
    assert len(journal.entries) == 2
    assert queue_of(runtime.database) == []


def test_pauses_never_exceed_an_hour_by_much() -> None:
    assert all(job_runner._pause_after(attempts) <= timedelta(minutes=75) for attempts in range(1, 60))


def test_a_job_that_kills_its_worker_each_time_is_given_up(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    run_after(runtime, AT_ONCE, behave)
    for number in range(behave.attempts):
        with runtime.database.locking_transaction() as connection:
            assert len(job_queue.claim(connection, f"worker {number}", clock(), 9, [])) == 1
        clock.advance(seconds=LEASE.total_seconds())
    runner.run_due()
    (row,) = queue_of(runtime.database)
    assert row.failed_at == clock()
    assert "died" in row.error
    assert journal.entries == []


def test_a_job_unknown_to_this_version_waits_for_one_that_knows_it(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_after(runtime, AT_ONCE, note, text="patience")
    with monkeypatch.context() as patch:
        patch.delitem(job_queue.find.__globals__["JOBS"], note.name)
        assert runner.run_due() == 1
    clock.advance(minutes=1)
    runner.run_due()
    assert journal.entries == ["patience"]


# Effects happen once


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


def test_failed_jobs_are_forgotten_after_months(runtime: Runtime, runner: JobRunner, clock: FrozenClock) -> None:
    def fail(_runtime: Runtime) -> None:
        raise OSError("no")

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


def test_a_worker_killed_in_the_middle_is_made_up_for_and_nothing_happens_twice(database: Database) -> None:
    runtime = Runtime(database, sample.resolve_viewer)
    run_after(runtime, AT_ONCE, job_worker.two_steps, room_id=1)
    with worker(database, 0, "hang") as first:
        assert said(first) == "half"
        first.send_signal(signal.SIGKILL)
    assert bodies(database) == ["first"]
    with worker(database, LEASE.total_seconds() + 1) as second:
        assert said(second) == "done"
        until(lambda: queue_of(database) == [])
    assert bodies(database) == ["first", "second"]


@contextmanager
def worker(database: Database, seconds_ahead: float, *more: str) -> Iterator[subprocess.Popen[str]]:
    address = database.url.render_as_string(hide_password=False)
    program = "from tests.live.job_worker import main; main()"
    command = [sys.executable, "-c", program, address, str(seconds_ahead), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 30)[0], "it said nothing"
    return process.stdout.readline().strip()


# Several workers


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
        job_queue.finish(connection, "first", claim, clock())
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


# Scheduling the same thing twice


def test_a_unique_job_waits_once_and_at_its_earliest_moment(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    for minutes in (5, 1, 9):
        run_after(runtime, timedelta(minutes=minutes), recount, room_id=1)
    run_after(runtime, timedelta(minutes=1), recount, room_id=2)
    clock.advance(minutes=1)
    runner.run_due()
    clock.advance(hours=1)
    runner.run_due()
    assert sorted(journal.entries) == [1, 2]


def test_a_unique_job_may_be_scheduled_again_while_it_runs(runtime: Runtime, runner: JobRunner) -> None:
    def once_more(runtime: Runtime) -> None:
        if len(journal.entries) == 1:
            run_after(runtime, AT_ONCE, recount, room_id=1)

    journal.behaviour = once_more
    run_after(runtime, AT_ONCE, recount, room_id=1)
    assert runner.run_due() == 2


# Work that runs by itself


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
    def fail(_runtime: Runtime) -> None:
        raise OSError("no")

    journal.behaviour = fail
    with at_work(runtime):
        pass
    clock.advance(minutes=1)
    while turn_of(runtime.database).attempts < tick.attempts - 1:
        runner.run_due()
        clock.advance(seconds=12)
    runner.run_due()
    row = turn_of(runtime.database)
    assert (row.attempts, row.failed_at, row.error) == (0, None, "OSError: no")
    assert clock() < row.next_try_at <= clock() + timedelta(minutes=1)


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


def test_the_live_layers_own_tables_are_kept_small(runtime: Runtime, clock: FrozenClock) -> None:
    assert JOBS[upkeep.prune.name].schedule
    runtime.write_once(post, None, "request-1", room_id=1, body="x")
    counts = sa.text(f"SELECT (SELECT count(*) FROM {CHANGES}), (SELECT count(*) FROM {REQUESTS})")
    for minutes, some in ((5, True), (60, False)):
        clock.now = system_clock() + timedelta(minutes=minutes)
        upkeep.prune(runtime)
        with runtime.database.snapshot() as connection:
            assert [count > 0 for count in connection.execute(counts).one()] == [some, some]


def test_a_schedule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="crontab"):
        cron("every now and then")


def test_a_job_has_one_definition() -> None:
    with pytest.raises(TypeError, match="twice"):
        job()(note.body)
