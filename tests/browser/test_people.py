"""Signing in and out, and one's own page, in real browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from academy import routes
from tests.browser.visits import Visits, accessibility_problems

AMARA = "Amara Okafor"


def ask(page: Page, email: str) -> None:
    page.goto(routes.SIGN_IN.url(query={"next": routes.PROFILE.url()}))
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text(f"We sent a mail to {email}")).to_be_visible()


def latest_mail(page: Page, email: str) -> Page:
    inbox = page.context.new_page()
    inbox.goto(routes.DEV_INBOX.url())
    expect(inbox.get_by_text(f"To {email}").first).to_be_visible()
    return inbox


def test_a_newcomer_signs_in_by_the_link_of_a_mail(visit: Visits) -> None:
    page = visit(routes.HOME.url())
    ask(page, "nia.link@example.com")
    inbox = latest_mail(page, "nia.link@example.com")
    mail = inbox.get_by_role("listitem").filter(has_text="To nia.link@example.com").first
    mail.get_by_role("link", name="Open the link").click()
    expect(inbox.get_by_text("You are about to sign in as nia.link@example.com.")).to_be_visible()
    assert accessibility_problems(inbox) == []
    inbox.get_by_role("button", name="Sign in").click()
    expect(inbox).to_have_url(re.compile(routes.PROFILE.url()))
    expect(inbox.get_by_label("Name")).to_have_value("Nia Link")
    expect(inbox.get_by_label("Time zone")).not_to_have_value("")


def test_a_newcomer_signs_in_by_the_code_of_a_mail(visit: Visits) -> None:
    page = visit(routes.HOME.url())
    ask(page, "cody.code@example.com")
    subject = latest_mail(page, "cody.code@example.com").get_by_role("heading", name="Sign in to the academy:").first
    code = re.findall(r"\d{6}", subject.inner_text())[0]
    page.get_by_label("Six digits").fill(f"{(int(code) + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Sign in").last.click()
    expect(page.get_by_text("This is not the code in the latest mail.")).to_be_visible()
    page.get_by_label("Six digits").fill(code)
    page.get_by_role("button", name="Sign in").last.click()
    expect(page).to_have_url(re.compile(routes.PROFILE.url()))
    expect(page.get_by_label("Name")).to_have_value("Cody Code")


def test_a_mistyped_address_is_named_and_kept(visit: Visits) -> None:
    page = visit(routes.SIGN_IN.url())
    page.get_by_label("E-mail address").fill("amara@")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("This does not look like an e-mail address")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("amara@")
    assert accessibility_problems(page) == []


def test_no_script_reads_the_session(visit: Visits) -> None:
    page = visit(routes.PROFILE.url(), as_=AMARA)
    assert "session" not in page.evaluate("document.cookie")
    cookie = next(c for c in page.context.cookies() if c["name"] == "academy_session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_a_saved_name_is_on_every_open_screen(visit: Visits) -> None:
    here, there = visit(routes.PROFILE.url(), as_="Mateus Oliveira"), visit(routes.PROFILE.url(), as_="Mateus Oliveira")
    here.get_by_label("Name").fill("Mateus de Oliveira")
    here.get_by_role("button", name="Save my profile").click()
    for page in (here, there):
        expect(page.locator(".side .account")).to_contain_text("Mateus de Oliveira")
    here.get_by_label("Name").fill("")
    here.get_by_label("Company").fill("Kept Ltd")
    here.get_by_role("button", name="Save my profile").click()
    expect(here.get_by_text("Please enter your name")).to_be_visible()
    expect(here.get_by_label("Company")).to_have_value("Kept Ltd")


def test_a_session_ended_elsewhere_clears_this_screen_at_once(visit: Visits) -> None:
    here, there = visit(routes.PROFILE.url(), as_="Kenji Mori"), visit(routes.PROFILE.url(), as_="Kenji Mori")
    expect(there.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    others = here.get_by_role("list", name="Devices").get_by_role("button", name="Sign out")
    expect(others).not_to_have_count(0)
    for left in reversed(range(others.count())):
        others.first.click()
        expect(others).to_have_count(left)
    expect(there.get_by_text("Kenji Mori")).to_have_count(0)
    expect(here.locator(".side .account")).to_contain_text("Kenji Mori")


def test_signing_out(visit: Visits) -> None:
    page = visit(routes.PROFILE.url(), as_="Jonas Lindqvist")
    page.locator(".side .account").click()
    page.get_by_role("button", name="Sign out", exact=True).locator("visible=true").first.click()
    expect(page).to_have_url(re.compile(r"localhost:\d+/$"))
    page.goto(routes.PROFILE.url())
    expect(page).to_have_url(re.compile(routes.SIGN_IN.url()))


def test_signing_out_everywhere(visit: Visits) -> None:
    here, there = visit(routes.PROFILE.url(), as_="Erik Haugen"), visit(routes.PROFILE.url(), as_="Erik Haugen")
    here.get_by_role("button", name="Sign out everywhere").click()
    expect(here).to_have_url(re.compile(routes.SIGN_IN.url()))
    expect(there.get_by_text("Erik Haugen")).to_have_count(0)
    there.goto(routes.PROFILE.url())
    expect(there).to_have_url(re.compile(routes.SIGN_IN.url()))


def test_whoever_must_sign_in_comes_back_to_where_they_were(visit: Visits) -> None:
    page = visit(routes.PROFILE.url())
    expect(page).to_have_url(re.compile(r"/sign-in/?\?next=%2Fprofile"))
    page.locator("button.step-into", has_text=AMARA).click()
    expect(page).to_have_url(re.compile(routes.PROFILE.url()))
    expect(page.get_by_label("Name")).to_have_value(AMARA)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_pages_about_people_are_accessible(visit: Visits, width: str) -> None:
    visitor = visit(routes.SIGN_IN.url(), width=width)
    expect(visitor.get_by_role("heading", name="Step into somebody")).to_be_visible()
    assert accessibility_problems(visitor) == []
    inbox = visit(routes.DEV_INBOX.url(), width=width)
    expect(inbox.get_by_role("heading", name="Development inbox")).to_be_visible()
    assert accessibility_problems(inbox) == []
    profile = visit(routes.PROFILE.url(), as_=AMARA, width=width)
    expect(profile.get_by_label("Name")).to_have_value(AMARA)
    assert accessibility_problems(profile) == []
