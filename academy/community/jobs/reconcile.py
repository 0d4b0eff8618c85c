"""What discussions count, held to their rows every night."""

import logging

from academy.community import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron

logger = logging.getLogger(__name__)


@cron("11 4 * * *")
def reconcile(runtime: Runtime) -> None:
    """Count anew what discussions count, and repair and report what does not agree."""
    if repaired := runtime.write(service.reconcile_threads, SYSTEM):
        logger.error("the counters of %s threads or replies did not agree with their rows", repaired)
