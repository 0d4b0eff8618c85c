"""What has been told of a thread and is not to be read any more: it is taken out of bells and digests again."""

from collections.abc import Collection
from dataclasses import asdict
from urllib.parse import parse_qs, urlsplit

from sqlmodel import col, select

from academy.community.models import DiscussionReply, DiscussionThread, ThreadNews
from academy.community.service.connection_news import still_stands
from academy.community.service.naming import people_named
from academy.community.service.news import BATCH, about, states_of
from academy.community.service.news_words import Words, in_bell, in_letter
from academy.community.service.standing import is_in_sight
from academy.community.service.window import Window, look
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.notifications.models import Channel, DigestItem, Notification
from academy.notifications.service import told_about, waits_about

Told = Notification | DigestItem


@mutation(policy=system_only)
def take_back_news(ctx: Context, *, thread_id: int, after: int) -> int | None:
    """Let what the next people were told of a thread be what is in sight there now.

    Returns after whom to go on, if there are more.
    """
    people = select(ThreadNews.user_id).where(ThreadNews.thread_id == thread_id, ThreadNews.user_id > after)
    found = list(ctx.session.exec(people.order_by(col(ThreadNews.user_id)).limit(BATCH)))
    _settle(ctx, thread_id, found)
    return found[-1] if len(found) == BATCH else None


def look_through_digest(ctx: Context, user_id: int) -> None:
    """Take out of a digest what its person may not read any more, or has read meanwhile."""
    for kind, _, key in (found.partition(":") for found in sorted(waits_about(ctx, user_id))):
        if kind == "thread":
            _settle(ctx, int(key.partition(":")[0]), [user_id])
        elif kind == "connection" and not still_stands(ctx, int(key)):
            _drop(ctx, told_about(ctx, [user_id], f"{kind}:{key}"))


def _settle(ctx: Context, thread_id: int, user_ids: Collection[int]) -> None:
    """Keep of what these people were told of a thread what they may still read."""
    rows = told_about(ctx, user_ids, about(thread_id))
    thread = ctx.session.get(DiscussionThread, thread_id)
    if thread is None or not is_in_sight(thread):
        _drop(ctx, rows)
    elif rows:
        _settle_rows(ctx, thread, rows)


def _settle_rows(ctx: Context, thread: DiscussionThread, rows: list[Told]) -> None:
    people, numbers = {row.user_id for row in rows}, {_number(row) for row in rows}
    led = select(DiscussionReply).where(
        DiscussionReply.thread_id == thread.id, col(DiscussionReply.number).in_(numbers)
    )
    replies = {reply.number: reply for reply in ctx.session.exec(led)}
    window, states = look(ctx, thread, people, also=list(replies.values())), states_of(ctx, people, thread.id)
    names = people_named(ctx, people)
    recent = {reply.number for reply in window.replies}
    for row in rows:
        is_open = isinstance(row, DigestItem) or row.read_at is None
        is_summary = is_open and row.about == about(thread.id) and _number(row) > 0
        words = _words(window, row, states[row.user_id], names[row.user_id]) if is_summary else None
        if words is not None:
            row.sqlmodel_update(asdict(words))
        elif (is_summary and _number(row) in recent) or not _may_stay(window, row, replies):
            _drop(ctx, [row])


def _words(window: Window, row: Told, state: ThreadNews, name: str) -> Words | None:
    """What an entry says that stands for all that is new, as that is now; nothing if nothing of it concerns them."""
    if isinstance(row, Notification):
        news = window.news(row.user_id, since=state.rung_from, channel=Channel.BELL)
        return in_bell(window, news) if news else None
    since = max(state.mailed_from, window.read_until(row.user_id) + 1)
    news = window.news(row.user_id, since=since, channel=Channel.MAIL)
    return in_letter(window, name, news)[1] if news else None


def _may_stay(window: Window, row: Told, replies: dict[int, DiscussionReply]) -> bool:
    """Tell whether its person may read what an entry is about: a reply, or the thread itself."""
    number = _number(row)
    found = replies.get(number) if number else window.thread
    if found is None or row.user_id not in window.readers:
        return False
    return is_in_sight(found) and not window.is_apart(row.user_id, found.author_id)


def _number(row: Told) -> int:
    """The number of the reply that an entry leads to; 0 if it leads to the thread."""
    return int(parse_qs(urlsplit(row.url).query).get("reply", ["0"])[0])


def _drop(ctx: Context, rows: Collection[Told]) -> None:
    for row in rows:
        ctx.session.delete(row)
