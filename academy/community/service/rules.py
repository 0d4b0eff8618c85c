"""Automatic rules: what new accounts may post, words known from spam, and the same thing said over and over."""

import re
from datetime import datetime, timedelta
from unicodedata import category, normalize

from sqlmodel import col, func, select

from academy.community.models import ActKind, ContentStatus, DiscussionReply, DiscussionThread, SpamPhrase
from academy.community.service.acts import act
from academy.community.service.authors import standing_posts
from academy.community.service.cases import find_case
from academy.community.service.items import Item
from academy.community.service.suspensions import keeps_order
from academy.core.settings import settings
from academy.identity.models import User
from academy.live import Context

NEW_FOR = timedelta(days=3)
POSTS_TO_BE_KNOWN = 3
LINKS_OF_NEWCOMERS = 2
POSTS_AN_HOUR = 6
MOST_LINKS = 10
SAME_TEXT = 3
SAME_WITHIN = timedelta(days=1)
SHORTEST_COPY = 20
"""Shorter texts, such as “Thank you!”, may be said again."""
READ_BACK = 50

WORDS = {
    "links": "New accounts may put two links into a post, and this one has more.",
    "pace": f"New accounts may post {POSTS_AN_HOUR} times an hour, and this was one more.",
    "phrase": "It holds words that are known from advertising.",
    "repeat": "The same text was posted several times.",
    "link_spam": f"It holds more than {MOST_LINKS} links.",
}
"""What a rule that holds something back tells its author."""

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)

_BETWEEN = re.compile(r"[^\w\s]")


def review(ctx: Context, item: Item, *, is_new: bool) -> None:
    """Hold back what breaks a rule until a moderator has looked at it; who keeps order is not asked."""
    if not item.is_in_sight or keeps_order(ctx, item.row.author_id, item.thread.audience):
        return
    if rule := _broken_rule(ctx, item, is_new=is_new):
        act(ctx, item, ActKind.HOLD, actor_id=None, rule=rule, reason=WORDS[rule])


def note_edit(ctx: Context, item: Item) -> None:
    """Let moderators know that what waits for them has been edited since."""
    case = find_case(ctx, item)
    if case is not None and case.is_open and item.row.status == ContentStatus.FLAGGED:
        case.edited_at = ctx.now


def links_in(content: str) -> set[str]:
    """Return the addresses of other sites in a text, each once."""
    own = settings().base_url.rstrip("/")
    found = {link.rstrip(".,;:!?").lower() for link in _LINK.findall(content)}
    return {link for link in found if link != own and not link.startswith(f"{own}/")}


def plain(text: str) -> str:
    """Return a text as it is compared: no case, no marks that one does not see, one blank between words."""
    folded = normalize("NFKC", text).casefold()
    return " ".join("".join(letter for letter in folded if category(letter) != "Cf").split())


def spelled(text: str) -> str:
    """Return the words of a text as they are compared, without what stands between them."""
    return " ".join(_BETWEEN.sub(" ", plain(text)).split())


def _broken_rule(ctx: Context, item: Item, *, is_new: bool) -> str:
    """Return the first rule that something breaks; empty if it breaks none."""
    author, text = item.row.author_id, _text(item.row)
    links = len(links_in(text))
    if links > MOST_LINKS:
        return "link_spam"
    if _holds_phrase(ctx, text):
        return "phrase"
    if is_new and len(plain(text)) >= SHORTEST_COPY and _copies(ctx, item) >= SAME_TEXT:
        return "repeat"
    if (links > LINKS_OF_NEWCOMERS or is_new) and _is_newcomer(ctx, author, item):
        is_fast = _posts_since(ctx, author, ctx.now - timedelta(hours=1)) > POSTS_AN_HOUR
        return "links" if links > LINKS_OF_NEWCOMERS else "pace" if is_new and is_fast else ""
    return ""


def _text(row: DiscussionThread | DiscussionReply) -> str:
    return f"{row.title}\n{row.content}" if isinstance(row, DiscussionThread) else row.content


def _holds_phrase(ctx: Context, text: str) -> bool:
    words = f" {spelled(text)} "
    return any(f" {phrase} " in words for phrase in ctx.session.exec(select(SpamPhrase.phrase)))


def _copies(ctx: Context, item: Item) -> int:
    """Count how often the author has said this lately, this time included."""
    lately = ctx.now - SAME_WITHIN
    threads = select(DiscussionThread).where(
        DiscussionThread.author_id == item.row.author_id, DiscussionThread.created_at > lately
    )
    replies = select(DiscussionReply).where(
        DiscussionReply.author_id == item.row.author_id, DiscussionReply.created_at > lately
    )
    rows: list[DiscussionThread | DiscussionReply] = [
        *ctx.session.exec(threads.order_by(col(DiscussionThread.id).desc()).limit(READ_BACK)),
        *ctx.session.exec(replies.order_by(col(DiscussionReply.id).desc()).limit(READ_BACK)),
    ]
    return [plain(_text(row)) for row in rows].count(plain(_text(item.row)))


def _is_newcomer(ctx: Context, user_id: int, item: Item) -> bool:
    """Tell whether somebody has just come, or hardly posted anything before that stands."""
    user = ctx.session.get_one(User, user_id)
    if ctx.now - user.created_at < NEW_FOR:
        return True
    return standing_posts(ctx, user_id) - item.is_in_sight < POSTS_TO_BE_KNOWN


def _posts_since(ctx: Context, user_id: int, since: datetime) -> int:
    return sum(
        ctx.session.exec(
            select(func.count())
            .select_from(table)
            .where(col(table.author_id) == user_id, col(table.created_at) > since)
        ).one()
        for table in (DiscussionThread, DiscussionReply)
    )
