"""Work that runs by itself, and looking up domains."""

import logging

from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job
from academy.organizations import service
from academy.organizations.resolver import Unanswered, text_records

logger = logging.getLogger(__name__)


@cron("23 * * * *")
def sweep_invites(runtime: Runtime) -> None:
    """End invitations whose own job did not."""
    runtime.write(service.expire_invites, SYSTEM)


@cron("47 3 * * *")
def reconcile(runtime: Runtime) -> None:
    """Count the seats of companies and the people of teams anew, and repair and report what does not agree."""
    if repaired := runtime.write(service.reconcile_companies, SYSTEM):
        logger.error("the counters of %s companies or teams did not agree with their rows; see the audit", repaired)


@job(attempts=1, is_unique=True)
def look_up_domain(runtime: Runtime, *, domain_id: int) -> None:
    """Look up the TXT record that shows a domain to be a company's own."""
    challenge = runtime.read(service.challenge_of, SYSTEM, domain_id=domain_id)
    if challenge is None:
        return
    try:
        found, is_unanswered = text_records(challenge.record), False
    except Unanswered:
        found, is_unanswered = [], True
    runtime.write(service.note_check, SYSTEM, domain_id=domain_id, found=found, is_unanswered=is_unanswered)
