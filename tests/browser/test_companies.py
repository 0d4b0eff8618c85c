"""A company in real browsers: founded, seats bought, somebody invited who joins; all see at once what one does."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from academy import routes
from scripts.site import Site
from tests.browser.visits import Visits

FOUNDER, ADMIN, INVITED = "Rosa Delgado", "Ada Mensah", "Tomás Rivera"
ADDRESS = "tomas.rivera@post.example"
COURSE = "AI Fundamentals"


def link_to(site: Site, address: str) -> str:
    """The invitation in the last mail to an address, as its path."""
    with closing(sqlite3.connect(site.database, timeout=15)) as connection:
        (text,) = connection.execute(
            "SELECT text_body FROM mail_messages WHERE to_email = ? ORDER BY id DESC", (address,)
        ).fetchone()
    return "/" + re.findall(r"join/\S+", text)[0]


def found(page: Page, name: str) -> None:
    page.get_by_label("Name of the company").fill(name)
    page.get_by_label("Domain of its mail").fill("gmail.com")
    page.get_by_label("Whom we may turn to").fill(FOUNDER)
    page.get_by_label("Their address").fill("rosa@tidewater.example")
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_text("Anybody may have a mailbox at gmail.com")).to_be_visible()
    page.get_by_label("Domain of its mail").fill("tidewater.example")
    page.get_by_role("button", name="Open the account").click()
    expect(page).to_have_url(re.compile(re.escape(routes.ORG.url()) + "/?$"))
    expect(page.get_by_text("The company has no seats yet.")).to_be_visible()


def buy(page: Page) -> None:
    page.goto(routes.ORG_SEATS.url())
    page.get_by_role("button", name="Buy seats").click()
    course = page.get_by_label("Course", exact=True)
    course.select_option(course.locator("option", has_text=COURSE).first.get_attribute("value"))
    page.get_by_label("Seats", exact=True).fill("2")
    page.get_by_role("button", name="Order the seats").click()
    page.get_by_role("button", name=re.compile("Go to payment")).click()
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    expect(page).to_have_url(re.compile(re.escape(routes.ORDER.url(public_id=""))))
    page.goto(routes.ORG_SEATS.url())
    expect(page.get_by_role("list", name="Seat ledger")).to_contain_text("2 seats bought")


def test_a_company_from_its_founding_to_its_first_member(visit: Visits, site: Site) -> None:
    founder = visit(routes.ORG_NEW.url(), as_=FOUNDER)
    found(founder, "Tidewater")

    admin = visit(routes.ADMIN_ORGANIZATIONS.url(query={"q": "Tidewater"}), as_=ADMIN)
    row = admin.get_by_role("listitem").filter(has_text="Tidewater")
    expect(row).to_contain_text("Without seats")
    buy(founder)
    expect(row).to_contain_text("Active")
    expect(row).to_contain_text("0 of 2 seats used")

    founder.goto(routes.ORG_INVITES.url())
    founder.get_by_role("button", name="Invite somebody").click()
    founder.get_by_label("E-mail address").fill(ADDRESS)
    founder.get_by_label("Course", exact=True).select_option(label=f"{COURSE} (2 seats left)")
    founder.get_by_role("button", name="Send the invitation").click()
    expect(founder.get_by_role("listitem").filter(has_text=ADDRESS)).to_contain_text("Open")

    guest = visit(link_to(site, ADDRESS))
    expect(guest.get_by_role("heading", name="Tidewater invites you")).to_be_visible()
    expect(guest.get_by_role("link", name="Sign in to join")).to_be_visible()
    invited = visit(link_to(site, ADDRESS), as_=INVITED)
    invited.get_by_role("button", name="Join Tidewater").click()
    expect(invited.get_by_text("You belong to Tidewater")).to_be_visible()
    expect(founder.get_by_role("listitem").filter(has_text=ADDRESS)).to_contain_text("Accepted")
    expect(guest.get_by_text("This invitation has been accepted already.")).to_be_visible()

    founder.goto(routes.ORG_MEMBERS.url())
    founder.get_by_role("checkbox", name=f"Choose {INVITED}").click()
    expect(founder.get_by_text("1 person chosen")).to_be_visible()
    founder.get_by_role("button", name="Enroll in a cohort").click()
    cohort = founder.get_by_label("Cohort", exact=True)
    cohort.select_option(cohort.locator("option", has_text=COURSE).first.get_attribute("value"))
    founder.get_by_role("button", name="Enroll them").click()
    expect(founder.get_by_role("dialog").get_by_role("listitem")).to_contain_text(f"{INVITED}Enrolled.")
    invited.goto(routes.LEARN.url())
    expect(invited.get_by_role("main")).to_contain_text(COURSE)
    founder.goto(routes.ORG_SEATS.url())
    expect(founder.get_by_role("list", name="Seat ledger")).to_contain_text(f"{INVITED} enrolled")


def test_rights_given_one_by_one_open_pages_at_once_and_a_removal_is_taken_back(visit: Visits) -> None:
    manager = visit(routes.ORG.url(), as_="Bjørn Aasen")
    side = manager.get_by_role("banner")
    expect(side.get_by_role("link", name="Members", exact=True)).to_be_visible()
    expect(side.get_by_role("link", name="Settings", exact=True)).to_have_count(0)

    admin = visit(routes.ORG_MEMBERS.url(query={"q": "aasen"}), as_="Ingrid Solberg")
    admin.get_by_role("link", name="Bjørn Aasen").click()
    admin.get_by_text("Single permissions").click()
    expect(admin.get_by_label("Enroll people and take them out")).to_be_checked()
    admin.get_by_label("Change settings and domains").check()
    admin.get_by_role("button", name="Set the role").click()
    expect(side.get_by_role("link", name="Settings", exact=True)).to_be_visible()

    admin.goto(routes.ORG_MEMBERS.url(query={"q": "maja"}))
    admin.get_by_role("link", name="Maja Kristiansen").click()
    admin.get_by_role("button", name="Remove from the company").click()
    expect(admin.get_by_text("Nobody fits")).to_be_visible()
    admin.get_by_role("button", name="Undo").click()
    row = admin.get_by_role("list", name="Members").get_by_role("listitem")
    expect(row).to_contain_text("HR AI Mastery")
