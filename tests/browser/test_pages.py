"""Every page there is: axe-core finds nothing on it, in either theme, and it fits a phone."""

import pytest
from playwright.sync_api import Page, expect

from academy import routes
from scripts.screenshots import PEOPLE, places
from scripts.site import Site
from tests.browser.visits import WIDTHS, Visits, accessibility_problems

GALLERIES = (routes.DEV_UI.url(), routes.DEV_UI_PUBLIC.url())
"""They show on purpose what stands in a place until it is loaded."""


def go(page: Page, address: str) -> None:
    """Open a page and wait until it shows its data."""
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    if address not in GALLERIES:
        expect(page.locator(".skeleton")).to_have_count(0)
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "visitor")
def test_axe_finds_nothing_on_any_page(visit: Visits, site: Site, person: str) -> None:
    addresses = places(site.database)[person].values()
    page = visit(as_=person)
    problems = {}
    for address in addresses:
        go(page, address)
        problems[address] = accessibility_problems(page)
    assert not any(problems.values()), {address: found for address, found in problems.items() if found}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "visitor")
def test_no_page_is_wider_than_a_phone(visit: Visits, site: Site, person: str) -> None:
    addresses = places(site.database)[person].values()
    page = visit(as_=person, width="phone")
    too_wide = []
    for address in addresses:
        go(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS["phone"][0]:
            too_wide.append(address)
    assert not too_wide
