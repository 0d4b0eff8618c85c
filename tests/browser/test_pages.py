"""Every page there is: axe-core finds nothing on it, in either theme, and it fits a phone."""

import pytest
from playwright.sync_api import expect

from scripts.screenshots import PEOPLE, places
from scripts.site import Site
from tests.browser.visits import WIDTHS, Visits, accessibility_problems


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "visitor")
def test_axe_finds_nothing_on_any_page(visit: Visits, site: Site, person: str, theme: str) -> None:
    addresses = places(site.database)[person].values()
    page = visit(as_=person, theme=theme)
    problems = {}
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        problems[address] = accessibility_problems(page)
    assert not any(problems.values()), {address: found for address, found in problems.items() if found}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "visitor")
def test_no_page_is_wider_than_a_phone(visit: Visits, site: Site, person: str) -> None:
    addresses = places(site.database)[person].values()
    page = visit(as_=person, width="phone")
    too_wide = []
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS["phone"][0]:
            too_wide.append(address)
    assert not too_wide
