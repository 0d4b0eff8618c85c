"""What those hear whom an act is about: always why, never who reported it."""

from collections.abc import Callable

from sqlmodel import col, select

from academy import routes
from academy.community.letters import moderation as letters
from academy.community.models import (
    ActKind,
    ContentFlag,
    ContentStatus,
    FlagReason,
    FlagVerdict,
    ModerationAction,
    UserSuspension,
)
from academy.community.schemas.moderation import Before
from academy.community.service.audiences import name_of
from academy.community.service.flags import REASONS
from academy.community.service.items import Item, about, item_of
from academy.community.service.weights import Reputation, reputation_of
from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell

COUNTS_LESS = (
    "A moderator has looked at what you reported and lets it stay. So far that was so more often than not: until "
    "moderators agree with more of your reports, these count less towards hiding a post at once. They still see each."
)


def tell_of_act(ctx: Context, done: ModerationAction) -> None:
    """Tell who is concerned what was done, and why."""
    user = ctx.session.get(User, done.subject_id) if done.subject_id is not None else None
    write = _WORDS.get(done.kind)
    if user is not None and write is not None:
        write(ctx, done, user)


def reasons_of(ctx: Context, item: Item) -> list[str]:
    """Return what an item is reported for, each reason once."""
    flags = select(ContentFlag.reason).where(
        *about(ContentFlag, item.thread.id, item.reply_id), ContentFlag.verdict == FlagVerdict.OPEN
    )
    return list(
        dict.fromkeys(REASONS[FlagReason(reason)] for reason in ctx.session.exec(flags.order_by(col(ContentFlag.id))))
    )


def tell_of_return(ctx: Context, done: ModerationAction) -> None:
    """Tell an author that what was out of sight is there again."""
    user = ctx.session.get(User, done.subject_id) if done.subject_id is not None else None
    if user is not None and done.thread_id is not None:
        item = item_of(ctx, done.thread_id, done.reply_id)
        if item.is_in_sight:
            _tell(ctx, done, user, item, title="Your post is in sight again")


def _held(ctx: Context, done: ModerationAction, user: User) -> None:
    item = _item(ctx, done)
    letter = letters.held(user.name, _yours(item), done.reason, reasons_of(ctx, item), _path(item))
    _tell(ctx, done, user, item, title="Your post waits for a moderator", letter=letter, text=done.reason)


def _approved(ctx: Context, done: ModerationAction, _user: User) -> None:
    before = Before.model_validate(done.before)
    if before.status != ContentStatus.ACTIVE:
        tell_of_return(ctx, done)
    rejected = select(ContentFlag.user_id).where(
        col(ContentFlag.id).in_(before.flags), ContentFlag.verdict == FlagVerdict.REJECTED
    )
    for user_id in ctx.session.exec(rejected).all():
        _tell_if_it_counts_less(ctx, done, user_id)


def _tell_if_it_counts_less(ctx: Context, done: ModerationAction, user_id: int) -> None:
    """Tell who flagged what was approved if their next flag weighs less for it."""
    now = reputation_of(ctx, user_id)
    if now.weight < Reputation(now.upheld, now.rejected - 1).weight:
        tell(
            ctx,
            user_id=user_id,
            category=Category.MODERATION,
            kind="community.report_rejected",
            title="Your reports count less for now",
            text=COUNTS_LESS,
            url=_path(_item(ctx, done)),
            about="reports",
        )


def _removed(ctx: Context, done: ModerationAction, user: User) -> None:
    item = _item(ctx, done)
    verb = "deleted" if done.kind == ActKind.DELETE else "hidden"
    letter = letters.removed(user.name, _yours(item), verb, done.reason, _path(item))
    _tell(ctx, done, user, item, title=f"A moderator has {verb} your post", letter=letter, text=done.reason)


def _warned(ctx: Context, done: ModerationAction, user: User) -> None:
    item = _item(ctx, done)
    letter = letters.warned(user.name, _yours(item), done.reason, _path(item))
    _tell(ctx, done, user, item, title="A word from a moderator", letter=letter, text=done.reason, is_essential=True)


def _suspended_or_not(ctx: Context, done: ModerationAction, user: User) -> None:
    """Say what a suspension is by now: imposed, lifted, or one of them taken back."""
    row = ctx.session.get_one(UserSuspension, Before.model_validate(done.before).suspension_id)
    if row.lifted_at is None:
        letter, text = letters.suspended(user.name, _where(ctx, done), row.until, row.reason), row.reason
    else:
        letter, text = letters.lifted(user.name, _where(ctx, done)), ""
    _tell(ctx, done, user, None, title=letter.subject, letter=letter, text=text, is_essential=True)


_WORDS: dict[ActKind, Callable[[Context, ModerationAction, User], None]] = {
    ActKind.HOLD: _held,
    ActKind.APPROVE: _approved,
    ActKind.HIDE: _removed,
    ActKind.DELETE: _removed,
    ActKind.WARN: _warned,
    ActKind.SUSPEND: _suspended_or_not,
    ActKind.LIFT: _suspended_or_not,
}


def _tell(
    ctx: Context,
    done: ModerationAction,
    user: User,
    item: Item | None,
    *,
    title: str,
    letter: Letter | None = None,
    text: str = "",
    is_essential: bool = False,
) -> None:
    tell(
        ctx,
        user_id=user.id,
        category=Category.MODERATION,
        kind=f"community.{done.kind.value}",
        title=title,
        text=text or (item.thread.title if item else ""),
        url=_path(item) if item else routes.COMMUNITY.url(),
        letter=letter,
        is_essential=is_essential,
        about=f"case:{done.case_id}" if item and done.kind != ActKind.WARN else "",
    )


def _item(ctx: Context, done: ModerationAction) -> Item:
    assert done.thread_id is not None  # noqa: S101
    return item_of(ctx, done.thread_id, done.reply_id)


def _yours(item: Item) -> str:
    return f"your thread “{item.thread.title}”" if item.reply is None else f"your reply in “{item.thread.title}”"


def _path(item: Item) -> str:
    query = {"reply": str(item.number)} if item.reply else None
    return routes.THREAD.url(public_id=item.thread.public_id, query=query)


def _where(ctx: Context, done: ModerationAction) -> str:
    return "everywhere" if done.audience is None else f"in {name_of(ctx, done.audience)}"
