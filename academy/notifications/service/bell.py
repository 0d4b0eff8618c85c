"""The viewer's own news: how much is unread, the list, reading it."""

from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, desc, func, or_, select, update

from academy.core.errors import NotFound
from academy.core.loading import only
from academy.identity.models import User
from academy.live import Context, everyone, mutation, page_of, query, signed_in
from academy.notifications.models import Category, Notification
from academy.notifications.schemas import Bell, CategoryChoice, NewsDay, NewsList, NewsRow
from academy.notifications.wording import LABELS

CEILING = 100
"""More unread news than this is not counted."""
LATEST = 8
PAGE = 25

_news: Any = Notification
_SHOWN = only(_news.public_id, _news.category, _news.title, _news.text, _news.url, _news.read_at, _news.created_at)
_ORDER = (desc(_news.created_at), desc(_news.id))


@query(policy=everyone)
def my_bell(ctx: Context) -> Bell | None:
    """How much the viewer has not read, and the latest news; visitors have no bell."""
    if ctx.viewer.user_id is None:
        return None
    mine = Notification.user_id == ctx.user_id
    unread = select(Notification.seen_at).where(mine, _news.read_at.is_(None)).limit(CEILING).subquery()
    count, seen = ctx.session.exec(select(func.count(), func.count(unread.c.seen_at)).select_from(unread)).one()
    latest = ctx.session.exec(select(Notification).options(_SHOWN).where(mine).order_by(*_ORDER).limit(LATEST))
    return Bell(unread=count, has_unseen=count > seen, latest=[_row(row) for row in latest])


@query(policy=signed_in)
def my_news(ctx: Context, *, unread: bool = False, category: Category | None = None, until: str = "") -> NewsList:
    """The viewer's news, the newest first: all of it, what is unread, or what is about one thing."""
    statement = select(Notification).options(_SHOWN).where(Notification.user_id == ctx.user_id)
    if unread:
        statement = statement.where(_news.read_at.is_(None))
    if category is not None:
        statement = statement.where(Notification.category == category)
    page = page_of(ctx, statement, _row, of=NewsRow, order=_ORDER, until=until, size=PAGE)
    zone = ZoneInfo(ctx.session.exec(select(User.timezone).where(User.id == ctx.user_id)).one() or "UTC")
    days = groupby(page.rows, lambda row: row.created_at.astimezone(zone).date().isoformat())
    return NewsList(
        key=f"{unread} {category} {page.is_cut}",
        days=[_day(day, list(rows)) for day, rows in days],
        ids=[row.public_id for row in page.rows],
        until=page.until,
        has_more=page.has_more,
        is_cut=page.is_cut,
    )


@query(policy=signed_in)
def my_categories(ctx: Context) -> list[CategoryChoice]:
    """What the viewer's news is about."""
    found = set(ctx.session.exec(select(Notification.category).where(Notification.user_id == ctx.user_id).distinct()))
    return [CategoryChoice(category=one, label=LABELS[one]) for one in Category if one in found]


@mutation(policy=signed_in)
def look_at_bell(ctx: Context) -> None:
    """The viewer has seen what there is; it stays unread until they open it."""
    unseen = col(Notification.seen_at).is_(None)
    ctx.session.exec(update(Notification).where(_news.user_id == ctx.user_id, unseen).values(seen_at=ctx.now))


@mutation(policy=signed_in)
def mark_read(ctx: Context, *, public_id: str) -> str:
    """The viewer has read a piece of news; returns the path it leads to."""
    row = _mine(ctx, public_id)
    row.read_at = row.read_at or ctx.now
    row.seen_at = row.seen_at or ctx.now
    return row.url


@mutation(policy=signed_in)
def mark_unread(ctx: Context, *, public_id: str) -> None:
    """The viewer wants to come back to a piece of news."""
    _mine(ctx, public_id).read_at = None


@mutation(policy=signed_in)
def mark_all_read(ctx: Context) -> list[str]:
    """The viewer has read all there is; returns what was unread until now, so that it can be taken back."""
    unread = select(Notification.public_id).where(Notification.user_id == ctx.user_id, _news.read_at.is_(None))
    found = list(ctx.session.exec(unread.order_by(*_ORDER).limit(CEILING)))
    mine = update(Notification).where(_news.user_id == ctx.user_id, _news.read_at.is_(None))
    ctx.session.exec(mine.values(read_at=ctx.now, seen_at=func.coalesce(_news.seen_at, ctx.now)))
    return found


@mutation(policy=signed_in)
def mark_many_unread(ctx: Context, *, public_ids: list[str]) -> None:
    """Take back that the viewer has read these."""
    mine = update(Notification).where(_news.user_id == ctx.user_id, _news.public_id.in_(public_ids))
    ctx.session.exec(mine.values(read_at=None))


def read_about(ctx: Context, about: str, *, before: datetime | None) -> None:
    """Count as read what the bell says of something and of its parts, or only what it was told before a moment."""
    is_about = or_(_news.about == about, _news.about.startswith(f"{about}:", autoescape=True))
    mine = update(Notification).where(_news.user_id == ctx.user_id, is_about, _news.read_at.is_(None))
    if before is not None:
        mine = mine.where(_news.created_at < before)
    ctx.session.exec(mine.values(read_at=ctx.now, seen_at=func.coalesce(_news.seen_at, ctx.now)))


def _mine(ctx: Context, public_id: str) -> Notification:
    row = ctx.session.exec(
        select(Notification).where(Notification.public_id == public_id, Notification.user_id == ctx.user_id)
    ).first()
    if row is None:
        raise NotFound("This news is not there any more.")
    return row


def _day(day: str, rows: list[NewsRow]) -> NewsDay:
    return NewsDay(day=day, at=rows[0].created_at, rows=rows)


def _row(row: Notification) -> NewsRow:
    return NewsRow(
        public_id=row.public_id,
        category=row.category,
        title=row.title,
        text=row.text,
        url=row.url,
        is_read=row.read_at is not None,
        created_at=row.created_at,
    )
