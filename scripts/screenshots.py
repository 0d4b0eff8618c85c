"""Photographs every page of the demo academy: light and dark, in three widths, as whoever the page is for.

    python -m scripts.screenshots [WORD...]    # only pages whose name contains a word

The pictures go to `screenshots/`, those that the documents show to `docs/images/`.
"""

import shutil
import sqlite3
import sys
from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from academy import routes
from academy.core.settings import ROOT
from scripts import browser
from scripts.site import Site
from tests.browser.visits import WIDTHS, Visits

FOLDER = ROOT / "screenshots"
IMAGES = {("course", "light", "desktop"): ROOT / "docs" / "images" / "course.png"}
THEMES = ("light", "dark")
VISITOR, LEARNER, NEWCOMER, BUYER = "", "Amara Okafor", "Tomás Rivera", "Rosa Delgado"
INSTRUCTOR, MANAGER, ADMIN = "Priya Raman", "Hannah Vogel", "Ada Mensah"
PEOPLE = (VISITOR, LEARNER, NEWCOMER, BUYER, INSTRUCTOR, MANAGER, ADMIN)
COURSE = "SELECT id FROM courses WHERE slug = 'ai-fundamentals'"
PERSON = "SELECT id FROM users WHERE name = ?"
SEAT = """
    SELECT seat.public_id, seat.cohort_id FROM enrollments AS seat JOIN users ON users.id = seat.user_id
    JOIN cohorts ON cohorts.id = seat.cohort_id JOIN users AS teacher ON teacher.id = cohorts.instructor_id
    WHERE users.name = ? AND teacher.name = ? AND seat.status = 'active'
"""
HELD = """
    SELECT seat.public_id FROM enrollments AS seat JOIN users ON users.id = seat.user_id
    WHERE users.name = ? AND seat.status IN ('held', 'expired') ORDER BY seat.id DESC
"""
KNOWN = """
    SELECT CASE WHEN user_id = ?1 THEN connected_user_id ELSE user_id END FROM peer_connections
    WHERE status = 'accepted' AND ?1 IN (user_id, connected_user_id) ORDER BY id
"""
THREAD = "SELECT public_id FROM discussion_threads WHERE best_reply_id IS NOT NULL AND audience = 'general' ORDER BY id"
ELSEWHERE = "SELECT public_id FROM external_community_links ORDER BY id"


def places(database: Path) -> dict[str, dict[str, str]]:
    """The pages there are: their names and addresses, by the demo person whose they are."""
    with closing(sqlite3.connect(database)) as connection:
        (person_id,) = connection.execute(PERSON, (LEARNER,)).fetchone()
        (course_id,) = connection.execute(COURSE).fetchone()
        public_id, cohort_id = connection.execute(SEAT, (LEARNER, INSTRUCTOR)).fetchone()
        (known_id,) = connection.execute(KNOWN, (person_id,)).fetchone()
        (held_id,) = connection.execute(HELD, (BUYER,)).fetchone()
        (thread_id,) = connection.execute(THREAD).fetchone()
        (elsewhere_id,) = connection.execute(ELSEWHERE).fetchone()
    return {
        VISITOR: {
            "home": routes.HOME.url(),
            "courses": routes.COURSES.url(),
            "plans": routes.PLANS.url(),
            "course": routes.COURSE.url(slug="ai-fundamentals"),
            "sign-in": routes.SIGN_IN.url(),
            "not-found": "/no-such-page",
            "design-system": routes.DEV_UI.url(),
            "design-system-public": routes.DEV_UI_PUBLIC.url(),
            "inbox": routes.DEV_INBOX.url(),
            "letters": routes.DEV_MAIL.url(query={"letter": "0"}),
        },
        LEARNER: {
            "learn": routes.LEARN.url(),
            "community": routes.COMMUNITY.url(),
            "community-place": routes.COMMUNITY.url(query={"place": "general"}),
            "community-search": routes.COMMUNITY.url(query={"q": "prompt"}),
            "community-new": routes.COMMUNITY_NEW.url(query={"place": "general"}),
            "news": routes.NEWS.url(),
            "preferences": routes.PREFERENCES.url(),
            "plan": routes.PLAN.url(),
            "learn-course": routes.LEARN_ENROLLMENT.url(public_id=public_id),
            "profile": routes.PROFILE.url(),
            "own-card": routes.PROFILE_COMMUNITY.url(),
            "network": routes.NETWORK.url(),
            "network-requests": routes.NETWORK.url(query={"view": "requests"}),
            "network-suggestions": routes.NETWORK.url(query={"view": "suggestions"}),
            "network-card": routes.NETWORK.url(query={"person": str(known_id)}),
            "person": routes.PERSON.url(user_id=known_id),
            "elsewhere": routes.ELSEWHERE.url(),
            "thread": routes.THREAD.url(public_id=thread_id),
        },
        NEWCOMER: {"learn-empty": routes.LEARN.url(), "network-empty": routes.NETWORK.url()},
        BUYER: {"checkout": routes.CHECKOUT.url(public_id=held_id)},
        INSTRUCTOR: {
            "teach": routes.TEACH.url(),
            "teach-cohort": routes.TEACH_COHORT.url(cohort_id=cohort_id),
            "teach-moderation": routes.TEACH_MODERATION.url(),
        },
        MANAGER: {
            "org": routes.ORG.url(),
            "org-members": routes.ORG_MEMBERS.url(),
            "org-member": routes.ORG_MEMBERS.url(query={"member": "4"}),
            "org-invitations": routes.ORG_INVITES.url(),
            "org-import": routes.ORG_IMPORT.url(),
            "org-seats": routes.ORG_SEATS.url(),
            "org-teams": routes.ORG_TEAMS.url(),
            "org-settings": routes.ORG_SETTINGS.url(),
            "org-new": routes.ORG_NEW.url(),
        },
        ADMIN: {
            "admin-organizations": routes.ADMIN_ORGANIZATIONS.url(),
            "admin-organization": routes.ADMIN_ORGANIZATIONS.url(query={"company": "1"}),
            "admin-courses": routes.ADMIN_COURSES.url(),
            "admin-course": routes.ADMIN_COURSE.url(course_id=course_id),
            "admin-preview": routes.ADMIN_COURSE_PREVIEW.url(course_id=course_id),
            "admin-people": routes.ADMIN_PEOPLE.url(),
            "admin-person": routes.ADMIN_PERSON.url(user_id=person_id),
            "admin-audit": routes.ADMIN_AUDIT.url(),
            "admin-moderation": routes.ADMIN_MODERATION.url(query={"case": "2"}),
            "admin-moderation-log": routes.ADMIN_MODERATION.url(query={"tab": "log"}),
            "admin-moderation-words": routes.ADMIN_MODERATION.url(query={"tab": "words"}),
            "admin-communities": routes.ADMIN_COMMUNITIES.url(),
            "admin-community": routes.ADMIN_COMMUNITIES.url(query={"community": elsewhere_id}),
            "admin-webhooks": routes.ADMIN_WEBHOOKS.url(),
            "admin-webhook": routes.ADMIN_WEBHOOKS.url(query={"endpoint": "1"}),
            "admin-deliveries": routes.ADMIN_WEBHOOKS.url(query={"tab": "deliveries"}),
            "admin-delivery": routes.ADMIN_WEBHOOKS.url(query={"tab": "deliveries", "delivery": "6"}),
            "admin-inbound": routes.ADMIN_WEBHOOKS.url(query={"tab": "inbound"}),
            "admin-events": routes.ADMIN_WEBHOOKS.url(query={"tab": "events"}),
            "admin-orders": routes.ADMIN_ORDERS.url(),
            "admin-offers": routes.ADMIN_OFFERS.url(),
            "admin-offers-bundle": routes.ADMIN_OFFERS.url(query={"new": "path"}),
            "admin-offers-code": routes.ADMIN_OFFERS.url(query={"code": "0"}),
            "admin-jobs": routes.ADMIN_JOBS.url(),
            "admin-mail": routes.ADMIN_MAIL.url(),
            "admin-job": routes.ADMIN_JOBS.url(query={"view": "waiting", "job": "1"}),
        },
    }


def photograph(page: Page, name: str, path: str, theme: str, width: str) -> None:
    """Take one picture once nothing moves any more."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}-{theme}-{width}.png", full_page=True)
    if image := IMAGES.get((name, theme, width)):
        image.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=image)


def main(words: list[str]) -> None:
    """Photograph all pages, or those whose name contains one of the words."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    program = browser.find()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        site.command("build")
        site.start()
        chromium = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
        visits = Visits(chromium, site)
        try:
            for person, pages in places(site.database).items():
                wanted = {
                    name: path for name, path in pages.items() if not words or any(word in name for word in words)
                }
                for theme, width in product(THEMES if wanted else (), WIDTHS):
                    page = visits(as_=person, theme=theme, width=width)
                    for name, path in wanted.items():
                        photograph(page, name, path, theme, width)
                    page.close()
        finally:
            chromium.close()
            site.stop()
    print(f"{len(list(FOLDER.iterdir()))} pictures are in {FOLDER}.")


if __name__ == "__main__":
    main(sys.argv[1:])
