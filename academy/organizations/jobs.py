"""Work that runs by itself."""

from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron
from academy.organizations import service


@cron("23 * * * *")
def sweep_invites(runtime: Runtime) -> None:
    """End invitations whose own job did not."""
    runtime.write(service.expire_invites, SYSTEM)
