"""What people have heard of their seats, in their bells and by mail."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from academy.core.fields import Record
from academy.enrollment import letters
from academy.enrollment import service as enrollments
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.notifications.models import (
    Category,
    MailAttempt,
    MailMessage,
    MailReport,
    MailStatus,
    MailSuppression,
    Notification,
    SuppressionCause,
)
from academy.notifications.schemas import Letter
from academy.seeds.planting.ground import Ground

READ_AFTER = timedelta(hours=3)
MINUTE = timedelta(minutes=1)
NO_MAILBOX = "550 There is no such mailbox"
Told = tuple[datetime, str, int, Letter]
MAIL_FATES = {
    1: (MailStatus.BOUNCED, ("Taken by mail.example.",)),
    3: (MailStatus.FAILED, ("451 Greylisted", "451 Greylisted", "421 Too many connections")),
}
UNREAD_FOR = timedelta(days=4)
"""What is older than this has been read."""


def plant_news(ground: Ground) -> None:
    """Let everybody have heard that their seat is theirs, or that it is given back."""
    seated = (EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)
    recent: list[Told] = []
    rows = ground.session.exec(select(Enrollment).order_by(col(Enrollment.id))).all()
    for row in rows:
        seat = enrollments.seat_of(ground.ctx, row.id)
        if row.status in seated:
            told_at, kind, letter = row.purchase_date, "enrollment.confirmed", letters.confirmed(seat)
        elif row.status is EnrollmentStatus.CANCELLED and row.cancelled_at is not None:
            told_at, kind = row.cancelled_at, "enrollment.cancelled"
            letter = letters.cancelled(seat, refund_cents=row.amount_cents)
        else:
            continue
        is_read = told_at < ground.now - UNREAD_FOR
        if not is_read:
            recent.append((told_at, kind, seat.user_id, letter))
        ground.plant(
            Notification(
                created_at=told_at,
                user_id=row.user_id,
                category=Category.SEATS,
                kind=kind,
                title=letter.subject,
                text=seat.cohort,
                url=letter.path,
                seen_at=told_at + READ_AFTER if is_read else None,
                read_at=told_at + READ_AFTER if is_read else None,
            )
        )
    _let_mail_arrive(ground)
    _plant_mail(ground, sorted(recent, key=lambda told: told[:3]))


def _let_mail_arrive(ground: Ground) -> None:
    """What services wrote back then has arrived long ago."""
    waiting = select(MailMessage).where(MailMessage.status == MailStatus.QUEUED, MailMessage.created_at < ground.now)
    for message in ground.session.exec(waiting.order_by(col(MailMessage.id))).all():
        at = message.created_at + MINUTE
        message.status, message.attempts, message.sent_at = MailStatus.DELIVERED, 1, at
        ground.plant(MailAttempt(created_at=at, message_id=message.id, is_taken=True, answer="Taken by mail.example."))


def _plant_mail(ground: Ground, recent: list[Told]) -> None:
    """Let what was told last have gone by mail: to most it was delivered, one came back, one was given up."""
    for number, (told_at, kind, user_id, letter) in enumerate(recent):
        user = ground.session.get_one(User, user_id)
        status, answers = MAIL_FATES.get(number, (MailStatus.DELIVERED, ("Taken by mail.example.",)))
        is_taken = status is not MailStatus.FAILED
        message = MailMessage(
            created_at=told_at,
            to_email=user.email,
            user_id=user_id,
            subject=letter.subject,
            text_body=letter.text,
            html_body=letter.html,
            template=kind,
            category=Category.SEATS,
            status=status,
            attempts=len(answers),
            last_error={MailStatus.FAILED: answers[-1], MailStatus.BOUNCED: NO_MAILBOX}.get(status),
            sent_at=told_at + MINUTE if is_taken else None,
        )
        ground.plant(message)
        for turn, answer in enumerate(answers, start=1):
            at = told_at + turn * MINUTE
            ground.plant(MailAttempt(created_at=at, message_id=message.id, is_taken=is_taken, answer=answer))
        if status is MailStatus.BOUNCED:
            ground.plant(*_bounce(message, told_at + 2 * MINUTE))


def _bounce(message: MailMessage, at: datetime) -> list[Record]:
    email, reason = message.to_email, NO_MAILBOX
    return [
        MailReport(
            created_at=at,
            event_key=f"bounce of {email}",
            message_id=message.id,
            email=email,
            kind="hard_bounce",
            reason=reason,
            happened_at=at,
        ),
        MailSuppression(
            created_at=at, email=email, cause=SuppressionCause.HARD_BOUNCE, reason=reason, message_id=message.id
        ),
    ]
