"""Buying the demo's bundle, and taking a seat with it."""

import re

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits

PERSON, COURSE = "Mei-Ling Chou", "change-management-for-ai"


def test_a_bundle_is_bought_and_gives_a_seat(visit: Visits) -> None:
    page = visit(routes.PLANS.url(), as_=PERSON)
    page.get_by_role("button", name=re.compile("Buy the bundle")).click()
    expect(page.get_by_text("You choose a cohort for each after paying.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Go to payment")).click()
    page.get_by_role("button", name=re.compile(r"^Pay \$")).click()
    expect(page.get_by_role("link", name="Choose a date")).to_have_count(3)

    page.goto(routes.COURSE.url(slug=COURSE))
    page.get_by_role("button", name="Take my seat — included in your bundle").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    page.goto(routes.PLANS.url())
    page.get_by_role("link", name="See your order").click()
    expect(page.get_by_text("Your seat:")).to_have_count(1)
    expect(page.get_by_role("button", name="Give it back")).to_be_visible()
