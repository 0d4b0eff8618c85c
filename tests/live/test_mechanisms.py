"""Each promise fails without the mechanism that keeps it: its test is run with that one thing switched off."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from academy.core.database import Database
from academy.live import hub, runtime
from academy.live.changes import Change, ChangeLog
from academy.live.context import Context
from academy.live.evidence import Evidence
from academy.live.functions import Query
from academy.live.hub import Hub
from academy.live.nodes import Index, Node, Nodes, Watch
from academy.live.runtime import Runtime
from academy.live.tracking import ReadSet
from academy.live.turn import Turn
from tests.databases import postgres, sqlite
from tests.live import conftest, test_hub, test_promises
from tests.live.conftest import FrozenClock

LONGEST_SECONDS = 8.0
Switch = Callable[[pytest.MonkeyPatch, Database], None]
both = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


def no_triggers(_patch: pytest.MonkeyPatch, database: Database) -> None:
    with database.transaction() as connection:
        for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def no_reads(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(ReadSet, "add_table", lambda *_: None)
    patch.setattr(ReadSet, "add_keys", lambda *_: None)


def log_read_after_the_snapshot(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """The position of the log is another moment than that of the queries."""
    turn, advance = Hub._turn, ChangeLog.advance

    def turn_then_look(self: Hub, *arguments: Any) -> list[Watch]:
        changed = turn(self, *arguments)
        with self.runtime.database.snapshot() as connection:
            advance(self._log, connection)
        return changed

    patch.setattr(Hub, "_turn", turn_then_look)


def queries_of_a_page_one_by_one(patch: pytest.MonkeyPatch, _database: Database) -> None:
    publish_all = Hub.__init__

    def one_by_one(self: Hub, runtime: Runtime, publish: Callable[[list[Watch]], None]) -> None:
        publish_all(self, runtime, publish)
        inner: dict[str, Callable[[list[Watch]], None]] = {"publish": publish}

        def split(watches: list[Watch]) -> None:
            for watch in watches:
                inner["publish"]([watch])

        type(self).publish = property(lambda _: split, lambda _, new: inner.update(publish=new))  # type: ignore[assignment]

    patch.setattr(Hub, "publish", None, raising=False)
    patch.setattr(Hub, "__init__", one_by_one)


def nothing_shared(patch: pytest.MonkeyPatch, _database: Database) -> None:
    node = Turn._node

    def node_of_ones_own(self: Turn, key: tuple[Any, ...], *how: Any, **_shared: Any) -> Node:
        return node(self, (*key, object()), *how)

    patch.setattr(Turn, "_node", node_of_ones_own)


def looking_goes_unnoticed(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """A body is shared whatever it looked at, and shows everybody what the first may see."""
    viewer, run = Turn._viewer, Turn._run

    def look(self: Turn, node: Node, context: Context) -> Any:
        found = viewer(self, node, context)
        node.has_looked = False
        return found

    def run_as_the_first(self: Turn, node: Node) -> bool:
        node.is_shared, was_shared = False, node.is_shared
        try:
            return run(self, node)
        finally:
            node.is_shared = was_shared

    patch.setattr(Turn, "_viewer", look)
    patch.setattr(Turn, "_run", run_as_the_first)


def no_digests(patch: pytest.MonkeyPatch, _database: Database) -> None:
    run = Turn._run
    patch.setattr(Turn, "_run", lambda self, node: run(self, node) or True)


def nothing_looked_over(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(Evidence, "holds", lambda *_: False)


def followed_references_not_looked_over(patch: pytest.MonkeyPatch, _database: Database) -> None:
    note = Evidence.note
    patch.setattr(Evidence, "note", lambda self, sql, *rest: "DISTINCT" in sql or note(self, sql, *rest))


def everything_matches(patch: pytest.MonkeyPatch, _database: Database) -> None:
    def match(self: Index, change: Change) -> Iterator[Node]:
        for by_column in self._keyed.get(change.table, {}).values():
            for nodes in by_column.values():
                yield from nodes

    patch.setattr(Index, "match", match)


def readers_may_write(patch: pytest.MonkeyPatch, database: Database) -> None:
    @contextmanager
    def snapshot(_self: Database) -> Iterator[Connection]:
        with database.writer.connect() as connection:
            yield connection

    patch.setattr(Database, "snapshot", snapshot)


def time_is_no_change(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(Context, "changes_at", lambda *_: None)


def only_snapshots(patch: pytest.MonkeyPatch, database: Database) -> None:
    patch.setattr(database, "writer", sa.create_engine(database.url, isolation_level="REPEATABLE READ"))


def no_second_try(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(runtime, "ATTEMPTS", 1)


def no_request_ids(patch: pytest.MonkeyPatch, _database: Database) -> None:
    attempt = Runtime._attempt
    patch.setattr(
        Runtime,
        "_attempt",
        lambda self, mutation, credential, _id, *rest, **more: attempt(self, mutation, credential, "", *rest, **more),
    )


def no_guards(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(Query, "check", lambda *_, **__: None)


def no_viewers_watched(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(Nodes, "stand_on", lambda *_: None)


def no_pause_between_turns(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(hub, "TURN_SECONDS", 0.0)
    write, turn = Runtime.write, Hub._turn
    taken = threading.Event()

    def write_and_wait(self: Runtime, *arguments: Any, **more: Any) -> Any:
        taken.clear()
        result = write(self, *arguments, **more)
        taken.wait()
        return result

    def turn_and_say(self: Hub, *arguments: Any) -> list[Watch]:
        changed = turn(self, *arguments)
        taken.set()
        return changed

    patch.setattr(Runtime, "write", write_and_wait)
    patch.setattr(Hub, "_turn", turn_and_say)


def nothing_forgotten(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(Nodes, "forget", lambda *_: None)


written = test_promises.test_every_subscribed_browser_gets_the_new_result_however_it_was_written
rights = test_promises.test_rights_are_checked_at_every_run_and_revoking_them_clears_the_screen


@sqlite
@pytest.mark.parametrize(
    ("switch_off", "promise"),
    [
        pytest.param(switch_off, promise, id=switch_off.__name__)
        for switch_off, promise in [
            (no_triggers, partial(written, way="raw")),
            (no_reads, partial(written, way="service")),
            (log_read_after_the_snapshot, test_promises.test_no_gap_between_running_a_query_and_being_subscribed_to_it),
            (queries_of_a_page_one_by_one, test_promises.test_all_queries_of_one_page_move_together),
            (nothing_shared, test_promises.test_a_query_behind_a_policy_still_runs_once_for_all_who_may_see_it),
            (
                looking_goes_unnoticed,
                test_promises.test_the_viewer_is_part_of_the_key_only_if_the_query_looked_at_the_viewer,
            ),
            (no_digests, test_promises.test_an_unchanged_result_is_not_sent),
            (everything_matches, test_promises.test_a_change_elsewhere_runs_nothing),
            (nothing_looked_over, test_hub.test_what_would_see_the_same_rows_is_not_run),
            (
                followed_references_not_looked_over,
                test_hub.test_rows_moved_while_nothing_was_run_are_seen_at_their_new_place,
            ),
            (no_guards, partial(rights, taken="membership")),
            (no_viewers_watched, partial(rights, taken="session")),
            (nothing_forgotten, test_promises.test_leaving_a_page_forgets_what_it_watched),
        ]
    ],
)
def test_without_it_the_promise_is_broken(
    runtime: Runtime,
    audience: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    *,
    caplog: pytest.LogCaptureFixture,
    switch_off: Switch,
    promise: Callable[..., None],
) -> None:
    monkeypatch.setattr(conftest, "PATIENCE_SECONDS", 0.7)
    for tests in (test_promises, test_hub):
        monkeypatch.setattr(tests, "run", lambda scenario: asyncio.run(asyncio.wait_for(scenario, LONGEST_SECONDS)))
    switch_off(monkeypatch, runtime.database)
    with pytest.raises((AssertionError, TimeoutError)):
        promise(runtime, audience)
    assert not caplog.records, "the switch broke more than the promise"


@sqlite
def test_without_declared_moments_a_query_misses_them(
    runtime: Runtime, audience: Callable[[], Any], clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "PATIENCE_SECONDS", 0.7)
    time_is_no_change(monkeypatch, runtime.database)
    with pytest.raises(TimeoutError):
        test_promises.test_a_query_that_depends_on_time_is_run_again_when_it_said(runtime, audience, clock, monkeypatch)


@sqlite
def test_without_pauses_each_change_of_a_burst_is_sent(
    runtime: Runtime, audience: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_pause_between_turns(monkeypatch, runtime.database)
    with pytest.raises(AssertionError):
        test_promises.test_a_burst_is_coalesced_and_ends_true(runtime, audience)


@sqlite
def test_without_read_only_snapshots_a_query_writes(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    readers_may_write(monkeypatch, runtime.database)
    with pytest.raises(pytest.fail.Exception):
        test_promises.test_a_query_may_not_write(runtime)


@both
def test_without_request_ids_a_repeated_mutation_happens_twice(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_request_ids(monkeypatch, runtime.database)
    with pytest.raises(AssertionError):
        test_promises.test_a_mutation_repeated_with_its_request_id_happens_once(runtime)


@postgres
@pytest.mark.parametrize("switch_off", [only_snapshots, no_second_try])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_without_serializable_transactions_or_a_second_try_money_is_lost_or_people_are(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, switch_off: Switch
) -> None:
    switch_off(monkeypatch, runtime.database)
    with pytest.raises(AssertionError):
        test_promises.test_mutations_are_serializable_and_retried_on_conflict(runtime)
