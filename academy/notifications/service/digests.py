"""Digests: what need not come at once waits, and comes in one mail at the hour its person chose."""

from datetime import datetime

from sqlmodel import col, func, select

from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications import hours, templates
from academy.notifications.events import DigestDue
from academy.notifications.letters import Entry, with_way_out
from academy.notifications.models import Category, Channel, DigestItem, DigestPace, NotificationSettings
from academy.notifications.schemas import DueDigest
from academy.notifications.service.links import way_out
from academy.notifications.service.outbox import send_mail
from academy.notifications.service.wishes import settings_of, wishes_of, zone_of
from academy.notifications.wording import LABELS

SHOWN = 40
"""The rest is counted."""
AT_ONCE = 500
ORDER = list(Category)
"""In a digest, news of one category comes together, in this order."""


def plan_digest(ctx: Context, user_id: int) -> None:
    """Set when a person's next digest comes; what waits when digests are switched off comes at once."""
    row = settings_of(ctx, user_id)
    if row is None:
        return
    if row.digest == DigestPace.OFF:
        row.next_digest_at = ctx.now if _items(ctx, user_id) else None
        return
    weekday = row.digest_weekday if row.digest == DigestPace.WEEKLY else None
    row.next_digest_at = hours.next_digest(ctx.now, zone_of(ctx, user_id), row.digest_hour, weekday)


def when_not_quiet(ctx: Context, user_id: int, row: NotificationSettings | None) -> datetime | None:
    """When mail that is not essential may reach a person, if that is not now."""
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return None
    moment = hours.after_quiet(ctx.now, zone_of(ctx, user_id), row.quiet_from, row.quiet_until)
    return moment if moment > ctx.now else None


@query(policy=system_only)
def due_digests(ctx: Context) -> list[DueDigest]:
    """Whose digest is due, and since when."""
    next_at = col(NotificationSettings.next_digest_at)
    ctx.changes_at(ctx.session.exec(select(func.min(next_at)).where(next_at > ctx.now)).one())
    due = select(NotificationSettings.user_id, next_at).where(next_at <= ctx.now)
    return [
        DueDigest(user_id=user_id, due_at=due_at)
        for user_id, due_at in ctx.session.exec(due.order_by(col(NotificationSettings.id)).limit(AT_ONCE))
        if due_at is not None
    ]


@mutation(policy=system_only)
def write_digest(ctx: Context, *, user_id: int, due_at: datetime) -> None:
    """Put what waits into one mail, and plan the next; once for each `due_at`. An empty digest is not sent."""
    row = settings_of(ctx, user_id)
    if row is None or row.next_digest_at != due_at:
        return
    user = ctx.session.get_one(User, user_id)
    ctx.publish(DigestDue(user_id))
    items = _items(ctx, user_id)
    wishes = wishes_of(ctx, [user_id])
    wanted = [item for item in items if wishes.want(user_id, item.category, Channel.MAIL)]
    wanted.sort(key=lambda item: ORDER.index(item.category))
    if wanted and user.email_notifications:
        entries = [Entry(item.title, item.text, _whole(item.url), LABELS[item.category]) for item in wanted[:SHOWN]]
        letter = templates.digest(name=user.name, entries=entries, more=len(wanted) - len(entries))
        send_mail(
            ctx,
            to=user.email,
            letter=with_way_out(letter, words="Get no more mail of this kind", url=way_out(user_id, None)),
            template="notifications.digest",
            user_id=user_id,
            is_essential=False,
            not_before=when_not_quiet(ctx, user_id, row),
        )
    for item in items:
        ctx.session.delete(item)
    ctx.session.flush()
    plan_digest(ctx, user_id)


def _items(ctx: Context, user_id: int) -> list[DigestItem]:
    mine = select(DigestItem).where(DigestItem.user_id == user_id)
    return list(ctx.session.exec(mine.order_by(col(DigestItem.id))))


def _whole(url: str) -> str:
    return settings().base_url + url if url.startswith("/") else url
