"""Photographs every page of the demo academy: light and dark, in three widths, as whoever the page is for.

    python -m scripts.screenshots [WORD...]    # only pages whose address contains a word

The pictures go to `screenshots/`, those that the documents show to `docs/images/`.
"""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from academy import routes
from academy.core.settings import ROOT
from scripts import browser
from scripts.site import Site
from tests.browser.visits import WIDTHS, Visits

FOLDER = ROOT / "screenshots"
COURSE = routes.COURSE.url(slug="ai-fundamentals")
IMAGES = {(COURSE, "light", "desktop"): ROOT / "docs" / "images" / "course.png"}
THEMES = ("light", "dark")
LEARNER, INSTRUCTOR, ADMIN = "Amara Okafor", "Priya Raman", "Ada Mensah"


def places(database: Path) -> dict[str, list[str]]:
    """The addresses to photograph, by the demo person whose they are; nobody's are the visitors'."""
    with closing(sqlite3.connect(database)) as connection:
        (course_id,) = connection.execute("SELECT id FROM courses WHERE slug = 'ai-fundamentals'").fetchone()
    return {
        "": [
            *(routes.HOME.url(), routes.COURSES.url(), COURSE, routes.SIGN_IN.url(), "/no-such-page"),
            *(routes.DEV_UI.url(), routes.DEV_UI_PUBLIC.url(), routes.DEV_INBOX.url()),
        ],
        LEARNER: [routes.LEARN.url(), routes.PROFILE.url()],
        INSTRUCTOR: [routes.TEACH.url()],
        ADMIN: [routes.ADMIN_COURSES.url(), routes.ADMIN_COURSE.url(course_id=course_id)],
    }


def photograph(page: Page, path: str, theme: str, width: str) -> None:
    """Take one picture once nothing moves any more."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    name = path.strip("/").replace("/", "-") or "home"
    picture = FOLDER / f"{name}-{theme}-{width}.png"
    page.screenshot(path=picture, full_page=True)
    if image := IMAGES.get((path, theme, width)):
        image.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=image)


def main(words: list[str]) -> None:
    """Photograph all pages, or those whose address contains one of the words."""
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
            for person, paths in places(site.database).items():
                wanted = [path for path in paths if not words or any(word in path for word in words)]
                for theme in THEMES if wanted else ():
                    for width in WIDTHS:
                        page = visits(wanted[0], as_=person, theme=theme, width=width)
                        for path in wanted:
                            photograph(page, path, theme, width)
                        page.close()
        finally:
            chromium.close()
            site.stop()
    print(f"{len(list(FOLDER.iterdir()))} pictures are in {FOLDER}.")


if __name__ == "__main__":
    main(sys.argv[1:])
