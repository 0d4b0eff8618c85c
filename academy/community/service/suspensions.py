"""Suspensions: who may not write for a time, in a place or anywhere. They end by themselves at their time."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.community.models import ActKind, ModerationAction, UserSuspension
from academy.community.policy import (
    GENERAL,
    audience_of_thread,
    is_in_charge,
    may_moderate,
    may_read,
    suspension_of,
    thread_moderator,
)
from academy.community.schemas.moderation import Before, MySuspension
from academy.community.service.acts import record, record_undo
from academy.community.service.items import OPENING, Item, find_item
from academy.community.service.moderation_news import tell_of_act
from academy.community.service.places import find_place
from academy.core.errors import Conflict, Denied, Invalid, NotFound
from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import is_admin, require
from academy.live import Context, Viewer, mutation, query, signed_in

EVERYWHERE = ""
"""No audience: only what holds everywhere holds here."""

LENGTHS = (1, 7, 30, 0)
"""For how many days somebody may be suspended; 0 lasts until it is lifted."""


def keeps_order(ctx: Context, user_id: int, audience: str) -> bool:
    """Tell whether another person keeps order in an audience: an instructor or moderator of it, or an administrator."""
    user = ctx.session.get_one(User, user_id)
    theirs = Viewer(user_id=user_id, role=user.role)
    return is_in_charge(Context(ctx.session, ctx.now, lambda _: theirs), audience)


def may_be_suspended(ctx: Context, user_id: int, audience: str) -> bool:
    """Tell whether the viewer may suspend somebody: not themselves, and nobody who could do the same to them."""
    if user_id == ctx.viewer.user_id:
        return False
    if is_admin(ctx):
        theirs = Viewer(user_id=user_id, role=ctx.session.get_one(User, user_id).role)
        return not is_admin(Context(ctx.session, ctx.now, lambda _: theirs))
    return not keeps_order(ctx, user_id, audience)


def refuse_if_suspended_everywhere(ctx: Context) -> None:
    """Refuse what is done in no place, such as asking somebody to be connected, to who is suspended everywhere.

    Raises:
        Denied: They are.
    """
    row = suspension_of(ctx, ctx.user_id, EVERYWHERE)
    if row is not None:
        raise Denied("You cannot connect with people while you are suspended from the community.")


def impose(
    ctx: Context,
    *,
    user_id: int,
    audience: str | None,
    until: datetime | None,
    reason: str,
    actor_id: int | None,
    item: Item | None = None,
    grounds: tuple[int, ...] = (),
) -> ModerationAction:
    """Suspend somebody, and note it down; `grounds` are the acts that set it off."""
    suspension = UserSuspension(user_id=user_id, audience=audience, reason=reason, until=until, imposed_by_id=actor_id)
    ctx.session.add(suspension)
    ctx.session.flush()
    done = _note(ctx, ActKind.SUSPEND, suspension, actor_id=actor_id, item=item, grounds=grounds)
    suspension.action_id = done.id
    return done


@mutation(policy=thread_moderator)
def suspend(
    ctx: Context, *, public_id: str, number: int = OPENING, days: int, is_everywhere: bool = False, reason: str
) -> int:
    """Suspend who wrote a thread (number 0) or reply, where it stands or everywhere; return the act's id.

    Raises:
        Invalid: The reason is missing, or the length is none there is.
        Denied: They keep order there too; or everywhere is meant, and the viewer is no administrator.
        Conflict: They are suspended already.
    """
    item = find_item(ctx, public_id=public_id, number=number)
    person, audience = item.row.author_id, item.thread.audience
    if days not in LENGTHS:
        raise Invalid("Choose 1, 7 or 30 days, or until it is lifted.", field="days")
    if not reason.strip():
        raise Invalid("Say why: the person is told.", field="reason")
    require(ctx, is_admin(ctx) or not is_everywhere)
    if not may_be_suspended(ctx, person, audience):
        raise Denied("Who looks after this place cannot be suspended here, and nobody suspends themselves.")
    running = suspension_of(ctx, person, audience)
    if running is not None and (running.audience is None or not is_everywhere):
        raise Conflict("They are suspended already. Lift that first to change how long it lasts.")
    done = impose(
        ctx,
        user_id=person,
        audience=None if is_everywhere else audience,
        until=ctx.now + timedelta(days=days) if days else None,
        reason=reason.strip(),
        actor_id=ctx.user_id,
        item=item,
    )
    return done.id


def keeper_of_suspension(ctx: Context, *, suspension_id: int, **_arguments: Any) -> None:
    """Who keeps order where somebody is suspended may; everywhere that is administrators."""
    row = ctx.session.get(UserSuspension, suspension_id)
    if row is None:
        require(ctx, is_admin(ctx))
        raise NotFound("There is no such suspension.")
    require(ctx, is_admin(ctx) if row.audience is None else may_moderate(ctx, row.audience))


@mutation(policy=keeper_of_suspension)
def lift_suspension(ctx: Context, *, suspension_id: int) -> int:
    """Let somebody write again before the time is over; return the act's id.

    Raises:
        Conflict: It is over already.
        Denied: It is the viewer's own.
    """
    suspension = ctx.session.get_one(UserSuspension, suspension_id)
    if suspension.user_id == ctx.user_id:
        raise Denied("Nobody lifts their own suspension. Ask another moderator.")
    if suspension.lifted_at is not None or (suspension.until is not None and suspension.until <= ctx.now):
        raise Conflict("It is over already.")
    suspension.lifted_at, suspension.lifted_by_id = ctx.now, ctx.user_id
    return _note(ctx, ActKind.LIFT, suspension, actor_id=ctx.user_id).id


@query(policy=signed_in)
def my_suspension(ctx: Context, *, public_id: str = "", place: str = "") -> MySuspension | None:
    """Return what keeps the viewer from writing in a thread, in a place, or with neither in that for everybody."""
    audience = audience_of_thread(ctx, public_id) if public_id else _audience_of_place(ctx, place or GENERAL)
    row = suspension_of(ctx, ctx.user_id, audience) if audience is not None and may_read(ctx, audience) else None
    if row is None:
        return None
    return MySuspension(
        reason=row.reason, until=row.until, is_everywhere=row.audience is None, write_to=settings().mail_from
    )


def reverse(ctx: Context, done: ModerationAction, *, by_id: int | None) -> None:
    """Take a suspension back, or the lifting of one."""
    user = ctx.session.get_one(User, done.subject_id)
    record_undo(ctx, done, user.name, by_id=by_id, subject=user)
    _put(ctx, done, is_lifted=done.kind == ActKind.SUSPEND, by_id=by_id)


def impose_again(ctx: Context, done: ModerationAction) -> None:
    """Bring back a suspension that was taken back; if it was lifted before, it stays so."""
    done.undone_at = done.undone_by_id = None
    if not is_lifted_since(ctx, done):
        _put(ctx, done, is_lifted=False, by_id=None)


def is_lifted_since(ctx: Context, done: ModerationAction) -> bool:
    """Tell whether a moderator has lifted what an act imposed, and nobody has taken that back."""
    lifts = select(ModerationAction).where(
        ModerationAction.subject_id == done.subject_id,
        ModerationAction.kind == ActKind.LIFT,
        ModerationAction.id > done.id,
        col(ModerationAction.undone_at).is_(None),
    )
    suspension_id = Before.model_validate(done.before).suspension_id
    return any(Before.model_validate(one.before).suspension_id == suspension_id for one in ctx.session.exec(lifts))


def suspension_about(ctx: Context, done: ModerationAction) -> UserSuspension:
    """Return the suspension that an act has imposed or lifted."""
    return ctx.session.get_one(UserSuspension, Before.model_validate(done.before).suspension_id)


def _put(ctx: Context, done: ModerationAction, *, is_lifted: bool, by_id: int | None) -> None:
    """Lift a suspension or put it in force again, and tell the person if that makes a difference to them."""
    row = suspension_about(ctx, done)
    if is_lifted == (row.lifted_at is not None):
        return
    row.lifted_at, row.lifted_by_id = (ctx.now, by_id) if is_lifted else (None, None)
    if row.until is None or row.until > ctx.now:
        tell_of_act(ctx, done)


def _audience_of_place(ctx: Context, place: str) -> str | None:
    """Return the audience of a place; None if there is none, as if it may not be read."""
    try:
        return find_place(ctx, place).audience
    except NotFound:
        return None


def _note(
    ctx: Context,
    kind: ActKind,
    suspension: UserSuspension,
    *,
    actor_id: int | None,
    item: Item | None = None,
    grounds: tuple[int, ...] = (),
) -> ModerationAction:
    done = ModerationAction(
        kind=kind,
        actor_id=actor_id,
        subject_id=suspension.user_id,
        thread_id=item.thread.id if item else None,
        reply_id=item.reply_id if item else None,
        audience=suspension.audience,
        reason=suspension.reason if kind == ActKind.SUSPEND else "",
        before=Before(grounds=list(grounds), suspension_id=suspension.id).model_dump(mode="json"),
    )
    user = ctx.session.get_one(User, suspension.user_id)
    verb = "was suspended" if kind == ActKind.SUSPEND else "may write again"
    where = "everywhere" if suspension.audience is None else f"in {suspension.audience}"
    record(ctx, done, f"{user.name} {verb} {where}.", subject=user)
    return done
