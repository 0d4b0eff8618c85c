"""Work that runs by itself, and looking up domains."""

from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job
from academy.organizations import service
from academy.organizations.resolver import Unanswered, text_records


@cron("23 * * * *")
def sweep_invites(runtime: Runtime) -> None:
    """End invitations whose own job did not."""
    runtime.write(service.expire_invites, SYSTEM)


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
