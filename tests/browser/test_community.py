"""Two people in one place: what one starts the other sees, and the address keeps what a list is narrowed to."""

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits

TITLE = "Who has tried this with a spreadsheet?"


def test_a_new_thread_reaches_the_other_at_once_and_filters_last(visit: Visits) -> None:
    place = routes.COMMUNITY.url(query={"place": "general", "category": "question"})
    reader, writer = visit(place, as_="Tomás Rivera"), visit("/community/new?place=general", as_="Amara Okafor")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)

    writer.get_by_label("Title").fill(TITLE)
    writer.get_by_role("textbox", name="Text", exact=True).fill("Mine loses the **columns**.")
    writer.get_by_role("button", name="Start the thread").click()
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()

    expect(reader.get_by_role("link", name="Question", exact=True)).to_have_attribute("aria-current", "true")
    reader.get_by_role("link", name="Resource", exact=True).click()
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)
    reader.reload()
    expect(reader.get_by_role("link", name="Resource", exact=True)).to_have_attribute("aria-current", "true")
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)
