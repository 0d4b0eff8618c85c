"""Work that runs by itself."""

import logging

from academy.enrollment import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job, write_once

logger = logging.getLogger(__name__)


@cron("*/5 * * * *")
def sweep(runtime: Runtime) -> None:
    """End the holds, offers, choices and seats by entitlements whose own jobs did not."""
    sweeps = service.expire_holds, service.expire_offers, service.end_choices, service.end_entitlements
    for sweeping in sweeps:
        try:
            runtime.write(sweeping, SYSTEM)
        except Exception:
            logger.exception("%s failed; the other sweeps go on", sweeping.name)


@cron("41 3 * * *")
def reconcile(runtime: Runtime) -> None:
    """Count the seats of all cohorts anew, and repair and report what does not agree."""
    if repaired := runtime.write(service.reconcile_seats, SYSTEM):
        logger.error("the seats of %s cohorts did not agree with their enrollments; the audit says which", repaired)


@job(is_unique=True)
def tell_new_dates(runtime: Runtime, *, cohort_id: int) -> None:
    """Write to everybody in a cohort that was moved, once however often it was moved meanwhile."""
    write_once(runtime, service.tell_new_dates, cohort_id=cohort_id)


@cron("*/5 * * * *")
def remind_of_sessions(runtime: Runtime) -> None:
    """Remind people a day and an hour before a day of their cohort, each time once."""
    for reminder in runtime.read(service.due_reminders, SYSTEM):
        write_once(runtime, service.remind, reminder=reminder)
