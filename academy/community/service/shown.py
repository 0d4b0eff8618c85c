"""What readers of a thread see: its replies by pages that all of them share, and the branches below them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from academy.community import policy
from academy.community.markup import to_html
from academy.community.models import ContentStatus, DiscussionReply, DiscussionThread
from academy.community.schemas.reading import ThreadEnd
from academy.community.schemas.replies import Branch, Gone, ReplyPage, ReplyRow
from academy.community.service.naming import people_named
from academy.community.service.standing import in_sight, readable_id
from academy.live import Context, query

PAGE = 20
CHILDREN = 10
BRANCH = 50
MOST = 500
LATE = 100
"""So many of the latest replies may be new to somebody who has the thread open."""
MOST_PAGES = 10_000_000
ROOM = 1_200_000
"""So many characters of HTML stand on a page; what comes after them says that it is too long to."""
TOO_LONG = "<p><em>This reply is too long to be shown beside the others.</em></p>"

replies: Any = DiscussionReply
above = sa.orm.aliased(DiscussionReply)
_COLUMNS = (
    replies.id,
    replies.number,
    replies.depth,
    replies.parent_reply_id,
    replies.author_id,
    replies.content,
    replies.is_instructor_reply,
    replies.is_best_answer,
    replies.like_count,
    replies.status,
    replies.created_at,
    replies.edited_at,
    replies.deleted_at,
    (replies.deleted_by_id == replies.author_id).label("is_own_deed"),
)


@query(policy=policy.thread_reader)
def reply_page(ctx: Context, *, public_id: str, page: int) -> ReplyPage:
    """Twenty replies at the top, each with the first ten below it; what else is below them is counted."""
    if not 0 <= page < MOST_PAGES or (thread_id := readable_id(ctx, public_id)) is None:
        return ReplyPage(page=page)
    first = page * PAGE + 1
    tops = _rows(ctx, thread_id, replies.position.between(first, first + PAGE - 1), order=replies.position)
    counts = _counts(ctx, replies.parent_reply_id, [row.id for row in tops])
    children = _first_children(ctx, thread_id, counts)
    deeper = _counts(ctx, replies.branch_id, [row.id for row in children])
    shown = _Names(ctx, [*tops, *children])
    below: dict[int, list[ReplyRow]] = {row.id: [] for row in tops}
    for row in children:
        below[row.parent_reply_id].append(shown.row(row, folded=deeper.get(row.id, 0)))
    rows = []
    for row in tops:
        rows += [shown.row(row, folded=counts.get(row.id, 0) - len(below[row.id])), *below[row.id]]
    return ReplyPage(page=page, rows=rows)


@query(policy=policy.thread_reader)
def branches(ctx: Context, *, public_id: str, opened: list[list[int]]) -> list[Branch]:
    """The branches that are open, each as `[number, start, size]`."""
    return [
        branch(ctx, public_id=public_id, number=number, start=start, size=size)
        for number, start, size in (one for one in opened[:20] if len(one) == 3)
    ]


@query(policy=policy.thread_reader)
def branch(ctx: Context, *, public_id: str, number: int, start: int = 0, size: int = BRANCH) -> Branch:
    """What is folded below a reply, in the order of writing, from the number `start` on.

    Below a reply at the top these are its further answers, below one of those all that is deeper.
    """
    thread_id, size = readable_id(ctx, public_id), max(1, min(size, MOST))
    if thread_id is None:
        return Branch(number=number, start=start, rows=[])
    root = ctx.session.execute(
        sa.select(replies.id, replies.depth).where(replies.thread_id == thread_id, replies.number == number)
    ).first()
    if root is None or root.depth > 1:
        return Branch(number=number, start=start, rows=[])
    within = (replies.parent_reply_id if root.depth == 0 else replies.branch_id) == root.id
    floor = shown_until(ctx, root.id) if root.depth == 0 else 0
    if root.depth == 0 and floor == 0:
        return Branch(number=number, start=start, rows=[])
    least = max(start, floor + 1)
    rows = _rows(ctx, thread_id, within, replies.number >= least, order=replies.number, limit=size + 1)
    more, rows = rows[size:], rows[:size]
    deeper = _counts(ctx, replies.branch_id, [row.id for row in rows] if root.depth == 0 else [])
    shown = _Names(ctx, rows, _parents(ctx, rows, root.id))
    return Branch(
        number=number,
        start=start,
        rows=[shown.row(row, folded=deeper.get(row.id, 0)) for row in rows],
        earlier=_earlier(ctx, within, floor, least),
        more=_count_after(ctx, within, rows[-1].number) if more else 0,
    )


@query(policy=policy.thread_reader)
def thread_end(ctx: Context, *, public_id: str) -> ThreadEnd:
    """How far a thread goes, and which of its replies is the best answer."""
    if readable_id(ctx, public_id) is None:
        return ThreadEnd()
    threads: Any = DiscussionThread
    best = sa.and_(replies.id == threads.best_reply_id, *in_sight(replies))
    found = ctx.session.execute(
        sa.select(
            threads.id,
            threads.last_number,
            threads.top_count,
            threads.reply_count,
            sa.func.coalesce(replies.number, 0).label("best"),
            replies.author_id,
        )
        .outerjoin(DiscussionReply, best)
        .where(threads.public_id == public_id)
    ).one()
    names = people_named(ctx, [found.author_id])
    return ThreadEnd(
        last_number=found.last_number,
        top_count=found.top_count,
        reply_count=found.reply_count,
        best=found.best,
        best_author=names.get(found.author_id, ""),
        gone=_gone_of_late(ctx, found.id, found.last_number),
    )


def _gone_of_late(ctx: Context, thread_id: int, last: int) -> list[int]:
    """The numbers among the latest whose replies nobody sees."""
    gone = sa.select(replies.number).where(
        replies.thread_id == thread_id, replies.number > last - LATE, sa.not_(sa.and_(*in_sight(replies)))
    )
    return list(ctx.session.execute(gone.order_by(replies.number)).scalars())


def shown_until(ctx: Context, root_id: int) -> int:
    """The number of the last reply to one at the top that stands on its page; 0 if all do."""
    statement = sa.select(replies.number).where(replies.parent_reply_id == root_id).order_by(replies.number)
    return ctx.session.execute(statement.limit(1).offset(CHILDREN - 1)).scalar_one_or_none() or 0


def _rows(ctx: Context, thread_id: int, *where: Any, order: Any, limit: int | None = None) -> list[Any]:
    statement = sa.select(*_COLUMNS).where(replies.thread_id == thread_id, *where).order_by(order).limit(limit)
    return list(ctx.session.execute(statement))


def _counts(ctx: Context, column: Any, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    counted = ctx.session.execute(sa.select(column, sa.func.count()).where(column.in_(ids)).group_by(column))
    return dict(counted.all())


def _first_children(ctx: Context, thread_id: int, counts: dict[int, int]) -> list[Any]:
    if not counts:
        return []
    wanted = []
    for root_id, count in counts.items():
        bound = replies.number <= shown_until(ctx, root_id) if count > CHILDREN else sa.true()
        wanted.append(sa.and_(replies.parent_reply_id == root_id, bound))
    return _rows(ctx, thread_id, sa.or_(*wanted), order=replies.number)


def _earlier(ctx: Context, within: Any, floor: int, least: int) -> int:
    """The number from which some more can be shown before `least`."""
    before = sa.select(replies.number).where(within, replies.number < least, replies.number > floor)
    found = ctx.session.execute(before.order_by(replies.number.desc()).limit(BRANCH)).scalars().all()
    return found[-1] if found else 0


def _count_after(ctx: Context, within: Any, number: int) -> int:
    return ctx.session.execute(sa.select(sa.func.count()).where(within, replies.number > number)).scalar_one()


def _parents(ctx: Context, rows: Sequence[Any], root_id: int) -> dict[int, tuple[int, int | None]]:
    """The number and, if in sight, the author of each reply that others answer, without the one above them all."""
    ids = {row.parent_reply_id for row in rows} - {root_id}
    if not ids:
        return {}
    author = sa.case((sa.and_(*in_sight(replies)), replies.author_id))
    found = ctx.session.execute(sa.select(replies.id, replies.number, author).where(replies.id.in_(sorted(ids))))
    return {reply_id: (number, author_id) for reply_id, number, author_id in found}


@dataclass(slots=True)
class _Names:
    """Makes of what was read what is shown, with the names of those who wrote."""

    ctx: Context
    rows: Sequence[Any]
    parents: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    names: dict[int | None, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    room: int = ROOM

    def __post_init__(self) -> None:
        ids = {row.author_id for row in self.rows if _gone(row) is None}
        ids |= {author_id for _, author_id in self.parents.values() if author_id is not None}
        self.names = people_named(self.ctx, ids)
        self.numbers = {row.id: row.number for row in self.rows} | {key: one[0] for key, one in self.parents.items()}

    def row(self, row: Any, folded: int = 0) -> ReplyRow:
        """Show a reply, or what is left of it."""
        place = {"number": row.number, "depth": row.depth, "at": row.created_at, "folded": folded}
        place["parent"] = self.numbers.get(row.parent_reply_id, 0)
        if (gone := _gone(row)) is not None:
            return ReplyRow(**place, gone=gone)
        _, parent_author = self.parents.get(row.parent_reply_id, (0, None))
        return ReplyRow(
            **place,
            parent_author=self.names.get(parent_author, ""),
            author_id=row.author_id,
            author=self.names.get(row.author_id, ""),
            is_leader=row.is_instructor_reply,
            html=self._html(row),
            likes=row.like_count,
            is_best=row.is_best_answer,
            edited_at=row.edited_at,
        )

    def _html(self, row: Any) -> str:
        html = to_html(row.content)
        self.room -= len(html)
        return html if self.room >= 0 else TOO_LONG


def _gone(row: Any) -> Gone | None:
    if row.deleted_at is not None:
        return Gone.DELETED if row.is_own_deed else Gone.REMOVED
    if row.status is ContentStatus.ACTIVE:
        return None
    return Gone.REVIEWED if row.status is ContentStatus.FLAGGED else Gone.HIDDEN
