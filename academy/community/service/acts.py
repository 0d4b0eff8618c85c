"""Acts: what a moderator or a rule does about a thread or reply, and how it is taken back."""

from sqlmodel import col, select

from academy.community.events import ContentModerated, ContentReturned, SightChanged
from academy.community.models import ActKind, ContentFlag, ContentStatus, FlagVerdict, ModerationAction, ModerationCase
from academy.community.schemas.moderation import Before
from academy.community.service.cases import case_of, open_flags, settle
from academy.community.service.items import Item, item_of
from academy.community.service.standing import bury, set_status, unbury
from academy.core import audit
from academy.core.fields import Record
from academy.live import Context

FLAGS = "flags"
"""The rule that holds what enough people have flagged."""

ABOUT_CONTENT = (ActKind.APPROVE, ActKind.HIDE, ActKind.DELETE, ActKind.HOLD)
STATUS = {
    ActKind.APPROVE: ContentStatus.ACTIVE,
    ActKind.HIDE: ContentStatus.HIDDEN,
    ActKind.HOLD: ContentStatus.FLAGGED,
}
VERDICTS = {
    ActKind.APPROVE: FlagVerdict.REJECTED,
    ActKind.HIDE: FlagVerdict.UPHELD,
    ActKind.DELETE: FlagVerdict.UPHELD,
}
DONE = {
    ActKind.APPROVE: "approved",
    ActKind.HIDE: "hid",
    ActKind.DELETE: "deleted",
    ActKind.HOLD: "held back",
    ActKind.WARN: "warned the author of",
    ActKind.SUSPEND: "suspended",
    ActKind.LIFT: "lifted the suspension of",
    ActKind.NOTE: "made a note on",
}


def act(
    ctx: Context, item: Item, kind: ActKind, *, actor_id: int | None, reason: str = "", note: str = "", rule: str = ""
) -> ModerationAction:
    """Do something about an item, decide the flags that are open, and note it all down."""
    case = case_of(ctx, item)
    flags = open_flags(ctx, item) if kind in VERDICTS else []
    before = Before(
        status=item.row.status,
        flags={flag.id: flag.verdict for flag in flags},
        rule=case.rule,
        opened_at=case.opened_at,
        edited_at=case.edited_at,
    )
    for flag in flags:
        flag.verdict, flag.resolved_at = _verdict(kind, flag, case), ctx.now
    if kind in ABOUT_CONTENT:
        case.rule = rule
        ctx.session.flush()
        if kind == ActKind.DELETE:
            _delete(ctx, item, actor_id)
        else:
            _put(ctx, item, STATUS[kind])
        settle(ctx, item, case)
    done = ModerationAction(
        kind=kind,
        actor_id=actor_id,
        subject_id=item.row.author_id,
        case_id=case.id,
        thread_id=item.thread.id,
        reply_id=item.reply_id,
        audience=item.thread.audience,
        reason=reason,
        note=note,
        before=before.model_dump(mode="json"),
    )
    record(ctx, done, f"{_who(actor_id)} {DONE[kind]} {item.name}.", subject=item.row)
    return done


def record(ctx: Context, done: ModerationAction, summary: str, *, subject: Record) -> None:
    """Note down what was done, in the log of moderation and in that of the house, and let it be known."""
    ctx.session.add(done)
    ctx.session.flush()
    if done.kind != ActKind.NOTE:
        audit.record(
            ctx.session,
            now=ctx.now,
            actor_id=done.actor_id,
            action=f"community.{done.kind.value}",
            subject=subject,
            summary=summary[:1].upper() + summary[1:] + (f" {done.reason}" if done.reason else ""),
        )
    ctx.publish(ContentModerated(action_id=done.id))


def take_back(ctx: Context, done: ModerationAction, *, by_id: int | None) -> None:
    """Bring back how a thread or reply stood before an act; of its flags those that nobody has touched since."""
    assert done.thread_id is not None  # noqa: S101
    item = item_of(ctx, done.thread_id, done.reply_id)
    before, was_in_sight = Before.model_validate(done.before), item.is_in_sight
    decided = select(ContentFlag).where(
        col(ContentFlag.id).in_(before.flags),
        col(ContentFlag.verdict).in_((FlagVerdict.UPHELD, FlagVerdict.REJECTED)),
        ContentFlag.resolved_at == done.created_at,
    )
    for flag in ctx.session.exec(decided).all():
        flag.verdict, flag.resolved_at = before.flags[flag.id], None
    case = case_of(ctx, item)
    case.rule = before.rule
    ctx.session.flush()
    if done.kind == ActKind.DELETE:
        _restore(ctx, item)
    else:
        _put(ctx, item, before.status)
    _reopen(ctx, item, case, before)
    record_undo(ctx, done, item.name, by_id=by_id, subject=item.row)
    if item.is_in_sight and not was_in_sight:
        ctx.publish(ContentReturned(action_id=done.id))
    elif was_in_sight and not item.is_in_sight:
        ctx.publish(SightChanged(item.thread.id, item.reply_id))


def record_undo(ctx: Context, done: ModerationAction, what: str, *, by_id: int | None, subject: Record) -> None:
    """Note down that an act is taken back, in the log of moderation and in that of the house."""
    done.undone_at, done.undone_by_id = ctx.now, by_id
    if done.kind != ActKind.NOTE:
        audit.record(
            ctx.session,
            now=ctx.now,
            actor_id=by_id,
            action="community.undo",
            subject=subject,
            summary=f"{_who(by_id).capitalize()} took back that {_who(done.actor_id)} {DONE[done.kind]} {what}.",
        )


def release(ctx: Context, item: Item) -> None:
    """Show again what only flags held back, of which none is left."""
    last = last_act(ctx, case_of(ctx, item))
    if last is not None and last.kind == ActKind.HOLD:
        take_back(ctx, last, by_id=None)


def last_act(ctx: Context, case: ModerationCase) -> ModerationAction | None:
    """Return the last act about the content of a case that holds."""
    acts = select(ModerationAction).where(
        ModerationAction.case_id == case.id,
        col(ModerationAction.kind).in_(ABOUT_CONTENT),
        col(ModerationAction.undone_at).is_(None),
    )
    return ctx.session.exec(acts.order_by(col(ModerationAction.id).desc()).limit(1)).first()


def _put(ctx: Context, item: Item, status: ContentStatus) -> None:
    if item.reply is None:
        item.thread.status = status
    else:
        set_status(ctx, item.reply, status)


def _delete(ctx: Context, item: Item, by_id: int | None) -> None:
    if item.reply is None:
        item.thread.deleted_at, item.thread.deleted_by_id = ctx.now, by_id
    else:
        bury(ctx, item.reply, by_id)


def _restore(ctx: Context, item: Item) -> None:
    if item.reply is None:
        item.thread.deleted_at = item.thread.deleted_by_id = None
    else:
        unbury(ctx, item.reply)


def _verdict(kind: ActKind, flag: ContentFlag, case: ModerationCase) -> FlagVerdict:
    """Who flagged what its author has mended since was right, though it may stay now."""
    if kind == ActKind.APPROVE and case.edited_at is not None and flag.created_at < case.edited_at:
        return FlagVerdict.UPHELD
    return VERDICTS[kind]


def _reopen(ctx: Context, item: Item, case: ModerationCase, before: Before) -> None:
    """Put a case back where it was in the queue, if it is there again."""
    settle(ctx, item, case)
    if case.is_open and before.opened_at is not None:
        case.opened_at, case.edited_at = before.opened_at, case.edited_at or before.edited_at


def _who(actor_id: int | None) -> str:
    return "a rule" if actor_id is None else "a moderator"
