"""Work that runs by itself."""

from academy.catalog import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron


@cron("*/5 * * * *")
def advance_cohorts(runtime: Runtime) -> None:
    """Start and complete cohorts when their time has come."""
    runtime.write(service.advance_cohorts, SYSTEM)
