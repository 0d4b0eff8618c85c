"""Tells whether the production frontend is up to date, and has it built when it is not.

Two fingerprints: of the sources (Python, assets, pinned packages), which say whether to compile at all, and
of what they compile to, which says whether the slow bundler has anything to do.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from academy.cli.console import Refused
from academy.core.settings import ROOT, settings

WEB = ROOT / ".web"
SITE = WEB / "build" / "client"
STAMP = WEB / "academy-build.json"
LOCK = ROOT / "reflex.lock" / "package.json"
SOURCES = ("academy/**/*.py", "assets/**/*", "reflex.lock/*", "rxconfig.py", "requirements.txt")
COMPILED = (
    *("app/**/*", "app_components/**/*", "components/**/*", "styles/**/*", "utils/**/*", "public/**/*"),
    *("*.js", "env.json", "package.json", "bun.lock"),
)


def sources_fingerprint() -> str:
    """Fingerprint of everything the frontend is compiled from, settings included."""
    return _fingerprint(ROOT, SOURCES, also=[settings().public_url, str(settings().demo)])


def compiled_fingerprint() -> str:
    """Fingerprint of what the bundler starts from."""
    return _fingerprint(WEB, COMPILED)


def stamp() -> dict[str, str]:
    """The fingerprints of the finished build; empty if there is none."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
        return found if SITE.is_dir() else {}
    except (OSError, ValueError):
        return {}


def is_current() -> bool:
    """Whether what was built is what would be built now."""
    return stamp().get("sources") == sources_fingerprint()


def bring_up_to_date() -> str:
    """Build if need be, in a process of its own (the compiler leaves its marks on it), and say what was done.

    Raises:
        Refused: The build failed; the message ends with the last lines of its log.
    """
    if is_current():
        return "up to date"
    log = settings().data_dir / "logs" / "build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        command = [sys.executable, "-m", "academy", "build"]
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        tail = "\n".join(log.read_text().splitlines()[-30:])
        raise Refused(f"{tail}\n\nThe frontend could not be built; the whole log is in {log}.")
    return "built"


def _fingerprint(folder: Path, patterns: Iterable[str], also: Iterable[str] = ()) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    for value in also:
        digest.update(value.encode() + b"\0")
    return digest.hexdigest()
