"""Addresses that get no more mail, because it came back or was called spam."""

from datetime import datetime

from sqlmodel import select

from academy.live import Context
from academy.notifications.models import MailMessage, MailSuppression, SuppressionCause

WORDS = {
    SuppressionCause.HARD_BOUNCE: "Mail to this address came back.",
    SuppressionCause.COMPLAINT: "Mail to this address was reported as spam.",
}


def suppression_of(ctx: Context, email: str) -> str:
    """Why an address gets no mail, in a sentence; empty if it does."""
    row = _find(ctx, email)
    return WORDS[row.cause] if row else ""


def suppress(ctx: Context, *, email: str, cause: SuppressionCause, reason: str, message: MailMessage | None) -> None:
    """Send no more mail to an address; the first cause stays."""
    if _find(ctx, email) is None:
        message_id = message.id if message else None
        ctx.session.add(MailSuppression(email=email.lower(), cause=cause, reason=reason, message_id=message_id))


def lift(ctx: Context, *, email: str) -> MailSuppression | None:
    """Send mail to an address again; returns what held until now, if something did."""
    if (row := _find(ctx, email)) is not None:
        ctx.session.delete(row)
    return row


def lift_if_it_arrives(ctx: Context, *, email: str, at: datetime) -> None:
    """A mail has arrived: an address whose mail came back before that works again."""
    row = _find(ctx, email)
    if row is not None and row.cause == SuppressionCause.HARD_BOUNCE and row.created_at < at:
        ctx.session.delete(row)


def _find(ctx: Context, email: str) -> MailSuppression | None:
    return ctx.session.exec(select(MailSuppression).where(MailSuppression.email == email.lower())).first()
