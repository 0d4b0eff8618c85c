"""Finding threads and replies by their words, in what the viewer may read and nowhere else."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from academy import routes
from academy.community.markup import to_text
from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.policy import audiences
from academy.community.schemas.search import Found, Hit, Part, Shortcut
from academy.community.schemas.threads import Author, PlaceChip
from academy.community.service.boards import in_place, visible
from academy.community.service.chips import chips
from academy.community.service.naming import people_named
from academy.community.service.places import OWN, find_place, reader_of_list
from academy.community.service.standing import in_sight
from academy.core.search import latest, parts
from academy.live import Context, query, signed_in

PAGE = 30
MOST = 150
"""Whoever does not find it among so many had better look for another word."""
MOST_SHORTCUTS = 6
SHORTEST = 2
BEFORE = 60
LENGTH = 220

Written = DiscussionThread | DiscussionReply
_thread: Any = DiscussionThread
_reply: Any = DiscussionReply


@query(policy=reader_of_list)
def search(ctx: Context, *, q: str = "", place: str = "", beyond: int = 0) -> Found:
    """The threads and replies that hold all these words, the newest first: in a place, or in all one may read.

    The first thirty of them, or those that are shown and thirty `beyond` them.
    """
    if len(q.strip()) < SHORTEST:
        return Found()
    where, size = _where(ctx, place), min(MOST, max(0, beyond) + PAGE)
    threads = latest(ctx.session, DiscussionThread, q, *where, limit=size + 1)
    thread_of = (DiscussionThread, _thread.id == _reply.thread_id)
    replies = latest(ctx.session, DiscussionReply, q, *where, *in_sight(_reply), limit=size + 1, of=thread_of)
    found: list[Written] = sorted([*threads, *replies], key=attrgetter("created_at"), reverse=True)
    has_more = len(found) > size
    return Found(hits=_hits(ctx, found[:size], q), has_more=has_more, is_cut=has_more and size == MOST)


@query(policy=signed_in)
def shortcuts(ctx: Context, *, q: str = "") -> list[Shortcut]:
    """The threads to jump to by words of theirs."""
    if len(q.strip()) < SHORTEST:
        return []
    found = latest(ctx.session, DiscussionThread, q, *_where(ctx, ""), limit=MOST_SHORTCUTS)
    places = chips(ctx, found)
    return [
        Shortcut(label=row.title, hint=places[row.id].name, url=routes.THREAD.url(public_id=row.public_id))
        for row in found
    ]


def _where(ctx: Context, place: str) -> list[sa.ColumnElement[bool]]:
    if place not in OWN:
        return [*in_place(find_place(ctx, place)), *visible()]
    known = audiences(ctx)
    return visible() if known is None else [_thread.audience.in_(known), *visible()]


def _hits(ctx: Context, found: Sequence[Written], q: str) -> list[Hit]:
    wanted = {_thread_id(row) for row in found}
    threads = {row.id: row for row in ctx.session.exec(select(DiscussionThread).where(_thread.id.in_(wanted)))}
    places = chips(ctx, list(threads.values()))
    names = people_named(ctx, [row.author_id for row in found])
    return [_hit(row, threads[_thread_id(row)], places[_thread_id(row)], names[row.author_id], q) for row in found]


def _thread_id(row: Written) -> int:
    return row.id if isinstance(row, DiscussionThread) else row.thread_id


def _hit(row: Written, thread: DiscussionThread, place: PlaceChip, author: str, q: str) -> Hit:
    number = row.number if isinstance(row, DiscussionReply) else 0
    asked = {"reply": str(number)} if number else None
    return Hit(
        public_id=thread.public_id,
        number=number,
        url=routes.THREAD.url(public_id=thread.public_id, query=asked),
        title=_parts(thread.title, q),
        text=_parts(_around(" ".join(to_text(row.content).split()), q), q),
        author=Author(id=row.author_id, name=author),
        place=place,
        at=row.created_at,
    )


def _parts(text: str, q: str) -> list[Part]:
    return [Part(text=part, is_hit=is_hit) for part, is_hit in parts(text, q)]


def _around(text: str, q: str) -> str:
    """Cut out what stands around the first word that was looked for."""
    (before, is_hit), *_ = parts(text, q) or [("", False)]
    start = 0 if is_hit or len(before) >= len(text) else max(0, len(before) - BEFORE)
    if start:
        start = text.find(" ", start) + 1
    end = start + LENGTH
    cut = text[start:end] if end >= len(text) else text[start:end].rsplit(" ", 1)[0] + "…"
    return f"…{cut}" if start else cut
