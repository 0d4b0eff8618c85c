"""Cases: a thread or reply that a moderator should look at is in the queue, and out of it once somebody has."""

from sqlmodel import col, select

from academy.community.models import (
    ContentFlag,
    ContentStatus,
    FlagVerdict,
    ModerationCase,
)
from academy.community.service.items import Item, about
from academy.live import Context


def case_of(ctx: Context, item: Item) -> ModerationCase:
    """Return the case of an item, which is made if there is none."""
    if (case := find_case(ctx, item)) is None:
        case = ModerationCase(
            thread_id=item.thread.id,
            reply_id=item.reply_id,
            audience=item.thread.audience,
            is_open=False,
            opened_at=ctx.now,
        )
        ctx.session.add(case)
        ctx.session.flush()
    return case


def find_case(ctx: Context, item: Item) -> ModerationCase | None:
    """Return the case of an item, if there ever was one."""
    return ctx.session.exec(select(ModerationCase).where(*about(ModerationCase, item.thread.id, item.reply_id))).first()


def open_flags(ctx: Context, item: Item) -> list[ContentFlag]:
    """Return the flags that nobody has decided on, the oldest first."""
    flags = select(ContentFlag).where(
        *about(ContentFlag, item.thread.id, item.reply_id), ContentFlag.verdict == FlagVerdict.OPEN
    )
    return list(ctx.session.exec(flags.order_by(col(ContentFlag.id))).all())


def settle(ctx: Context, item: Item, case: ModerationCase) -> None:
    """Put the case into the queue if there is something to decide, else take it out.

    What is deleted keeps its case, which the queue does not show.
    """
    wants_a_look = item.row.status == ContentStatus.FLAGGED or bool(open_flags(ctx, item))
    if wants_a_look and not case.is_open:
        case.opened_at, case.edited_at = ctx.now, None
    case.is_open, case.audience = wants_a_look, item.thread.audience
