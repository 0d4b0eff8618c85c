"""Paying, with all that people do while they pay: two tabs, a double click, the way back, a session that runs out."""

import re

from playwright.sync_api import Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems, sign_in_as

GO = re.compile("Go to payment|Resume payment")
IN = "You are in"


def hold_seat(visit: Visits, person: str, slug: str) -> Page:
    """Take a seat and stand at the checkout."""
    page = visit(routes.COURSE.url(slug=slug), as_=person)
    page.get_by_role("button", name=re.compile("Reserve my seat")).click()
    expect(page.get_by_role("heading", name="Your seat is held")).to_be_visible()
    return page


def pay(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"^Pay \$")).click()


def enrolled(page: Page, title: str) -> None:
    """One enrollment in it, and no more."""
    page.goto(routes.LEARN.url())
    expect(page.locator("a.title", has_text=title)).to_have_count(1)


def test_two_tabs_a_double_click_and_the_way_back_buy_one_seat(visit: Visits) -> None:
    one = hold_seat(visit, "Kenji Mori", "change-management-for-ai")
    assert accessibility_problems(one) == []
    other = one.context.new_page()
    other.goto(one.url)
    expect(other.get_by_role("heading", name="Your seat is held")).to_be_visible()

    one.get_by_text("Promotion code or tax").click()
    one.get_by_label("Promotion code").fill("nonsense")
    one.get_by_role("button", name="Apply").click()
    expect(one.get_by_text("There is no such code.")).to_be_visible()
    one.get_by_label("Promotion code").fill("spring-20")
    one.get_by_role("button", name="Apply").click()
    expect(other.get_by_text("Discount (SPRING-20)")).to_be_visible()

    one.get_by_role("button", name=GO).dblclick()
    expect(one).to_have_url(re.compile("/pay/"))
    one.go_back()
    expect(one.get_by_role("button", name="Resume payment")).to_be_visible()
    one.get_by_role("button", name=GO).click()
    expect(one).to_have_url(re.compile("/pay/"))
    other.get_by_role("button", name=GO).click()
    expect(other).to_have_url(one.url)

    one.get_by_role("button", name=re.compile(r"^Pay \$")).dblclick()
    expect(one.get_by_role("heading", name=IN)).to_be_visible()
    pay(other)
    expect(other.get_by_role("heading", name=IN)).to_be_visible()
    other.go_back()
    expect(other.get_by_text("Payment received")).to_be_visible()
    other.get_by_role("link", name="Back to the academy").click()
    expect(other.get_by_role("heading", name=IN)).to_be_visible()
    enrolled(one, "Change Management for AI")
    one.locator("a.title", has_text="Change Management for AI").click()
    receipt = one.get_by_role("link", name=re.compile(r"Receipt \d+"))
    expect(receipt).to_have_count(1)
    assert one.request.get(receipt.get_attribute("href") or "").headers["content-type"] == "application/pdf"


def test_a_session_that_ends_on_the_way_loses_nothing(visit: Visits) -> None:
    page = hold_seat(visit, "Claire Dubois", "ai-governance-and-ethics")
    checkout = page.url
    page.context.clear_cookies()
    page.get_by_role("button", name=GO).click()
    expect(page.get_by_role("link", name=re.compile("Sign in")).first).to_be_visible()
    sign_in_as(page, "Claire Dubois")
    page.goto(checkout)
    page.get_by_role("button", name=GO).click()
    expect(page).to_have_url(re.compile("/pay/"))
    page.context.clear_cookies()
    pay(page)
    expect(page).to_have_url(re.compile(re.escape(routes.CHECKOUT.url(public_id="")) + "|" + routes.SIGN_IN.url()))
    sign_in_as(page, "Claire Dubois")
    page.goto(checkout)
    expect(page.get_by_role("heading", name=IN)).to_be_visible()
    enrolled(page, "AI Governance & Ethics")


def test_an_administrator_gives_a_part_back(visit: Visits) -> None:
    page = visit(routes.ADMIN_ORDERS.url(query={"view": "paid"}), as_="Ada Mensah")
    page.locator("a.title").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("What happened", exact=True)).to_be_visible()
    assert accessibility_problems(page) == []
    dialog.get_by_label("Amount").fill("12.50")
    dialog.get_by_role("button", name="Give it back").click()
    expect(dialog.get_by_text("Say why, in a few words")).to_be_visible()
    expect(dialog.get_by_label("Amount")).to_have_value("12.50")
    dialog.get_by_label("And the seat").select_option("keep")
    dialog.get_by_label("Why").fill("A handout was missing.")
    dialog.get_by_role("button", name="Give it back").click()
    expect(dialog.get_by_text("$12.50 given back")).to_be_visible()
    expect(dialog.get_by_text("Partly refunded")).to_be_visible()
