"""The latest of a thread, with all that decides whom of some people it concerns: read at once, decided in Python."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from academy.community.markup import mentioned
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
)
from academy.community.reasons import Posted, Reason, reason_for
from academy.community.service.blocks import apart_among
from academy.community.service.naming import people_named
from academy.community.service.readers import readers_among
from academy.community.service.standing import is_in_sight
from academy.live import Context
from academy.notifications.models import Channel
from academy.notifications.service import Wishes, wishes_of

LATEST = 40
"""So many new replies are looked at to say what is new; the rest is in the thread."""
MARKS = (ThreadInteractionType.SUBSCRIBE, ThreadInteractionType.MUTE)

News = list[tuple[Reason, DiscussionReply]]


@dataclass(frozen=True, slots=True)
class Window:
    """The latest replies of a thread that are in sight, and what some people have to do with them.

    `readers` are those of the people who may read the thread; `authors` has the names of who wrote it and its replies.
    """

    thread: DiscussionThread
    replies: Sequence[DiscussionReply]
    readers: Collection[int]
    authors: Mapping[int | None, str]
    _posted: Mapping[int, Posted]
    _marks: Collection[tuple[int, str]]
    _apart: Collection[tuple[int, int]]
    _read: Mapping[int, int]
    _wishes: Wishes

    def read_until(self, user_id: int) -> int:
        """How far one of them has read the thread."""
        return self._read.get(user_id, 0)

    def is_apart(self, user_id: int, author_id: int) -> bool:
        """Tell whether one of them and an author want nothing to do with each other."""
        return (user_id, author_id) in self._apart

    def wants(self, user_id: int, reason: Reason, channel: Channel) -> bool:
        """Tell whether one of them wants to hear of a reply for that reason, that way."""
        return self._wishes.want(user_id, reason.category, channel)

    def reason(self, user_id: int, reply: DiscussionReply) -> Reason | None:
        """Why one of them hears of a reply, if they do and may."""
        if user_id not in self.readers or self.is_apart(user_id, reply.author_id):
            return None
        follows, is_muted = ((user_id, mark) in self._marks for mark in MARKS)
        return reason_for(self._posted[reply.id], user_id, follows=follows, is_muted=is_muted)

    def news(self, user_id: int, *, since: int, channel: Channel) -> News:
        """What concerns one of them since a reply that they want to hear of, in order, the latest if it is much."""
        found = ((self.reason(user_id, reply), reply) for reply in self.replies if reply.number >= since)
        return [(why, reply) for why, reply in found if why is not None and self.wants(user_id, why, channel)]


def look(
    ctx: Context, thread: DiscussionThread, user_ids: Collection[int], *, also: Sequence[DiscussionReply] = ()
) -> Window:
    """Read the latest of a thread for these people, and some replies of it that may be older ones."""
    latest = (
        select(DiscussionReply)
        .where(DiscussionReply.thread_id == thread.id)
        .order_by(col(DiscussionReply.number).desc())
        .limit(LATEST)
    )
    replies = [one for one in reversed(ctx.session.exec(latest).all()) if is_in_sight(one)]
    known = [*replies, *also]
    authors = {thread.author_id, *(one.author_id for one in known)}
    marks = select(ThreadInteraction.user_id, ThreadInteraction.interaction).where(
        ThreadInteraction.thread_id == thread.id,
        col(ThreadInteraction.user_id).in_(user_ids),
        col(ThreadInteraction.interaction).in_(MARKS),
    )
    read = select(ThreadReading.user_id, ThreadReading.last_number).where(
        ThreadReading.thread_id == thread.id, col(ThreadReading.user_id).in_(user_ids)
    )
    return Window(
        thread,
        replies,
        readers_among(ctx, thread.audience, user_ids),
        people_named(ctx, authors),
        posted_in(ctx, thread, known),
        frozenset(ctx.session.exec(marks).all()),
        apart_among(ctx, user_ids, authors),
        dict(ctx.session.exec(read).all()),
        wishes_of(ctx, user_ids),
    )


def posted_in(ctx: Context, thread: DiscussionThread, replies: Sequence[DiscussionReply]) -> dict[int, Posted]:
    """What decides who hears of each of the replies."""
    parents = {one.parent_reply_id for one in replies} - {None}
    above = select(DiscussionReply).where(col(DiscussionReply.id).in_(parents))
    answered = {one.id: one.author_id for one in ctx.session.exec(above) if is_in_sight(one)}
    return {
        one.id: Posted(
            author_id=one.author_id,
            thread_author_id=thread.author_id,
            answered_id=answered.get(one.parent_reply_id or 0),
            mentioned_ids=mentioned(one.content),
            is_by_instructor=one.is_instructor_reply,
        )
        for one in replies
    }
