"""Fixtures of the browser tests: a site served once for all of them, and a browser for each."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from academy import routes
from scripts import browser as chromium
from scripts.site import Site
from tests.browser.visits import Visits

PATIENCE_MS = 15_000
"""How long a page may take to show what is expected of it; a busy machine is no failure."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Keep what a failed test saw while its pages are still open."""
    outcome = yield
    report = outcome.get_result()
    visits = getattr(item, "funcargs", {}).get("visit")
    if report.when == "call" and report.failed and isinstance(visits, Visits):
        report.sections.append(("Kept", f"{visits.keep(item.nodeid)}\n" + "\n".join(visits.console[-20:])))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo academy, served by a production server for the whole run."""
    made = Site(tmp_path_factory.mktemp("site"))
    made.command("build")
    made.start()
    yield made
    assert made.stop() == 0, f"the server did not stop cleanly:\n{made.log.read_text()}"
    assert "Expected field" not in made.log.read_text(), "a var was given something else than it declares"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser for the tests of this folder; while it is open, its event loop is the process's."""
    program = chromium.find()
    assert program, "no Chromium: run `make test`, or scripts/browser.py"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visits]:
    """Opens pages of the site: `visit("/courses", as_="Ada")`; no script may crash on any of them."""
    visits = Visits(browser, site)
    yield visits
    visits.close()
    assert not visits.crashes, visits.crashes


@pytest.fixture
def page(visit: Visits) -> Page:
    """A visitor's browser at a page that is always there."""
    return visit(routes.DEV_UI_PUBLIC.url())


@pytest.fixture
def own_site(site: Site, tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own over a copy of the demo academy, to be killed and started again at will."""
    made = Site(tmp_path)
    with closing(sqlite3.connect(site.database)) as theirs, closing(sqlite3.connect(made.database)) as ours:
        theirs.backup(ours)
    made.start()
    yield made
    made.kill()
