"""What every page has in common."""

import pytest
from playwright.sync_api import Page, expect

from academy import routes
from scripts.screenshots import ADMIN, INSTRUCTOR, LEARNER, places
from scripts.site import Site
from tests.browser.visits import Visits

EDITOR = "Lucía Fernández"


def test_a_page_comes_alive(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    page.wait_for_function("sessionStorage.getItem('token')")


def test_hashed_files_are_compressed_and_kept_for_ever(page: Page) -> None:
    script = page.locator("link[rel=modulepreload]").first.get_attribute("href")
    answer = page.request.get(str(script), headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_pages_are_asked_for_anew(page: Page) -> None:
    assert page.request.get(page.url).headers["cache-control"] == "no-cache"


def test_another_site_may_not_open_the_websocket(page: Page) -> None:
    address = "/_event/?EIO=4&transport=polling&token=x"
    assert page.request.get(address, headers={"origin": "https://evil.example"}).status == 400


@pytest.mark.parametrize(
    ("person", "page", "marks"),
    [
        (LEARNER, "learn", {"Learn": "page"}),
        (LEARNER, "learn-course", {"Learn": "true"}),
        (INSTRUCTOR, "teach-cohort", {"Teach": "true"}),
        (ADMIN, "admin-courses", {"Admin": "true", "Courses": "page"}),
        (ADMIN, "admin-course", {"Admin": "true", "Courses": "true"}),
        (ADMIN, "admin-jobs", {"Admin": "true", "Jobs": "page"}),
    ],
)
def test_the_side_bar_marks_where_one_is(
    visit: Visits, site: Site, person: str, page: str, marks: dict[str, str]
) -> None:
    opened = visit(places(site.database)[person][page], as_=person)
    links = opened.get_by_role("navigation", name="Main").locator("[aria-current]")
    expect(links).to_have_count(len(marks))
    assert {link.inner_text(): link.get_attribute("aria-current") for link in links.all()} == marks


def test_editors_find_their_courses_in_the_side_bar(visit: Visits) -> None:
    page = visit(routes.PROFILE.url(), as_=EDITOR)
    side_bar = page.get_by_role("navigation", name="Main")
    side_bar.get_by_role("link", name="Admin").click()
    expect(page.get_by_role("heading", level=1, name="Courses")).to_be_visible()
    expect(side_bar.get_by_role("link", name="Jobs")).to_have_count(0)


def test_on_a_phone_the_places_are_below_and_their_pages_behind_more(visit: Visits) -> None:
    page = visit(routes.ADMIN_JOBS.url(), as_=ADMIN, width="phone")
    places = page.get_by_role("navigation", name="Places")
    expect(places.get_by_role("link", name="Admin")).to_have_attribute("aria-current", "true")
    places.get_by_role("button", name="More").click()
    places.get_by_role("link", name="Courses").first.click()
    expect(page.get_by_role("heading", level=1, name="Courses")).to_be_visible()
