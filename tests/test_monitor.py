"""What a worker says of itself: fit to serve or not, part by part, and its numbers to whoever may see them."""

import asyncio
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy import routes
from academy.core import migrations
from academy.core.database import Database
from academy.core.settings import settings
from academy.live import Runtime, http, job_queue, monitor
from academy.live.hub import Hub
from academy.live.job_queue import Failure, Queue
from academy.live.job_runner import JobRunner
from academy.live.monitor import Monitor
from academy.live.wakeups import Listener
from tests.world import FrozenClock, Live

Scenario = Callable[..., Coroutine[Any, Any, None]]


class Worker:
    """The parts of a worker, started, and what looks after them."""

    def __init__(self, runtime: Runtime, revision: str) -> None:
        self.hub = Hub(runtime, lambda _watches: None)
        self.jobs = JobRunner(runtime)
        self.listener = Listener(runtime.database, self.hub.wake)
        self.monitor = Monitor(
            self.hub, lambda: (3, 1, 1000), self.jobs, self.listener, revision=revision, hang_seconds=0
        )
        self.listening = asyncio.create_task(self.listener.run())

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                await asyncio.sleep(0.01)


@asynccontextmanager
async def working(runtime: Runtime, revision: str = "") -> AsyncIterator[Worker]:
    worker = Worker(runtime, revision or migrations.head())
    await worker.hub.start()
    await asyncio.to_thread(worker.jobs.start)
    await worker.until(lambda: worker.listener.is_connected)
    try:
        yield worker
    finally:
        worker.listening.cancel()
        await asyncio.to_thread(worker.jobs.stop)
        await worker.hub.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(monitor, "FRESH_SECONDS", 0)


def test_a_worker_is_ready_when_every_part_of_it_is(live: Live) -> None:
    async def scenario() -> None:
        async with working(live) as worker:
            assert await worker.monitor.problems() == {}
            worker.monitor.is_leaving = True
            assert set(await worker.monitor.problems()) == {"worker"}

    asyncio.run(scenario())


def test_a_database_of_another_version_is_a_problem(live: Live) -> None:
    async def scenario() -> None:
        async with working(live, revision="another") as worker:
            assert set(await worker.monitor.problems()) == {"migrations"}

    asyncio.run(scenario())


@pytest.mark.usefixtures("impatient")
def test_each_part_that_has_stopped_is_named(live: Live) -> None:
    async def scenario() -> None:
        async with working(live) as worker:
            worker.listening.cancel()
            await worker.until(lambda: not worker.listener.is_connected)
            assert set(await worker.monitor.problems()) == {"listener"}
            await asyncio.to_thread(worker.jobs.stop)
            assert set(await worker.monitor.problems()) == {"listener", "jobs"}
            await worker.hub.stop()
            assert set(await worker.monitor.problems()) == {"listener", "jobs", "hub"}

    asyncio.run(scenario())


@pytest.mark.usefixtures("impatient")
def test_a_database_that_is_not_there_is_named_without_its_address() -> None:
    async def scenario() -> None:
        database = Database("postgresql://academy:secret@127.0.0.1:1/academy")
        runtime = Runtime(database, lambda _ctx, _token: pytest.fail("nobody looks"))
        hub = Hub(runtime, lambda _watches: None)
        await hub.start()
        listener = Listener(database, hub.wake)
        looking = Monitor(
            hub, lambda: (0, 0, 0), JobRunner(runtime), listener, revision=migrations.head(), hang_seconds=0
        )
        problems = await looking.problems()
        assert set(problems) == {"database", "migrations", "hub", "listener", "jobs"}
        assert "secret" not in str(problems)
        await hub.stop()

    asyncio.run(scenario())


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_the_listener_finds_back_to_postgres(live: Live) -> None:
    async def scenario() -> None:
        async with working(live) as worker:
            woken = asyncio.Event()
            worker.listener._wake = lambda _: woken.set()
            with live.database.transaction() as connection:
                connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN %%'"
                )
            await worker.until(lambda: not worker.listener.is_connected)
            woken.clear()
            await worker.until(lambda: worker.listener.is_connected)
            assert woken.is_set()

    asyncio.run(scenario())


def test_the_queue_is_counted_by_what_its_jobs_wait_for(live: Live, clock: FrozenClock) -> None:
    def enqueue(*delays: timedelta) -> None:
        with live.system() as ctx:
            for delay in delays:
                Queue().enqueue(ctx.session, "academy.live.upkeep.prune", {}, clock() + delay)

    enqueue(timedelta(minutes=-5), timedelta(minutes=-1), timedelta(minutes=-1), timedelta(hours=1))
    with live.database.locking_transaction() as connection:
        running, failing = job_queue.claim(connection, "w", clock(), 2, [])
        job_queue.give_up(connection, failing, clock(), Failure("broken", ""))
    with live.database.snapshot() as connection:
        census = job_queue.census(connection, clock())
    assert census.counts == {"due": 1, "waiting": 1, "running": 1, "failed": 1}
    assert census.lag_seconds == 60
    assert running.attempts == 1


class TestOverHttp:
    @pytest.fixture
    def client(self, live: Live) -> Callable[..., TestClient]:
        """A client of a worker, by default on the same machine."""

        def at(host: str = "127.0.0.1") -> TestClient:
            app = Starlette()
            for route, answer in (
                (routes.HEALTH_LIVE, http.live),
                (routes.HEALTH_READY, http.ready),
                (routes.METRICS, http.metrics),
            ):
                app.add_route(route.pattern, answer)
            hub = Hub(live, lambda _watches: None)
            listener = Listener(live.database, hub.wake)
            app.state.monitor = Monitor(
                hub, lambda: (3, 1, 1000), JobRunner(live), listener, revision="", hang_seconds=0
            )
            return TestClient(app, client=(host, 40000))

        return at

    def test_liveness_asks_nobody(self, client: Callable[..., TestClient]) -> None:
        assert client().get(routes.HEALTH_LIVE.url()).json() == {"status": "live"}

    def test_not_being_ready_has_its_own_status(self, client: Callable[..., TestClient]) -> None:
        asked = client()
        asked.app.state.monitor.is_leaving = True  # type: ignore[attr-defined]
        answer = asked.get(routes.HEALTH_READY.url())
        assert answer.status_code == 503
        assert answer.json() == {"status": "not ready", "problems": {"worker": "is shutting down"}}

    def test_the_demo_academy_shows_its_numbers_to_its_own_machine_alone(
        self, client: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = routes.METRICS.url()
        shown = client().get(path)
        assert shown.status_code == 200
        lines = shown.text.splitlines()
        assert "live_clients 3.0" in lines
        assert 'live_jobs{status="due"} 0.0' in lines
        assert "live_turn_seconds_count 0.0" in lines
        assert client("192.0.2.7").get(path).status_code == 404
        assert client().get(path, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404
        monkeypatch.setenv("ACADEMY_DEMO", "false")
        settings.cache_clear()
        assert client().get(path).status_code == 404

    def test_a_token_opens_the_numbers_and_nothing_else_does(
        self, client: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ACADEMY_METRICS_TOKEN", "open sesame")
        settings.cache_clear()
        asked, path = client("192.0.2.7"), routes.METRICS.url()
        assert asked.get(path, headers={"authorization": "Bearer open sesame"}).status_code == 200
        assert asked.get(path, headers={"authorization": "Bearer sesame"}).status_code == 401
        assert client().get(path).status_code == 401


def stand_still(live: Live, stderr: Path) -> None:
    """Be a worker whose event loop is stuck."""
    sys.stderr = stderr.open("w")

    async def scenario() -> None:
        hub = Hub(live, lambda _watches: None)
        listener = Listener(live.database, hub.wake)
        looking = Monitor(hub, lambda: (0, 0, 0), JobRunner(live), listener, revision="", hang_seconds=0.5)
        running = asyncio.create_task(looking.run())
        await asyncio.sleep(1.5)  # three times as long as it may stand still
        sys.stderr.write("alive\n")
        sys.stderr.flush()
        time.sleep(60)
        running.cancel()

    asyncio.run(scenario())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_stands_still_says_where_and_ends(live: Live, tmp_path: Path) -> None:
    stderr = tmp_path / "stderr"
    stuck = multiprocessing.get_context("fork").Process(target=stand_still, args=(live, stderr))
    stuck.start()
    stuck.join(30)
    said = stderr.read_text()
    assert stuck.exitcode == 1
    assert said.startswith("alive")
    assert "in scenario" in said
