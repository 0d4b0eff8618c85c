"""Mail: written into the outbox with whatever causes it, sent by a job."""

from datetime import timedelta

from sqlmodel import col, delete

from academy.core.settings import settings
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications.events import MailQueued
from academy.notifications.models import MailMessage, MailStatus
from academy.notifications.schemas import Letter, OutgoingMail

ERROR_LENGTH = 500
KEPT_FOR = timedelta(days=90)
REMOVED = "(The text was removed, because it held a secret.)"


def send_mail(
    ctx: Context, *, to: str, letter: Letter, template: str, user_id: int | None = None, is_secret: bool = False
) -> None:
    """Put a letter into the outbox; it is sent after the commit, and tried again if that fails.

    Args:
        to: The address.
        template: What kind of letter it is, such as `identity.sign_in`.
        user_id: Whose it is, if they have an account.
        is_secret: The words are not kept once it is sent, nor where it cannot be.
    """
    message = MailMessage(
        to_email=to,
        user_id=user_id,
        subject=letter.subject,
        text_body=letter.text,
        html_body=letter.html,
        template=template,
    )
    ctx.session.add(message)
    ctx.session.flush()
    if settings().sends_mail:
        ctx.publish(MailQueued(message.id, is_secret))
    elif not settings().has_inbox:
        message.status, message.last_error = MailStatus.FAILED, "No way to send mail is configured."
        if is_secret:
            _remove_words(message)


@query(policy=system_only)
def outgoing(ctx: Context, *, message_id: int) -> OutgoingMail | None:
    """The message, unless it was sent; one that was given up is tried again if somebody retries its job."""
    row = ctx.session.get(MailMessage, message_id)
    if row is None or row.status == MailStatus.SENT:
        return None
    return OutgoingMail(
        public_id=row.public_id, to_email=row.to_email, subject=row.subject, text=row.text_body, html=row.html_body
    )


@mutation(policy=system_only)
def note_sent(ctx: Context, *, message_id: int, is_secret: bool) -> None:
    """The message has left the house; the words of a secret one are not kept."""
    row = ctx.session.get_one(MailMessage, message_id)
    row.status, row.sent_at, row.last_error = MailStatus.SENT, ctx.now, None
    row.attempts += 1
    if is_secret:
        _remove_words(row)


@mutation(policy=system_only)
def note_refused(ctx: Context, *, message_id: int, error: str) -> None:
    """The message will never be taken: it is given up."""
    _note_attempt(ctx.session.get_one(MailMessage, message_id), error).status = MailStatus.FAILED


@mutation(policy=system_only)
def note_failure(ctx: Context, *, message_id: int, error: str, attempts: int) -> None:
    """The message was not taken this time; after so many attempts it is given up."""
    row = _note_attempt(ctx.session.get_one(MailMessage, message_id), error)
    if row.attempts >= attempts:
        row.status = MailStatus.FAILED


@mutation(policy=system_only)
def forget_old_mail(ctx: Context) -> None:
    """Delete mail after a while."""
    ctx.session.exec(delete(MailMessage).where(col(MailMessage.created_at) < ctx.now - KEPT_FOR))


def _note_attempt(row: MailMessage, error: str) -> MailMessage:
    row.attempts += 1
    row.last_error = error[:ERROR_LENGTH]
    return row


def _remove_words(message: MailMessage) -> None:
    message.text_body = message.html_body = REMOVED
