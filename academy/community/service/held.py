"""Why threads and replies are out of sight, and which of them have a case."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.community.models import (
    ActKind,
    ContentFlag,
    DiscussionReply,
    DiscussionThread,
    FlagReason,
    FlagVerdict,
    ModerationAction,
    ModerationCase,
)
from academy.community.policy import may_moderate, thread_moderator, thread_reader
from academy.community.schemas.moderation import CaseHere, Why
from academy.community.service.acts import ABOUT_CONTENT
from academy.community.service.cases import find_case
from academy.community.service.flags import REASONS
from academy.community.service.items import OPENING, find_item
from academy.community.service.moderating import stamp
from academy.identity.policy import is_admin
from academy.live import Context, query

MOST = 200


def why_out_of_sight(ctx: Context, thread_id: int, reply_ids: Collection[int | None]) -> dict[int | None, Why]:
    """Say why replies of a thread, or with None it itself, are out of sight; never who reported them."""
    cases = select(ModerationCase.reply_id, ModerationCase.id, ModerationCase.edited_at).where(
        *_among(ModerationCase, thread_id, reply_ids)
    )
    known = {reply_id: (case_id, edited_at) for reply_id, case_id, edited_at in ctx.session.exec(cases)}
    acts = select(ModerationAction.case_id, ModerationAction.kind, ModerationAction.reason).where(
        col(ModerationAction.case_id).in_([case_id for case_id, _ in known.values()]),
        col(ModerationAction.kind).in_(ABOUT_CONTENT),
        col(ModerationAction.undone_at).is_(None),
    )
    last = {
        case_id: reason if kind in (ActKind.HOLD, ActKind.HIDE) else ""
        for case_id, kind, reason in ctx.session.exec(acts.order_by(col(ModerationAction.id)))
    }
    flags = select(ContentFlag.reply_id, ContentFlag.reason).where(
        *_among(ContentFlag, thread_id, reply_ids), ContentFlag.verdict == FlagVerdict.OPEN
    )
    said: defaultdict[int | None, dict[str, None]] = defaultdict(dict)
    for reply_id, reason in ctx.session.exec(flags.order_by(col(ContentFlag.id))):
        said[reply_id][REASONS[FlagReason(reason)]] = None
    return {
        reply_id: Why(
            words=last.get(known[reply_id][0], "") if reply_id in known else "",
            reasons=list(said[reply_id]),
            was_edited=reply_id in known and known[reply_id][1] is not None,
        )
        for reply_id in reply_ids
    }


@query(policy=thread_reader)
def cases_here(ctx: Context, *, public_id: str) -> list[CaseHere]:
    """Return what of a thread was ever reported or held back, for who keeps order there; nothing for others."""
    thread_id, audience = ctx.session.exec(
        select(DiscussionThread.id, DiscussionThread.audience).where(DiscussionThread.public_id == public_id)
    ).one()
    if not may_moderate(ctx, audience):
        return []
    rows = (
        select(ModerationCase.id, DiscussionReply.number, ModerationCase.is_open)
        .join(DiscussionReply, col(DiscussionReply.id) == ModerationCase.reply_id, isouter=True)
        .where(ModerationCase.thread_id == thread_id)
        .order_by(col(ModerationCase.id).desc())
    )
    desk = routes.ADMIN_MODERATION if is_admin(ctx) else routes.TEACH_MODERATION
    return [
        CaseHere(number=number or OPENING, is_open=is_open, url=desk.url(query={"case": str(case_id)}))
        for case_id, number, is_open in ctx.session.exec(rows.limit(MOST))
    ]


@query(policy=thread_moderator)
def as_seen(ctx: Context, *, public_id: str, number: int) -> str:
    """Return how a thread (number 0) or reply stands, to go along with what is decided about it."""
    item = find_item(ctx, public_id=public_id, number=number)
    return stamp(ctx, item, find_case(ctx, item))


def _among(table: Any, thread_id: int, reply_ids: Collection[int | None]) -> tuple[Any, Any]:
    replies = table.reply_id.in_([one for one in reply_ids if one is not None])
    return table.thread_id == thread_id, sa.or_(replies, table.reply_id.is_(None)) if None in reply_ids else replies
