"""Mentions: whom one may mention, under which name, and who has been."""

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, or_, select

from academy.community.acquaintance import acquainted
from academy.community.markup import MARK, check_content, mentioned
from academy.community.models import (
    ContentMention,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
)
from academy.community.policy import GENERAL, suspends_in, suspensions_now
from academy.community.schemas.writing import PersonToMention
from academy.community.service.audience import audience_here, belongs_to, leads_in, writer_here
from academy.community.service.blocks import blocked_pairs
from academy.community.service.files import use_files
from academy.identity.models import User, UserRole
from academy.identity.service.profile import initials
from academy.live import Context, query

MOST_SHOWN = 8
MOST_FOUND = 200
SHORTEST_SEARCH = 2
"""So much of a name finds people who have not written on the platform's own board."""
NAME_MARKS = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content as it is kept, and whom it was to mention who cannot be mentioned there."""

    content: str
    unmarked: tuple[str, ...] = ()


@query(policy=writer_here)
def people_to_mention(ctx: Context, *, place: str = "", thread: str = "", q: str = "") -> list[PersonToMention]:
    """Those who read what is written there, whom the viewer has met, and whose name begins so: the first or another."""
    audience = audience_here(ctx, place=place, thread=thread)
    is_leader = leads_in(audience)
    statement = (
        sa.select(col(User.id), col(User.name), is_leader)
        .where(col(User.id) != ctx.user_id, _begins(q.strip()), _suggested(audience, q.strip()))
        .order_by(col(User.name), col(User.id))
        .limit(MOST_FOUND)
    )
    found = ctx.session.execute(statement).all()
    away = blocked_pairs(ctx, ctx.user_id) | _suspended(ctx, audience)
    met = acquainted(ctx, [user_id for user_id, _, _ in found])
    shown = [
        PersonToMention(id=user_id, name=name, initials=initials(name), is_leader=leads)
        for user_id, name, leads in found
        if user_id in met and user_id not in away
    ]
    return shown[:MOST_SHOWN]


@query(policy=writer_here)
def unmentionable(ctx: Context, *, place: str = "", thread: str = "", content: str) -> list[str]:
    """The names in a text that will stand as plain words, because those who bear them do not read it."""
    return list(mark(ctx, audience_here(ctx, place=place, thread=thread), content).unmarked)


def prepare(ctx: Context, audience: str, content: str) -> Prepared:
    """Return content as it is kept: fit to be shown, and every mention by the name of the account that it is of.

    Raises:
        Invalid: There is nothing in it, or too much.
    """
    return mark(ctx, audience, check_content(content))


def mark(ctx: Context, audience: str, content: str) -> Prepared:
    """Give each mention the name of its account; one of somebody who cannot be mentioned here becomes plain words."""
    asked = mentioned(content)
    if not asked:
        return Prepared(content)
    reads = or_(belongs_to(audience), col(User.role) == UserRole.PLATFORM_ADMIN)
    found = ctx.session.execute(sa.select(col(User.id), col(User.name)).where(col(User.id).in_(asked), reads))
    known = acquainted(ctx, asked) - blocked_pairs(ctx, ctx.user_id)
    names = {user_id: name.translate(NAME_MARKS) for user_id, name in found if user_id in known}
    unmarked: list[str] = []

    def settle(found: "re.Match[str]") -> str:
        user_id = int(found[2])
        if user_id not in asked:
            return found[0]
        if user_id in names:
            return f"@[{names[user_id]}](person:{user_id})"
        unmarked.append(found[1])
        return found[1]

    return Prepared(MARK.sub(settle, content), tuple(dict.fromkeys(unmarked)))


def record_mentions(ctx: Context, thread: DiscussionThread, reply: DiscussionReply | None, content: str) -> None:
    """Note whom a thread, or a reply in it, mentions, and which files it shows; after an edit only what is new.

    Call it once the post has its id, before the event that tells of it.
    """
    use_files(ctx, thread.audience, content)
    asked = [user_id for user_id in mentioned(content) if user_id != ctx.user_id]
    if not asked:
        return
    reply_id = reply.id if reply else None
    there = select(ContentMention.user_id).where(
        ContentMention.thread_id == thread.id, col(ContentMention.reply_id).is_not_distinct_from(reply_id)
    )
    known = set(ctx.session.exec(there))
    people = set(ctx.session.exec(select(User.id).where(col(User.id).in_(asked))))
    for user_id in asked:
        if user_id in people and user_id not in known:
            ctx.session.add(ContentMention(thread_id=thread.id, reply_id=reply_id, user_id=user_id))
    ctx.session.flush()


def _begins(text: str) -> "sa.ColumnElement[bool]":
    if not text:
        return sa.true()
    name = col(User.name)
    return or_(name.istartswith(text, autoescape=True), name.icontains(f" {text}", autoescape=True))


def _suggested(audience: str, text: str) -> "sa.ColumnElement[bool]":
    """The condition that a person is suggested: of all the platform only who has written there, or is looked for."""
    if audience != GENERAL or len(text) >= SHORTEST_SEARCH:
        return belongs_to(audience)
    threads = sa.exists().where(
        col(DiscussionThread.author_id) == col(User.id),
        col(DiscussionThread.audience) == GENERAL,
        col(DiscussionThread.status) == ContentStatus.ACTIVE,
    )
    replies = sa.exists().where(
        col(DiscussionReply.author_id) == col(User.id),
        col(DiscussionReply.status) == ContentStatus.ACTIVE,
        col(DiscussionReply.thread_id) == col(DiscussionThread.id),
        col(DiscussionThread.audience) == GENERAL,
    )
    return or_(threads, replies)


def _suspended(ctx: Context, audience: str) -> set[int]:
    return {row.user_id for row in suspensions_now(ctx, suspends_in(audience))}
