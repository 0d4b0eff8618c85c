"""Two workers on Postgres, killed, relieved and started anew while people have pages open and half-written forms."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from academy import routes
from academy.core import embedded
from academy.core.settings import EMBEDDED
from scripts.site import Site
from tests.browser.visits import Visits

ADMIN, OTHER_ADMIN = "Ada Mensah", "Erik Haugen"
COURSE = routes.COURSE.url(slug="ai-fundamentals")
EDITOR = routes.ADMIN_COURSE.url(course_id=1)
OPEN = ".choice:has(input:checked)"


@pytest.fixture(scope="module")
def cluster(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo academy on a Postgres of its own, served by two workers; built with the other site."""
    made = Site(tmp_path_factory.mktemp("cluster"), workers=2, database_url=EMBEDDED)
    made.start()
    yield made
    assert made.stop() == 0, f"the cluster did not stop cleanly:\n{made.log.read_text()}"


@pytest.fixture
def visit(browser: Browser, cluster: Site) -> Iterator[Visits]:
    visits = Visits(browser, cluster)
    yield visits
    visits.close()
    assert not visits.crashes, visits.crashes


def sql(cluster: Site, statement: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(embedded.address(cluster.folder)) as connection:
        cursor = connection.execute(statement, values)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Desk:
    """Several tabs of several people, each with something half done."""

    def __init__(self, visit: Visits, cluster: Site) -> None:
        self.cluster = cluster
        self.visitor = visit(COURSE)
        expect(self.visitor.locator(OPEN)).to_contain_text("left")

        self.details = visit(EDITOR, as_=ADMIN)
        self.details.get_by_role("button", name="Edit details").click()
        self.details.get_by_label("Summary").fill("Half a sen")
        self.details.get_by_label("Audience").select_option(index=1)

        self.dialog = visit(f"{EDITOR}?tab=sessions", as_=OTHER_ADMIN)
        self.dialog.get_by_role("button", name="Add a session").click()
        self.dialog.get_by_label("Title").fill("A session in the ma")

        self.gallery = visit(routes.DEV_UI.url())
        self.gallery.get_by_label("Name", exact=True).fill("Grace Hop")
        self.gallery.get_by_label("I have read the").check()
        self.gallery.get_by_label("On site").check()
        self.gallery.get_by_label("Weekly digest").click()
        expect(self.gallery.get_by_label("Weekly digest")).to_be_checked()

        self.code = visit(routes.SIGN_IN.url())
        self.code.get_by_label("E-mail address").fill("somebody@post.example.org")
        self.code.get_by_role("button", name="Send me a link").click()
        self.code.get_by_label("Six digits").fill("12")
        for page in self.pages:
            page.evaluate("window.isStillThere = true")

    @property
    def pages(self) -> list[Page]:
        return [self.visitor, self.details, self.dialog, self.gallery, self.code]

    def expect_all_live(self) -> None:
        """A change from elsewhere arrives, and nothing of what was typed, chosen or opened is gone."""
        cohort = self.visitor.locator(f"{OPEN} input").get_attribute("value")
        raised = "UPDATE cohorts SET max_capacity = max_capacity + 1 WHERE public_id = %s RETURNING max_capacity"
        seats = sql(self.cluster, raised, cohort)[0][0]
        expect(self.visitor.locator(OPEN)).to_contain_text(f"of {seats} left")
        for page in self.pages:
            expect(page.locator(".connection-note")).to_have_count(0)
            assert page.evaluate("window.isStillThere"), "the page was loaded anew"
            expect(page.locator(".toast")).to_have_count(0)
        expect(self.details.get_by_label("Summary")).to_have_value("Half a sen")
        assert self.details.get_by_label("Audience").evaluate("select => select.selectedIndex") == 1
        expect(self.dialog.get_by_role("dialog").get_by_label("Title")).to_have_value("A session in the ma")
        expect(self.gallery.get_by_label("Name", exact=True)).to_have_value("Grace Hop")
        for label in ("I have read the", "On site", "Weekly digest"):
            expect(self.gallery.get_by_label(label)).to_be_checked()
        expect(self.code.get_by_label("Six digits")).to_have_value("12")


@pytest.fixture
def desk(visit: Visits, cluster: Site) -> Desk:
    return Desk(visit, cluster)


def test_nobody_notices_that_workers_are_killed(desk: Desk, cluster: Site) -> None:
    for worker in cluster.workers():
        os.kill(worker, signal.SIGKILL)
        desk.expect_all_live()
    desk.dialog.get_by_label("Title").press_sequentially("king")
    desk.dialog.get_by_role("button", name="Add the session").click()
    expect(desk.dialog.get_by_role("rowheader", name="A session in the making")).to_be_visible()
    assert sql(cluster, "SELECT count(*) FROM sessions WHERE title = 'A session in the making'") == [(1,)]
    desk.details.get_by_label("Summary").press_sequentially("tence.")
    desk.details.get_by_role("button", name="Save the course").click()
    expect(desk.visitor.get_by_text("Half a sentence.")).to_be_visible()


def test_nobody_notices_that_all_are_killed_at_once_or_relieved(desk: Desk, cluster: Site) -> None:
    before = cluster.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    until(lambda: len(set(cluster.workers()) - set(before)) == 2)
    desk.expect_all_live()
    before = cluster.workers()
    cluster.tell(signal.SIGHUP)
    until(lambda: len(cluster.workers()) == 2 and not set(cluster.workers()) & set(before))
    desk.expect_all_live()


def test_screens_outlast_a_restart_of_everything(desk: Desk, cluster: Site) -> None:
    assert cluster.stop() == 0
    try:
        expect(desk.visitor.get_by_text(re.compile("Reconnecting since")).first).to_be_visible()
    finally:
        cluster.start()
    desk.expect_all_live()


class Line:
    """A browser's connection, to be cut and mended."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_deaf = False
        self._open: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/_event"), self._connect)

    def _connect(self, route: WebSocketRoute) -> None:
        self._open = route
        server = route.connect_to_server()
        server.on_message(lambda message: None if self.is_deaf else route.send(message))

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Have no connection meanwhile."""
        assert self._open is not None
        self.page.context.set_offline(True)
        self._open.close()
        yield
        self.is_deaf = False
        self.page.context.set_offline(False)


def add_session(page: Page, title: str) -> None:
    page.get_by_role("button", name="Add a session").click()
    page.get_by_role("dialog").get_by_label("Title").fill(title)


@pytest.fixture
def line(visit: Visits) -> Line:
    page = visit(as_=ADMIN)
    line = Line(page)
    page.goto(f"{EDITOR}?tab=sessions")
    return line


def test_what_is_sent_without_a_connection_arrives_once(line: Line, cluster: Site) -> None:
    add_session(line.page, "Sent in a tunnel")
    with line.cut():
        line.page.get_by_role("button", name="Add the session").dblclick()
        expect(line.page.get_by_text(re.compile("Offline since")).first).to_be_visible()
        expect(line.page.get_by_role("dialog").get_by_label("Title")).to_have_value("Sent in a tunnel")
        assert sql(cluster, "SELECT count(*) FROM sessions WHERE title = 'Sent in a tunnel'") == [(0,)]
    expect(line.page.get_by_role("rowheader", name="Sent in a tunnel")).to_be_visible()
    expect(line.page.get_by_role("dialog")).to_have_count(0)
    expect(line.page.get_by_text("“Sent in a tunnel” is saved.")).to_be_visible()
    assert sql(cluster, "SELECT count(*) FROM sessions WHERE title = 'Sent in a tunnel'") == [(1,)]


def test_what_was_done_before_the_connection_broke_is_told_and_not_done_again(line: Line, cluster: Site) -> None:
    def count() -> int:
        return len(sql(cluster, "SELECT id FROM sessions WHERE title = 'Never answered'"))

    for _ in range(3):
        wanted = count() + 1
        add_session(line.page, "Never answered")
        line.is_deaf = True
        line.page.get_by_role("button", name="Add the session").click()
        until(lambda wanted=wanted: count() == wanted)  # type: ignore[misc]
        with line.cut():
            expect(line.page.get_by_role("dialog").get_by_label("Title")).to_have_value("Never answered")
        expect(line.page.get_by_text("“Never answered” is saved.").last).to_be_visible()
        expect(line.page.get_by_role("dialog")).to_have_count(0)
        assert count() == wanted
