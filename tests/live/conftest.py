"""A runtime over the sample schema, on both databases, and a hub whose publications can be waited for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from prometheus_client import Counter
from sqlalchemy.engine import Connection

from academy.core.database import Database
from academy.live import capture
from academy.live.hub import Hub
from academy.live.job_queue import jobs
from academy.live.job_runner import JobRunner
from academy.live.nodes import Wanted, Watch
from academy.live.runtime import Runtime
from academy.live.tracking import watch_reads
from academy.live.wakeups import Listener
from tests.databases import KINDS, lent_database
from tests.live import sample
from tests.live.chores import journal

PATIENCE_SECONDS = 10.0
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FrozenClock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def make_tables(url: str) -> None:
    database = Database(url)
    with database.transaction() as connection:
        sample.metadata.create_all(connection)
        jobs.create(connection)
        capture.install(connection, sample.metadata)
    database.dispose()


def put_first_rows(connection: Connection) -> None:
    connection.execute(sample.Room.__table__.insert(), [{"id": 1, "topic": "one"}, {"id": 2, "topic": "two"}])
    connection.execute(sample.Account.__table__.insert(), [{"id": 1, "balance": 100}, {"id": 2, "balance": 100}])
    connection.execute(
        sample.Login.__table__.insert(), [{"token": "ada", "user_id": 1}, {"token": "bob", "user_id": 2}]
    )


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with lent_database(request.param, make_tables) as url:
        database = Database(url)
        with database.transaction() as connection:
            put_first_rows(connection)
        yield database
        database.dispose()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def runtime(database: Database, clock: FrozenClock) -> Runtime:
    watch_reads(database.reader, sample.metadata)
    return Runtime(database, sample.resolve_viewer, clock=clock)


@pytest.fixture
def runner(runtime: Runtime) -> JobRunner:
    """A worker that runs what is due only when told to."""
    return JobRunner(runtime)


@pytest.fixture(autouse=True)
def _new_journal() -> None:
    journal.forget()


class Audience:
    """Clients of a hub. `shown` is what is on each one's screen, `frames` how often it was told something."""

    hub: Hub

    def __init__(self) -> None:
        self.shown: dict[tuple[str, str], Any] = {}
        self.frames: list[list[tuple[str, str]]] = []

    def publish(self, watches: list[Watch]) -> None:
        for watch in watches:
            self.shown[watch.client, watch.target] = _visible(watch.outcome)
        if watches:
            self.frames.append([(watch.client, watch.target) for watch in watches])

    async def watch(self, client: str, query: Any, credential: str | None = None, **arguments: Any) -> Any:
        return (await self.watch_all(client, {query.__name__: (query, arguments)}, credential))[query.__name__]

    async def watch_all(
        self, client: str, wanted: dict[str, tuple[Any, dict[str, Any]]], credential: str | None = None
    ) -> dict[str, Any]:
        outcomes = await self.hub.watch(
            client, {name: Wanted(query, arguments, credential) for name, (query, arguments) in wanted.items()}
        )
        self.shown.update({(client, name): _visible(outcome) for name, outcome in outcomes.items()})
        return {name: _visible(outcome) for name, outcome in outcomes.items()}

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; fails when it does not within a generous time."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                await asyncio.sleep(0.002)

    def runs(self) -> int:
        """How often queries were run."""
        return counted(self.hub.runtime.metrics.runs)

    def checks(self) -> int:
        """How often it was looked whether the reads of one had changed."""
        return counted(self.hub.runtime.metrics.checks)

    async def settled(self) -> None:
        """Wait until everything committed so far has been published: two full turns from now."""
        for _ in range(2):
            await self.hub.turn()
        await asyncio.sleep(0)


def counted(counter: Counter) -> int:
    """The sum of a counter over all its labels."""
    samples = [sample for metric in counter.collect() for sample in metric.samples]
    return int(sum(sample.value for sample in samples if sample.name.endswith("_total")))


def _visible(outcome: Any) -> Any:
    return outcome.problem.code if outcome.problem else outcome.value


@asynccontextmanager
async def gather(runtime: Runtime) -> AsyncIterator[Audience]:
    """Let an audience watch through a hub over this runtime."""
    audience = Audience()
    hub = audience.hub = Hub(runtime, audience.publish)
    await hub.start()
    listening = asyncio.create_task(Listener(runtime.database, hub.wake).run())
    try:
        yield audience
    finally:
        listening.cancel()
        await hub.stop()


@pytest.fixture
def audience(runtime: Runtime) -> Callable[[], Any]:
    return partial(gather, runtime)
