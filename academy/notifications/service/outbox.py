"""Mail: written into the outbox with whatever causes it, sent by a job, each try kept with its answer."""

from datetime import datetime, timedelta

from sqlmodel import col, delete

from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.live.jobs import usual_pause
from academy.notifications.attachments import MAKERS, Attached
from academy.notifications.events import MailQueued
from academy.notifications.models import (
    Category,
    Channel,
    MailAttempt,
    MailMessage,
    MailReport,
    MailStatus,
    Notification,
)
from academy.notifications.schemas import Attachment, Letter, OutgoingMail
from academy.notifications.service.links import way_out
from academy.notifications.service.suppressions import suppression_of
from academy.notifications.service.wishes import is_wanted

ERROR_LENGTH = 500
KEPT_FOR = timedelta(days=90)
NEWS_KEPT_FOR = timedelta(days=730)
REMOVED = "(The text was removed, because it held a secret.)"
GONE = frozenset({MailStatus.SENT, MailStatus.DELIVERED, MailStatus.BOUNCED})


def send_mail(
    ctx: Context,
    *,
    to: str,
    letter: Letter,
    template: str,
    user_id: int | None = None,
    is_secret: bool = False,
    category: Category | None = None,
    is_essential: bool = True,
    not_before: datetime | None = None,
    attached: Attached | None = None,
) -> None:
    """Put a letter into the outbox; it is sent after the commit, and tried again if that fails.

    For secrets, and for people without an account; who has one is told by `tell`.

    Args:
        to: The address.
        template: What kind of letter it is, such as `identity.sign_in`.
        user_id: Whose it is, if they have an account.
        is_secret: The words are not kept once it is sent, or given up.
        category: What it is about, as people choose what they want to hear of.
        is_essential: It is sent whatever they chose meanwhile.
        not_before: When it may be sent at the earliest.
        attached: What goes along with it.
    """
    message = MailMessage(
        to_email=to,
        user_id=user_id,
        subject=letter.subject,
        text_body=letter.text,
        html_body=letter.html,
        template=template,
        category=category,
        is_essential=is_essential,
        is_secret=is_secret,
        next_try_at=not_before,
        attachment_kind=attached.kind if attached else None,
        attachment_key=attached.key if attached else None,
    )
    ctx.session.add(message)
    ctx.session.flush()
    enqueue(ctx, message)


def enqueue(ctx: Context, message: MailMessage) -> None:
    """Have a message sent, where mail is sent at all."""
    if settings().sends_mail:
        ctx.publish(MailQueued(message.id, message.is_secret, message.next_try_at or ctx.now))
    elif not settings().has_inbox:
        message.last_error = "No way to send mail is configured."
        _give_up(message, MailStatus.FAILED)


@mutation(policy=system_only)
def take_up(ctx: Context, *, message_id: int) -> OutgoingMail | None:
    """The message to be sent now, unless it was sent; what must not be sent is withheld.

    One that was given up is tried again if somebody retries its job.
    """
    row = ctx.session.get(MailMessage, message_id)
    if row is None or row.status in GONE or row.text_body == REMOVED:
        return None
    if reason := _reason_against(ctx, row):
        row.last_error = reason
        _give_up(row, MailStatus.WITHHELD)
        return None
    unsubscribe_url = ""
    if row.user_id is not None and not row.is_essential:
        unsubscribe_url = way_out(row.user_id, row.category)
    return OutgoingMail(
        public_id=row.public_id,
        to_email=row.to_email,
        subject=row.subject,
        text=row.text_body,
        html=row.html_body,
        unsubscribe_url=unsubscribe_url,
        has_attachment=row.attachment_kind is not None,
    )


@query(policy=system_only)
def attachment(ctx: Context, *, message_id: int) -> Attachment | None:
    """Make what goes along with a message, if something does."""
    row = ctx.session.get(MailMessage, message_id)
    if row is None or row.attachment_kind is None or row.attachment_key is None:
        return None
    return MAKERS[row.attachment_kind](ctx, row.attachment_key)


@mutation(policy=system_only)
def note_sent(
    ctx: Context, *, message_id: int, is_secret: bool = False, answer: str = "", provider_id: str = ""
) -> None:
    """The message has left the house; the words of a secret one are not kept."""
    row = _note_attempt(ctx, message_id, answer, is_taken=True)
    row.status = row.status if row.status in GONE else MailStatus.SENT
    row.sent_at, row.last_error, row.next_try_at, row.provider_id = ctx.now, None, None, provider_id or None
    if is_secret or row.is_secret:
        _remove_words(row)


@mutation(policy=system_only)
def note_refused(ctx: Context, *, message_id: int, error: str) -> None:
    """The message will never be taken: it is given up."""
    row = _note_attempt(ctx, message_id, error)
    _give_up(row, MailStatus.REFUSED)


@mutation(policy=system_only)
def note_failure(ctx: Context, *, message_id: int, error: str, attempts: int) -> None:
    """The message was not taken this time; after so many attempts it is given up, else tried again after a while."""
    row = _note_attempt(ctx, message_id, error)
    if row.attempts >= attempts:
        _give_up(row, MailStatus.FAILED)
    else:
        row.status, row.next_try_at = MailStatus.QUEUED, ctx.now + usual_pause(row.attempts)


@mutation(policy=system_only)
def forget_old_mail(ctx: Context) -> None:
    """Delete mail after a while, what was reported of it, and much later the news in the bells."""
    for table, length in ((MailReport, KEPT_FOR), (MailMessage, KEPT_FOR), (Notification, NEWS_KEPT_FOR)):
        ctx.session.exec(delete(table).where(col(table.created_at) < ctx.now - length))


def _reason_against(ctx: Context, row: MailMessage) -> str:
    """Why a message must not be sent; what somebody has just asked for, and waits for, is tried all the same."""
    if not row.is_secret and (suppression := suppression_of(ctx, row.to_email)):
        return suppression
    if row.is_essential or row.user_id is None:
        return ""
    user = ctx.session.get_one(User, row.user_id)
    wants = row.category is None or is_wanted(ctx, user.id, row.category, Channel.MAIL)
    return "" if user.email_notifications and wants else "They do not want such mail any more."


def _note_attempt(ctx: Context, message_id: int, answer: str, *, is_taken: bool = False) -> MailMessage:
    row = ctx.session.get_one(MailMessage, message_id)
    row.attempts += 1
    row.last_error = answer[:ERROR_LENGTH]
    ctx.session.add(MailAttempt(message_id=message_id, is_taken=is_taken, answer=answer[:ERROR_LENGTH]))
    return row


def _give_up(message: MailMessage, status: MailStatus) -> None:
    message.status, message.next_try_at = status, None
    if message.is_secret:
        _remove_words(message)


def _remove_words(message: MailMessage) -> None:
    message.text_body = message.html_body = REMOVED
