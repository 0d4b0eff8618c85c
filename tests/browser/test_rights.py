"""Rights that are lost while their page is open, in real browsers: it goes at once, and says how to go on."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from playwright.sync_api import expect

from academy import routes
from scripts.site import Site
from tests.browser.visits import Visits, accessibility_problems

AMARA, ERIK, KENJI = "Amara Okafor", "Erik Haugen", "Kenji Mori"
SEAT = """
SELECT enrollments.id, enrollments.public_id, courses.title FROM enrollments
JOIN users ON users.id = enrollments.user_id AND users.name = ?
JOIN courses ON courses.id = enrollments.course_id
WHERE enrollments.status = 'active' ORDER BY enrollments.id LIMIT 1
"""


def execute(site: Site, statement: str, *parameters: Any) -> Any:
    """Do something in the site's database, as another program would; return the first row."""
    with closing(sqlite3.connect(site.database, timeout=15)) as connection, connection:
        return connection.execute(statement, parameters).fetchone()


@contextmanager
def changed(site: Site, table: str, column: str, value: Any, *, row: int) -> Iterator[None]:
    """Give a row another value for a while."""
    (before,) = execute(site, f"SELECT {column} FROM {table} WHERE id = ?", row)
    change = f"UPDATE {table} SET {column} = ? WHERE id = ?"
    execute(site, change, value, row)
    try:
        yield
    finally:
        execute(site, change, before, row)


def id_of(site: Site, name: str) -> int:
    return int(execute(site, "SELECT id FROM users WHERE name = ?", name)[0])


def test_signing_out_in_one_tab_clears_the_other(visit: Visits) -> None:
    other = visit(routes.LEARN.url(), as_=AMARA)
    expect(other.get_by_role("heading", name="Now and next")).to_be_visible()
    tab = other.context.new_page()
    tab.goto(routes.PROFILE.url())
    tab.get_by_role("button", name=f"Your account {AMARA}").click()
    tab.get_by_role("banner").get_by_role("button", name="Sign out", exact=True).click()
    expect(other.get_by_role("heading", name="Please sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="My learning")).to_have_count(0)
    expect(other.get_by_text(AMARA)).to_have_count(0)
    assert accessibility_problems(other) == []
    other.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(other).to_have_url(re.compile(re.escape(routes.SIGN_IN.url()) + r"/?\?next=%2Flearn"))


def test_who_comes_next_in_a_tab_is_told_nothing_of_who_was_there(visit: Visits, site: Site) -> None:
    """Not even what pages had shown that were left before signing out."""
    _, public_id, _ = execute(site, SEAT, AMARA)
    page = visit(routes.HOME.url(), as_=AMARA)
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: heard.append(str(data))))
    page.goto(routes.LEARN.url())
    expect(page.get_by_role("heading", name="Now and next")).to_be_visible()
    assert public_id in "".join(heard)
    page.get_by_role("button", name=f"Your account {AMARA}").click()
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_label("Name")).to_have_value(AMARA)
    heard.clear()
    page.get_by_role("button", name=f"Your account {AMARA}").click()
    page.get_by_role("banner").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", name="Starting next")).to_be_visible()
    told = "".join(heard)
    assert "course_title" in told, "what this page shows was heard"
    assert public_id not in told
    assert AMARA not in told


def test_an_administrator_no_more_sees_the_courses_go(visit: Visits, site: Site) -> None:
    page = visit(routes.ADMIN_COURSES.url(), as_=ERIK)
    table = page.get_by_role("table")
    expect(table).to_contain_text("Prompt Engineering Mastery")
    page.get_by_role("button", name="New course").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    with changed(site, "users", "role", "individual", row=id_of(site, ERIK)):
        expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
        expect(page.get_by_text("ask whoever manages it for you")).to_be_visible()
        expect(page.get_by_text("Prompt Engineering Mastery")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("button", name="New course")).to_have_count(0)
        expect(page.get_by_role("link", name="Jobs")).to_have_count(0)
    expect(table).to_contain_text("Prompt Engineering Mastery")


def test_a_learner_sees_a_withdrawn_enrollment_go(visit: Visits, site: Site) -> None:
    seat, public_id, course = execute(site, SEAT, AMARA)
    mine = visit(routes.LEARN_ENROLLMENT.url(public_id=public_id), as_=AMARA)
    expect(mine.get_by_role("heading", name=course)).to_be_visible()
    everything = mine.context.new_page()
    everything.goto(routes.LEARN.url())
    expect(everything.get_by_role("main").get_by_text(course).first).to_be_visible()
    with changed(site, "enrollments", "user_id", id_of(site, KENJI), row=seat):
        expect(mine.get_by_text("There is no such enrollment among yours.")).to_be_visible()
        expect(mine.get_by_text(course)).to_have_count(0)
        expect(everything.get_by_role("main").get_by_text(course)).to_have_count(0)
    expect(mine.get_by_role("heading", name=course)).to_be_visible()
