"""What moderators do: decide about a thread or reply, warn, make notes, and take back what was done."""

from typing import Any

from sqlmodel import col, func, select

from academy.community.models import ActKind, ContentStatus, ModerationAction, ModerationCase
from academy.community.policy import may_moderate, thread_moderator
from academy.community.schemas.moderation import Before
from academy.community.service.acts import ABOUT_CONTENT, DONE, act, last_act, record_undo, take_back
from academy.community.service.cases import find_case, open_flags
from academy.community.service.flags import REASONS
from academy.community.service.items import OPENING, Item, find_item, item_of
from academy.community.service.suspensions import is_lifted_since, reverse, suspension_about
from academy.community.service.violations import follow_up, hold_to_account, let_off
from academy.core.errors import Conflict, Denied, Invalid, NotFound
from academy.identity.models import User
from academy.identity.policy import is_admin, require
from academy.live import Context, mutation

LONGEST = 2000
UNNAMED = "It does not fit what this place is for."
BACK_AGAIN = "It is in sight, and nobody has reported it. There is nothing to approve."
VERBS = (ActKind.APPROVE, ActKind.HIDE, ActKind.DELETE)


@mutation(policy=thread_moderator)
def moderate(
    ctx: Context,
    *,
    public_id: str,
    number: int = OPENING,
    kind: ActKind,
    reason: str = "",
    note: str = "",
    seen: str = "",
) -> int:
    """Approve, hide or delete a thread (number 0) or a reply, which decides its flags; return the act's id.

    Args:
        reason: What its author is told; if nothing is given, what the flags say.
        note: What only moderators see.
        seen: How the moderator saw the case (`stamp`); the act is refused if it has changed since.

    Raises:
        Conflict: Somebody else has decided meanwhile, its author has changed it, or it is so already.
        Denied: It is the moderator's own.
    """
    if kind not in VERBS:
        raise Invalid("Choose to approve, hide or delete it.")
    item = find_item(ctx, public_id=public_id, number=number)
    if item.row.author_id == ctx.user_id and not is_admin(ctx):
        raise Denied("This is your own. Somebody else has to decide about it.")
    case = find_case(ctx, item)
    if seen and seen != stamp(ctx, item, case):
        raise Conflict(_news(ctx, item, case, seen))
    _require_change(ctx, item, kind)
    words = reason.strip() or (_said(ctx, item) if kind != ActKind.APPROVE else "")
    done = act(ctx, item, kind, actor_id=ctx.user_id, reason=words[:LONGEST], note=note.strip()[:LONGEST])
    if kind != ActKind.APPROVE:
        follow_up(ctx, item)
    elif lifted := let_off(ctx, done.subject_id, by_id=ctx.user_id):
        done.before = {**done.before, "let_off": lifted}
    return done.id


@mutation(policy=thread_moderator)
def warn(ctx: Context, *, public_id: str, number: int = OPENING, words: str) -> int:
    """Warn who wrote a thread (number 0) or reply, in words they get by mail; return the act's id.

    Raises:
        Invalid: There are no words, or it is the moderator's own.
    """
    item = find_item(ctx, public_id=public_id, number=number)
    if item.row.author_id == ctx.user_id:
        raise Invalid("This is your own.", field="words")
    return act(ctx, item, ActKind.WARN, actor_id=ctx.user_id, reason=_words(words, "words")).id


@mutation(policy=thread_moderator)
def add_note(ctx: Context, *, public_id: str, number: int = OPENING, words: str) -> int:
    """Leave a note for other moderators; return its id.

    Raises:
        Invalid: There are no words.
    """
    item = find_item(ctx, public_id=public_id, number=number)
    return act(ctx, item, ActKind.NOTE, actor_id=ctx.user_id, note=_words(words, "words")).id


def keeper_of_act(ctx: Context, *, action_id: int, **_arguments: Any) -> None:
    """Who keeps order where it was done may; everywhere that is administrators."""
    done = ctx.session.get(ModerationAction, action_id)
    if done is None:
        require(ctx, is_admin(ctx))
        raise NotFound("There is no such act.")
    require(ctx, is_admin(ctx) if done.audience is None else may_moderate(ctx, done.audience))


@mutation(policy=keeper_of_act)
def undo(ctx: Context, *, action_id: int) -> None:
    """Take back what a moderator or a rule did, with all that it set off: it is as it was before.

    Raises:
        Conflict: It is taken back already, or something was done since that has to be taken back first, or makes it
            idle.
        Denied: It is about the viewer.
    """
    done = ctx.session.get_one(ModerationAction, action_id)
    if done.undone_at is not None:
        raise Conflict(f"{_name(ctx, done.undone_by_id)} has taken it back already.")
    if done.subject_id == ctx.user_id and not is_admin(ctx):
        raise Denied("This is about you. Somebody else has to decide about it.")
    if done.kind in ABOUT_CONTENT:
        _require_last(ctx, done)
        take_back(ctx, done, by_id=ctx.user_id)
        let_off(ctx, done.subject_id, by_id=ctx.user_id)
        hold_to_account(ctx, Before.model_validate(done.before).let_off)
    elif done.kind in (ActKind.SUSPEND, ActKind.LIFT):
        _require_in_force(ctx, done)
        reverse(ctx, done, by_id=ctx.user_id)
    else:
        assert done.thread_id is not None  # noqa: S101
        item = item_of(ctx, done.thread_id, done.reply_id)
        record_undo(ctx, done, item.name, by_id=ctx.user_id, subject=item.row)


def stamp(ctx: Context, item: Item, case: ModerationCase | None) -> str:
    """Return what changes whenever somebody decides about an item, or its author changes it."""
    last, taken_back = 0, 0
    if case is not None:
        acts = select(func.max(ModerationAction.id), func.count(col(ModerationAction.undone_at))).where(
            ModerationAction.case_id == case.id, col(ModerationAction.kind).in_(ABOUT_CONTENT)
        )
        last, taken_back = ctx.session.exec(acts).one()
    edited = item.row.edited_at.timestamp() if item.row.edited_at else 0
    deleted = item.row.deleted_at is not None
    return f"{last or 0}.{taken_back} {edited} {deleted:d}"


def _news(ctx: Context, item: Item, case: ModerationCase | None, seen: str) -> str:
    """Say what has happened since somebody saw a case so."""
    acts, edited, deleted = stamp(ctx, item, case).split(" ")
    seen_acts, seen_edited, seen_deleted = [*seen.split(" "), "", ""][:3]
    if acts != seen_acts and case is not None and (last := last_act(ctx, case)) is not None:
        return f"{_name(ctx, last.actor_id)} {DONE[last.kind]} it a moment ago. Look at it again, then decide."
    if acts != seen_acts:
        return "Somebody took back what was done here a moment ago. Look at it again, then decide."
    if edited != seen_edited:
        return "Its author has changed it since you opened it. Look at it again, then decide."
    return "It was deleted a moment ago." if deleted != seen_deleted else "Look at it again, then decide."


def _require_change(ctx: Context, item: Item, kind: ActKind) -> None:
    if item.row.deleted_at is not None:
        raise Conflict("It is deleted already.")
    if kind == ActKind.HIDE and item.row.status == ContentStatus.HIDDEN:
        raise Conflict("It is hidden already.")
    if kind == ActKind.APPROVE and item.is_in_sight and not open_flags(ctx, item):
        raise Conflict(BACK_AGAIN)


def _require_last(ctx: Context, done: ModerationAction) -> None:
    case = ctx.session.get_one(ModerationCase, done.case_id)
    last = last_act(ctx, case)
    if last is not None and last.id != done.id:
        raise Conflict(f"{_name(ctx, last.actor_id)} {DONE[last.kind]} it since. Take that back first.")


def _require_in_force(ctx: Context, done: ModerationAction) -> None:
    if done.kind == ActKind.SUSPEND:
        if is_lifted_since(ctx, done):
            raise Conflict("It was lifted since. Take that back first.")
        return
    imposed_by = suspension_about(ctx, done).action_id
    imposed = ctx.session.get(ModerationAction, imposed_by) if imposed_by is not None else None
    if imposed is None or imposed.undone_at is not None:
        raise Conflict("The suspension was taken back since. There is nothing that could be put in force again.")


def _said(ctx: Context, item: Item) -> str:
    """What the flags of an item say, in a sentence for its author."""
    reasons = dict.fromkeys(REASONS[flag.reason] for flag in open_flags(ctx, item))
    return f"Readers reported: {'; '.join(reasons).lower()}." if reasons else UNNAMED


def _words(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid("Write a sentence.", field=field)
    if len(words) > LONGEST:
        raise Invalid(f"Please keep it under {LONGEST:,} characters.", field=field)
    return words


def _name(ctx: Context, user_id: int | None) -> str:
    user = ctx.session.get(User, user_id) if user_id is not None else None
    return user.name if user else "A rule"
