"""A worker of its own, to be killed: `main` runs the queue of the database at argv[1] until it reaches argv[2]."""

import sys
import threading

from academy.core.database import Database
from academy.live.job_runner import JobRunner
from academy.live.jobs import job, write_once
from academy.live.runtime import Runtime
from tests.live import sample

PLACES = ("between its writes", "after its writes")
hangs_at: list[str] = []


@job()
def two_steps(runtime: Runtime, *, room_id: int) -> None:
    write_once(runtime, sample.post, room_id=room_id, body="first")
    reach(PLACES[0])
    write_once(runtime, sample.post, room_id=room_id, body="second")
    reach(PLACES[1])


def reach(place: str) -> None:
    if place in hangs_at:
        print(place, flush=True)  # noqa: T201
        threading.Event().wait()


def main() -> None:
    hangs_at.append(sys.argv[2])
    JobRunner(Runtime(Database(sys.argv[1]), sample.resolve_viewer)).start()
    threading.Event().wait()
