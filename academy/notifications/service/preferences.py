"""What people want to hear of, and how."""

from sqlmodel import select

from academy.live import Context
from academy.notifications.models import Category, Channel, NotificationPreference

SWITCHED_OFF: frozenset[tuple[Category, Channel]] = frozenset({(Category.NEWS, Channel.BELL)})
"""What is off until somebody switches it on; all else is on until they switch it off."""


def is_wanted(ctx: Context, user_id: int, category: Category, channel: Channel) -> bool:
    """Tell whether a person wants to hear of such news that way; the master switch for mail is not asked."""
    chosen = ctx.session.exec(
        select(NotificationPreference.is_on).where(
            NotificationPreference.user_id == user_id,
            NotificationPreference.category == category,
            NotificationPreference.channel == channel,
        )
    ).first()
    return (category, channel) not in SWITCHED_OFF if chosen is None else chosen
