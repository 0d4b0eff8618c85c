"""A plan from the first look at it to letting it end, and going on after all."""

import re

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems


def test_a_plan_is_begun_let_end_and_kept(visit: Visits) -> None:
    page = visit(routes.PLANS.url(), as_="Julia Weber")
    page.get_by_role("button", name=re.compile("Start the plan")).first.click()
    page.get_by_role("button", name=re.compile("Go to payment")).click()
    expect(page.get_by_text("each month, until you cancel")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Pay \$")).dblclick()
    expect(page.get_by_role("heading", name="Thank you, it is paid")).to_be_visible()

    page.goto(routes.PLAN.url())
    expect(page.get_by_text("It renews on")).to_be_visible()
    assert accessibility_problems(page) == []
    other = page.context.new_page()
    other.goto(routes.PLAN.url())
    page.get_by_role("button", name=re.compile("End it on")).click()
    expect(other.get_by_text("Nothing more is charged")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(other.get_by_text("It renews on")).to_be_visible()

    page.goto(routes.PLANS.url())
    expect(page.get_by_role("link", name="Your plan")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Start the plan"))).to_have_count(0)
