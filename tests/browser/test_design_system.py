"""The design system at work: its parts in a real browser, in both themes."""

import pytest
from playwright.sync_api import Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems

GALLERY = routes.DEV_UI.url()
FOR_VISITORS = routes.DEV_UI_PUBLIC.url()


def open_gallery(visit: Visits, *, width: str = "desktop") -> Page:
    """Open the gallery and wait until it is live."""
    page = visit(GALLERY, width=width)
    expect(page.locator("[data-status]").first).to_have_attribute("data-status", "live")
    return page


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_axe_finds_nothing(visit: Visits, width: str) -> None:
    page = open_gallery(visit, width=width)
    assert accessibility_problems(page) == []
    for name in ("Open a dialog", "Menu"):
        page.get_by_role("button", name=name, exact=True).click()
        assert accessibility_problems(page) == []
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert accessibility_problems(page) == []
    visitors = visit(FOR_VISITORS, width=width)
    assert accessibility_problems(visitors) == []


@pytest.mark.parametrize("width", ["phone", "tablet", "desktop"])
@pytest.mark.parametrize("path", [GALLERY, FOR_VISITORS])
def test_nothing_is_wider_than_the_screen(visit: Visits, path: str, width: str) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_is_asked_of_another_host(visit: Visits) -> None:
    page = open_gallery(visit)
    addresses = page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).host)")
    assert set(addresses) == {page.evaluate("location.host")}


def test_the_chosen_theme_is_there_before_the_page_is_drawn(visit: Visits) -> None:
    page = open_gallery(visit)
    page.get_by_role("button", name="Priya Nair").click()
    page.get_by_role("radio", name="Dark").check(force=True)
    page.add_init_script(
        "document.addEventListener('readystatechange', () => window.firstTheme ??= document.documentElement.className)"
    )
    page.reload()
    assert page.evaluate("window.firstTheme") == "dark"


def test_a_form_is_sent_once_and_says_what_is_missing_beside_the_field(visit: Visits) -> None:
    page = open_gallery(visit)
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    name = page.get_by_label("Name", exact=True)
    submit = page.get_by_role("button", name="Save my profile")
    expect(page.locator("[data-status]").first).to_have_attribute("data-status", "live")

    submit.evaluate("button => { button.click(); button.click(); button.click(); }")
    expect(submit).to_have_attribute("aria-busy", "true")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(
        "As it should stand on the certificate. Write the name as it should stand on the certificate."
    )
    expect(submit).not_to_have_attribute("aria-busy", "true")
    assert sum("gallery_state.send" in frame for frame in sent) == 1

    name.fill("Priya")
    name.press("Enter")
    expect(page.get_by_text("Saved Priya.")).to_be_visible()
    expect(name).to_have_attribute("aria-invalid", "false")
    expect(name).to_have_value("Priya")


def test_a_message_can_undo_what_it_tells_of(visit: Visits) -> None:
    page = open_gallery(visit)
    figure = page.locator(".stat .changed")
    page.get_by_role("button", name="Take a seat").click()
    expect(figure).to_have_text("11")
    page.get_by_role("button", name="Undo").click()
    expect(figure).to_have_text("12")


def test_a_bug_is_told_by_its_number(visit: Visits) -> None:
    page = open_gallery(visit)
    page.get_by_role("button", name="Crash").click()
    expect(page.get_by_text("Something went wrong on our side. Please quote")).to_be_visible()


def test_filters_and_sorting_live_in_the_address(visit: Visits) -> None:
    page = open_gallery(visit)
    page.get_by_role("link", name="Advanced").click()
    page.get_by_role("link", name="Team", exact=True).click()
    expect(page.get_by_role("columnheader", name="Team")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Team", exact=True).click()
    assert page.url.endswith("?level=advanced&sort=-team")
    expect(page.get_by_role("link", name="Advanced")).to_have_attribute("aria-current", "true")


def test_one_goes_anywhere_by_keyboard(visit: Visits) -> None:
    page = open_gallery(visit)
    page.keyboard.press("Control+k")
    page.keyboard.type("gall")
    expect(page.get_by_role("dialog").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith(GALLERY)


def test_a_dialog_and_a_menu_give_the_focus_back(visit: Visits) -> None:
    page = open_gallery(visit)
    for name in ("Open a dialog", "Menu"):
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Archive")).to_be_focused()


def test_a_button_that_is_switched_off_stays_legible_under_the_pointer(visit: Visits) -> None:
    page = open_gallery(visit)
    primary, plain = page.get_by_role("button", name="Disabled", exact=True).all()
    primary.hover()
    expect(primary).to_have_css("background-color", plain.evaluate("one => getComputedStyle(one).backgroundColor"))


def test_a_lost_connection_says_since_when_and_what_is_shown_stays(visit: Visits) -> None:
    page = open_gallery(visit)
    page.context.set_offline(True)
    expect(page.locator(".side .connection")).to_contain_text("Offline since")
    expect(page.get_by_role("heading", name="Design system")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".side .connection")).to_have_text("Live")


def test_times_are_shown_in_the_zone_of_the_browser(visit: Visits) -> None:
    page = visit(GALLERY, zone="Asia/Tokyo")
    facts = page.locator(".facts").filter(has_text="local_times")
    expect(facts).to_contain_text("Asia/Tokyo")
    expect(facts.locator("time").first).to_have_attribute("title", "Thursday, March 4, 2027 at 05:00 PM GMT+9")


def test_an_address_that_leads_nowhere_says_so_and_offers_a_way_on(visit: Visits) -> None:
    page = visit("/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    page.get_by_role("link", name="Go to the start page").click()
    expect(page).to_have_url(visit.site.url + "/")


def test_a_page_that_breaks_keeps_our_look_and_its_number_is_in_the_log(visit: Visits) -> None:
    page = open_gallery(visit)
    page.get_by_role("button", name="Break the page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page broke")
    number = page.locator("code").inner_text()
    told = (number in visit.site.log.read_text() or page.wait_for_timeout(100) for _ in range(50))
    assert any(told), "the log does not know the number"
