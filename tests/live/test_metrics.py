"""What the hub and the runtime count, and what several workers make of it together."""

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from academy.live.metrics import Metrics
from academy.live.runtime import Runtime
from tests.live import sample


def count_and_tell(folder: Path, runs: int, caller: Connection) -> None:
    """Be one of several workers: count, then tell all numbers whenever asked."""
    metrics = Metrics(folder)
    metrics.workers.set(1)
    metrics.runs.labels("query").inc(runs)
    metrics.turns.observe(0.002)
    while True:
        caller.send(figures(metrics))
        caller.recv()


class Worker:
    """A process that shares a folder with others like it; it has run "query" so many times."""

    def __init__(self, folder: Path, runs: int) -> None:
        self._end, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=count_and_tell, args=(folder, runs, theirs))
        self._process.start()
        self._end.recv()

    def figures(self) -> dict[str, float]:
        """All numbers, as this worker tells them."""
        self._end.send("?")
        return dict(self._end.recv())

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def figures(metrics: Metrics) -> dict[str, float]:
    """The numbers by name, those with labels by `name label …`."""
    samples = (sample for metric in metrics.collect() for sample in metric.samples)
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def named(query: Any) -> str:
    return f"{query.__module__}.{query.__qualname__}"


def test_a_change_is_counted_by_what_it_set_off(runtime: Runtime, audience: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with audience() as everyone:
            for client in range(20):
                await everyone.watch(str(client), sample.messages, room_id=1)
                await everyone.watch(f"other {client}", sample.messages, room_id=2)
            await everyone.settled()
            before = figures(runtime.metrics)
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body="hello")
            await everyone.settled()
            after = figures(runtime.metrics)

        def grown(name: str) -> float:
            return after.get(name, 0) - before.get(name, 0)

        assert grown(f"live_runs_total {named(sample.messages)}") == 1
        assert grown(f"live_unchanged_runs_total {named(sample.messages)}") == 0
        assert grown("live_changes_total messages") == 1
        assert grown("live_invalidations_total messages") == 1
        assert grown("live_push_seconds_count") == 1
        assert grown("live_turn_seconds_count") >= 1
        assert grown(f"live_mutation_seconds_count {named(sample.post)}") == 1

    asyncio.run(scenario())


def test_false_alarms_and_changes_handled_together_are_counted(runtime: Runtime, audience: Callable[[], Any]) -> None:
    def touch_all() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sa.update(sample.Message).values(hidden_note="what the query reads and does not show"))

    async def scenario() -> None:
        for number in range(3):
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body=str(number))
        async with audience() as everyone:
            await everyone.watch("ada", sample.messages, room_id=1)
            await everyone.settled()
            before = figures(runtime.metrics)["live_coalesced_changes_total"]
            await asyncio.to_thread(touch_all)
            await everyone.settled()
        after = figures(runtime.metrics)
        assert after[f"live_unchanged_runs_total {named(sample.messages)}"] == 1
        assert after["live_coalesced_changes_total"] - before == 2

    asyncio.run(scenario())


def test_every_worker_shows_all_and_a_killed_one_leaves_its_counts_but_no_gauges(tmp_path: Path) -> None:
    first, second = Worker(tmp_path, 3), Worker(tmp_path, 4)
    try:
        for worker in (first, second):
            shown = worker.figures()
            assert shown["live_runs_total query"] == 7
            assert shown["live_turn_seconds_count"] == 2
            assert shown["live_workers"] == 2
        first.kill()
        shown = second.figures()
        assert shown["live_runs_total query"] == 7
        assert shown["live_workers"] == 1
        files = set(tmp_path.iterdir())
        first = Worker(tmp_path, 5)
        assert first.figures() == second.figures()
        assert first.figures()["live_runs_total query"] == 12
        assert first.figures()["live_workers"] == 2
        assert set(tmp_path.iterdir()) == files
    finally:
        first.kill()
        second.kill()
