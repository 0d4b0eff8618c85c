"""The viewer's own choices: what they want to hear of and how, when mail may come, and when it comes together."""

import re

from sqlmodel import select

from academy.core.errors import Invalid
from academy.identity.models import User
from academy.live import Context, mutation, query, signed_in
from academy.notifications.models import Category, Channel, DigestPace, NotificationPreference, NotificationSettings
from academy.notifications.schemas import CategoryRow, Preferences
from academy.notifications.service.digests import plan_digest
from academy.notifications.service.suppressions import suppression_of
from academy.notifications.service.wishes import SWITCHED_OFF, settings_of, wish, zone_of
from academy.notifications.wording import ABOUT, LABELS

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
HOURS, WEEKDAYS = range(24), range(7)
ALWAYS_MAILED = frozenset({Category.ACCOUNT})
"""All that comes by mail of these is essential, so there is nothing to choose."""


@query(policy=signed_in)
def my_preferences(ctx: Context) -> Preferences:
    """All that the viewer can choose about being told."""
    user = ctx.session.get_one(User, ctx.user_id)
    chosen = {
        (row.category, row.channel): row.is_on
        for row in ctx.session.exec(select(NotificationPreference).where(NotificationPreference.user_id == ctx.user_id))
    }

    def is_on(category: Category, channel: Channel) -> bool:
        return chosen.get((category, channel), (category, channel) not in SWITCHED_OFF)

    settings = settings_of(ctx, user.id) or NotificationSettings(user_id=user.id)
    return Preferences(
        categories=[
            CategoryRow(
                category=one,
                label=LABELS[one],
                about=ABOUT[one],
                in_bell=is_on(one, Channel.BELL),
                by_mail=one in ALWAYS_MAILED or is_on(one, Channel.MAIL),
                is_always_mailed=one in ALWAYS_MAILED,
            )
            for one in Category
        ],
        email=user.email,
        is_mail_on=user.email_notifications,
        suppression=suppression_of(ctx, user.email),
        zone=zone_of(ctx, user.id),
        digest=settings.digest,
        digest_hour=settings.digest_hour,
        digest_weekday=settings.digest_weekday,
        next_digest_at=settings.next_digest_at,
        quiet_from=_clock(settings.quiet_from),
        quiet_until=_clock(settings.quiet_until),
    )


@mutation(policy=signed_in)
def choose(ctx: Context, *, category: Category, channel: Channel, is_on: bool) -> None:
    """Switch a kind of news on or off, in the bell or by mail."""
    wish(ctx, ctx.user_id, category, channel, is_on=is_on)


@mutation(policy=signed_in)
def choose_digest(ctx: Context, *, digest: DigestPace, hour: int, weekday: int) -> None:
    """Have what need not come at once come together; what waits already comes now if digests are switched off.

    Raises:
        Invalid: There is no such hour or day.
    """
    if hour not in HOURS or weekday not in WEEKDAYS:
        raise Invalid("Please choose an hour and a day from the lists.", field="digest_hour")
    row = _my_settings(ctx)
    row.digest, row.digest_hour, row.digest_weekday = digest, hour, weekday
    plan_digest(ctx, ctx.user_id)


@mutation(policy=signed_in)
def choose_quiet_hours(ctx: Context, *, start: str, end: str) -> None:
    """Have no mail but the essential between two times of the day; two empty ones mean at any time.

    Raises:
        Invalid: One of them is missing or no time, or they are the same.
    """
    row = _my_settings(ctx)
    if not start and not end:
        row.quiet_from = row.quiet_until = None
        return
    row.quiet_from, row.quiet_until = _minute(start, "quiet_from"), _minute(end, "quiet_until")
    if row.quiet_from == row.quiet_until:
        raise Invalid("Please let the quiet end at another time than it begins.", field="quiet_until")


def _my_settings(ctx: Context) -> NotificationSettings:
    row = settings_of(ctx, ctx.user_id)
    if row is None:
        row = NotificationSettings(user_id=ctx.user_id)
        ctx.session.add(row)
        ctx.session.flush()
    return row


def _minute(text: str, field: str) -> int:
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        raise Invalid("Please enter a time such as 22:00, or leave both empty.", field=field)
    return 60 * int(found[1]) + int(found[2])


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
