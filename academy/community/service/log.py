"""The log of moderation: who did what, when and why, and who took it back; and who is suspended."""

from typing import Any

from sqlmodel import desc, select

from academy.community.models import (
    ActKind,
    ModerationAction,
    UserSuspension,
)
from academy.community.schemas.moderation import ActRow, Desk, SuspendedRow
from academy.community.service.act_rows import may_keep_order, show_acts
from academy.community.service.audiences import names_of
from academy.community.service.naming import people_named
from academy.community.service.reach import at_desk, looks_after
from academy.core.search import holds
from academy.identity.models import User
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
    return page.showing(ActRow, show_acts(ctx, page.rows))


@query(policy=at_desk)
def suspended_page(ctx: Context, *, desk: Desk, until: str = "") -> Page[SuspendedRow]:
    """Return who is or was suspended, the latest first."""
    statement = select(UserSuspension)
    audiences = looks_after(ctx, desk)
    if audiences is not None:
        statement = statement.where(_suspension.audience.in_(audiences))
    order = (desc(_suspension.created_at), desc(_suspension.id))
    page = page_of(ctx, statement, lambda row: row, of=UserSuspension, order=order, until=until, size=PAGE)
    names = people_named(ctx, [person for row in page.rows for person in (row.user_id, row.imposed_by_id)])
    places = names_of(ctx, {row.audience for row in page.rows})
    keeps = {audience: may_keep_order(ctx, audience) for audience in places}
    rows = [_suspended(ctx, row, names, places[row.audience], keeps[row.audience]) for row in page.rows]
    return page.showing(SuspendedRow, rows)


def _suspended(
    ctx: Context, row: UserSuspension, names: dict[int | None, str], place: str, keeps_order: bool
) -> SuspendedRow:
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
        can_lift=not is_over and keeps_order and row.user_id != ctx.viewer.user_id,
    )
