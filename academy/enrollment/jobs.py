"""Work that runs by itself."""

from academy.enrollment import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron


@cron("*/5 * * * *")
def sweep_holds(runtime: Runtime) -> None:
    """Give back holds whose own job did not."""
    runtime.write(service.expire_holds, SYSTEM)
