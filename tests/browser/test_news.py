"""The bell: what somebody does in one place rings in every tab at once, and reading it in one clears it in all."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from academy import routes
from academy.core.ids import public_id
from scripts.screenshots import BUYER, NEWCOMER
from scripts.site import Site
from tests.browser.visits import Visits

FREE = routes.COURSE.url(slug="ai-in-90-minutes")


def expect_bell(page: Page, name: str) -> None:
    expect(page.get_by_role("banner").get_by_role("button", name=name, exact=True)).to_be_visible()


def test_news_rings_in_every_tab_and_is_read_in_all(visit: Visits, site: Site) -> None:
    tell(site, "Read before", to=NEWCOMER)
    with closing(sqlite3.connect(site.database, timeout=15)) as connection, connection:
        connection.execute("UPDATE notifications SET read_at = created_at")
    first = visit(routes.NEWS.url(), as_=NEWCOMER)
    expect_bell(first, "Notifications")
    second = first.context.new_page()
    second.goto(routes.LEARN.url())
    expect_bell(second, "Notifications")

    phone = visit(FREE, as_=NEWCOMER, width="phone")
    phone.get_by_role("button", name=re.compile("Reserve my seat")).click()
    for page in (first, second):
        expect_bell(page, "Notifications 1 unread")
    first.get_by_role("button", name="1 new").click()
    expect(first.get_by_role("main").get_by_role("link", name="Your seat in AI in 90 Minutes")).to_be_visible()

    second.get_by_role("button", name="Notifications 1 unread").click()
    second.get_by_role("list", name="Latest").get_by_role("link", name="Your seat in AI in 90 Minutes").click()
    expect(second).to_have_url(re.compile(routes.LEARN.url() + "/."))
    for page in (first, second):
        expect_bell(page, "Notifications")
    expect(first.get_by_role("button", name=re.compile("Mark unread.*90 Minutes"))).to_be_visible()


def test_who_reads_further_down_is_offered_what_is_new(visit: Visits, site: Site) -> None:
    tell(site, *(f"Number {number}" for number in range(20)))
    page = visit(routes.NEWS.url(), as_=BUYER)
    expect(page.get_by_role("link", name="Number 19").first).to_be_visible()
    page.mouse.wheel(0, 700)
    page.wait_for_function("window.scrollY > 400")
    read = page.get_by_role("link", name="Number 5", exact=True)
    before = read.bounding_box()
    tell(site, "The latest", "The very latest")
    offer = page.get_by_role("button", name="2 new")
    expect(offer).to_be_visible()
    assert read.bounding_box() == before
    expect(page.get_by_role("main").get_by_role("link", name="The very latest")).to_have_count(0)
    offer.click()
    expect(page.get_by_role("main").get_by_role("link", name="The very latest")).to_be_visible()


def tell(site: Site, *titles: str, to: str = BUYER) -> None:
    """Put news into the bell of somebody, as another program would."""
    with closing(sqlite3.connect(site.database, timeout=15)) as connection, connection:
        (user_id,) = connection.execute("SELECT id FROM users WHERE name = ?", (to,)).fetchone()
        connection.executemany(
            "INSERT INTO notifications (created_at, public_id, user_id, category, kind, title, text, url)"
            " VALUES (?, ?, ?, 'seats', 'x', ?, '', '/learn')",
            [(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}", public_id(), user_id, title) for title in titles],
        )
