"""What a reply says, as it was written, said before, or says to those few who may still see it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community import policy
from academy.community.markup import to_html
from academy.community.models import (
    ContentRevision,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    ModerationCase,
)
from academy.community.schemas.replies import ReplySource, Revision, Withheld
from academy.community.service.shown import names_of
from academy.community.service.standing import readable_id, reply_of, stands
from academy.live import Context, query

MOST = 100

replies: Any = DiscussionReply


@query(policy=policy.thread_reader)
def reply_source(ctx: Context, *, public_id: str, number: int) -> ReplySource | None:
    """A reply as it was written; None for the number 0, and for one that is out of sight meanwhile."""
    reply = _visible(ctx, public_id, number) if number else None
    if reply is None:
        return None
    author = names_of(ctx, [reply.author_id]).get(reply.author_id, "")
    return ReplySource(number=number, author=author, content=reply.content)


@query(policy=policy.thread_reader)
def reply_history(ctx: Context, *, public_id: str, number: int) -> list[Revision]:
    """What a reply said before it was edited, the latest first; nothing for the number 0, or if it is out of sight.

    What moderators have had to look at is their business and the author's: it may be why it was edited.
    """
    reply = _visible(ctx, public_id, number) if number else None
    if reply is None:
        return []
    cases = select(ModerationCase.id).where(ModerationCase.reply_id == reply.id)
    if ctx.session.exec(cases).first() is not None and not _is_theirs(ctx, public_id, reply):
        return []
    statement = select(ContentRevision).where(ContentRevision.reply_id == reply.id)
    rows = ctx.session.exec(statement.order_by(col(ContentRevision.id).desc()).limit(MOST))
    return [Revision(html=to_html(row.content), until=row.created_at) for row in rows]


@query(policy=policy.thread_reader)
def withheld(ctx: Context, *, public_id: str) -> list[Withheld]:
    """The replies that are out of sight and yet the viewer's to see: their own, or as a moderator all."""
    statement = sa.select(col(DiscussionThread.id), col(DiscussionThread.audience))
    thread_id, audience = ctx.session.execute(statement.where(col(DiscussionThread.public_id) == public_id)).one()
    out_of_sight = sa.select(replies.number, replies.author_id, replies.content, replies.status).where(
        replies.thread_id == thread_id, replies.status != ContentStatus.ACTIVE, replies.deleted_at.is_(None)
    )
    if not policy.may_moderate(ctx, audience):
        out_of_sight = out_of_sight.where(replies.author_id == ctx.user_id)
    rows = ctx.session.execute(out_of_sight.order_by(replies.number.desc()).limit(MOST)).all()
    names = names_of(ctx, [row.author_id for row in rows])
    return [
        Withheld(
            number=row.number,
            author=names.get(row.author_id, ""),
            html=to_html(row.content),
            is_mine=row.author_id == ctx.user_id,
            is_hidden=row.status is ContentStatus.HIDDEN,
        )
        for row in rows
    ]


def _visible(ctx: Context, public_id: str, number: int) -> DiscussionReply | None:
    """Return a reply that stands, or that is the viewer's own or theirs to moderate and only out of sight."""
    thread_id = readable_id(ctx, public_id)
    if thread_id is None:
        return None
    reply = reply_of(ctx, thread_id, number)
    if stands(reply):
        return reply
    is_gone = reply.deleted_at is not None or not _is_theirs(ctx, public_id, reply)
    return None if is_gone else reply


def _is_theirs(ctx: Context, public_id: str, reply: DiscussionReply) -> bool:
    audience = policy.audience_of_thread(ctx, public_id)
    return reply.author_id == ctx.user_id or (audience is not None and policy.may_moderate(ctx, audience))
