"""What the live layer counts, as Prometheus metrics.

The hub counts in plain numbers while it takes a turn and reports once at its end, so that counting costs the same
however many watch.

Where several workers share a port, each writes its numbers to files of its own *slot* in a common folder, and
whichever is asked adds them up (the multiprocess mode of `prometheus_client`). A slot is held by a file lock, which the
kernel lets go when its worker dies in whatever way. The next worker takes the slot and counts on: counters never go
back, files do not pile up, and the gauges of a slot that nobody holds are left out.
"""

import fcntl
import os
import time
from collections import Counter as Tallies
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, values
from prometheus_client.multiprocess import MultiProcessCollector

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper ends of the histograms' buckets."""


class Metrics:
    """The numbers of one worker. With a folder they are shared with the other workers that are given the same.

    All names are those that a scrape shows, without `_total`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._slot = _Slot(folder) if folder else None
        self._registry = registry = CollectorRegistry()

        def counter(name: str, about: str, *labels: str) -> Counter:
            return Counter(name, about, labels, registry=registry)

        def gauge(name: str, about: str) -> Gauge:
            return Gauge(name, about, registry=registry, multiprocess_mode="livesum")

        def histogram(name: str, about: str, *labels: str) -> Histogram:
            return Histogram(name, about, labels, buckets=SECONDS, registry=registry)

        self.workers = gauge("live_workers", "Worker processes that serve.")
        self.clients = gauge("live_clients", "Browsers connected.")
        self.subscriptions = gauge("live_subscriptions", "Queries on the screens of all browsers.")
        self.results = gauge("live_results", "Results kept true, each for all who share it.")
        self.backlog = gauge("live_socket_backlog_bytes", "What waits to be sent to browsers.")
        self.behind = gauge("live_sockets_behind", "Browsers too slow to get every change; they get the latest.")

        self.checks = counter("live_checks", "Times it was looked whether a query's reads had changed.", "query")
        self.runs = counter("live_runs", "Times a query was run for screens.", "query")
        self.unchanged_runs = counter("live_unchanged_runs", "Runs that brought nothing new.", "query")
        self.changes = counter("live_changes", "Changed rows heard of.", "table")
        self.invalidations = counter("live_invalidations", "Results a changed row made doubtful.", "table")
        self.coalesced = counter("live_coalesced_changes", "Changed rows handled together with one before.")
        self.turns = histogram("live_turn_seconds", "Length of the hub's turns.")
        self.failed_turns = counter("live_failed_turns", "Turns that broke and were taken again.")
        self.pushes = histogram("live_push_seconds", "From hearing of a commit to the last socket served.")

        self.mutations = histogram("live_mutation_seconds", "Length of mutations that committed.", "mutation")
        self.conflicts = counter("live_mutation_conflicts", "Attempts that lost to another transaction.", "mutation")
        self.retries = counter("live_mutation_retries", "Mutations tried again.", "mutation")
        self.jobs = histogram("live_job_seconds", "Length of jobs that were done.", "job")
        self.job_retries = counter("live_job_retries", "Jobs that failed and will be tried again.", "job")
        self.job_failures = counter("live_job_failures", "Jobs that failed for good.", "job")

    def collect(self) -> Iterable[Metric]:
        """Return the numbers of all workers that share the folder; without one, of this worker."""
        return self._registry.collect() if self._slot is None else self._slot.collect()


class Tally:
    """What one hub has counted in the turn under way, and when it heard of what that turn brings.

    Attributes:
        checks: How often it was looked whether a query's reads had changed.
        runs: How often each query was run.
        unchanged: How often that brought the same result, good for as long as before.
        changes: Changed rows by table.
        invalidations: Results they made doubtful, by table.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._woken_at: float | None = None
        self._heard_at = 0.0
        self._clear()

    def _clear(self) -> None:
        self.checks = Tallies[str]()
        self.runs = Tallies[str]()
        self.unchanged = Tallies[str]()
        self.changes = Tallies[str]()
        self.invalidations = Tallies[str]()

    def wake(self) -> None:
        """Note the moment of the first news since the last turn began."""
        if self._woken_at is None:
            self._woken_at = time.perf_counter()

    def turn(self, take: Callable[P, R], /, *args: P.args, **arguments: P.kwargs) -> R:
        """Take a turn, and report what was counted in it."""
        began = time.perf_counter()
        self._heard_at, self._woken_at = self._woken_at or began, None
        try:
            return take(*args, **arguments)
        except Exception:
            self._metrics.failed_turns.inc()
            raise
        finally:
            self._metrics.turns.observe(time.perf_counter() - began)
            self._report()

    def pushed(self) -> None:
        """Note that what the turn brought is on every socket."""
        self._metrics.pushes.observe(time.perf_counter() - self._heard_at)

    def _report(self) -> None:
        metrics = self._metrics
        for counter, counted in (
            (metrics.checks, self.checks),
            (metrics.runs, self.runs),
            (metrics.unchanged_runs, self.unchanged),
            (metrics.changes, self.changes),
            (metrics.invalidations, self.invalidations),
        ):
            for label, number in counted.items():
                counter.labels(label).inc(number)
        metrics.coalesced.inc(max(0, self.changes.total() - 1))
        self._clear()


class _Slot:
    """One worker's place in the common folder, for as long as the process lives."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._number, self._held = next(filter(None, map(self._take, count())))
        for file in folder.glob(f"gauge_live*_{self._number}.db"):
            file.unlink()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        values.ValueClass = values.MultiProcessValue(lambda: self._number)  # type: ignore[no-untyped-call]

    def collect(self) -> Iterable[Metric]:
        held = set(self._others()) | {self._number}
        files = [str(file) for file in self._folder.glob("*.db") if _is_counter(file) or _slot_of(file) in held]
        merged: Iterable[Metric] = MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]
        return merged

    def _others(self) -> Iterator[int]:
        for lock in self._folder.glob("*.lock"):
            number = int(lock.stem)
            if number != self._number:
                if taken := self._take(number):
                    taken[1].close()
                else:
                    yield number

    def _take(self, number: int) -> tuple[int, IO[bytes]] | None:
        file = (self._folder / f"{number}.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return number, file


def _is_counter(file: Path) -> bool:
    return not file.name.startswith("gauge_live")


def _slot_of(file: Path) -> int:
    return int(file.stem.rpartition("_")[2])
