"""What administrators do for people, each on record; they cannot lock themselves out, nor leave nobody inside."""

from datetime import timedelta

from sqlmodel import col, select

from academy.core import audit, limits
from academy.core.audit import Change
from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.limits import Allowance
from academy.identity.models import User, UserRole
from academy.identity.policy import platform_admin
from academy.identity.service.accounts import NAME_LENGTH
from academy.identity.service.sessions import revoke_all
from academy.identity.service.sign_in import send_link
from academy.live import Context, mutation

LINKS = Allowance(5, timedelta(hours=1))
MISSING = "There is no such person."


@mutation(policy=platform_admin)
def correct_name(ctx: Context, *, user_id: int, name: str) -> None:
    """Write somebody's name as it should stand on certificates.

    Raises:
        Invalid: There is none, or it is too long.
    """
    user, clean = _person(ctx, user_id), clean_line(name)
    if not clean:
        raise Invalid("Please enter the name as it should stand on certificates.", field="name")
    if len(clean) > NAME_LENGTH:
        raise Invalid(f"This is too long; up to {NAME_LENGTH} characters fit.", field="name")
    if clean != user.name:
        before, user.name = user.name, clean
        _note(ctx, user, "name_corrected", f"Corrected the name of {before} to {clean}.", name=(before, clean))


@mutation(policy=platform_admin)
def sign_out_person(ctx: Context, *, user_id: int) -> None:
    """End all sessions of a person; their screens are cleared at once."""
    user = _person(ctx, user_id)
    revoke_all(ctx, user.id)
    _note(ctx, user, "signed_out_by_admin", f"Signed {user.name} out on all devices.")


@mutation(policy=platform_admin)
def mail_sign_in_link(ctx: Context, *, user_id: int) -> None:
    """Mail a person a link that signs them in; nobody else gets to see it.

    Raises:
        TooManyRequests: They were sent several already.
    """
    user = _person(ctx, user_id)
    limits.spend(ctx.session, LINKS, now=ctx.now, key=f"sign_in_link_for:{user.id}")
    send_link(ctx, user.email)
    _note(ctx, user, "link_mailed", f"Had a sign-in link mailed to {user.name}.")


@mutation(policy=platform_admin)
def give_administration(ctx: Context, *, user_id: int) -> None:
    """Make a person an administrator of the platform.

    Raises:
        Conflict: They are one.
    """
    user = _person(ctx, user_id)
    if user.role == UserRole.PLATFORM_ADMIN:
        raise Conflict(f"{user.name} administers the platform already.")
    _set_role(ctx, user, UserRole.PLATFORM_ADMIN, "admin_made", f"{user.name} became an administrator of the platform.")


def take_administration(ctx: Context, *, user_id: int, role: UserRole) -> None:
    """Let a person no longer administer the platform; `role` is what they are without. The caller checks who may.

    Raises:
        Conflict: They do not, it is the viewer, or there would be nobody left.
    """
    user = _person(ctx, user_id)
    if user.role != UserRole.PLATFORM_ADMIN:
        raise Conflict(f"{user.name} does not administer the platform any more.")
    if user.id == ctx.viewer.user_id:
        raise Conflict("You cannot take your own administration away. Ask another administrator to do it.")
    others = select(User.id).where(User.role == UserRole.PLATFORM_ADMIN, User.id != user.id)
    if ctx.session.exec(others.order_by(col(User.id)).limit(1)).first() is None:
        raise Conflict(f"{user.name} is the last administrator. Make somebody else one first.")
    _set_role(ctx, user, role, "admin_removed", f"{user.name} no longer administers the platform.")


def _person(ctx: Context, user_id: int) -> User:
    user = ctx.session.get(User, user_id)
    if user is None:
        raise NotFound(MISSING)
    return user


def _set_role(ctx: Context, user: User, role: UserRole, action: str, summary: str) -> None:
    before, user.role = user.role, role
    _note(ctx, user, action, summary, role=(before.value, role.value))


def _note(ctx: Context, user: User, action: str, summary: str, **changes: Change) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"identity.{action}",
        subject=user,
        summary=summary,
        changes=changes,
    )
