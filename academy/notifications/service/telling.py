"""Telling people what concerns them: one call, and each gets it the way they want."""

from typing import Any

from sqlmodel import col, select

from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category, Channel, Notification
from academy.notifications.schemas import Letter
from academy.notifications.service.outbox import send_mail
from academy.notifications.service.preferences import is_wanted


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
        about: News under the same words takes the place of what they have not read yet, such as `thread:7`.
    """
    user = ctx.session.get(User, user_id)
    if user is None:
        return
    if is_wanted(ctx, user_id, category, Channel.BELL):
        news: dict[str, Any] = {
            "category": category,
            "kind": kind,
            "title": title,
            "text": text,
            "url": url or (letter.path if letter else ""),
            "created_at": ctx.now,
        }
        if (unread := _unread_about(ctx, user_id, about)) is None:
            ctx.session.add(Notification(user_id=user_id, about=about or None, **news))
        else:
            unread.sqlmodel_update({**news, "seen_at": None})
    if letter is not None and (
        is_essential or (user.email_notifications and is_wanted(ctx, user_id, category, Channel.MAIL))
    ):
        send_mail(ctx, to=user.email, letter=letter, template=kind, user_id=user_id)


def _unread_about(ctx: Context, user_id: int, about: str) -> Notification | None:
    if not about:
        return None
    return ctx.session.exec(
        select(Notification).where(
            Notification.user_id == user_id, Notification.about == about, col(Notification.read_at).is_(None)
        )
    ).first()
