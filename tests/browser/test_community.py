"""Two people in one place: what one starts the other sees, lists stand still, and the address keeps what they are."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from academy import routes
from scripts.site import Site
from tests.browser.visits import Visits

TITLE = "Who has tried this with a spreadsheet?"


def test_a_list_stands_still_until_it_is_asked_for_what_is_new(visit: Visits, site: Site) -> None:
    place = routes.COMMUNITY.url(query={"place": "general", "category": "question"})
    reader, writer = visit(place, as_="Tomás Rivera"), visit("/community/new?place=general", as_="Amara Okafor")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    before = titles(reader)
    assert len(before) > 1

    writer.get_by_label("Title").fill(TITLE)
    writer.get_by_role("textbox", name="Text", exact=True).fill("Mine loses the **columns**.")
    writer.get_by_role("button", name="Start the thread").click()
    offer = reader.get_by_role("status").get_by_role("button")
    expect(offer).to_have_text("1 new")
    assert titles(reader) == before
    offer.press("Enter")
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()
    expect(reader.get_by_role("list", name="Threads").locator(".title").first).to_be_focused()
    expect(offer).to_have_count(0)

    still = titles(reader)
    replied, deleted = still[-1], still[-2]
    change(site, replied, reply_count=77, is_pinned=1, last_activity_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")
    row = reader.get_by_role("listitem").filter(has=reader.get_by_role("link", name=replied, exact=True))
    expect(row).to_contain_text("77 replies")
    expect(row).to_contain_text("Pinned")
    expect(offer).to_have_text("1 new or changed")
    assert titles(reader) == still
    change(site, deleted, deleted_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")
    expect(reader.get_by_role("link", name=deleted, exact=True)).to_have_count(0)
    still.remove(deleted)
    assert titles(reader) == still
    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(offer).to_have_count(0)
    assert titles(reader) == [replied, *still[:-1]]

    change(site, replied, is_pinned=0, last_activity_at="2026-01-01 00:00:00.000000")
    expect(offer).to_be_visible()
    expect(reader.get_by_role("link", name="Question", exact=True)).to_have_attribute("aria-current", "true")
    reader.get_by_role("link", name="Resource", exact=True).click()
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)
    expect(offer).to_have_count(0)
    reader.reload()
    expect(reader.get_by_role("link", name="Resource", exact=True)).to_have_attribute("aria-current", "true")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)


def titles(page: Page) -> list[str]:
    """The titles of the threads in a list, in order."""
    return page.get_by_role("list", name="Threads").locator(".title").all_text_contents()


def change(site: Site, title: str, **values: str | int) -> None:
    """Change a thread, as another program would."""
    names = ", ".join(f"{name} = ?" for name in values)
    with closing(sqlite3.connect(site.database, timeout=15)) as connection, connection:
        connection.execute(f"UPDATE discussion_threads SET {names} WHERE title = ?", (*values.values(), title))
