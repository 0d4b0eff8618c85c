"""What every test may ask for: a database of its own on each engine, a clock that stands still, a runtime, a cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from academy.core.database import Database
from academy.core.settings import settings
from tests.databases import KINDS
from tests.standing import standing_academy
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
    with standing_academy(request.param) as made:
        yield made


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def live(database: Database, clock: FrozenClock) -> Live:
    return Live(database, clock)


@pytest.fixture
def cast(live: Live) -> Cast:
    return gather_cast(live)
