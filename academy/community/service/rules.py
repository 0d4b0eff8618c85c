"""Automatic rules: what new accounts may post, words known from spam, and the same thing said over and over."""

import hashlib
import re
from datetime import datetime, timedelta
from unicodedata import category, normalize

from sqlmodel import col, func, select

from academy.community.markup import mentioned
from academy.community.models import (
    ActKind,
    ContentRevision,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    SpamPhrase,
)
from academy.community.service.acts import act
from academy.community.service.authors import standing_posts
from academy.community.service.cases import find_case
from academy.community.service.items import Item, about
from academy.community.service.suspensions import keeps_order
from academy.core.errors import TooManyRequests
from academy.core.limits import Allowance, spend
from academy.core.settings import settings
from academy.identity.models import User
from academy.live import Context

NEW_FOR = timedelta(days=3)
POSTS_TO_BE_KNOWN = 3
LINKS_OF_NEWCOMERS = 2
POSTS_AN_HOUR = 6
MOST_LINKS = 10
MENTIONS = Allowance(times=10, period=timedelta(hours=1))
"""How many people somebody new may mention."""
SAME_TEXT = Allowance(times=2, period=timedelta(days=1))
SHORTEST_COPY = 20
"""Shorter texts, such as “Thank you!”, may be said again."""

WORDS = {
    "links": "New accounts may put two links into a post, and this one has more.",
    "pace": f"New accounts may post {POSTS_AN_HOUR} times an hour, and this was one more.",
    "mentions": f"New accounts may mention {MENTIONS.times} people an hour, and this mentions more.",
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
    seen = folded if folded.isascii() else "".join(letter for letter in folded if category(letter) != "Cf")
    return " ".join(seen.split())


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
    if is_new and _is_said_again(ctx, author, plain(text)):
        return "repeat"
    return _broken_by_newcomer(ctx, item, links, is_new=is_new)


def _broken_by_newcomer(ctx: Context, item: Item, links: int, *, is_new: bool) -> str:
    """Return the first rule for new accounts that something breaks; empty if there is none, or no such account."""
    author, people = item.row.author_id, _newly_mentioned(ctx, item, is_new=is_new)
    is_asked = is_new or people > 0 or links > LINKS_OF_NEWCOMERS
    if not is_asked or not _is_newcomer(ctx, author, item):
        return ""
    if links > LINKS_OF_NEWCOMERS:
        return "links"
    if is_new and _posts_since(ctx, author, ctx.now - timedelta(hours=1)) > POSTS_AN_HOUR:
        return "pace"
    return "" if _is_allowed(ctx, MENTIONS, f"mentions:{author}", times=people) else "mentions"


def _newly_mentioned(ctx: Context, item: Item, *, is_new: bool) -> int:
    """Count whom something mentions; after an edit only those whom it did not mention before."""
    people = set(mentioned(item.row.content))
    if people and not is_new:
        revisions = select(ContentRevision.content).where(*about(ContentRevision, item.thread.id, item.reply_id))
        before = ctx.session.exec(revisions.order_by(col(ContentRevision.id).desc()).limit(1)).first()
        people -= set(mentioned(before or ""))
    return len(people)


def _text(row: DiscussionThread | DiscussionReply) -> str:
    return f"{row.title}\n{row.content}" if isinstance(row, DiscussionThread) else row.content


def _holds_phrase(ctx: Context, text: str) -> bool:
    words = f" {spelled(text)} "
    return any(f" {phrase} " in words for phrase in ctx.session.exec(select(SpamPhrase.phrase)))


def _is_said_again(ctx: Context, user_id: int, words: str) -> bool:
    """Tell whether somebody has said the same too often lately; what they said is kept as a digest, for a day."""
    if len(words) < SHORTEST_COPY:
        return False
    digest = hashlib.sha256(words.encode()).hexdigest()
    return not _is_allowed(ctx, SAME_TEXT, f"said:{user_id}:{digest}")


def _is_allowed(ctx: Context, allowance: Allowance, key: str, *, times: int = 1) -> bool:
    try:
        for _ in range(times):
            spend(ctx.session, allowance, now=ctx.now, key=key)
    except TooManyRequests:
        return False
    return True


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
