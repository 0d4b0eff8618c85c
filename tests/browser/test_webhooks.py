"""An administrator adds a webhook endpoint and tries it out; another sees at once what came of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from standardwebhooks.webhooks import Webhook

from academy import routes
from scripts.site import Site
from tests.browser.visits import Visits, accessibility_problems
from tests.receivers import Receiver, Reply, receiver

ADMIN, OTHER_ADMIN = "Ada Mensah", "Erik Haugen"
WEBHOOKS = routes.ADMIN_WEBHOOKS.url()
DELIVERIES = routes.ADMIN_WEBHOOKS.url(query={"tab": "deliveries"})


@pytest.fixture
def elsewhere() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@pytest.fixture
def telling(browser: Browser, site: Site, tmp_path: Path) -> Iterator[Visits]:
    """Visits to a demo academy that may send to this machine."""
    made = Site(tmp_path, outbound_loopback="true")
    with closing(sqlite3.connect(site.database)) as theirs, closing(sqlite3.connect(made.database)) as ours:
        theirs.backup(ours)
    made.start()
    visits = Visits(browser, made)
    yield visits
    visits.close()
    made.kill()
    assert not visits.crashes, visits.crashes


def add_endpoint(page: Page, url: str) -> str:
    """Fill in the form, first badly; return the secret."""
    page.get_by_role("button", name="Add an endpoint").click()
    form = page.get_by_role("dialog", name="Add an endpoint")
    form.get_by_label("Address").fill("https://ada:hush@hooks.example.com/")
    form.get_by_label("course.published").check()
    form.get_by_role("button", name="Add the endpoint").click()
    expect(form.get_by_role("alert").filter(has_text="user name and password")).to_be_visible()
    expect(form.get_by_label("course.published")).to_be_checked()
    assert accessibility_problems(page) == []
    form.get_by_label("Address").fill(url)
    form.get_by_role("button", name="Add the endpoint").click()
    shown = page.get_by_role("dialog", name="The endpoint's secret")
    secret = shown.get_by_text(re.compile("^whsec_")).inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    expect(shown).not_to_be_visible()
    return secret


def test_an_endpoint_is_added_and_tested_and_what_failed_is_sent_again(telling: Visits, elsewhere: Receiver) -> None:
    mine, theirs = telling(WEBHOOKS, as_=ADMIN), telling(DELIVERIES, as_=OTHER_ADMIN)
    secret = add_endpoint(mine, elsewhere.url())
    elsewhere.reply = lambda _: Reply(500, body=b"no room here")
    row = mine.get_by_role("list", name="Endpoints").get_by_role("listitem").filter(has_text=elsewhere.url())
    row.get_by_role("button", name="Send a test").click()
    answer = mine.get_by_role("dialog", name="webhook.test")
    expect(answer).to_contain_text("Answered 500")
    expect(answer).to_contain_text("no room here")
    assert accessibility_problems(mine) == []

    delivery = theirs.get_by_role("list", name="Deliveries").get_by_role("listitem").filter(has_text="webhook.test")
    expect(delivery).to_contain_text("Failed")
    elsewhere.reply = lambda _: Reply()
    delivery.get_by_role("button", name="Send again").click()
    expect(delivery).to_contain_text("Delivered")
    expect(answer).to_contain_text("Answered 204")
    first, second = elsewhere.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Webhook(secret).verify(second.body, second.headers)["type"] == "webhook.test"
