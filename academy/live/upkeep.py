"""What keeps the live layer's own tables small."""

from academy.live import changes, job_queue
from academy.live.jobs import cron
from academy.live.runtime import Runtime


@cron("*/5 * * * *")
def prune(runtime: Runtime) -> None:
    """Forget what nobody will ask for again: old changes, request ids and failed jobs."""
    with runtime.database.locking_transaction() as connection:
        changes.prune(connection, runtime.clock())
        job_queue.prune(connection, runtime.clock())
