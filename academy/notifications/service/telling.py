"""Telling people what concerns them: one call, and each gets it the way they want."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select

from academy.identity.models import User
from academy.live import Context
from academy.notifications.attachments import Attached
from academy.notifications.letters import with_way_out
from academy.notifications.models import Category, Channel, DigestItem, Notification
from academy.notifications.schemas import Letter
from academy.notifications.service.digests import when_not_quiet
from academy.notifications.service.links import way_out
from academy.notifications.service.outbox import send_mail
from academy.notifications.service.wishes import is_mailed, is_wanted, settings_of
from academy.notifications.wording import LABELS


def tell(
    ctx: Context,
    *,
    user_id: int,
    category: Category,
    kind: str,
    title: str,
    text: str = "",
    url: str = "",
    letter: Letter | None = None,
    is_essential: bool = False,
    about: str = "",
    good_until: datetime | None = None,
    attached: Attached | None = None,
    rings: bool = True,
) -> None:
    """Put news into a person's bell and a letter into their mail, each if they want it; nobody there is no error.

    Args:
        category: What they choose by.
        kind: What has happened, such as `enrollment.confirmed`.
        title: The news in a line.
        text: A sentence more.
        url: The path of the page it is about; that of the letter's button if nothing is given.
        letter: What goes by mail; without one nothing does.
        is_essential: The letter goes by mail whatever they chose: receipts, refunds, cancellations, safety.
        about: News about the same, such as `thread:7`, takes the place of what they have not read yet, and of what
            waits for their digest.
        good_until: A letter that their quiet hours would hold back until then is not sent, and no digest is waited for
            that comes later.
        attached: What goes along with an essential letter.
        rings: It goes into the bell; else only the letter goes out, because the bell has rung already.
    """
    user = ctx.session.get(User, user_id)
    if user is None:
        return
    told = Told(category, kind, title, text, url or (letter.path if letter else ""), about or None)
    if rings and is_wanted(ctx, user_id, category, Channel.BELL):
        _ring(ctx, user_id, told)
    if letter is None:
        return
    if is_essential:
        send_mail(
            ctx, to=user.email, letter=letter, template=kind, user_id=user_id, category=category, attached=attached
        )
    elif is_mailed(ctx, user, category):
        _mail(ctx, user, letter, told, good_until=good_until)


@dataclass(frozen=True)
class Told:
    """News as it is told, whichever way."""

    category: Category
    kind: str
    title: str
    text: str
    url: str
    about: str | None


def rings_about(ctx: Context, user_ids: Collection[int], about: str) -> set[int]:
    """Tell whose bells of these people's have something about this that they have not read."""
    unread = select(Notification.user_id).where(
        col(Notification.user_id).in_(user_ids), Notification.about == about, col(Notification.read_at).is_(None)
    )
    return set(ctx.session.exec(unread))


def waits_for_digest(ctx: Context, user_ids: Collection[int], about: str) -> set[int]:
    """Tell for whose digests of these people's something about this waits."""
    waiting = select(DigestItem.user_id).where(col(DigestItem.user_id).in_(user_ids), DigestItem.about == about)
    return set(ctx.session.exec(waiting))


def told_about(ctx: Context, user_ids: Collection[int], about: str) -> list[Notification | DigestItem]:
    """What is in these people's bells and waits for their digests about this, or about a part of it (`about:…`).

    Whoever has told it may take it out again, or change its words, when they are not to be read any more.
    """

    def of_it(table: Any) -> list[Any]:
        is_about = or_(table.about == about, table.about.startswith(f"{about}:", autoescape=True))
        return list(ctx.session.exec(select(table).where(table.user_id.in_(user_ids), is_about).order_by(table.id)))

    return [*of_it(Notification), *of_it(DigestItem)]


def waits_about(ctx: Context, user_id: int) -> set[str]:
    """What all that waits for a person's digest is about."""
    return {about for about in ctx.session.exec(select(DigestItem.about).where(DigestItem.user_id == user_id)) if about}


def _ring(ctx: Context, user_id: int, told: Told) -> None:
    """Put news into the bell, in place of what they have not read yet about the same."""
    news = {**asdict(told), "created_at": ctx.now}
    if (unread := _unread_about(ctx, user_id, told.about)) is None:
        ctx.session.add(Notification(user_id=user_id, **news))
    else:
        unread.sqlmodel_update({**news, "seen_at": None})


def _mail(ctx: Context, user: User, letter: Letter, told: Told, *, good_until: datetime | None) -> None:
    """Send a letter that is not essential: with the next digest, or by itself outside their quiet hours."""
    row = settings_of(ctx, user.id)
    if row is not None and row.next_digest_at is not None and not _is_late(row.next_digest_at, good_until):
        _keep_for_digest(ctx, user.id, told)
        return
    not_before = when_not_quiet(ctx, user.id, row)
    if not_before is not None and _is_late(not_before, good_until):
        return
    words = f"Get no more mail about: {LABELS[told.category]}"
    send_mail(
        ctx,
        to=user.email,
        letter=with_way_out(letter, words=words, url=way_out(user.id, told.category)),
        template=told.kind,
        user_id=user.id,
        category=told.category,
        is_essential=False,
        not_before=not_before,
    )


def _keep_for_digest(ctx: Context, user_id: int, told: Told) -> None:
    news = {name: value for name, value in asdict(told).items() if name != "kind"}
    if (waiting := _waiting_about(ctx, user_id, told.about)) is None:
        ctx.session.add(DigestItem(user_id=user_id, **news))
    else:
        waiting.sqlmodel_update(news)


def _is_late(moment: datetime, good_until: datetime | None) -> bool:
    return good_until is not None and moment >= good_until


def _unread_about(ctx: Context, user_id: int, about: str | None) -> Notification | None:
    if not about:
        return None
    return ctx.session.exec(
        select(Notification).where(
            Notification.user_id == user_id, Notification.about == about, col(Notification.read_at).is_(None)
        )
    ).first()


def _waiting_about(ctx: Context, user_id: int, about: str | None) -> DigestItem | None:
    if not about:
        return None
    return ctx.session.exec(select(DigestItem).where(DigestItem.user_id == user_id, DigestItem.about == about)).first()
