"""Work that runs by itself."""

from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron
from academy.managers import service


@cron("11 4 * * *")
def forget_lists(runtime: Runtime) -> None:
    """Delete old lists of people to invite."""
    runtime.write(service.forget_lists, SYSTEM)
