"""One thread in several browsers: what one does the others see, and nobody is moved who reads further up."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from academy import routes
from scripts.site import Site
from tests.browser.visits import Visits

WINS = "Show us a prompt that saved you an hour this week"
PRIYA, AMARA, HANNAH = "Priya Raman", "Amara Okafor", "Hannah Vogel"
ADA, TOMAS, NADIA = "Ada Mensah", "Tomás Rivera", "Nadia Haddad"


@pytest.fixture
def address(site: Site) -> str:
    return address_of(site.database, WINS)


def address_of(database: Path, title: str) -> str:
    """Where a thread of the demo academy is."""
    with closing(sqlite3.connect(database)) as connection:
        (public_id,) = connection.execute(
            "SELECT public_id FROM discussion_threads WHERE title = ?", (title,)
        ).fetchone()
    return routes.THREAD.url(public_id=public_id)


def said(page: Page, words: str) -> Locator:
    """The reply that says this."""
    return page.locator(".said", has_text=words).last


def reply(page: Page, words: str) -> None:
    """Write something and send it."""
    field = page.locator(".answer textarea")
    field.press_sequentially(words)
    page.locator(".answer").get_by_role("button", name="Reply", exact=True).click()
    expect(field).to_have_value("")


def choose(page: Page, words: str, entry: str) -> None:
    """Choose from the menu of the reply that says this."""
    said(page, words).get_by_role("button", name=re.compile("More about")).click()
    page.get_by_role("menuitem", name=entry).click()


def test_three_people_talk(visit: Visits, address: str) -> None:
    priya, amara, hannah = (visit(address, as_=name) for name in (PRIYA, AMARA, HANNAH))
    expect(priya.get_by_text("3 here now")).to_be_visible()
    amara.locator(".answer textarea").press_sequentially("I use")
    expect(hannah.get_by_text("Amara is writing…")).to_be_visible()
    reply(amara, " it for invoices now")
    for page in (priya, hannah):
        expect(said(page, "I use it for invoices now")).to_be_visible()
    choose(amara, "I use it for invoices now", "Edit")
    dialog = amara.get_by_role("dialog")
    dialog.locator("textarea").fill("I use it for waybills now")
    dialog.get_by_role("button", name="Save the change").click()
    expect(said(hannah, "I use it for waybills now").get_by_role("button", name="edited")).to_be_visible()
    hannah.locator(".said", has_text="waybills").get_by_role("button", name="Like").click()
    like = said(priya, "waybills").get_by_role("button", name=re.compile("Like"))
    expect(like).to_contain_text("1")
    choose(priya, "waybills", "Mark as best answer")
    expect(said(amara, "waybills")).to_contain_text("Best answer")
    expect(hannah.get_by_role("link", name="Best answer by Amara Okafor")).to_be_visible()
    choose(amara, "waybills", "Delete")
    expect(hannah.get_by_text("Deleted by its author")).to_be_visible()
    amara.get_by_role("button", name="Undo").click()
    expect(said(hannah, "waybills")).to_be_visible()
    moderated(visit, address, author=amara, reader=hannah)


def moderated(visit: Visits, address: str, *, author: Page, reader: Page) -> None:
    """Three people put a reply out of sight, its author learns why, and a moderator brings it back where they read."""
    moderator = visit(address, as_=ADA)
    for flagger in (reader, visit(address, as_=TOMAS), visit(address, as_=NADIA)):
        expect(reader.get_by_text("Hidden until a moderator has looked at it")).to_have_count(0)
        choose(flagger, "waybills", "Report")
        flagger.get_by_role("button", name="Report it").click()
        expect(flagger.get_by_role("dialog")).to_have_count(0)
    expect(reader.get_by_text("Hidden until a moderator has looked at it")).to_be_visible()
    expect(reader.get_by_text("waybills now")).to_have_count(0)
    expect(author.get_by_text("Reported as: Spam or advertising.")).to_be_visible()
    expect(author.get_by_text("You can edit it; a moderator sees that you have.")).to_be_visible()
    expect(said(moderator, "waybills").get_by_role("link", name="Open the case")).to_be_visible()
    said(moderator, "waybills").get_by_role("button", name="Approve").click()
    expect(said(reader, "waybills")).to_contain_text("Amara Okafor")
    expect(author.get_by_text("Reported as")).to_have_count(0)


def test_who_reads_further_up_is_not_moved(visit: Visits, address: str) -> None:
    reader, writer = visit(address, as_=HANNAH), visit(address, as_=AMARA)
    reader.set_viewport_size({"width": 900, "height": 420})
    anchor = reader.locator("#reply-2")
    anchor.scroll_into_view_if_needed()
    at_rest = reader.evaluate("window.scrollY")
    reader.mouse.wheel(0, -30)
    reader.wait_for_function(f"window.scrollY <= {at_rest} - 30 + 1")
    before = offset(anchor)
    said(writer, "meeting").get_by_role("button", name="Reply", exact=True).click()
    reply(writer, "Above the reader, several lines.\n\nOne.\n\nTwo.\n\nThree.")
    expect(said(reader, "Above the reader")).to_be_attached()
    writer.get_by_role("button", name="Reply to the thread instead").wait_for(state="detached")
    reply(writer, "Below the reader.")
    expect(said(reader, "Below the reader")).to_be_attached()
    expect(reader.get_by_role("button", name=re.compile("new ↓"))).to_be_visible()
    assert abs(offset(anchor) - before) <= 1


def offset(element: Locator) -> float:
    """Where something is in the window."""
    box = element.bounding_box()
    assert box is not None
    return box["y"]
