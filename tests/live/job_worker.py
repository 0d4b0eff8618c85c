"""A worker of its own, to be killed: `main` runs the queue of the database at argv[1], its clock argv[2] seconds ahead.

With a third argument it hangs in the middle of the job.
"""

import sys
import threading
from datetime import timedelta

from academy.core.database import Database
from academy.live.job_runner import JobRunner
from academy.live.jobs import job, write_once
from academy.live.runtime import Runtime, system_clock
from tests.live import sample


@job()
def two_steps(runtime: Runtime, *, room_id: int) -> None:
    write_once(runtime, sample.post, room_id=room_id, body="first")
    if len(sys.argv) > 3:
        print("half", flush=True)  # noqa: T201
        threading.Event().wait()
    write_once(runtime, sample.post, room_id=room_id, body="second")
    print("done", flush=True)  # noqa: T201


def main() -> None:
    ahead = timedelta(seconds=float(sys.argv[2]))
    runtime = Runtime(Database(sys.argv[1]), sample.resolve_viewer, clock=lambda: system_clock() + ahead)
    JobRunner(runtime).start()
    threading.Event().wait()
