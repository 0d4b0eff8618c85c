"""`dev`: the academy as it is served in production, built and started anew after every change."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from watchfiles import DefaultFilter, watch

from academy.cli import frontend
from academy.cli.console import Refused, step
from academy.core.settings import ROOT

WATCHED = [ROOT / "academy", ROOT / "assets", ROOT / "rxconfig.py"]
PATIENCE_SECONDS = 10


def develop() -> None:
    """Serve until Ctrl-C. A change that does not build is reported, and the next one awaited."""
    try:
        while True:
            with _served():
                changes = next(watch(*WATCHED, watch_filter=_Sources(), raise_interrupt=True))
                click.echo(f"\n  {len(changes)} changed, e.g. {next(iter(changes))[1]}")
    except KeyboardInterrupt:
        click.echo("\n  Stopped.")


class _Sources(DefaultFilter):
    ignore_dirs = (*DefaultFilter.ignore_dirs, "external")


@contextmanager
def _served() -> Iterator[None]:
    try:
        with step("Frontend", doing="compiling") as progress:
            progress.outcome = frontend.bring_up_to_date()
    except Refused as refused:
        refused.show()
        yield
        return
    command = [sys.executable, "-m", "academy", "serve", "--announced"]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)
