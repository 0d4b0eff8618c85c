"""What every test may ask for: a database of its own on each engine, a clock that stands still, a runtime, a cast."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from academy.core.database import Database
from academy.core.settings import settings
from academy.live.tracking import watch_reads
from academy.tables import metadata
from tests.databases import KINDS, academy_database, opened
from tests.world import Cast, FrozenClock, Live, gather_cast

IN_BROWSERS = "tests/browser/"


class BrowsersTogether(LoadScopeScheduling):
    """Gives a process one test after the other, but those in browsers to one: they share a site."""

    def _split_scope(self, nodeid: str) -> str:
        return IN_BROWSERS if nodeid.startswith(IN_BROWSERS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BrowsersTogether:
    return BrowsersTogether(config, log)


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of each test's own: a change to the environment holds after `settings.cache_clear()`."""
    monkeypatch.setenv("ACADEMY_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty academy, on SQLite and then on Postgres."""
    with academy_database(request.param) as url:
        made = _watched(url)
        yield made
        made.dispose()


@cache
def _watched(url: str) -> Database:
    made = opened(url)
    watch_reads(made.reader, metadata)
    return made


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def live(database: Database, clock: FrozenClock) -> Live:
    return Live(database, clock)


@pytest.fixture
def cast(live: Live) -> Cast:
    return gather_cast(live)
