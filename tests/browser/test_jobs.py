"""Two administrators watch the academy's own work and step in; nobody else gets to see it."""

import asyncio
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Locator, Page, expect

from academy import routes
from scripts.site import Site, free_port
from tests.browser.visits import Visits, accessibility_problems

ADMIN, OTHER_ADMIN = "Ada Mensah", "Erik Haugen"
JOBS = routes.ADMIN_JOBS.url()
LAST_TRY = """
    UPDATE queued_jobs SET attempts = 7, next_try_at = '2026-01-01 00:00:00.000000'
    WHERE name LIKE '%deliver_mail' AND state = 'waiting' AND attempts > 0
"""


@dataclass
class PostOffice:
    """A mail server that takes nothing while it is broken, and after that takes its time, until it `may_go_on`."""

    is_broken: bool = True
    may_go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:
        if self.is_broken:
            return "451 The belt has come off"
        await asyncio.to_thread(self.may_go_on.wait, 60)
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[tuple[PostOffice, int]]:
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield office, port
    office.may_go_on.set()
    controller.stop()


@pytest.fixture
def mailing(browser: Browser, site: Site, post_office: tuple[PostOffice, int], tmp_path: Path) -> Iterator[Visits]:
    """Visits to a demo academy that sends its mail through the post office."""
    made = Site(tmp_path, smtp_host="127.0.0.1", smtp_port=post_office[1], smtp_security="none")
    with closing(sqlite3.connect(site.database)) as theirs, closing(sqlite3.connect(made.database)) as ours:
        theirs.backup(ours)
    made.start()
    visits = Visits(browser, made)
    yield visits
    visits.close()
    made.kill()
    assert not visits.crashes, visits.crashes


def of_view(name: str) -> str:
    return routes.ADMIN_JOBS.url(query={"view": name})


def job(page: Page, title: str) -> Locator:
    return page.get_by_role("list", name="Jobs").get_by_role("listitem").filter(has_text=title)


def in_side_bar(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Jobs"))


def test_a_failed_job_is_retried_under_the_eyes_of_another(
    mailing: Visits, post_office: tuple[PostOffice, int]
) -> None:
    office, _ = post_office
    visitor = mailing(routes.SIGN_IN.url())
    visitor.get_by_label("E-mail address").fill("nora@example.com")
    visitor.get_by_role("button", name="Send me a link").click()

    mine, theirs = mailing(JOBS, as_=ADMIN), mailing(of_view("failed"), as_=OTHER_ADMIN)
    expect(job(mine, "Deliver mail")).to_contain_text("The belt has come off")
    expect(job(mine, "Deliver mail").get_by_role("button", name="Try now")).to_be_visible()
    expect(theirs.get_by_text("Nothing has failed")).to_be_visible()
    with closing(sqlite3.connect(mailing.site.database, isolation_level=None)) as outside:
        outside.execute(LAST_TRY)

    expect(job(theirs, "Deliver mail")).to_contain_text("8 tries")
    expect(in_side_bar(theirs)).to_have_accessible_name("Jobs 1 failed")
    job(theirs, "Deliver mail").get_by_role("link", name="Deliver mail").click()
    details = theirs.get_by_role("dialog", name="Deliver mail")
    details.get_by_text("Where it happened").click()
    expect(details.locator(".traceback")).to_contain_text("Traceback (most recent call last)")
    assert accessibility_problems(theirs) == []
    details.get_by_role("button", name="Close").click()
    expect(theirs).to_have_url(re.compile(r"\?view=failed$"))

    office.is_broken = False
    job(mine, "Deliver mail").get_by_role("button", name="Retry").click()
    expect(mine.get_by_text("It is tried again.")).to_be_visible()
    expect(theirs.get_by_text("Nothing has failed")).to_be_visible()
    expect(in_side_bar(theirs)).to_have_accessible_name("Jobs")
    expect(job(mine, "Deliver mail")).to_contain_text("Running")
    theirs.get_by_role("link", name=re.compile("^Running")).click()
    expect(job(theirs, "Deliver mail")).to_contain_text("begun just now")

    office.may_go_on.set()
    expect(job(mine, "Deliver mail")).to_contain_text("Done")
    expect(theirs.get_by_text("Nothing runs just now")).to_be_visible()


def test_what_waits_is_cancelled_and_goes_from_all_screens(visit: Visits) -> None:
    mine, theirs = visit(of_view("waiting"), as_=ADMIN), visit(of_view("waiting"), as_=OTHER_ADMIN)
    holds = job(theirs, "Release lapsed hold")
    expect(holds.first).to_be_visible()
    before = holds.count()
    job(mine, "Release lapsed hold").first.get_by_role("link", name="Release lapsed hold").click()
    mine.get_by_role("button", name="Cancel it").click()
    expect(mine.get_by_text("The job is cancelled.")).to_be_visible()
    expect(mine.get_by_role("dialog")).not_to_be_visible()
    expect(holds).to_have_count(before - 1)


def test_a_periodic_job_is_run_now(visit: Visits) -> None:
    mine, theirs = visit(of_view("periodic"), as_=ADMIN), visit(JOBS, as_=OTHER_ADMIN)
    for page in (mine, theirs):
        forgetting = page.get_by_role("list", name="Periodic jobs").get_by_role("listitem").filter(has_text="old mail")
        expect(forgetting).to_contain_text("At 03:17 UTC")
        if page is mine:
            forgetting.get_by_role("button", name="Run now").click()
        expect(forgetting).to_contain_text("done just now")


def test_jobs_are_searched_in_the_address(visit: Visits) -> None:
    page = visit(JOBS, as_=ADMIN)
    expect(job(page, "Release lapsed hold").first).to_be_visible()
    page.get_by_role("searchbox").fill("no such job")
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=no\+such\+job$"))
    page.get_by_role("searchbox").fill("release")
    expect(job(page, "Release lapsed hold").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("release")


@pytest.mark.parametrize("person", ["Amara Okafor", "Priya Raman", "Lucía Fernández"])
def test_nobody_else_gets_in(visit: Visits, person: str) -> None:
    page = visit(JOBS, as_=person)
    expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
    expect(in_side_bar(page)).to_have_count(0)
