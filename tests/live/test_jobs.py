"""Work that mutations schedule: transactional and durable."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from academy.core.database import Database
from academy.core.errors import Conflict, SignInRequired
from academy.live import Context, job_queue, job_runner, upkeep
from academy.live.job_queue import LEASE
from academy.live.job_runner import JobRunner
from academy.live.jobs import JOBS, alone, job
from academy.live.models import JobState
from academy.live.names import CHANGES, REQUESTS
from academy.live.runtime import Runtime, system_clock
from tests.live import sample
from tests.live.chores import (
    AT_ONCE,
    Greeting,
    Tone,
    at_work,
    behave,
    bodies,
    fail,
    for_people,
    greet,
    journal,
    not_a_job,
    note,
    plans,
    queue_of,
    recount,
    run_after,
    schedule,
    scheduling_query,
    until,
)
from tests.live.conftest import FrozenClock
from tests.live.sample import post

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


def test_a_clock_that_runs_back_and_forth_loses_no_job_and_runs_none_twice(
    runtime: Runtime, clock: FrozenClock
) -> None:
    chance = random.Random(3)
    runners = [JobRunner(runtime) for _ in range(2)]
    for number in range(30):
        run_after(runtime, timedelta(seconds=chance.randrange(600)), note, text=str(number))
        clock.advance(seconds=chance.randrange(-300, 300))
        chance.choice(runners).run_due()
    clock.advance(hours=1)
    assert runners[0].run_due() > 0
    assert sorted(journal.entries, key=int) == [str(number) for number in range(30)]


# Failure


def test_a_job_that_raises_is_tried_again_after_growing_pauses_and_then_kept_as_failed(
    runtime: Runtime, runner: JobRunner, clock: FrozenClock
) -> None:
    journal.behaviour = fail
    run_after(runtime, AT_ONCE, behave)
    pauses = []
    for _ in range(2):
        assert runner.run_due() == 1
        (row,) = queue_of(runtime.database)
        assert row.error == "OSError: the mail server is down"
        assert (row.state, row.ended_at) == (JobState.WAITING, clock())
        pauses.append((row.next_try_at - clock()).total_seconds())
        clock.now = row.next_try_at - timedelta(milliseconds=1)
        assert runner.run_due() == 0
        clock.now = row.next_try_at
    assert 1.5 <= pauses[0] <= 2.5
    assert 6 <= pauses[1] <= 10
    assert runner.run_due() == 1
    (row,) = queue_of(runtime.database)
    assert (row.state, row.ended_at) == (JobState.FAILED, clock())
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


def test_pauses_grow_fourfold_up_to_an_hour_and_are_spread_by_a_quarter() -> None:
    random.seed(7)
    for attempts in range(1, 40):
        middle = min(2.0 * 4 ** (attempts - 1), 3600.0)
        pauses = [job_runner._pause_after(attempts).total_seconds() / middle for _ in range(200)]
        assert 0.75 <= min(pauses) < 0.8
        assert 1.2 < max(pauses) <= 1.25


def test_a_failure_is_kept_with_where_it_was_but_without_what_it_was_about(runtime: Runtime, runner: JobRunner) -> None:
    secret = "-".join(["hush"] * 2)

    def insist(runtime: Runtime) -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sa.text("INSERT INTO nowhere VALUES (:token)"), {"token": secret})

    journal.behaviour = insist
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    (row,) = queue_of(runtime.database)
    assert "in insist" in row.traceback
    assert "nowhere" in row.error
    assert secret not in row.error + row.traceback


def test_a_long_traceback_loses_its_beginning(runtime: Runtime, runner: JobRunner) -> None:
    def go_on(_runtime: Runtime) -> None:
        raise OSError("x" * 20_000 + "the end")

    journal.behaviour = go_on
    run_after(runtime, AT_ONCE, behave)
    runner.run_due()
    (row,) = queue_of(runtime.database)
    assert len(row.error) == job_runner.ERROR_LENGTH
    assert len(row.traceback) == job_runner.TRACEBACK_LENGTH
    assert row.traceback.endswith("the end\n")


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
    assert (row.state, row.ended_at) == (JobState.FAILED, clock())
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


def test_the_live_layers_own_tables_are_kept_small(runtime: Runtime, clock: FrozenClock) -> None:
    assert JOBS[upkeep.prune.name].schedule
    runtime.write_once(post, None, "request-1", room_id=1, body="x")
    counts = sa.text(f"SELECT (SELECT count(*) FROM {CHANGES}), (SELECT count(*) FROM {REQUESTS})")
    for minutes, some in ((5, True), (60, False)):
        clock.now = system_clock() + timedelta(minutes=minutes)
        upkeep.prune(runtime)
        with runtime.database.snapshot() as connection:
            assert [count > 0 for count in connection.execute(counts).one()] == [some, some]


def test_a_job_has_one_definition() -> None:
    with pytest.raises(TypeError, match="twice"):
        job()(note.body)


def test_what_goes_wrong_with_one_thing_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done = []
    for number in range(3):
        with alone(f"number {number}"):
            done.append(6 // number)
    assert done == [6, 3]
    assert [record.message for record in caplog.records] == ["number 0 could not be seen to"]
