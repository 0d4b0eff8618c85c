"""`run`: from whatever state the folder is in to an academy that answers."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import click

from academy.cli import frontend, preflight, toolchain
from academy.cli.console import step
from academy.core.settings import ROOT, settings

PATIENCE_SECONDS = 180


def prepare() -> None:
    """Check the ground and build what has changed.

    Raises:
        Refused: Something a person has to mend first.
    """
    check_the_ground()
    with step("Frontend", doing="checking" if frontend.stamp() else "building (a minute the first time)") as progress:
        progress.outcome = frontend.bring_up_to_date()


def check_the_ground() -> None:
    """See that a server could start here, and set up the environment for the tools.

    Raises:
        Refused: It could not, and why.
    """
    wanted = preflight.read_settings()
    preflight.require_writable(wanted.data_dir)
    preflight.require_writable(ROOT / "var")
    preflight.require_free_port(wanted.host, wanted.port)
    toolchain.prepare(os.environ)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def start(*, workers: int) -> None:
    """Become the server."""
    command = [sys.executable, "-m", "academy", "serve", "--announced", "--workers", str(workers)]
    os.execv(sys.executable, command)  # noqa: S606


def announce_later(welcome: str) -> None:
    """Start a process that prints the welcome as soon as this one, the server, answers; Ctrl-C does not reach it."""
    command = [sys.executable, "-m", "academy", "announce", str(os.getpid()), welcome]
    subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def announce(server: int, welcome: str) -> None:
    """Wait until the server answers, then print the welcome."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with step("Server", doing="starting") as progress:
        while not _answers():
            if os.getppid() != server or time.monotonic() > deadline:
                progress.outcome = "does not answer"
                return
            time.sleep(0.1)
        progress.outcome = "ready"
    click.echo(welcome)


def _answers() -> bool:
    host = "[::1]" if ":" in settings().host else "127.0.0.1" if settings().host == "0.0.0.0" else settings().host  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{settings().port}/_health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
