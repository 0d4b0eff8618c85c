"""Who sits at which desk, and whose cases are on it."""

from typing import Any

from academy.community.policy import moderated_audiences
from academy.community.schemas.moderation import Desk
from academy.identity.policy import is_admin, require
from academy.live import Context, Viewer


def looks_after(ctx: Context, desk: Desk) -> list[str] | None:
    """Return the audiences whose cases are on a desk; None is all of them."""
    if desk == Desk.ADMIN:
        return None
    as_person = Viewer(user_id=ctx.user_id)
    return moderated_audiences(Context(ctx.session, ctx.now, lambda _: as_person))


def keeps_order_anywhere(ctx: Context) -> bool:
    """Tell whether the viewer is an instructor or moderator of something; being an administrator is not enough."""
    return ctx.viewer.user_id is not None and looks_after(ctx, Desk.TEACH) != []


def at_desk(ctx: Context, *, desk: Desk, **_arguments: Any) -> None:
    """Administrators may at theirs, and at the other who keeps order anywhere."""
    require(ctx, is_admin(ctx) or (desk == Desk.TEACH and keeps_order_anywhere(ctx)))
