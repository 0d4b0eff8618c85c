"""Visits to a site in real browsers, and what is kept of them when a test fails."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from academy import routes
from academy.core.settings import ROOT
from scripts.site import Site

AXE = (ROOT / "tests" / "data" / "axe" / "axe.min.js").read_text()
FAILURES = ROOT / "var" / "test-failures"
THEMES = ("light", "dark")
IN_THEME = "(theme, { className, classList } = document.documentElement) => !className || classList.contains(theme)"
WIDTHS = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900)}


@dataclass
class Visits:
    """Opens pages, each in a browser context (a person's browser) of its own."""

    browser: Browser
    site: Site
    pages: list[Page] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    def __call__(
        self,
        path: str = "/",
        *,
        as_: str = "",
        theme: str = "light",
        width: str = "desktop",
        zone: str = "Europe/Berlin",
    ) -> Page:
        """Open a path in a new browser, signed in as the demo person of that name if one is given."""
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            timezone_id=zone,
            locale="en-US",
        )
        page = context.new_page()
        number = len(self.pages)
        self.pages.append(page)
        page.on("console", lambda message: self.console.append(f"[{number}] {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.crashes.append(f"[{number}] {error}"))
        if as_:
            sign_in_as(page, as_)
        page.goto(path)
        return page

    def keep(self, name: str) -> Path:
        """Save what every page shows, the consoles and the server's log, and return the folder."""
        folder = FAILURES / "".join(letter if letter.isalnum() else "-" for letter in name)
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.pages):
            if not page.is_closed():
                page.screenshot(path=folder / f"page-{number}.png", full_page=True)
        (folder / "console.txt").write_text("\n".join(self.console + self.crashes))
        (folder / "server.log").write_text(self.site.log.read_text())
        return folder

    def close(self) -> None:
        for page in self.pages:
            page.context.close()


def sign_in_as(page: Page, name: str) -> None:
    """Step into the demo person of that name, as the sign-in page offers."""
    page.goto(routes.SIGN_IN.url())
    button = page.locator("button.step-into", has_text=name).first
    expect(button).to_be_attached()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    button.click()
    expect(page).not_to_have_url(re.compile(re.escape(routes.SIGN_IN.url())))


def accessibility_problems(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now, in each theme: a line for each rule that is broken, with where."""
    page.evaluate(AXE)
    return [f"{theme}: {problem}" for theme in THEMES for problem in _problems(page, theme)]


def _problems(page: Page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.wait_for_function(IN_THEME, arg=theme)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']} ({rule['impact']}): {[node['target'] for node in rule['nodes'][:5]]}" for rule in found]
