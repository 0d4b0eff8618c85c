"""How a worker is, for whoever looks after it: whether it is fit to serve, and its numbers.

A worker whose event loop stands still cannot say so, and would hold on to its browsers for ever. So the loop winds up
a clock again and again; if it runs down, the worker writes where each of its threads is and ends, and its supervisor
starts another.
"""

import asyncio
import faulthandler
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from academy.live import job_queue
from academy.live.hub import Hub
from academy.live.job_runner import JobRunner
from academy.live.wakeups import Listener

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
"""How often the clock is wound up and what changes slowly is counted."""
PATIENCE_SECONDS = 3.0
"""A part of the worker that has not answered by then is not well."""
FRESH_SECONDS = 1.0
"""What was found out a shorter time ago than this is told again."""

Check = Callable[[], Awaitable[bool]]


class Monitor:
    """Looks after one worker.

    Args:
        hub: What keeps its screens true.
        census: Counts browsers connected, those that are behind, and bytes that wait to be sent to them.
        jobs: What does its jobs.
        listener: What hears of other workers' commits.
        revision: The migration the database has to be at.
        hang_seconds: After how long a stand-still of the event loop the process ends; 0 for never.

    Attributes:
        current: What looks after this process, once it runs.
        is_leaving: The worker has been told to stop.
    """

    current: ClassVar["Monitor | None"] = None

    def __init__(
        self,
        hub: Hub,
        census: Callable[[], tuple[int, int, int]],
        jobs: JobRunner,
        listener: Listener,
        *,
        revision: str,
        hang_seconds: float,
    ) -> None:
        self.is_leaving = False
        self._hub, self._census, self._jobs, self._listener = hub, census, jobs, listener
        self._runtime = hub.runtime
        self._revision = revision
        self._hang_seconds = hang_seconds
        self._found: dict[str, str] = {}
        self._found_at = float("-inf")
        self._looking = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="monitor")

    async def run(self) -> None:
        """Count and wind up the clock until cancelled."""
        Monitor.current = self
        try:
            while True:
                if self._hang_seconds:
                    faulthandler.dump_traceback_later(self._hang_seconds, exit=True)
                self._sample()
                await asyncio.sleep(min(BEAT_SECONDS, self._hang_seconds / 3 or BEAT_SECONDS))
        finally:
            self._thread.shutdown(wait=False)
            faulthandler.cancel_dump_traceback_later()

    # Health

    async def problems(self) -> dict[str, str]:
        """Return what keeps this worker from serving, by part; empty if nothing does."""
        if self.is_leaving:
            return {"worker": "is shutting down"}
        async with self._looking:
            if time.monotonic() - self._found_at > FRESH_SECONDS:
                self._found = await self._look()
                self._found_at = time.monotonic()
        return self._found

    async def _look(self) -> dict[str, str]:
        checks: dict[str, tuple[Check, str]] = {
            "database": (self._answers, "does not answer"),
            "migrations": (self._is_migrated, "are not those of this program"),
            "hub": (self._takes_turns, "takes no turns"),
            "listener": (self._hears, "does not hear of other workers' changes"),
            "jobs": (self._works, "are not run"),
        }
        are_well = await asyncio.gather(*[_is_well(check) for check, _ in checks.values()])
        return {
            part: words for (part, (_, words)), is_well in zip(checks.items(), are_well, strict=True) if not is_well
        }

    async def _answers(self) -> bool:
        return await self._select("SELECT 1") == 1

    async def _is_migrated(self) -> bool:
        return await self._select("SELECT version_num FROM alembic_version") == self._revision

    async def _select(self, statement: str) -> object:
        def select() -> object:
            with self._runtime.database.snapshot() as connection:
                return connection.exec_driver_sql(statement).scalar()

        return await asyncio.get_running_loop().run_in_executor(self._thread, select)

    async def _takes_turns(self) -> bool:
        await self._hub.turn()
        return True

    async def _hears(self) -> bool:
        return self._listener.is_connected

    async def _works(self) -> bool:
        return self._jobs.is_alive

    # Numbers

    def numbers(self) -> bytes:
        """Return all numbers as Prometheus text; blocks."""
        self._sample()
        with self._runtime.database.snapshot() as connection:
            queue = job_queue.census(connection, self._runtime.clock())
        registry = CollectorRegistry()
        registry.register(self._runtime.metrics)
        registry.register(_Queue(queue))
        return generate_latest(registry)

    def _sample(self) -> None:
        metrics = self._runtime.metrics
        metrics.workers.set(1)
        subscriptions, results = self._hub.census()
        metrics.subscriptions.set(subscriptions)
        metrics.results.set(results)
        clients, behind, unsent = self._census()
        metrics.clients.set(clients)
        metrics.behind.set(behind)
        metrics.backlog.set(unsent)


class _Queue(Collector):
    """The job queue as it is in the database, the same for all workers."""

    def __init__(self, census: job_queue.Census) -> None:
        self._census = census

    def collect(self) -> Iterable[Metric]:
        counts = GaugeMetricFamily("live_jobs", "Jobs in the queue.", labels=["status"])
        for status, number in self._census.counts.items():
            counts.add_metric([status], number)
        lag = GaugeMetricFamily("live_job_lag_seconds", "For how long the job that is due longest has waited.")
        lag.add_metric([], self._census.lag_seconds)
        return [counts, lag]


async def _is_well(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), PATIENCE_SECONDS)
    except Exception as error:
        logger.warning("a check of this worker failed: %r", error)
        return False
