"""Writing a post: kept while it is typed, found on another device, sent once, with an image."""

import base64
import io
import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems

WRITER = "Amara Okafor"
PASTE = """
(area, encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "chart.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


def reply_field(page: Page) -> Locator:
    return page.get_by_label("Your reply")


def chart() -> str:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "seagreen").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def open_thread(page: Page, subject: str) -> str:
    """Begin a thread on the platform's own board, and return its address."""
    page.goto(routes.COMMUNITY_NEW.url(query={"place": "general"}))
    page.get_by_label("Title").fill(f"What belongs into {subject}?")
    page.get_by_role("textbox", name="Text").fill(f"Show me **yours**: {subject}.")
    page.get_by_role("button", name="Start the thread").click()
    expect(page.get_by_role("heading", level=1, name=f"What belongs into {subject}?")).to_be_visible()
    expect(page.locator(".written strong", has_text="yours")).to_be_visible()
    return page.url


def test_what_is_typed_is_kept_found_elsewhere_and_sent_once(visit: Visits) -> None:
    page = visit(as_=WRITER)
    address = open_thread(page, "a good table")
    field = reply_field(page)

    field.fill("Axes that say what they count")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(field).to_have_value("Axes that say what they count")
    phone = visit(as_=WRITER, width="phone", theme="dark")
    phone.goto(address)
    expect(reply_field(phone)).to_have_value("Axes that say what they count")
    assert accessibility_problems(phone) == []

    reply_field(phone).fill("Axes, from the phone")
    expect(page.get_by_text("A newer draft from another device")).to_be_visible()
    expect(field).to_have_value("Axes that say what they count")
    page.get_by_role("button", name="Keep mine").click()
    field.fill("Axes that say what they count, and no more than five colours")

    page.context.set_offline(True)
    field.press("Control+Enter")
    expect(page.get_by_text("Kept: will be sent when you are back.")).to_be_visible()
    page.context.set_offline(False)
    replies = page.locator(".written", has_text="no more than five colours")
    expect(replies).to_have_count(1)
    expect(field).to_have_value("")
    page.reload()
    expect(replies).to_have_count(1)
    expect(field).to_have_value("")


def test_an_image_is_pasted_and_a_person_mentioned(visit: Visits) -> None:
    page = visit(as_=WRITER)
    open_thread(page, "a good chart")
    field = reply_field(page)
    field.evaluate(PASTE, chart())
    expect(field).to_have_value(re.compile(r"!\[chart\]\(/files/[\w-]{22}#320x200\)"))
    field.press("End")
    field.press_sequentially("from @maja")
    expect(page.get_by_role("option", name=re.compile("Maja Kristiansen"))).to_be_visible()
    assert accessibility_problems(page) == []
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"@\[Maja Kristiansen\]\(person:\d+\) $"))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").get_by_role("img", name="chart")).to_be_visible()
    page.get_by_role("button", name="Reply", exact=True).last.click()
    shown = page.locator(".written:not(.composer-preview)").get_by_role("img", name="chart")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 320
    expect(page.locator(".written:not(.composer-preview) .mention")).to_have_text("@Maja Kristiansen")
