"""The desks of moderators: what waits for them, and one case with all that helps to decide it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from academy import routes
from academy.community.models import (
    ContentFlag,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    FlagReason,
    FlagVerdict,
    ModerationCase,
    UserSuspension,
)
from academy.community.policy import may_moderate, suspensions_now
from academy.community.schemas.moderation import CaseDetail, Desk, DeskCounts, FlagRow, QueueRow, Waiting
from academy.community.service.act_rows import acts_of
from academy.community.service.acts import last_act
from academy.community.service.audiences import name_of, names_of
from academy.community.service.authors import author_of
from academy.community.service.flags import REASONS
from academy.community.service.items import Item, about, item_of, items_of
from academy.community.service.moderating import stamp
from academy.community.service.naming import people_named
from academy.community.service.reach import at_desk, keeps_order_anywhere, looks_after
from academy.community.service.surroundings import around
from academy.core.errors import NotFound
from academy.identity.policy import is_admin, opens, require
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, page_of, query

PAGE = 20
EXCERPT = 160
CEILING = 99
_case: Any = ModerationCase


def keeper_of_case(ctx: Context, *, case_id: int = 0, **_arguments: Any) -> None:
    """Who keeps order where the case is may; without one, who keeps order anywhere."""
    audience = ctx.session.exec(
        select(DiscussionThread.audience)
        .join(ModerationCase, _case.thread_id == DiscussionThread.id)
        .where(ModerationCase.id == case_id)
    ).first()
    if audience is None:
        require(ctx, is_admin(ctx) or keeps_order_anywhere(ctx))
        if case_id:
            raise NotFound("There is no such case any more.")
    else:
        require(ctx, may_moderate(ctx, audience))


@query(policy=at_desk)
def desk_counts(ctx: Context, *, desk: Desk) -> DeskCounts:
    """Return how much waits at a desk, up to a hundred of each."""
    audiences = looks_after(ctx, desk)
    held = sa.or_(
        col(DiscussionReply.status) == ContentStatus.FLAGGED,
        sa.and_(_case.reply_id.is_(None), col(DiscussionThread.status) == ContentStatus.FLAGGED),
    )
    return DeskCounts(
        waiting=_count(ctx, _waiting(audiences)),
        held=_count(ctx, _waiting(audiences).where(held)),
        suspended=_suspended(ctx, audiences),
    )


@query(policy=at_desk)
def queue_page(ctx: Context, *, desk: Desk, show: Waiting = Waiting.ALL, until: str = "") -> Page[QueueRow]:
    """Return what waits for a moderator, the longest first."""
    statement = _waiting(looks_after(ctx, desk))
    status = sa.case((_case.reply_id.is_(None), col(DiscussionThread.status)), else_=col(DiscussionReply.status))
    if show == Waiting.HELD:
        statement = statement.where(status == ContentStatus.FLAGGED)
    elif show == Waiting.REPORTED:
        statement = statement.where(status != ContentStatus.FLAGGED)
    elif show == Waiting.EDITED:
        statement = statement.where(_case.edited_at.is_not(None))
    order = (_case.opened_at, _case.id)
    page = page_of(ctx, statement, lambda case: case, of=ModerationCase, order=order, until=until, size=PAGE)
    return page.showing(QueueRow, _rows(ctx, page.rows))


@query(policy=keeper_of_case)
def case_detail(ctx: Context, *, case_id: int = 0) -> CaseDetail | None:
    """Return one case; nothing if none is asked for."""
    case = ctx.session.get(ModerationCase, case_id) if case_id else None
    if case is None:
        return None
    item = item_of(ctx, case.thread_id, case.reply_id)
    last = last_act(ctx, case)
    return CaseDetail(
        id=case.id,
        public_id=item.thread.public_id,
        number=item.number,
        title=item.thread.title,
        place=name_of(ctx, item.thread.audience),
        is_open=case.is_open and item.row.deleted_at is None,
        status=item.row.status,
        is_deleted=item.row.deleted_at is not None,
        rule=case.rule,
        why_held=last.reason if last is not None and item.row.status == ContentStatus.FLAGGED else "",
        was_edited=case.edited_at is not None,
        seen=stamp(ctx, item, case),
        posts=around(ctx, item),
        author=author_of(ctx, item),
        flags=_flags(ctx, item),
        acts=acts_of(ctx, case),
        is_own=item.row.author_id == ctx.viewer.user_id and not is_admin(ctx),
        may_suspend_everywhere=is_admin(ctx),
    )


def _waiting(audiences: Sequence[str] | None) -> SelectOfScalar[ModerationCase]:
    """Select the cases that are open, of what is not deleted."""
    statement = (
        select(ModerationCase)
        .join(DiscussionThread, col(DiscussionThread.id) == _case.thread_id)
        .join(DiscussionReply, col(DiscussionReply.id) == _case.reply_id, isouter=True)
        .where(
            _case.is_open.is_(True),
            col(DiscussionThread.deleted_at).is_(None),
            col(DiscussionReply.deleted_at).is_(None),
        )
    )
    return statement if audiences is None else statement.where(_case.audience.in_(audiences))


def _count(ctx: Context, statement: SelectOfScalar[ModerationCase]) -> int:
    ids = statement.with_only_columns(_case.id).limit(CEILING + 1).subquery()
    return ctx.session.execute(sa.select(func.count()).select_from(ids)).scalar_one()


def _suspended(ctx: Context, audiences: Sequence[str] | None) -> int:
    where = [] if audiences is None else [col(UserSuspension.audience).in_(audiences)]
    return len(suspensions_now(ctx, *where))


def _rows(ctx: Context, cases: Sequence[ModerationCase]) -> list[QueueRow]:
    places = names_of(ctx, {case.audience for case in cases})
    items = items_of(ctx, [(case.thread_id, case.reply_id) for case in cases])
    names = people_named(ctx, [item.row.author_id for item in items])
    flags = _open(ctx, items)
    return [
        QueueRow(
            id=case.id,
            title=item.thread.title,
            excerpt=" ".join(item.row.content.split())[:EXCERPT],
            author=names[item.row.author_id],
            place=places[case.audience],
            is_held=item.row.status == ContentStatus.FLAGGED,
            rule=case.rule,
            reasons=list(dict.fromkeys(flags[case.thread_id, case.reply_id])),
            people=len(flags[case.thread_id, case.reply_id]),
            was_edited=case.edited_at is not None,
            opened_at=case.opened_at,
        )
        for case, item in zip(cases, items, strict=True)
    ]


def _open(ctx: Context, items: Sequence[Item]) -> defaultdict[tuple[int, int | None], list[str]]:
    """Return the reasons of the flags of items on which nobody has decided, the oldest first."""
    flags = select(ContentFlag.thread_id, ContentFlag.reply_id, ContentFlag.reason).where(
        col(ContentFlag.thread_id).in_({item.thread.id for item in items}), ContentFlag.verdict == FlagVerdict.OPEN
    )
    found: defaultdict[tuple[int, int | None], list[str]] = defaultdict(list)
    for thread_id, reply_id, reason in ctx.session.exec(flags.order_by(col(ContentFlag.id))):
        found[thread_id, reply_id].append(REASONS[FlagReason(reason)])
    return found


def _flags(ctx: Context, item: Item) -> list[FlagRow]:
    """Return all flags of an item; their makers' names are for administrators alone."""
    statement = select(ContentFlag).where(
        *about(ContentFlag, item.thread.id, item.reply_id), ContentFlag.verdict != FlagVerdict.WITHDRAWN
    )
    flags = ctx.session.exec(statement.order_by(col(ContentFlag.id))).all()
    names = people_named(ctx, [flag.user_id for flag in flags] if is_admin(ctx) else [])
    return [
        FlagRow(
            id=flag.id,
            reason=REASONS[flag.reason],
            note=flag.note,
            verdict=flag.verdict,
            by=names.get(flag.user_id, ""),
            counts=flag.weight,
            at=flag.created_at,
        )
        for flag in flags
    ]


def _to_decide(ctx: Context, desk: Desk) -> int:
    return _count(ctx, _waiting(looks_after(ctx, desk)))


opens(
    Place.TEACH,
    PlacePage(label="Moderation", url=routes.TEACH_MODERATION.url(), counted="waiting"),
    count=lambda ctx: _to_decide(ctx, Desk.TEACH),
)(keeps_order_anywhere)
opens(
    Place.ADMIN,
    PlacePage(label="Moderation", url=routes.ADMIN_MODERATION.url(), counted="waiting"),
    count=lambda ctx: _to_decide(ctx, Desk.ADMIN),
)(is_admin)
