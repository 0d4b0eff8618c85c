"""The bell: what somebody does in one place rings in every tab at once, and reading it in one clears it in all."""

import re

from playwright.sync_api import Page, expect

from academy import routes
from scripts.screenshots import NEWCOMER
from tests.browser.visits import Visits

FREE = routes.COURSE.url(slug="ai-in-90-minutes")


def expect_bell(page: Page, name: str) -> None:
    expect(page.get_by_role("banner").get_by_role("button", name=name, exact=True)).to_be_visible()


def test_news_rings_in_every_tab_and_is_read_in_all(visit: Visits) -> None:
    first = visit(routes.NEWS.url(), as_=NEWCOMER)
    expect_bell(first, "Notifications")
    second = first.context.new_page()
    second.goto(routes.LEARN.url())
    expect_bell(second, "Notifications")

    phone = visit(FREE, as_=NEWCOMER, width="phone")
    phone.get_by_role("button", name=re.compile("Reserve my seat")).click()
    for page in (first, second):
        expect_bell(page, "Notifications 1 unread")
    expect(first.get_by_role("main").get_by_role("link", name="Your seat in AI in 90 Minutes")).to_be_visible()

    second.get_by_role("button", name="Notifications 1 unread").click()
    second.get_by_role("list", name="Latest").get_by_role("link", name="Your seat in AI in 90 Minutes").click()
    expect(second).to_have_url(re.compile(routes.LEARN.url() + "/."))
    for page in (first, second):
        expect_bell(page, "Notifications")
    expect(first.get_by_role("button", name=re.compile("Mark unread"))).to_be_visible()
