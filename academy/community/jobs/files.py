"""Files that nobody uses."""

from academy.community import service
from academy.core import files
from academy.live import Runtime
from academy.live.jobs import cron, write_once


@cron("23 3 * * *")
def remove_unused_files(runtime: Runtime) -> None:
    """Remove what was uploaded for a post and came into none."""
    for key in write_once(runtime, service.forget_unused_files):
        files.remove(key)
