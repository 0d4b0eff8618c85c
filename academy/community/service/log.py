"""The log of moderation: who did what, when and why, and who took it back; and who is suspended."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, desc, select

from academy.community.models import (
    ActKind,
    DiscussionReply,
    DiscussionThread,
    ModerationAction,
    ModerationCase,
    UserSuspension,
)
from academy.community.policy import may_moderate
from academy.community.schemas.moderation import ActRow, Desk, SuspendedRow
from academy.community.service.acts import ABOUT_CONTENT, DONE
from academy.community.service.audiences import names_of
from academy.community.service.reach import at_desk, looks_after
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_admin
from academy.live import Context, Page, page_of, query

PAGE = 25
_act: Any = ModerationAction
_suspension: Any = UserSuspension


@query(policy=at_desk)
def log_page(
    ctx: Context, *, desk: Desk, kind: ActKind | None = None, by: str = "", words: str = "", until: str = ""
) -> Page[ActRow]:
    """Return what was done where somebody keeps order, the latest first.

    Args:
        by: `rules` for what rules did, `people` for what moderators did.
        words: Of the reason, the note, or the name of whom it is about.
    """
    statement = select(ModerationAction)
    audiences = looks_after(ctx, desk)
    if audiences is not None:
        statement = statement.where(_act.audience.in_(audiences))
    if kind is not None:
        statement = statement.where(ModerationAction.kind == kind)
    if by:
        statement = statement.where(_act.actor_id.is_(None) if by == "rules" else _act.actor_id.is_not(None))
    if words.strip():
        named = select(User.id).where(holds(words.strip(), User.name))
        statement = statement.where(
            holds(words.strip(), _act.reason, _act.note) | _act.subject_id.in_(named) | _act.actor_id.in_(named)
        )
    order = (desc(_act.created_at), desc(_act.id))
    page = page_of(ctx, statement, lambda row: row, of=ModerationAction, order=order, until=until, size=PAGE)
    return Page[ActRow](rows=_rows(ctx, page.rows), until=page.until, has_more=page.has_more)


@query(policy=at_desk)
def suspended_page(ctx: Context, *, desk: Desk, until: str = "") -> Page[SuspendedRow]:
    """Return who is or was suspended, the latest first."""
    statement = select(UserSuspension)
    audiences = looks_after(ctx, desk)
    if audiences is not None:
        statement = statement.where(_suspension.audience.in_(audiences))
    order = (desc(_suspension.created_at), desc(_suspension.id))
    page = page_of(ctx, statement, lambda row: row, of=UserSuspension, order=order, until=until, size=PAGE)
    names = _names(ctx, [person for row in page.rows for person in (row.user_id, row.imposed_by_id)])
    places = names_of(ctx, {row.audience for row in page.rows})
    rows = [_suspended(ctx, row, names, places[row.audience]) for row in page.rows]
    return Page[SuspendedRow](rows=rows, until=page.until, has_more=page.has_more)


def acts_of(ctx: Context, case: ModerationCase) -> list[ActRow]:
    """Return what was done about a case, the latest first."""
    acts = select(ModerationAction).where(ModerationAction.case_id == case.id).order_by(desc(_act.id))
    return _rows(ctx, ctx.session.exec(acts).all())


def _rows(ctx: Context, acts: Iterable[ModerationAction]) -> list[ActRow]:
    acts = list(acts)
    names = _names(ctx, [person for one in acts for person in (one.actor_id, one.subject_id, one.undone_by_id)])
    places = names_of(ctx, {one.audience for one in acts})
    threads = {one.thread_id for one in acts}
    titles = {
        key: (public_id, title)
        for key, public_id, title in ctx.session.exec(
            select(DiscussionThread.id, DiscussionThread.public_id, DiscussionThread.title).where(
                col(DiscussionThread.id).in_(threads)
            )
        )
    }
    replies = {one.reply_id for one in acts}
    numbers = dict(
        ctx.session.exec(
            select(DiscussionReply.id, DiscussionReply.number).where(col(DiscussionReply.id).in_(replies))
        ).all()
    )
    last = _last_acts(ctx, {one.case_id for one in acts if one.case_id is not None})
    rows = []
    for one in acts:
        public_id, title = titles.get(one.thread_id or 0, ("", ""))
        number = numbers.get(one.reply_id or 0, 0)
        is_last = one.kind not in ABOUT_CONTENT or last.get(one.case_id) == one.id
        rows.append(
            ActRow(
                id=one.id,
                kind=one.kind,
                words=DONE[one.kind],
                actor=names.get(one.actor_id, "A rule"),
                subject=names.get(one.subject_id, "somebody"),
                about=f"reply {number} in “{title}”" if number else f"“{title}”" if title else "",
                place=places[one.audience],
                reason=one.reason,
                note=one.note,
                at=one.created_at,
                undone_at=one.undone_at,
                undone_by=names.get(one.undone_by_id, "") if one.undone_at else "",
                can_undo=one.undone_at is None and is_last and _may(ctx, one.audience),
                public_id=public_id,
                number=number,
            )
        )
    return rows


def _last_acts(ctx: Context, cases: set[int]) -> dict[int | None, int]:
    """Return for each case the last act about its content that holds: it is the one to take back first."""
    acts = select(ModerationAction.case_id, ModerationAction.id).where(
        _act.case_id.in_(cases), _act.kind.in_(ABOUT_CONTENT), _act.undone_at.is_(None)
    )
    return dict(ctx.session.exec(acts.order_by(_act.id)).all())


def _suspended(ctx: Context, row: UserSuspension, names: dict[int | None, str], place: str) -> SuspendedRow:
    is_over = row.lifted_at is not None or (row.until is not None and ctx.is_past(row.until))
    return SuspendedRow(
        id=row.id,
        user_id=row.user_id,
        name=names[row.user_id],
        place=place,
        reason=row.reason,
        by=names.get(row.imposed_by_id, "A rule"),
        since=row.created_at,
        until=row.until,
        lifted_at=row.lifted_at,
        is_over=is_over,
        can_lift=not is_over and _may(ctx, row.audience) and row.user_id != ctx.viewer.user_id,
    )


def _may(ctx: Context, audience: str | None) -> bool:
    return is_admin(ctx) if audience is None else may_moderate(ctx, audience)


def _names(ctx: Context, people: Iterable[int | None]) -> dict[int | None, str]:
    names = select(User.id, User.name).where(col(User.id).in_({one for one in people if one is not None}))
    return dict(ctx.session.exec(names).all())
