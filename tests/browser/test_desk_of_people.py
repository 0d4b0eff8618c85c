"""Admin → People: somebody is found, something is done for them, and the audit says so."""

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits

PERSON, ADMIN = "Chloé Martin", "Erik Haugen"


def test_somebody_is_found_and_looked_after_and_it_is_written_down(visit: Visits) -> None:
    admin = visit(routes.ADMIN_PEOPLE.url(), as_=ADMIN)
    admin.get_by_label("A name, an address, a company").fill("chlo mart")
    people = admin.get_by_role("list", name="People").get_by_role("listitem")
    expect(people).to_have_count(1)
    watching = visit(routes.ADMIN_AUDIT.url(), as_=ADMIN)
    admin.get_by_role("link", name=PERSON).click()
    expect(admin.get_by_role("heading", name=PERSON)).to_be_visible()
    admin.get_by_role("button", name="Give a role").click()
    admin.get_by_label("Role", exact=True).select_option(label="Moderator")
    admin.get_by_role("button", name="Give the role").click()
    expect(admin.get_by_role("list", name="Roles")).to_contain_text("Moderator everywhere")
    entry = watching.get_by_role("listitem").filter(has_text=PERSON).first
    expect(entry).to_contain_text("moderator")
    admin.get_by_role("button", name="Take away").click()
    expect(admin.get_by_text("Holds no role besides their account's own.")).to_be_visible()
    admin.get_by_role("button", name="Undo").click()
    expect(admin.get_by_role("list", name="Roles")).to_contain_text("Moderator everywhere")
