"""Asking somebody to be connected, as both see it at the same time."""

import re

from playwright.sync_api import expect

from academy import routes
from tests.browser.visits import Visits

LEARNER = "Amara Okafor"
NETWORK = routes.NETWORK.url()


def test_a_request_is_answered_before_the_eyes_of_both(visit: Visits) -> None:
    asking = visit(f"{NETWORK}?view=suggestions", as_=LEARNER)
    suggested = asking.get_by_role("list", name="Suggestions").get_by_role("listitem").first
    name = suggested.locator(".title").inner_text()
    asked = visit(f"{NETWORK}?view=requests", as_=name)
    suggested.get_by_role("button", name="Connect").click()
    asking.get_by_label("A note to go with it").fill("Shall we compare?")
    asking.get_by_role("button", name=f"Ask {name} to connect").click()
    request = asked.get_by_role("list", name="Requests to you").get_by_role("listitem").filter(has_text=LEARNER)
    expect(request).to_contain_text("Shall we compare?")
    asking.goto(NETWORK)
    request.get_by_role("button", name="Accept").click()
    expect(asking.get_by_role("list", name="My network")).to_contain_text(name)
    asked.goto(NETWORK)
    expect(asked.get_by_role("list", name="My network")).to_contain_text(LEARNER)
    asked.get_by_role("link", name=LEARNER).first.click()
    card = asked.get_by_role("dialog", name=LEARNER)
    card.get_by_role("button", name="Block").click()
    expect(card).to_be_hidden()
    expect(asking.get_by_role("list", name="My network")).not_to_contain_text(name)
    asked.get_by_role("button", name="Undo").click()
    expect(asking.get_by_role("list", name="My network")).to_contain_text(name)
    expect(asked).not_to_have_url(re.compile("person="))
