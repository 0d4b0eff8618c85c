"""The demo academy, served for a measurement, with an office beside it that works on the same database."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import routes
from academy.core.database import Database
from academy.identity.models import UserRole
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime
from bench import office
from bench.counters import counted
from bench.processes import family
from scripts.site import Site

COURSE_PAGE = routes.COURSE.pattern
COURSE = routes.COURSE.url(slug=office.COURSE)
VISITOR = [COURSE_PAGE, COURSE, ""]
"""Somebody who looks at the course without signing in, for `bench.watchers`."""
SEATS_MARK = '"cohorts_rx_state_"'
"""What is in every message that tells of seats in the course's cohorts."""


class Academy:
    """The demo academy as a process of its own.

    Attributes:
        office: Reads and writes as a process beside the server would, from outside.
        buyer_id: Somebody who is enrolled in nothing, and
        buyer: a session of theirs.
        pids: The supervisor and its workers.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.office = office.Office(Runtime(Database(f"sqlite:///{site.database}"), resolve_viewer))
        self.buyer_id = self.office.people(UserRole.INDIVIDUAL)[0]
        self.buyer = self.office.sign_in(self.buyer_id)
        self.port, self.pids = site.port, family(site.pid)

    def restart(self) -> None:
        """Serve anew, from the same data."""
        self.site.stop()
        self.site.start()
        self.pids = family(self.site.pid)

    def runs(self) -> Counter[str]:
        """How often the worker's hub has run which query."""
        return counted(self.port, "live_runs")

    @contextmanager
    def changing_seats(self, pause_seconds: float) -> Iterator[None]:
        """Take a seat and give it back in turns, with a pause after each, as long as the block lasts."""
        is_over, cohort_id = threading.Event(), self.office.free_cohort()

        def change() -> None:
            while not is_over.is_set():
                taken = self.office.take_seat(self.buyer, cohort_id)
                is_over.wait(pause_seconds)
                self.office.give_back(self.buyer, taken)
                is_over.wait(pause_seconds)

        changing = threading.Thread(target=change)
        changing.start()
        try:
            yield
        finally:
            is_over.set()
            changing.join()


@contextmanager
def academy() -> Iterator[Academy]:
    """Serve a demo academy of its own as long as the block lasts."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.command("build")
        site.command("seed")
        site.start()
        served = Academy(site)
        try:
            yield served
        finally:
            served.office.runtime.database.dispose()
            site.stop()
