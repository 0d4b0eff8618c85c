"""Flags: readers say what is wrong with a thread or reply; enough of them put it out of sight until it is looked at."""

from datetime import timedelta

from sqlmodel import col, select

from academy.community.events import ContentFlagged
from academy.community.models import (
    ActKind,
    ContentFlag,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    FlagReason,
    FlagVerdict,
)
from academy.community.policy import suspension_of, thread_reader
from academy.community.schemas.moderation import MyFlag
from academy.community.service.acts import FLAGS, act, release
from academy.community.service.cases import case_of, open_flags, settle
from academy.community.service.items import OPENING, Item, about, find_item
from academy.community.service.weights import hides, reputation_of
from academy.core.errors import Conflict, Denied, Invalid
from academy.core.limits import Allowance, spend
from academy.live import Context, mutation, query

PER_PERSON = Allowance(times=10, period=timedelta(hours=1))
LONGEST_NOTE = 1000
ENOUGH = "Several people have reported it."
REASONS = {
    FlagReason.SPAM: "Spam or advertising",
    FlagReason.HARASSMENT: "Harassment or insults",
    FlagReason.OFF_TOPIC: "Not about this place",
    FlagReason.PRIVATE_DATA: "Somebody's private data",
    FlagReason.HARMFUL: "Wrong or harmful",
    FlagReason.OTHER: "Something else",
}


@mutation(policy=thread_reader)
def flag_content(ctx: Context, *, public_id: str, number: int = OPENING, reason: FlagReason, note: str = "") -> None:
    """Say what is wrong with a thread (number 0) or a reply; saying it again changes what was said.

    Raises:
        Invalid: It is their own, or what is wrong is not said.
        Conflict: It is out of sight already, or a moderator has looked at their flag.
        Denied: They are suspended.
    """
    item = find_item(ctx, public_id=public_id, number=number)
    words = _checked(ctx, item, reason, note)
    flag = _flag_of(ctx, item)
    is_new = flag is None or flag.verdict != FlagVerdict.OPEN
    if is_new:
        spend(ctx.session, PER_PERSON, now=ctx.now, key=f"flags_of:{ctx.user_id}")
    if flag is None:
        flag = ContentFlag(user_id=ctx.user_id, thread_id=item.thread.id, reply_id=item.reply_id, reason=reason)
    elif _is_decided(item, flag):
        raise Conflict("You have reported this before, and a moderator has looked at it since. Thank you.")
    flag.reason, flag.note = reason, words
    if is_new:
        flag.weight, flag.verdict, flag.resolved_at = reputation_of(ctx, ctx.user_id).weight, FlagVerdict.OPEN, None
    ctx.session.add(flag)
    ctx.session.flush()
    settle(ctx, item, case_of(ctx, item))
    if is_new and hides([one.weight for one in open_flags(ctx, item)]):
        act(ctx, item, ActKind.HOLD, actor_id=None, rule=FLAGS, reason=ENOUGH)
    ctx.publish(ContentFlagged(thread_id=item.thread.id, reply_id=item.reply_id))


@mutation(policy=thread_reader)
def withdraw_flag(ctx: Context, *, public_id: str, number: int = OPENING) -> None:
    """Take one's flag back; what only flags have put out of sight is shown again once nobody's is left.

    Raises:
        Conflict: There is none of theirs, or a moderator has looked at it.
    """
    item = find_item(ctx, public_id=public_id, number=number)
    flag = _flag_of(ctx, item)
    if flag is None or flag.verdict != FlagVerdict.OPEN:
        raise Conflict("There is no report of yours here that could be taken back.")
    flag.verdict, flag.resolved_at = FlagVerdict.WITHDRAWN, ctx.now
    ctx.session.flush()
    case = case_of(ctx, item)
    if item.row.status == ContentStatus.FLAGGED and case.rule == FLAGS and not open_flags(ctx, item):
        release(ctx, item)
    settle(ctx, item, case)


@query(policy=thread_reader)
def my_flags(ctx: Context, *, public_id: str) -> list[MyFlag]:
    """Return what the viewer has flagged in a thread and may take back."""
    mine = (
        select(ContentFlag.reason, DiscussionReply.number)
        .join(DiscussionThread, col(DiscussionThread.id) == ContentFlag.thread_id)
        .join(DiscussionReply, col(DiscussionReply.id) == ContentFlag.reply_id, isouter=True)
        .where(
            DiscussionThread.public_id == public_id,
            ContentFlag.user_id == ctx.user_id,
            ContentFlag.verdict == FlagVerdict.OPEN,
        )
    )
    rows = ctx.session.exec(mine.order_by(col(ContentFlag.id))).all()
    return [MyFlag(number=number or OPENING, reason=REASONS[FlagReason(reason)]) for reason, number in rows]


def _checked(ctx: Context, item: Item, reason: FlagReason, note: str) -> str:
    """Refuse a flag that may not be; return its note."""
    if item.row.author_id == ctx.user_id:
        raise Invalid("This is your own. You can edit it, or delete it.")
    if suspension_of(ctx, ctx.user_id, item.thread.audience) is not None:
        raise Denied("You cannot report anything here while you are suspended. Write to us if something is urgent.")
    if not item.is_in_sight:
        raise Conflict("It is out of sight already.")
    words = note.strip()
    if reason == FlagReason.OTHER and not words:
        raise Invalid("Say in a few words what is wrong.", field="note")
    if len(words) > LONGEST_NOTE:
        raise Invalid(f"Please keep it under {LONGEST_NOTE:,} characters.", field="note")
    return words


def _flag_of(ctx: Context, item: Item) -> ContentFlag | None:
    mine = select(ContentFlag).where(
        *about(ContentFlag, item.thread.id, item.reply_id), ContentFlag.user_id == ctx.user_id
    )
    return ctx.session.exec(mine).first()


def _is_decided(item: Item, flag: ContentFlag) -> bool:
    """Tell whether a moderator has decided about the words as they stand."""
    if flag.verdict not in (FlagVerdict.UPHELD, FlagVerdict.REJECTED) or flag.resolved_at is None:
        return False
    return item.row.edited_at is None or item.row.edited_at <= flag.resolved_at
