"""Rules look at what is posted and edited, and people hear what moderators and rules do."""

from academy.community.events import ContentEdited, ContentModerated, ContentReturned, ReplyPosted, ThreadStarted
from academy.community.models import ActKind, DiscussionReply, ModerationAction
from academy.community.service.items import item_of
from academy.community.service.moderation_news import tell_of_act, tell_of_return
from academy.community.service.rules import note_edit, review
from academy.live import Context, subscribe


@subscribe(ThreadStarted)
def review_thread(ctx: Context, fact: ThreadStarted) -> None:
    review(ctx, item_of(ctx, fact.thread_id, None), is_new=True)


@subscribe(ReplyPosted)
def review_reply(ctx: Context, fact: ReplyPosted) -> None:
    reply = ctx.session.get_one(DiscussionReply, fact.reply_id)
    review(ctx, item_of(ctx, reply.thread_id, reply.id), is_new=True)


@subscribe(ContentEdited)
def review_edit(ctx: Context, fact: ContentEdited) -> None:
    item = item_of(ctx, fact.thread_id, fact.reply_id)
    note_edit(ctx, item)
    review(ctx, item, is_new=False)


@subscribe(ContentReturned)
def review_what_returns(ctx: Context, fact: ContentReturned) -> None:
    """What its author changed while it was held back, no rule has looked at yet."""
    done = ctx.session.get_one(ModerationAction, fact.action_id)
    assert done.thread_id is not None  # noqa: S101
    item = item_of(ctx, done.thread_id, done.reply_id)
    if done.kind == ActKind.HOLD and item.row.edited_at is not None and item.row.edited_at > done.created_at:
        review(ctx, item, is_new=False)
    tell_of_return(ctx, done)


@subscribe(ContentModerated)
def tell_whom_it_concerns(ctx: Context, fact: ContentModerated) -> None:
    tell_of_act(ctx, ctx.session.get_one(ModerationAction, fact.action_id))
