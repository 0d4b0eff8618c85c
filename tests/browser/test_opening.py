"""The first whole path: one browser watches a course, another takes a seat, a third raises the capacity."""

import re
import subprocess

from playwright.sync_api import Page, expect

from academy import routes
from tests.browser.visits import Visits

COURSE = routes.COURSE.url(slug="ai-fundamentals")
ADMIN = "Ada Mensah"


def chosen_row(page: Page) -> str:
    """The words of the cohort that is chosen."""
    return page.locator(".choice:has(input:checked)").inner_text()


def seats_left(page: Page) -> tuple[int, int]:
    """The seats left in the cohort that is chosen, and how many it has."""
    expect(page.locator(".choice:has(input:checked)")).to_contain_text("left")
    found = re.search(r"(\d+)\s+of\s+(\d+)\s+left", chosen_row(page))
    assert found, chosen_row(page)
    return int(found[1]), int(found[2])


def expect_seats(page: Page, count: int) -> None:
    expect(page.locator(".choice:has(input:checked)")).to_contain_text(re.compile(rf"(?<!\d){count}\s+of\s+\d+\s+left"))


def sign_in_by_mail(page: Page, visit: Visits, email: str) -> None:
    """Ask for a link, find it in the development inbox of the same browser, and press the button behind it."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text(f"We sent a mail to {email}")).to_be_visible()
    inbox = page.context.new_page()
    inbox.goto(routes.DEV_INBOX.url())
    letter = inbox.locator(".item").filter(has_text=email).first
    letter.get_by_role("link", name="Open the link").click()
    inbox.get_by_role("button", name="Sign in").click()
    expect(inbox).not_to_have_url(re.compile("/auth/"))


def test_everybody_sees_a_seat_go_and_the_capacity_rise(visit: Visits) -> None:
    watching, buying = visit(COURSE), visit(COURSE)
    before, capacity = seats_left(watching)

    buying.get_by_role("button", name=re.compile("Reserve my seat")).click()
    expect(buying).to_have_url(re.compile(r"/sign-in\?next="))
    sign_in_by_mail(buying, visit, "newcomer@post.example.org")
    buying.goto(COURSE)
    buying.get_by_role("button", name=re.compile("Reserve my seat")).click()
    expect(buying).to_have_url(re.compile("/checkout/"))
    expect_seats(watching, before - 1)
    expect(watching.locator(".choice:has(input:checked)")).to_contain_text("on hold")

    second = visit(COURSE)
    editing = visit(f"{routes.ADMIN_COURSE.url(course_id=1)}?tab=cohorts", as_=ADMIN)
    of_this = re.compile(rf"Open.*(?<!\d){before - 1} of {capacity} seats left")
    row = editing.locator(".cohort").filter(has_text=of_this).first
    row.get_by_role("button", name=re.compile("^More about")).first.click()
    row.get_by_role("menuitem", name="Edit dates, seats and people").click()
    editing.get_by_label("Seats").fill(str(capacity + 4))
    editing.get_by_role("button", name="Save the cohort").click()
    for page in (watching, second):
        expect_seats(page, before + 3)


def test_a_change_from_outside_is_seen_too(visit: Visits) -> None:
    watching = visit(COURSE)
    before, _ = seats_left(watching)
    cohort = watching.locator(".choice input:checked").get_attribute("value")
    statement = f"UPDATE cohorts SET max_capacity = max_capacity + 3 WHERE public_id = '{cohort}'"
    subprocess.run(["sqlite3", str(visit.site.database), statement], check=True, timeout=20)
    expect_seats(watching, before + 3)


def test_content_is_there_without_scripts(visit: Visits) -> None:
    page = visit.browser.new_context(base_url=visit.site.url, java_script_enabled=False).new_page()
    page.goto(COURSE)
    expect(page.get_by_role("heading", level=1, name="AI Fundamentals")).to_be_visible()
    expect(page.get_by_text(re.compile(r"of \d+ left")).first).to_be_visible()
    assert page.title() == "AI Fundamentals — AI Enablement Academy"
    assert page.locator("meta[property='og:title']").get_attribute("content") == page.title()
    page.goto(routes.COURSES.url(query={"type": "webinar", "level": "no such level"}))
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    page.context.close()


def test_a_course_that_is_not_there_is_a_404(visit: Visits) -> None:
    page = visit()
    assert page.request.get(routes.COURSE.url(slug="no-such-course")).status == 404
    page.goto(routes.COURSE.url(slug="no-such-course"))
    expect(page.get_by_role("heading", name="There is no such page").last).to_be_visible()


def test_a_search_goes_on_finding_while_courses_change(visit: Visits) -> None:
    page = visit(routes.COURSES.url())
    courses = page.get_by_role("list", name="Courses").get_by_role("heading")
    page.get_by_role("searchbox", name="Search the courses").fill("xylo")
    expect(page.get_by_role("heading", name="No course fits")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=xylo"))
    statement = "UPDATE courses SET description = description || ' Xylophones.' WHERE slug = 'ai-fundamentals'"
    subprocess.run(["sqlite3", str(visit.site.database), statement], check=True, timeout=20)
    expect(courses).to_have_text(["AI Fundamentals"])


def test_filters_live_in_the_address(visit: Visits) -> None:
    page = visit(routes.COURSES.url())
    page.get_by_role("navigation", name="Type").get_by_role("link", name="Webinar").click()
    expect(page).to_have_url(re.compile("type=webinar"))
    expect(page.get_by_role("list", name="Courses").get_by_role("heading")).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("list", name="Courses").get_by_role("heading")).not_to_have_count(2)
