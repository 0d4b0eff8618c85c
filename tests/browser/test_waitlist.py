"""Waiting for a seat, and moving one, as the people concerned see it at the same time."""

import re

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits

ADMIN = "Ada Mensah"
WAITING = "Elif Kaya"
COURSE = "ai-tools-mastery"


def test_an_offer_appears_by_itself_and_leads_to_the_checkout(visit: Visits) -> None:
    waiting = visit(routes.LEARN.url(), as_=WAITING)
    expect(waiting.get_by_text("You are number 2.")).to_be_visible()

    admin = visit(routes.ADMIN_COURSES.url(), as_=ADMIN)
    admin.get_by_role("link", name="AI Tools Mastery").click()
    admin.get_by_role("link", name="Cohorts").click()
    full = admin.locator(".cohort").filter(has_text=re.compile(r"Open.*0 of 18 seats left")).first
    full.get_by_role("button", name=re.compile("^More about")).first.click()
    full.get_by_role("menuitem", name="People and queue").click()
    queue = admin.get_by_role("list", name="Waiting")
    expect(queue.get_by_role("listitem")).to_have_count(2)
    queue.get_by_role("button", name=f"More about {WAITING}").click()
    queue.get_by_role("menuitem", name="Change their place").click()
    admin.get_by_label("Reason").fill("Promised on the phone.")
    admin.get_by_role("button", name="Change the place").click()
    expect(waiting.get_by_text("You are next.")).to_be_visible()

    visitor = visit(routes.COURSE.url(slug=COURSE))
    admin.go_back()
    full.get_by_role("button", name=re.compile("^More about")).first.click()
    full.get_by_role("menuitem", name="Edit dates, seats and people").click()
    admin.get_by_label("Seats").fill("19")
    admin.get_by_role("button", name="Save the cohort").click()
    expect(waiting.get_by_text("It is your turn")).to_be_visible()
    expect(visitor.locator(".choice").first).to_contain_text("Full")
    waiting.get_by_role("button", name=re.compile("Take the seat")).click()
    expect(waiting.get_by_role("heading", name="Your seat is held")).to_be_visible()


def test_a_seat_moves_to_another_date_before_the_eyes_of_the_instructor(visit: Visits) -> None:
    page = visit(routes.LEARN.url(), as_=WAITING)
    page.get_by_role("list", name="Now and next").get_by_role("link", name="AI in 90 Minutes").click()
    page.get_by_role("button", name="Move to another date").click()
    page.get_by_role("button", name="Move my seat").click()
    expect(page.get_by_role("alert").get_by_text("Choose the date")).to_be_visible()
    page.get_by_role("radio").first.check()
    before = page.url
    page.get_by_role("button", name="Move my seat").click()
    expect(page).not_to_have_url(before)
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    page.goto(before)
    expect(page.get_by_text("You moved this seat")).to_be_visible()
