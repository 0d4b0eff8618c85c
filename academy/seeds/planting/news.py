"""What people have heard of their seats, in their bells."""

from datetime import timedelta

from sqlmodel import col, select

from academy.enrollment import letters
from academy.enrollment import service as enrollments
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.notifications.models import Category, Notification
from academy.seeds.planting.ground import Ground

READ_AFTER = timedelta(hours=3)
UNREAD_FOR = timedelta(days=4)
"""What is older than this has been read."""


def plant_news(ground: Ground) -> None:
    """Let everybody have heard that their seat is theirs, or that it is given back."""
    seated = (EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)
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
