"""What the provider reports of messages it took: delivered, come back, called spam, no longer wanted."""

from sqlmodel import select

from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.notifications.models import Channel, MailMessage, MailReport, MailStatus, SuppressionCause
from academy.notifications.schemas import ProviderReport
from academy.notifications.service.suppressions import lift_if_it_arrives, suppress
from academy.notifications.service.wishes import wish

DELIVERED = frozenset({"delivered"})
LATER = frozenset({"soft_bounce", "deferred"})
NOT_DELIVERED = frozenset({"blocked", "error"})
NO_SUCH_ADDRESS = frozenset({"hard_bounce", "invalid_email"})
SPAM = frozenset({"spam", "complaint"})
UNWANTED = frozenset({"unsubscribed", "unsubscribe"})
KINDS = DELIVERED | LATER | NOT_DELIVERED | NO_SUCH_ADDRESS | SPAM | UNWANTED
"""All else that a provider may tell, such as that a mail was opened, is none of our business."""


@mutation(policy=system_only)
def receive_report(ctx: Context, *, report: ProviderReport) -> bool:
    """Take in a report, once however often it comes and in whatever order; returns whether it was news."""
    if ctx.session.exec(select(MailReport.id).where(MailReport.event_key == report.event_key)).first():
        return False
    message = _message(ctx, report)
    email = report.email.lower()
    ctx.session.add(
        MailReport(
            event_key=report.event_key,
            message_id=message.id if message else None,
            email=email,
            kind=report.kind,
            reason=report.reason,
            happened_at=report.happened_at,
        )
    )
    if message is not None:
        _move(message, report)
    if report.kind in DELIVERED:
        lift_if_it_arrives(ctx, email=email, at=report.happened_at)
    elif report.kind in NO_SUCH_ADDRESS:
        suppress(ctx, email=email, cause=SuppressionCause.HARD_BOUNCE, reason=report.reason, message=message)
    elif report.kind in SPAM:
        suppress(ctx, email=email, cause=SuppressionCause.COMPLAINT, reason=report.reason, message=message)
    elif report.kind in UNWANTED:
        _unsubscribe(ctx, email, message)
    return True


def _message(ctx: Context, report: ProviderReport) -> MailMessage | None:
    """Our own id came along, so a report that is quicker than our note of having sent it finds it too."""
    for column, value in (
        (MailMessage.public_id, report.public_id),
        (MailMessage.provider_id, report.provider_id),
    ):
        found = ctx.session.exec(select(MailMessage).where(column == value)).first() if value else None
        if found is not None:
            return found
    return None


def _move(message: MailMessage, report: ProviderReport) -> None:
    if report.kind in DELIVERED | SPAM and message.status != MailStatus.BOUNCED:
        message.status = MailStatus.DELIVERED
    elif report.kind in NOT_DELIVERED | NO_SUCH_ADDRESS:
        message.status, message.last_error = MailStatus.BOUNCED, report.reason or report.kind


def _unsubscribe(ctx: Context, email: str, message: MailMessage | None) -> None:
    user = ctx.session.exec(select(User).where(User.email == email)).first()
    if user is None:
        return
    if message is not None and message.category is not None:
        wish(ctx, user.id, message.category, Channel.MAIL, is_on=False)
    else:
        user.email_notifications = False
