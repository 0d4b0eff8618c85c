"""The demo academy, served for a measurement, and an office beside it that works on the same database."""

import json
import threading
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, col, select

from academy import routes
from academy.catalog.service.public import open_cohorts
from academy.core.database import Database
from academy.enrollment.models import Enrollment
from academy.enrollment.service.seats import cancel_hold, reserve_seat
from academy.identity.models import User, UserRole
from academy.identity.schemas import Browser as Device
from academy.identity.service import step_into
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime
from bench.processes import family
from scripts.site import Site

SLUG = "ai-fundamentals"
COURSE_PAGE = routes.COURSE.pattern
COURSE = routes.COURSE.url(slug=SLUG)
VISITOR = [COURSE_PAGE, COURSE, ""]
"""Somebody who looks at the course without signing in, for `bench.watchers`."""
SEATS_MARK = '"cohorts_rx_state_"'
"""What is in every message that tells of seats in the course's cohorts."""


class Academy:
    """The demo academy as a process of its own.

    Attributes:
        runtime: Reads and writes as a process beside the server would, from outside.
        pids: The supervisor and its workers.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.runtime = Runtime(Database(f"sqlite:///{site.database}"), resolve_viewer)
        self.pids = family(site.pid)

    def runs(self) -> Counter[str]:
        """How often the worker's hub has run which query."""
        with urllib.request.urlopen(self.site.url + routes.DEV_LIVE.url(), timeout=10) as answer:
            return Counter(json.load(answer)["runs"])

    def sign_in(self, user_id: int) -> str:
        """Step into a demo person; returns the new session's cookie."""
        return self.runtime.write(step_into, user_id=user_id, next_path="/", browser=Device()).token

    def people(self, role: UserRole) -> list[int]:
        """The ids of everybody with that role, those who are enrolled in nothing first."""
        with Session(self.runtime.database.reader) as session:
            enrolled = col(User.id).in_(select(Enrollment.user_id))
            return list(session.exec(select(User.id).where(User.role == role).order_by(enrolled, col(User.id))))

    @cached_property
    def buyer_id(self) -> int:
        """Somebody who is enrolled in nothing."""
        return self.people(UserRole.INDIVIDUAL)[0]

    @cached_property
    def buyer(self) -> str:
        """A session of theirs."""
        return self.sign_in(self.buyer_id)

    def take_seat(self) -> None:
        """Let the buyer hold a seat in the course's first cohort that has one."""
        free = next(cohort for cohort in self.runtime.read(open_cohorts, slug=SLUG) if cohort.seats_left)
        self.runtime.write(reserve_seat, self.buyer, cohort_id=free.id)

    def give_back(self) -> None:
        """Let the buyer give back whatever they hold."""
        with Session(self.runtime.database.reader) as session:
            held = select(Enrollment.public_id, Enrollment.user_id).where(Enrollment.status == "held")
            mine = [public_id for public_id, user_id in session.exec(held) if user_id == self.buyer_id]
        for public_id in mine:
            self.runtime.write(cancel_hold, self.buyer, public_id=public_id)

    @contextmanager
    def changing_seats(self, pause_seconds: float) -> Iterator[None]:
        """Take a seat and give it back in turns, with a pause after each, as long as the block lasts."""
        is_over = threading.Event()

        def change() -> None:
            while not is_over.is_set():
                for step in (self.take_seat, self.give_back):
                    step()
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
            served.runtime.database.dispose()
            site.stop()
