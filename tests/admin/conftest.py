"""An academy with a queue, a worker that runs what is due when told to, and work that fails when told to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from academy.admin import service
from academy.admin.schemas import JobRow, JobView
from academy.identity.viewer import resolve_viewer
from academy.live import Context, Runtime, everyone, mutation
from academy.live.job_runner import JobRunner
from academy.live.jobs import cron, job
from tests.world import Cast, FrozenClock, Live

broken: list[str] = []
"""What is out of order."""


@job(attempts=2)
def send_card(runtime: Runtime, *, card_id: int, token: str = "", is_secret: bool = False) -> None:
    """Send a card.

    And say nothing of it.
    """
    if "post" in broken:
        raise OSError(f"the post office does not take {token or 'cards'}\nnor anything else")


@cron("17 3 * * *")
def empty_letter_box(runtime: Runtime) -> None:
    """Empty the letter box."""
    if "box" in broken:
        raise OSError("it is jammed")


@mutation(policy=everyone)
def ask(ctx: Context, *, after: timedelta, arguments: dict[str, Any]) -> None:
    ctx.jobs.run_after(after, send_card, **arguments)


@dataclass(frozen=True)
class Office:
    """The academy's own work, looked at by Olga, who administers it."""

    runtime: Runtime
    runner: JobRunner
    clock: FrozenClock
    cast: Cast

    def ask(self, *, card_id: int = 1, minutes: float = 0, **arguments: Any) -> JobRow:
        """Have a card sent, and return the job."""
        self.runtime.write(ask, after=timedelta(minutes=minutes), arguments={"card_id": card_id, **arguments})
        return self.rows()[0]

    def fail(self, **arguments: Any) -> JobRow:
        """Have one fail for good, and return the job."""
        job = self.ask(**arguments)
        broken.append("post")
        for _ in range(send_card.attempts):
            self.run()
            self.clock.advance(timedelta(minutes=1))
        broken.clear()
        return self.row(job.id)

    def run(self) -> int:
        """Run what is due."""
        return self.runner.run_due()

    def rows(self, view: JobView | None = None, **arguments: Any) -> list[JobRow]:
        return self.runtime.read(service.job_page, self.cast.olga, view=view, **arguments).rows

    def row(self, job_id: int) -> JobRow:
        return next(row for row in self.rows() if row.id == job_id)

    def do(self, mutation: Any, **arguments: Any) -> Any:
        """Do something as Olga."""
        return self.runtime.write(mutation, self.cast.olga, **arguments)


@pytest.fixture
def office(live: Live, cast: Cast, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Office:
    only = {empty_letter_box.name: empty_letter_box}
    monkeypatch.setattr("academy.live.job_runner.JOBS", only)
    monkeypatch.setattr("academy.admin.service.jobs.JOBS", only)
    broken.clear()
    runtime = Runtime(live.database, resolve_viewer, clock=clock)
    runner = JobRunner(runtime)
    runner._schedule_crons()
    return Office(runtime, runner, clock, cast)
