"""What tidies up behind people."""

from academy.identity import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron


@cron("*/15 * * * *")
def forget_expired(runtime: Runtime) -> None:
    """Delete what has run out."""
    runtime.write(service.forget_expired, SYSTEM)
