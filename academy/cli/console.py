"""What the command line says: progress, and sentences instead of tracebacks."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Refused(click.ClickException):
    """The command cannot be carried out; the message is a sentence that says why and what to do."""

    def show(self, file: object = None) -> None:
        """Print the sentence alone."""
        click.echo(f"\n{self.message}\n", err=True)


class Step:
    """One line of progress: `outcome` is what it ends with."""

    def __init__(self) -> None:
        self.outcome = "done"


@contextmanager
def step(title: str, *, doing: str) -> Iterator[Step]:
    """Show that `doing` is going on, with seconds on a terminal, then the step's outcome.

    Example:
        with step("Database", doing="migrating") as progress:
            progress.outcome = "up to date"
    """
    progress, finished = Step(), threading.Event()
    label = f"  {title:<10}"
    ticker = threading.Thread(target=_tick, args=(label, doing, finished), daemon=True)
    ticker.start()
    began = time.monotonic()
    try:
        yield progress
    except BaseException:
        progress.outcome = "failed"
        raise
    finally:
        finished.set()
        ticker.join()
        seconds = time.monotonic() - began
        took = f"  ({seconds:.0f} s)" if seconds >= 2 else ""
        start_over = "\r\033[K" if sys.stdout.isatty() else ""
        click.echo(f"{start_over}{label}{progress.outcome}{took}")


def _tick(label: str, doing: str, finished: threading.Event) -> None:
    if not sys.stdout.isatty():
        click.echo(f"{label}{doing} …")
        return
    began = time.monotonic()
    while True:
        click.echo(f"\r\033[K{label}{doing} … {time.monotonic() - began:.0f} s", nl=False)
        if finished.wait(1):
            return
