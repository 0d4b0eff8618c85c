"""Mail on its way, and old mail out of the house."""

import logging

from academy.live import SYSTEM, Runtime
from academy.live.jobs import ATTEMPTS, cron, job
from academy.notifications import service
from academy.notifications.transports import MailRefused, send

logger = logging.getLogger(__name__)


@job()
def deliver_mail(runtime: Runtime, *, message_id: int, is_secret: bool = False) -> None:
    """Send a message, unless it was sent already."""
    mail = runtime.read(service.outgoing, SYSTEM, message_id=message_id)
    if mail is None:
        return
    try:
        send(mail)
    except MailRefused as refusal:
        logger.warning("mail %s was refused for good: %s", message_id, refusal)
        runtime.write(service.note_refused, SYSTEM, message_id=message_id, error=str(refusal))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        runtime.write(service.note_failure, SYSTEM, message_id=message_id, error=words, attempts=ATTEMPTS)
        raise
    else:
        runtime.write(service.note_sent, SYSTEM, message_id=message_id, is_secret=is_secret)


@cron("17 3 * * *")
def forget_old_mail(runtime: Runtime) -> None:
    """Delete mail that is old."""
    runtime.write(service.forget_old_mail, SYSTEM)
