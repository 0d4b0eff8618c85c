"""A thread or a reply: what people flag and moderators look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.policy import NO_THREAD
from academy.community.service.standing import is_in_sight, reply_of
from academy.core.errors import NotFound
from academy.live import Context

OPENING = 0
"""The number of the thread itself, where its replies have theirs."""


@dataclass(frozen=True)
class Item:
    """A thread, or one of its replies."""

    thread: DiscussionThread
    reply: DiscussionReply | None = None

    @property
    def row(self) -> DiscussionThread | DiscussionReply:
        """What is flagged, hidden and edited."""
        return self.thread if self.reply is None else self.reply

    @property
    def reply_id(self) -> int | None:
        return None if self.reply is None else self.reply.id

    @property
    def number(self) -> int:
        return OPENING if self.reply is None else self.reply.number

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        if self.reply is None:
            return f"the thread “{self.thread.title}”"
        return f"reply {self.reply.number} in “{self.thread.title}”"

    @property
    def is_in_sight(self) -> bool:
        """Tell whether readers see it."""
        return is_in_sight(self.row)


def find_item(ctx: Context, *, public_id: str, number: int) -> Item:
    """Return the thread (number 0) or one of its replies.

    Raises:
        NotFound: There is no such thread or reply.
    """
    thread = ctx.session.exec(select(DiscussionThread).where(DiscussionThread.public_id == public_id)).first()
    if thread is None:
        raise NotFound(NO_THREAD)
    return Item(thread, None if number == OPENING else reply_of(ctx, thread.id, number))


def item_of(ctx: Context, thread_id: int, reply_id: int | None) -> Item:
    """Return the thread, or with `reply_id` its reply."""
    thread = ctx.session.get_one(DiscussionThread, thread_id)
    return Item(thread, None if reply_id is None else ctx.session.get_one(DiscussionReply, reply_id))


def items_of(ctx: Context, keys: Sequence[tuple[int, int | None]]) -> list[Item]:
    """Return threads, or where there is a second number replies, as `item_of` does, all at once."""
    in_keys = col(DiscussionThread.id).in_({thread_id for thread_id, _ in keys})
    threads = {row.id: row for row in ctx.session.exec(select(DiscussionThread).where(in_keys))}
    in_keys = col(DiscussionReply.id).in_({reply_id for _, reply_id in keys})
    replies = {row.id: row for row in ctx.session.exec(select(DiscussionReply).where(in_keys))}
    return [Item(threads[thread_id], None if reply_id is None else replies[reply_id]) for thread_id, reply_id in keys]


def about(table: Any, thread_id: int, reply_id: int | None) -> tuple[Any, Any]:
    """Return the conditions that rows of a table are about the thread, or with `reply_id` about its reply."""
    same = col(table.reply_id).is_(None) if reply_id is None else table.reply_id == reply_id
    return table.thread_id == thread_id, same
