"""Administrators edit courses and cohorts, and every open screen follows."""

import re

from playwright.sync_api import Locator, Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems

ADMIN, OTHER_ADMIN, EDITOR, LEARNER = "Ada Mensah", "Erik Haugen", "Lucía Fernández", "Amara Okafor"
COURSE = routes.ADMIN_COURSE.url(course_id=1)
TABS = ("", "sessions", "cohorts", "history")


def tab(course: str, name: str) -> str:
    return f"{course}?tab={name}"


def open_menu(row: Locator, entry: str) -> None:
    row.get_by_role("button", name=re.compile("^More about")).first.click()
    row.get_by_role("menuitem", name=entry).click()


def cohort(page: Page, name: str) -> Locator:
    return page.locator(".cohort").filter(has=page.get_by_role("heading", name=name))


def test_a_course_goes_from_nothing_to_a_cohort_that_visitors_see(visit: Visits) -> None:
    page = visit(routes.ADMIN_COURSES.url(), as_=ADMIN)
    page.goto(routes.ADMIN_COURSES.url())
    page.get_by_role("button", name="New course").click()
    page.get_by_label("Title").fill("Careful Delegation")
    page.get_by_role("button", name="Make a draft").click()
    expect(page.get_by_role("heading", level=1, name="Careful Delegation")).to_be_visible()
    expect(page.get_by_text("Add at least one session.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()

    page.get_by_role("button", name="Edit details").click()
    page.get_by_label("Summary").fill("What to hand over, and how.")
    page.get_by_label("Description").fill("You hand over three tasks.")
    page.get_by_label("Price", exact=True).fill("a lot")
    page.get_by_role("button", name="Save the course").click()
    expect(page.get_by_text("Write an amount, such as 349 or 349.50.")).to_be_visible()
    page.get_by_label("Price", exact=True).fill("1,049.50")
    page.get_by_role("button", name="Save the course").click()
    expect(page.get_by_text("$1,049.50")).to_be_visible()

    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("button", name="Add a session").click()
    page.get_by_label("Title").fill("The first task")
    page.get_by_role("button", name="Add the session").click()
    expect(page.get_by_role("rowheader", name="The first task")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published").first).to_be_visible()

    visitor = visit(routes.COURSE.url(slug="careful-delegation"))
    expect(visitor.get_by_text("No cohort is open now")).to_be_visible()
    page.get_by_role("link", name="Cohorts").click()
    page.get_by_role("button", name="Plan a cohort").click()
    page.get_by_label("Name").fill("Spring")
    page.get_by_label("First day").fill("2031-03-04")
    page.get_by_role("button", name="Plan the cohort").click()
    open_menu(cohort(page, "Spring"), "Open for enrollment")
    expect(visitor.get_by_text("20 of 20 left")).to_be_visible()

    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Opened the cohort “Spring”.")).to_be_visible()


def test_nobody_loses_what_they_typed_to_another(visit: Visits) -> None:
    mine, theirs = visit(as_=ADMIN), visit(as_=OTHER_ADMIN)
    for page in (mine, theirs):
        page.goto(routes.ADMIN_COURSE.url(course_id=2))
        page.get_by_role("button", name="Edit details").click()
    mine.get_by_label("Summary").fill("Mine.")
    theirs.get_by_label("Summary").fill("Theirs.")
    theirs.get_by_role("button", name="Save the course").click()
    expect(theirs.get_by_role("button", name="Edit details")).to_be_visible()

    expect(mine.get_by_text("Erik Haugen has saved meanwhile")).to_be_visible()
    mine.get_by_role("button", name="Save the course").click()
    expect(mine.get_by_text("Erik Haugen has saved this meanwhile, so nothing was written over.")).to_be_visible()
    expect(mine.get_by_label("Summary")).to_have_value("Mine.")
    expect(theirs.get_by_text("Theirs.")).to_be_visible()
    mine.get_by_role("button", name="Save the course").click()
    expect(theirs.get_by_text("Mine.")).to_be_visible()


def test_editors_see_who_else_is_there_and_writes(visit: Visits) -> None:
    page, other = visit(COURSE, as_=ADMIN), visit(COURSE, as_=OTHER_ADMIN)
    here = page.locator(".others")
    expect(here).to_contain_text(OTHER_ADMIN)
    expect(here).to_contain_text("is reading")
    expect(here).not_to_contain_text(ADMIN)
    other.get_by_role("button", name="Edit details").click()
    other.get_by_label("Summary").press_sequentially("A")
    expect(here).to_contain_text("is writing")
    expect(here).to_contain_text("is reading", timeout=15_000)
    other.goto(routes.ADMIN_COURSES.url())
    expect(here).to_have_count(0)


def test_seats_that_are_taken_stay(visit: Visits) -> None:
    page = visit(as_=ADMIN)
    page.goto(tab(COURSE, "cohorts"))
    row = page.locator(".cohort").filter(has_text=re.compile(r"Open.*(?<!\d)0 of \d+ seats left")).first
    open_menu(row, "Edit dates, seats and people")
    page.get_by_label("Seats").fill("1")
    page.get_by_role("button", name="Save the cohort").click()
    expect(page.get_by_text(re.compile("so there must be at least"))).to_be_visible()
    page.get_by_label("Seats").fill("77")
    page.get_by_role("button", name="Save the cohort").click()
    expect(page.get_by_text(re.compile("of 77 seats left"))).to_be_visible()


def test_sessions_move_on_every_screen(visit: Visits) -> None:
    mine, theirs = visit(as_=ADMIN), visit(as_=OTHER_ADMIN)
    for page in (mine, theirs):
        page.goto(tab(routes.ADMIN_COURSE.url(course_id=3), "sessions"))
    second = mine.get_by_role("rowheader").nth(1).inner_text()
    mine.get_by_role("button", name=re.compile("^Move up")).nth(1).press("Enter")
    expect(theirs.get_by_role("rowheader").first).to_have_text(second.replace("\n", ""))


def test_a_day_of_a_cohort_moves(visit: Visits) -> None:
    page = visit(as_=ADMIN)
    page.goto(tab(COURSE, "cohorts"))
    row = page.locator(".cohort").first
    row.get_by_text("Sessions", exact=True).click()
    row.get_by_label("Starts at").first.fill("13:30")
    row.get_by_role("button", name="Move the day").first.click()
    expect(page.get_by_text("The day is moved.")).to_be_visible()
    expect(row.get_by_label("Starts at").first).to_have_value("13:30:00")


def test_editors_see_drafts_and_published_courses_but_no_cohorts(visit: Visits) -> None:
    page = visit(as_=EDITOR)
    page.goto(COURSE)
    expect(page.get_by_text("Administrators edit published courses")).to_be_visible()
    expect(page.get_by_role("link", name="Cohorts")).to_have_count(0)
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_learners_and_visitors_do_not_get_in(visit: Visits) -> None:
    page = visit(as_=LEARNER)
    for path in (routes.ADMIN_COURSES.url(), COURSE):
        page.goto(path)
        expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
    visitor = visit(COURSE)
    expect(visitor).to_have_url(re.compile(r"/sign-in/?\?next="))


def test_nothing_stands_in_anybodys_way(visit: Visits) -> None:
    page = visit(as_=ADMIN)
    paths = [routes.ADMIN_COURSES.url(), *(tab(COURSE, name) for name in TABS)]
    for path in [*paths, routes.ADMIN_COURSE_PREVIEW.url(course_id=1)]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert accessibility_problems(page) == [], path
    page.goto(COURSE)
    page.get_by_role("button", name="Edit details").click()
    expect(page.get_by_label("Summary")).to_be_visible()
    assert accessibility_problems(page) == []
    page.goto(tab(COURSE, "cohorts"))
    page.get_by_role("button", name="Plan a cohort").click()
    expect(page.get_by_label("Name")).to_be_visible()
    assert accessibility_problems(page) == []
