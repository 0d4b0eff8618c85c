"""Links in mail by which anybody who has them can stop that mail, without signing in."""

from itsdangerous import BadSignature, URLSafeSerializer

from academy import routes
from academy.core.errors import NotFound
from academy.core.secrets import secret_key
from academy.core.settings import settings
from academy.identity.models import User
from academy.live import Context, everyone, mutation, query
from academy.notifications.models import Category, Channel
from academy.notifications.schemas import WayOut
from academy.notifications.service.wishes import is_wanted, wish
from academy.notifications.wording import LABELS


def way_out(user_id: int, category: Category | None) -> str:
    """The whole address at which a person can have no more mail of a category, or none but what is essential."""
    token = _signer().dumps([user_id, category])
    return settings().base_url + routes.UNSUBSCRIBE.url(token=str(token))


@query(policy=everyone)
def look_at_way_out(ctx: Context, *, token: str) -> WayOut:
    """Tell whoever has the link what it is about, and what holds now. Looking changes nothing."""
    user, category = _read(ctx, token)
    is_all_on = user.email_notifications
    is_on = is_all_on and (category is None or is_wanted(ctx, user.id, category, Channel.MAIL))
    return WayOut(
        email=_hint(user.email),
        label=LABELS[category] if category else "",
        is_on=is_on,
        is_all_on=is_all_on,
    )


@mutation(policy=everyone)
def go_out(ctx: Context, *, token: str, is_on: bool = False, everything: bool = False) -> None:
    """Switch mail off, or on again: of the link's category, or all that is not essential.

    Switching a category on switches on the whole of mail too if that is off: who presses the button wants mail.

    Raises:
        NotFound: The link is not one of ours.
    """
    user, category = _read(ctx, token)
    if category is None or everything or is_on:
        user.email_notifications = is_on
    if category is not None and not everything:
        wish(ctx, user.id, category, Channel.MAIL, is_on=is_on)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(), salt="unsubscribe")


def _read(ctx: Context, token: str) -> tuple[User, Category | None]:
    try:
        user_id, category = _signer().loads(token)
    except BadSignature:
        raise NotFound("This link is not complete. Please open it from the mail again.") from None
    user = ctx.session.get(User, user_id)
    if user is None:
        raise NotFound("This account is not there any more, and gets no mail.")
    return user, Category(category) if category else None


def _hint(email: str) -> str:
    """Enough of an address for its owner to know it, if somebody else was handed the mail."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
