"""Work that runs by itself."""

import logging

from academy.enrollment import service
from academy.live import SYSTEM, Runtime
from academy.live.jobs import alone, cron, job, write_once

logger = logging.getLogger(__name__)


@cron("*/5 * * * *")
def sweep(runtime: Runtime) -> None:
    """End the holds, offers, choices and seats by entitlements whose own jobs did not."""
    for enrollment_id in runtime.read(service.lapsed_holds, SYSTEM):
        with alone(f"the hold {enrollment_id}"):
            runtime.write(service.release_lapsed_hold, SYSTEM, enrollment_id=enrollment_id)
    for entry_id in runtime.read(service.lapsed_offers, SYSTEM):
        with alone(f"the offer {entry_id}"):
            runtime.write(service.expire_offer, SYSTEM, entry_id=entry_id)
    for enrollment_id in runtime.read(service.lapsed_choices, SYSTEM):
        with alone(f"the choice {enrollment_id}"):
            runtime.write(service.end_choice, SYSTEM, enrollment_id=enrollment_id)
    for entitlement_id in runtime.read(service.ended_entitlements, SYSTEM):
        with alone(f"the entitlement {entitlement_id}"):
            runtime.write(service.end_entitlement, SYSTEM, entitlement_id=entitlement_id)


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
