"""What a reply says, as it was written, said before, or says to those few who may still see it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community import policy
from academy.community.markup import to_html
from academy.community.models import ContentRevision, ContentStatus, DiscussionReply, DiscussionThread
from academy.community.schemas.replies import ReplySource, Revision, Withheld
from academy.community.service.cases import find_case
from academy.community.service.held import why_out_of_sight
from academy.community.service.items import OPENING, Item, about, find_item
from academy.community.service.naming import people_named
from academy.community.service.standing import readable_id
from academy.live import Context, query

MOST = 100
OUT_OF_SIGHT = (ContentStatus.FLAGGED, ContentStatus.HIDDEN)

replies: Any = DiscussionReply


@query(policy=policy.thread_reader)
def reply_source(ctx: Context, *, public_id: str, number: int) -> ReplySource | None:
    """A reply as it was written; None for the number 0, and for one that is out of sight meanwhile."""
    item = _visible(ctx, public_id, number) if number > OPENING else None
    if item is None:
        return None
    author = people_named(ctx, [item.row.author_id]).get(item.row.author_id, "")
    return ReplySource(number=number, author=author, content=item.row.content)


@query(policy=policy.thread_reader)
def history(ctx: Context, *, public_id: str, number: int) -> list[Revision]:
    """What a thread (number 0) or reply said before it was edited, the latest first; nothing below 0.

    Of what is out of sight there is nothing either. What moderators have had to look at is their business and the
    author's: it may be why it was edited.
    """
    item = _visible(ctx, public_id, number) if number >= OPENING else None
    if item is None or (find_case(ctx, item) is not None and not _is_theirs(ctx, item)):
        return []
    statement = select(ContentRevision).where(*about(ContentRevision, item.thread.id, item.reply_id))
    rows = ctx.session.exec(statement.order_by(col(ContentRevision.id).desc()).limit(MOST))
    return [Revision(title=row.title or "", html=to_html(row.content), until=row.created_at) for row in rows]


@query(policy=policy.thread_reader)
def withheld(ctx: Context, *, public_id: str) -> list[Withheld]:
    """The replies that are out of sight and yet the viewer's to see: their own, or as a moderator all.

    Besides these, without their words, those that the viewer has deleted and may bring back.
    """
    statement = sa.select(col(DiscussionThread.id), col(DiscussionThread.audience))
    thread_id, audience = ctx.session.execute(statement.where(col(DiscussionThread.public_id) == public_id)).one()
    out_of_sight = sa.select(replies.id, replies.number, replies.author_id, replies.content, replies.status).where(
        replies.thread_id == thread_id, replies.status.in_(OUT_OF_SIGHT), replies.deleted_at.is_(None)
    )
    if not policy.may_moderate(ctx, audience):
        out_of_sight = out_of_sight.where(replies.author_id == ctx.user_id)
    rows = ctx.session.execute(out_of_sight.order_by(replies.number.desc()).limit(MOST)).all()
    names = people_named(ctx, [row.author_id for row in rows])
    why = why_out_of_sight(ctx, thread_id, [row.id for row in rows])
    shown = [
        Withheld(
            number=row.number,
            author=names.get(row.author_id, ""),
            html=to_html(row.content),
            is_mine=row.author_id == ctx.user_id,
            is_hidden=row.status is ContentStatus.HIDDEN,
            why=why[row.id],
        )
        for row in rows
    ]
    return [*shown, *(Withheld(number=number, is_mine=True, is_deleted=True) for number in _taken_away(ctx, thread_id))]


def _taken_away(ctx: Context, thread_id: int) -> list[int]:
    """The numbers of the replies that the viewer has written and deleted."""
    mine = sa.select(replies.number).where(
        replies.thread_id == thread_id, replies.author_id == ctx.user_id, replies.deleted_by_id == ctx.user_id
    )
    return list(ctx.session.execute(mine.order_by(replies.number.desc()).limit(MOST)).scalars())


def _visible(ctx: Context, public_id: str, number: int) -> Item | None:
    """Return a thread or reply that stands, or that is the viewer's own or theirs to moderate and only out of sight."""
    if readable_id(ctx, public_id) is None:
        return None
    item = find_item(ctx, public_id=public_id, number=number)
    if item.is_in_sight:
        return item
    return item if item.row.deleted_at is None and _is_theirs(ctx, item) else None


def _is_theirs(ctx: Context, item: Item) -> bool:
    return item.row.author_id == ctx.user_id or policy.may_moderate(ctx, item.thread.audience)
