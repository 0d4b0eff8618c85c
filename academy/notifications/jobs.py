"""Mail on its way, and old mail out of the house."""

import logging

from academy.live import SYSTEM, Runtime
from academy.live.jobs import ATTEMPTS, cron, job, write_once
from academy.notifications import service
from academy.notifications.transports import MailRefused, send

logger = logging.getLogger(__name__)


@job()
def deliver_mail(runtime: Runtime, *, message_id: int, is_secret: bool = False) -> None:
    """Send a message, unless it was sent already."""
    mail = runtime.write(service.take_up, SYSTEM, message_id=message_id)
    if mail is None:
        return
    try:
        attachment = runtime.read(service.attachment, SYSTEM, message_id=message_id) if mail.has_attachment else None
        taken = send(mail, attachment)
    except MailRefused as refusal:
        logger.warning("mail %s was refused for good: %s", message_id, refusal)
        runtime.write(service.note_refused, SYSTEM, message_id=message_id, error=str(refusal))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        runtime.write(service.note_failure, SYSTEM, message_id=message_id, error=words, attempts=ATTEMPTS)
        raise
    else:
        note = {"answer": taken.answer, "provider_id": taken.provider_id}
        runtime.write(service.note_sent, SYSTEM, message_id=message_id, is_secret=is_secret, **note)


@cron("*/5 * * * *")
def send_digests(runtime: Runtime) -> None:
    """Write the digests that are due, each once."""
    for due in runtime.read(service.due_digests, SYSTEM):
        write_once(runtime, service.write_digest, user_id=due.user_id, due_at=due.due_at)


@cron("17 3 * * *")
def forget_old_mail(runtime: Runtime) -> None:
    """Delete mail that is old."""
    runtime.write(service.forget_old_mail, SYSTEM)
