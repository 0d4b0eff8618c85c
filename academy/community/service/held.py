"""What authors see of their own posts that others do not see."""

from sqlmodel import col, select

from academy.community.models import ActKind, ContentStatus, DiscussionReply, DiscussionThread, ModerationAction
from academy.community.policy import thread_reader
from academy.community.schemas.moderation import HeldItem
from academy.community.service.acts import last_act
from academy.community.service.cases import find_case
from academy.community.service.items import Item
from academy.community.service.moderation_news import reasons_of
from academy.live import Context, query

OUT_OF_SIGHT = (ContentStatus.FLAGGED, ContentStatus.HIDDEN)


@query(policy=thread_reader)
def my_held(ctx: Context, *, public_id: str) -> list[HeldItem]:
    """Return what of the viewer's own in a thread others do not see, and why; never who reported it."""
    thread = ctx.session.exec(select(DiscussionThread).where(DiscussionThread.public_id == public_id)).one()
    mine = select(DiscussionReply).where(
        DiscussionReply.thread_id == thread.id,
        DiscussionReply.author_id == ctx.user_id,
        col(DiscussionReply.status).in_(OUT_OF_SIGHT),
        col(DiscussionReply.deleted_at).is_(None),
    )
    items = [Item(thread, reply) for reply in ctx.session.exec(mine.order_by(col(DiscussionReply.number)))]
    if thread.author_id == ctx.user_id and thread.status in OUT_OF_SIGHT and thread.deleted_at is None:
        items.insert(0, Item(thread))
    return [_held(ctx, item) for item in items]


def _held(ctx: Context, item: Item) -> HeldItem:
    case = find_case(ctx, item)
    last: ModerationAction | None = last_act(ctx, case) if case else None
    return HeldItem(
        number=item.number,
        is_pending=item.row.status == ContentStatus.FLAGGED,
        was_edited=bool(case and case.edited_at),
        why=last.reason if last and last.kind in (ActKind.HOLD, ActKind.HIDE) else "",
        reasons=reasons_of(ctx, item),
    )
