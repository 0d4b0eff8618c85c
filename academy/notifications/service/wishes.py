"""What people want to hear of, and how: one row for each choice that differs from the default or once did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category, Channel, NotificationPreference, NotificationSettings

SWITCHED_OFF: frozenset[tuple[Category, Channel]] = frozenset({(Category.NEWS, Channel.MAIL)})
"""What is off until somebody switches it on; all else is on until they switch it off."""
UNKNOWN_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What some people want to hear of, and how; the master switch for mail is not asked."""

    chosen: Mapping[tuple[int, Category, Channel], bool]

    def want(self, user_id: int, category: Category, channel: Channel) -> bool:
        """Tell whether one of them wants to hear of such news that way."""
        return self.chosen.get((user_id, category, channel), (category, channel) not in SWITCHED_OFF)


def wishes_of(ctx: Context, user_ids: Collection[int]) -> Wishes:
    """What these people want, read at once."""
    rows = select(NotificationPreference).where(col(NotificationPreference.user_id).in_(user_ids))
    return Wishes({(row.user_id, row.category, row.channel): row.is_on for row in ctx.session.exec(rows)})


def is_wanted(ctx: Context, user_id: int, category: Category, channel: Channel) -> bool:
    """Tell whether a person wants to hear of such news that way; the master switch for mail is not asked."""
    return wishes_of(ctx, [user_id]).want(user_id, category, channel)


def is_mailed(ctx: Context, user: User, category: Category) -> bool:
    """Tell whether news that is not essential goes to a person by mail."""
    return user.email_notifications and is_wanted(ctx, user.id, category, Channel.MAIL)


def wish(ctx: Context, user_id: int, category: Category, channel: Channel, *, is_on: bool) -> None:
    """Remember what a person wants."""
    chosen = _choice(ctx, user_id, category, channel)
    if chosen is None:
        ctx.session.add(NotificationPreference(user_id=user_id, category=category, channel=channel, is_on=is_on))
    else:
        chosen.is_on = is_on


def settings_of(ctx: Context, user_id: int) -> NotificationSettings | None:
    """When a person wants mail, if they ever said."""
    return ctx.session.exec(select(NotificationSettings).where(NotificationSettings.user_id == user_id)).first()


def zone_of(ctx: Context, user_id: int) -> str:
    """The zone of a person's clock."""
    return ctx.session.exec(select(User.timezone).where(User.id == user_id)).one() or UNKNOWN_ZONE


def _choice(ctx: Context, user_id: int, category: Category, channel: Channel) -> NotificationPreference | None:
    return ctx.session.exec(
        select(NotificationPreference).where(
            NotificationPreference.user_id == user_id,
            NotificationPreference.category == category,
            NotificationPreference.channel == channel,
        )
    ).first()
