"""Lighthouse on the public pages, as a phone on a slow network and as a desktop."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from academy import routes
from academy.cli import toolchain
from bench.figures import Figure
from bench.plan import Plan
from scripts import browser
from scripts.site import Site

TOOL = Path(__file__).parent / "lighthouse"
PAGES = {
    "home": routes.HOME.url(),
    "list": routes.COURSES.url(),
    "course": routes.COURSE.url(slug="ai-fundamentals"),
}
FORMS = {"phone": [], "desktop": ["--preset=desktop"]}
GOOD = 0.9
TIMINGS = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint"}


def measure(_plan: Plan) -> Iterator[Figure]:
    """Lighthouse's four scores of each page, and when it is painted."""
    install()
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.command("build")
        site.start()
        try:
            for page, path in PAGES.items():
                for form, options in FORMS.items():
                    yield from figures(f"{page}, {form}", audit(site.url + path, options))
        finally:
            site.stop()


def install() -> None:
    """Install the pinned Lighthouse, unless it is there."""
    if not (TOOL / "node_modules" / ".package-lock.json").exists():
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*toolchain.NPM, "ci", *quiet], cwd=TOOL, check=True)


def audit(address: str, options: list[str]) -> dict[str, Any]:
    """Lighthouse's report of one page."""
    program = browser.find()
    assert program, "no Chromium: scripts/browser.py installs one"
    flags = " ".join(["--headless", *browser.FLAGS])
    command = [
        *(str(toolchain.NODE_BIN / "node"), "node_modules/lighthouse/cli/index.js", address, *options),
        *("--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={flags}"),
    ]
    done = subprocess.run(command, cwd=TOOL, env=os.environ | {"CHROME_PATH": program}, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


def figures(name: str, report: dict[str, Any]) -> Iterator[Figure]:
    """What of a report is kept, with the audits that keep a score below 100."""
    for category in report["categories"].values():
        wanting = [part["id"] for part in category["auditRefs"] if part["weight"] and not _passes(report, part["id"])]
        score = round(category["score"] * 100)
        yield Figure(f"{name}: {category['title']}", score, "of 100", note=", ".join(wanting) if score < 100 else "")
    for audit_id, title in TIMINGS.items():
        yield Figure(f"{name}: {title}", round(report["audits"][audit_id]["numericValue"]), "ms")


def _passes(report: dict[str, Any], audit_id: str) -> bool:
    score = report["audits"][audit_id]["score"]
    return score is None or score >= GOOD
