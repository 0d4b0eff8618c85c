"""What was said around a thread or reply, for those who have to decide about it."""

from sqlmodel import col, select

from academy import routes
from academy.community.markup import images
from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.schemas.moderation import ContextPost
from academy.community.service.items import OPENING, Item
from academy.community.service.naming import people_named
from academy.live import Context

BESIDE = 2
"""So many replies before and after are shown."""


def around(ctx: Context, item: Item) -> list[ContextPost]:
    """Return the opening, the reply that is answered, and what stands around the item, in the order of the thread."""
    numbers = select(DiscussionReply).where(DiscussionReply.thread_id == item.thread.id)
    before = numbers.where(col(DiscussionReply.number) < item.number).order_by(col(DiscussionReply.number).desc())
    after = numbers.where(col(DiscussionReply.number) > item.number).order_by(col(DiscussionReply.number))
    rows = {row.number: row for row in ctx.session.exec(before.limit(BESIDE))}
    rows |= {row.number: row for row in ctx.session.exec(after.limit(BESIDE))}
    parent = None
    if item.reply is not None:
        rows[item.number] = item.reply
        if item.reply.parent_reply_id is not None:
            parent = ctx.session.get_one(DiscussionReply, item.reply.parent_reply_id)
            rows[parent.number] = parent
    replies = [rows[number] for number in sorted(rows)]
    authors = {item.thread.author_id, *(reply.author_id for reply in replies)}
    names = people_named(ctx, authors)
    shown: list[DiscussionThread | DiscussionReply] = [item.thread, *replies]
    return [_post(row, names[row.author_id], item, is_parent=row is parent) for row in shown]


def _post(row: DiscussionThread | DiscussionReply, author: str, item: Item, *, is_parent: bool) -> ContextPost:
    return ContextPost(
        number=row.number if isinstance(row, DiscussionReply) else OPENING,
        author=author,
        content=row.content,
        images=[routes.FILE.url(public_id=one) for one in images(row.content)],
        is_gone=row.deleted_at is not None,
        is_item=row is item.row,
        is_parent=is_parent,
        at=row.created_at,
    )
