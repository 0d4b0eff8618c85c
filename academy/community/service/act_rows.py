"""What was done, as the log and the cases show it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from academy.community.models import (
    ActKind,
    DiscussionReply,
    DiscussionThread,
    ModerationAction,
    ModerationCase,
    UserSuspension,
)
from academy.community.policy import may_moderate
from academy.community.schemas.moderation import ActRow, Before
from academy.community.service.acts import ABOUT_CONTENT, DONE
from academy.community.service.audiences import names_of
from academy.community.service.naming import people_named
from academy.identity.policy import is_admin
from academy.live import Context

ABOUT_RIGHTS = (ActKind.SUSPEND, ActKind.LIFT)
_act: Any = ModerationAction


def acts_of(ctx: Context, case: ModerationCase) -> list[ActRow]:
    """Return what was done about a case, the latest first."""
    acts = select(ModerationAction).where(ModerationAction.case_id == case.id).order_by(_act.id.desc())
    return show_acts(ctx, ctx.session.exec(acts).all())


def show_acts(ctx: Context, acts: Sequence[ModerationAction]) -> list[ActRow]:
    """Return acts with the names of who and what they are about, and whether the viewer may take them back."""
    names = people_named(ctx, [person for one in acts for person in (one.actor_id, one.subject_id, one.undone_by_id)])
    places = names_of(ctx, {one.audience for one in acts})
    threads, numbers = _threads(ctx, acts), _numbers(ctx, acts)
    undoable = _undoable(ctx, acts)
    keeps = {place: may_keep_order(ctx, place) for place in {one.audience for one in acts if one.id in undoable}}
    rows = []
    for one in acts:
        public_id, title = threads.get(one.thread_id, ("", ""))
        number = numbers.get(one.reply_id, 0)
        rows.append(
            ActRow(
                id=one.id,
                kind=one.kind,
                words=DONE[one.kind],
                actor=names.get(one.actor_id, "A rule"),
                subject=names.get(one.subject_id, "somebody"),
                about=f"reply {number} in “{title}”" if number else f"“{title}”",
                place=places[one.audience],
                reason=one.reason,
                note=one.note,
                at=one.created_at,
                undone_at=one.undone_at,
                undone_by=names.get(one.undone_by_id, "A rule") if one.undone_at else "",
                can_undo=one.id in undoable and keeps[one.audience],
                public_id=public_id,
                number=number,
            )
        )
    return rows


def may_keep_order(ctx: Context, audience: str | None) -> bool:
    """Tell whether the viewer keeps order in an audience, or without one everywhere."""
    return is_admin(ctx) if audience is None else may_moderate(ctx, audience)


def _threads(ctx: Context, acts: Sequence[ModerationAction]) -> dict[int | None, tuple[str, str]]:
    threads = select(DiscussionThread.id, DiscussionThread.public_id, DiscussionThread.title).where(
        col(DiscussionThread.id).in_({one.thread_id for one in acts})
    )
    return {key: (public_id, title) for key, public_id, title in ctx.session.exec(threads)}


def _numbers(ctx: Context, acts: Sequence[ModerationAction]) -> dict[int | None, int]:
    replies = select(DiscussionReply.id, DiscussionReply.number).where(
        col(DiscussionReply.id).in_({one.reply_id for one in acts})
    )
    return dict(ctx.session.exec(replies).all())


def _undoable(ctx: Context, acts: Sequence[ModerationAction]) -> set[int]:
    """Return which of the acts can be taken back next."""
    standing = [one for one in acts if one.undone_at is None]
    last = _last(ctx, {one.case_id for one in standing if one.kind in ABOUT_CONTENT})
    in_force = _in_force(ctx, [one for one in standing if one.kind in ABOUT_RIGHTS])
    others = {one.id for one in standing if one.kind not in (*ABOUT_CONTENT, *ABOUT_RIGHTS)}
    return last | in_force | others


def _last(ctx: Context, cases: set[int | None]) -> set[int]:
    """Return for each case the last act about its content that holds."""
    acts = select(ModerationAction.case_id, ModerationAction.id).where(
        _act.case_id.in_(cases), _act.kind.in_(ABOUT_CONTENT), _act.undone_at.is_(None)
    )
    return set(dict(ctx.session.exec(acts.order_by(_act.id)).all()).values())


def _in_force(ctx: Context, acts: Sequence[ModerationAction]) -> set[int]:
    """Return those of the acts that suspended or lifted which still make a difference.

    What was lifted cannot be put in force again once the suspension itself was taken back.
    """
    about = {one.id: Before.model_validate(one.before).suspension_id for one in acts}
    found = select(UserSuspension).where(col(UserSuspension.id).in_(set(about.values())))
    rows = {row.id: row for row in ctx.session.exec(found) if row.until is None or not ctx.is_past(row.until)}
    imposed = {row.action_id for row in rows.values()}
    standing = set(ctx.session.exec(select(_act.id).where(_act.id.in_(imposed), _act.undone_at.is_(None))))
    return {
        one.id
        for one in acts
        if (row := rows.get(about[one.id] or 0))
        and (row.lifted_at is None) == (one.kind == ActKind.SUSPEND)
        and row.action_id in standing
    }
