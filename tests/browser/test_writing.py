"""Writing a post: kept while it is typed, found on another device, sent once, with an image."""

import base64
import io
import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems

WRITER, KEEPER = "Amara Okafor", "Ada Mensah"
PASTE = """
(area, encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "chart.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""
DROP = """
area => {
  const data = new DataTransfer();
  data.items.add(new File(["%PDF"], "notes.pdf", { type: "application/pdf" }));
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
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


def answer_field(page: Page) -> Locator:
    return page.locator(".answer textarea")


def answer_first(page: Page) -> Locator:
    """Answer the first reply, and return the field."""
    page.locator("#reply-1").get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text("Replying to Amara Okafor")).to_be_visible()
    return answer_field(page)


def edit_first(page: Page) -> Locator:
    """Open the first reply for editing, and return the field."""
    page.get_by_role("button", name="More about reply 1").click()
    page.get_by_role("menuitem", name="Edit").click()
    return page.get_by_role("dialog").get_by_label("What it says")


def test_what_is_typed_is_kept_found_elsewhere_and_sent_once(visit: Visits) -> None:
    page = visit(routes.COMMUNITY_NEW.url(query={"place": "general"}), as_=WRITER)
    title = page.get_by_label("Title")
    title.fill("A title to begin with")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(title).to_have_value("A title to begin with")
    page.get_by_role("button", name="Discard").click()
    expect(title).to_have_value("")
    address = open_thread(page, "a good table")
    field = reply_field(page)

    page.route(f"**{routes.WRITING_DRAFT.url()}", lambda route: route.fulfill(status=500))
    field.fill("Axes that say what they count")
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    page.unroute_all()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(field).to_have_value("Axes that say what they count")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    expect(page.get_by_role("button", name="Discard")).to_be_visible()
    phone = visit(as_=WRITER, width="phone", theme="dark")
    phone.goto(address)
    expect(reply_field(phone)).to_have_value("Axes that say what they count")
    assert accessibility_problems(phone) == []

    reply_field(phone).fill("Axes, from the phone")
    phone.get_by_label("Breadcrumb").get_by_role("link", name="Community").click()
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


def test_what_was_left_is_found_where_it_belongs(visit: Visits) -> None:
    page = visit(as_=WRITER)
    address = open_thread(page, "a good answer")
    reply_field(page).fill("First")
    reply_field(page).press("Control+Enter")
    answer_first(page).fill("Written in a tunnel")
    page.context.set_offline(True)
    answer_field(page).press("Control+Enter")
    expect(page.get_by_text("Kept: will be sent when you are back.")).to_be_visible()
    page.close()
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator(".said", has_text="Written in a tunnel")).to_have_count(1)

    phone = visit(address, as_=WRITER, width="phone")
    answer_first(phone).fill("Half an ans")
    begun = page.locator("#reply-1").get_by_role("button", name="Go on with your answer")
    expect(begun).to_be_visible()
    expect(page.get_by_text("Your answer to reply 1: a draft")).to_be_visible()
    phone.context.set_offline(True)
    note, box = phone.locator(".connection-note"), phone.locator(".answer .composer-box")
    expect(note).to_be_visible()
    assert note.evaluate("one => one.getBoundingClientRect().bottom") < box.evaluate(
        "one => one.getBoundingClientRect().top"
    )
    phone.context.set_offline(False)
    expect(note).to_have_count(0)
    begun.click()
    expect(answer_field(page)).to_have_value("Half an ans")
    answer_field(page).press("End")
    answer_field(page).press_sequentially("wer, gone on with")
    answer_field(page).press("Control+Enter")
    expect(page.locator("[data-number]:focus")).to_contain_text("Half an answer, gone on with")
    expect(begun).to_have_count(0)

    edit_first(page).fill("First, from the desk")
    edit_first(phone).fill("First, from the phone")
    phone.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("This was changed on another page meanwhile")).to_be_visible()
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("This was changed on another page since you began.")).to_be_visible()
    expect(page.get_by_label("What it says")).to_have_value("First, from the desk")
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save the change").click()
    expect(phone.locator("#reply-1")).to_contain_text("First, from the desk")

    expect(page.get_by_role("dialog")).to_have_count(0)
    answer_field(page).fill("Too late")
    keeper = visit(address, as_=KEEPER)
    keeper.get_by_role("button", name="Manage").click()
    keeper.get_by_role("menuitem", name="Lock: no more replies").click()
    expect(page.get_by_text("This thread is locked")).to_be_visible()
    expect(answer_field(page)).to_have_value("Too late")
    expect(page.locator(".answer").get_by_role("button", name="Reply", exact=True)).to_be_disabled()


def test_an_image_is_pasted_and_a_person_mentioned(visit: Visits) -> None:
    page = visit(as_=WRITER)
    open_thread(page, "a good chart")
    field = reply_field(page)
    page.route(f"**{routes.FILE_UPLOAD.url()}?*", lambda _: None)
    field.evaluate(PASTE, chart())
    expect(field).to_have_value(re.compile("Uploading chart.png"))
    page.get_by_role("button", name="Cancel the upload").click()
    expect(field).to_have_value("")
    page.unroute_all()
    field.evaluate(DROP)
    expect(page.get_by_text("“notes.pdf” is no image we can show.")).to_be_visible()
    field.evaluate(PASTE, chart())
    expect(field).to_have_value(re.compile(r"!\[chart\]\(/files/[\w-]{22}#320x200\)"))
    page.set_viewport_size({"width": 390, "height": 420})
    field.press("End")
    field.press_sequentially("from @ma")
    listed = page.get_by_role("listbox", name="People to mention")
    expect(listed.get_by_role("option", name=re.compile("Maja Kristiansen"))).to_be_visible()
    assert page.evaluate(
        "() => { const box = document.querySelector('.mention-list').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth }"
    )
    field.press_sequentially("ja")
    expect(listed.get_by_role("option")).to_have_count(1)
    page.set_viewport_size({"width": 1440, "height": 900})
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
