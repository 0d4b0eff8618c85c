"""Lists of threads: those of a place, which are the same for everybody who reads it, and the viewer's own."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, desc, func, select

from academy.community.markup import to_text
from academy.community.models import (
    ContentStatus,
    DiscussionThread,
    ThreadCategory,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadTag,
)
from academy.community.policy import audiences
from academy.community.schemas.places import PlaceRef
from academy.community.schemas.threads import Author, ThreadList, ThreadRow
from academy.community.service.chips import chips
from academy.community.service.naming import people_named
from academy.community.service.places import OWN, OwnList, find_place, reader_of_list
from academy.community.service.standing import in_sight
from academy.core.loading import only
from academy.live import Context, page_of, query

PAGE = 25
MOST_PINNED = 10
REACH = 1_000
"""The viewer's own lists are of the newest so many, all audiences together."""
EXCERPT = 180
BEGINNING = 800

Condition = sa.ColumnElement[bool]
_thread: Any = DiscussionThread


class Sort(StrEnum):
    RECENT = "recent"
    POPULAR = "popular"
    UNANSWERED = "unanswered"


KEPT_AS = {
    OwnList.FOLLOWING: ThreadInteractionType.SUBSCRIBE,
    OwnList.BOOKMARKED: ThreadInteractionType.BOOKMARK,
}
ORDERS: dict[Sort, Sequence[Any]] = {
    Sort.RECENT: (desc(_thread.last_activity_at), desc(_thread.id)),
    Sort.POPULAR: (desc(_thread.like_count), desc(_thread.last_activity_at), desc(_thread.id)),
    Sort.UNANSWERED: (desc(_thread.created_at), desc(_thread.id)),
}
_SHOWN = only(
    *(
        getattr(_thread, name)
        for name in (
            "public_id title author_id scope course_id cohort_id session_id lesson_id category tags reply_count"
            " like_count created_at last_activity_at last_author_id best_reply_id status is_pinned is_announcement"
            " is_locked"
        ).split()
    )
)


class _Asked(NamedTuple):
    """Where a list is, what it is narrowed to, its order, and how far it is shown."""

    place: str
    category: ThreadCategory | None
    tag: str
    sort: Sort
    until: str

    def conditions(self, ctx: Context, *in_audiences: str) -> list[Condition]:
        found = [_thread.category == self.category.value] if self.category else []
        if self.sort is Sort.UNANSWERED:
            found.append(_thread.reply_count == 0)
        if self.tag:
            tagged = select(ThreadTag.thread_id).where(ThreadTag.tag == self.tag.lower())
            if in_audiences:
                tagged = tagged.where(col(ThreadTag.audience).in_(in_audiences))
            newest = tagged.order_by(col(ThreadTag.thread_id).desc()).limit(REACH)
            found.append(_thread.id.in_(list(ctx.session.exec(newest))))
        return found


@query(policy=reader_of_list)
def thread_list(
    ctx: Context,
    *,
    place: str = "",
    category: ThreadCategory | None = None,
    tag: str = "",
    sort: Sort = Sort.RECENT,
    until: str = "",
) -> ThreadList:
    """The threads of a place, those that are pinned first, or a list of the viewer's own."""
    asked = _Asked(place, category, tag, sort, until)
    if place == OwnList.EVERYTHING:
        return _everything(ctx, asked)
    if place in OWN:
        return _own(ctx, OwnList(place), asked)
    ref = find_place(ctx, place)
    conditions = [*in_place(ref), *visible(), *asked.conditions(ctx, ref.audience)]
    return _page(ctx, [*conditions, ~_thread.is_pinned], asked, _pinned(ctx, ref.audience, conditions, sort))


def _pinned(ctx: Context, audience: str, conditions: list[Condition], sort: Sort) -> Sequence[DiscussionThread]:
    """Read what is pinned, found by the index of that alone: asked for an order, a database would walk all threads."""
    ids = ctx.session.exec(select(_thread.id).where(_thread.audience == audience, _thread.is_pinned)).all()
    if not ids:
        return []
    pinned = select(DiscussionThread).options(_SHOWN).where(_thread.id.in_(ids), *conditions)
    return ctx.session.exec(pinned.order_by(*ORDERS[sort]).limit(MOST_PINNED)).all()


def in_place(ref: PlaceRef) -> list[Condition]:
    """The conditions that a thread is listed in a place."""
    found = [_thread.audience == ref.audience]
    if ref.lesson_id is not None:
        found += [_thread.cohort_id == ref.cohort_id, _thread.lesson_id == ref.lesson_id]
    elif ref.session_id is not None:
        found += [_thread.cohort_id == ref.cohort_id, _thread.session_id == ref.session_id]
    return found


def visible() -> list[Condition]:
    """The conditions that everybody who reads the place sees a thread there."""
    return [*in_sight(_thread)]


def _everything(ctx: Context, asked: _Asked) -> ThreadList:
    """Read the newest of each audience, as each has its own index, and put them in one order."""
    known = audiences(ctx)
    if known is None:
        return _page(ctx, [*visible(), *asked.conditions(ctx)], asked)
    reach = max(PAGE, REACH // max(1, len(known)))
    ids: list[int] = []
    for audience in known:
        here = select(_thread.id).where(_thread.audience == audience, *visible(), *asked.conditions(ctx, audience))
        ids += ctx.session.exec(here.order_by(*ORDERS[asked.sort]).limit(reach))
    return _page(ctx, [_thread.id.in_(ids)], asked)


def _own(ctx: Context, which: OwnList, asked: _Asked) -> ThreadList:
    conditions = asked.conditions(ctx)
    if which is OwnList.MINE:
        wanted = select(_thread.id).where(_thread.author_id == ctx.user_id, _thread.deleted_at.is_(None))
        newest = wanted.order_by(desc(_thread.id))
    else:
        kept = select(ThreadInteraction.thread_id).where(
            ThreadInteraction.user_id == ctx.user_id, ThreadInteraction.interaction == KEPT_AS[which]
        )
        newest = kept.order_by(col(ThreadInteraction.id).desc())
        conditions += visible()
    if (known := audiences(ctx)) is not None:
        conditions.append(_thread.audience.in_(known))
    ids = list(ctx.session.exec(newest.limit(REACH)))
    return _page(ctx, [_thread.id.in_(ids), *conditions], asked)


def _page(
    ctx: Context, conditions: list[Condition], asked: _Asked, pinned: Sequence[DiscussionThread] = ()
) -> ThreadList:
    """Read a page: its threads first, then what else their rows show."""
    statement = select(DiscussionThread).options(_SHOWN).where(*conditions)
    found: list[DiscussionThread] = []

    def note(thread: DiscussionThread) -> str:
        found.append(thread)
        return thread.public_id

    page = page_of(ctx, statement, note, of=str, order=ORDERS[asked.sort], until=asked.until, size=PAGE)
    rows = _rows(ctx, [*pinned, *found])
    return ThreadList(
        key=f"{asked[:-1]} {page.is_cut}",
        rows=rows,
        ids=[row.public_id for row in rows],
        until=page.until,
        has_more=page.has_more,
        is_cut=page.is_cut,
    )


def _rows(ctx: Context, found: Sequence[DiscussionThread]) -> list[ThreadRow]:
    if not found:
        return []
    places, names = chips(ctx, found), _names(ctx, found)
    begin = select(_thread.id, func.substr(_thread.content, 1, BEGINNING))
    excerpts = dict(ctx.session.exec(begin.where(_thread.id.in_([thread.id for thread in found]))).all())
    return [
        ThreadRow(
            public_id=thread.public_id,
            title=thread.title,
            excerpt=_excerpt(excerpts[thread.id]),
            author=names[thread.author_id],
            place=places[thread.id],
            category=thread.category or "",
            tags=thread.tags or [],
            replies=thread.reply_count,
            likes=thread.like_count,
            created_at=thread.created_at,
            last_activity_at=thread.last_activity_at,
            last=names.get(thread.last_author_id or 0) if thread.reply_count else None,
            is_pinned=thread.is_pinned,
            is_announcement=thread.is_announcement,
            is_locked=thread.is_locked,
            is_solved=thread.best_reply_id is not None,
            is_hidden=thread.status is not ContentStatus.ACTIVE,
        )
        for thread in found
    ]


def _names(ctx: Context, found: Sequence[DiscussionThread]) -> dict[int, Author]:
    names = people_named(ctx, [user_id for thread in found for user_id in (thread.author_id, thread.last_author_id)])
    return {user_id: Author(id=user_id, name=name) for user_id, name in names.items() if user_id is not None}


@lru_cache(maxsize=2_000)
def _excerpt(content: str) -> str:
    text = " ".join(to_text(content).split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"
