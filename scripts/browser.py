"""Finds a Chromium for the tests; run as a program, it also installs one if there is none."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def works(program: str) -> bool:
    """Whether that program is a browser that starts (Ubuntu's `chromium-browser` may be an empty shell)."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def find() -> str | None:
    """Path of a working Chromium: CHROMIUM, the system's, or Playwright's own. Ask before Playwright is started."""
    installed = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *APPLICATIONS]
    if found := next((program for program in installed if program and works(program)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if works(own) else None


def install() -> None:
    """Try the system's package manager where we may use it, then Playwright's download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]
        subprocess.run([*apt, "update"], env=quiet, check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", "chromium"], env=quiet, check=False)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Make sure that there is a browser.

    Exits with a sentence if there is none and none could be installed.
    """
    if find() is None:
        print("Installing Chromium for the browser tests …", flush=True)
        install()
    if find() is None:
        sys.exit(
            "\nThe browser tests need Chromium or Chrome, and none could be installed.\n"
            "Install one (Debian: apt-get install chromium; Ubuntu: snap install chromium; "
            "macOS: brew install --cask chromium), or name one: CHROMIUM=/path/to/chrome make test\n"
        )


if __name__ == "__main__":
    main()
