"""Another address: it counts once both the old and the new one have confirmed, in whatever order."""

from datetime import timedelta

from sqlmodel import or_, select

from academy.core import audit, limits
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.limits import Allowance
from academy.core.secrets import new_token
from academy.identity.events import EmailChanged, EmailChangeRequested
from academy.identity.models import EmailChange, User
from academy.identity.schemas import EmailChangeView
from academy.identity.service.accounts import clean_email, find_account
from academy.identity.viewer import hashed
from academy.live import Context, everyone, mutation, query, signed_in

WISH_LENGTH = timedelta(hours=24)
PER_PERSON = Allowance(5, timedelta(hours=24))


@query(policy=signed_in)
def my_email_change(ctx: Context) -> EmailChangeView | None:
    """The viewer's wish for another address, while it stands."""
    return _view(ctx, ctx.session.exec(select(EmailChange).where(EmailChange.user_id == ctx.user_id)).first())


@mutation(policy=signed_in)
def ask_for_email_change(ctx: Context, *, new_email: str) -> None:
    """Send a link to the old and one to the new address; an earlier wish is dropped.

    Whether the new address has an account already is not told.

    Raises:
        Invalid: It is no address, or the one in use.
        TooManyRequests: Too many were asked for.
    """
    email = clean_email(new_email, field="new_email")
    user = ctx.session.get_one(User, ctx.user_id)
    if email == user.email:
        raise Invalid("This is your address already.", field="new_email")
    limits.spend(ctx.session, PER_PERSON, now=ctx.now, key=f"email_change_of:{user.id}")
    drop_email_change(ctx)
    ctx.session.flush()
    old_token, new_email_token = new_token(), new_token()
    ctx.session.add(
        EmailChange(
            user_id=user.id,
            new_email=email,
            old_token_hash=hashed(old_token),
            new_token_hash=hashed(new_email_token),
            expires_at=ctx.now + WISH_LENGTH,
        )
    )
    ctx.publish(EmailChangeRequested(user.id, user.name, user.email, old_token, email, new_email_token))


@mutation(policy=signed_in)
def drop_email_change(ctx: Context) -> None:
    """Take the viewer's wish for another address back."""
    wish = ctx.session.exec(select(EmailChange).where(EmailChange.user_id == ctx.user_id)).first()
    if wish is not None:
        ctx.session.delete(wish)


@query(policy=everyone)
def look_at_email_change(ctx: Context, *, token: str) -> EmailChangeView | None:
    """Tell what a link would confirm; nothing if it is good for nothing. Looking confirms nothing."""
    return _view(ctx, _find(ctx, token))


@mutation(policy=everyone)
def confirm_email_change(ctx: Context, *, token: str) -> EmailChangeView:
    """Confirm one end; with the other end confirmed too, the address is changed.

    Raises:
        NotFound: The link is good for nothing.
        Conflict: Somebody else has this address by now.
    """
    wish = _find(ctx, token)
    if wish is None or ctx.is_past(wish.expires_at):
        raise NotFound("This link has been used, has expired, or is not complete.")
    if wish.old_token_hash == hashed(token):
        wish.old_confirmed_at = wish.old_confirmed_at or ctx.now
    else:
        wish.new_confirmed_at = wish.new_confirmed_at or ctx.now
    if wish.old_confirmed_at and wish.new_confirmed_at:
        _change(ctx, wish)
    return EmailChangeView(
        new_email=wish.new_email,
        is_old_confirmed=wish.old_confirmed_at is not None,
        is_new_confirmed=wish.new_confirmed_at is not None,
        expires_at=wish.expires_at,
    )


def _change(ctx: Context, wish: EmailChange) -> None:
    if find_account(ctx, wish.new_email) is not None:
        raise Conflict("There is an account with this address already. Please sign in to it, or use another address.")
    user = ctx.session.get_one(User, wish.user_id)
    old_email, user.email = user.email, wish.new_email
    ctx.session.delete(wish)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=user.id,
        action="identity.email_changed",
        subject=user,
        summary=f"{user.name} has another e-mail address.",
        changes={"email": (old_email, user.email)},
    )
    ctx.publish(EmailChanged(user.id, user.name, old_email, user.email))


def _find(ctx: Context, token: str) -> EmailChange | None:
    key = hashed(token)
    return ctx.session.exec(
        select(EmailChange).where(or_(EmailChange.old_token_hash == key, EmailChange.new_token_hash == key))
    ).first()


def _view(ctx: Context, wish: EmailChange | None) -> EmailChangeView | None:
    if wish is None or ctx.is_past(wish.expires_at):
        return None
    return EmailChangeView(
        new_email=wish.new_email,
        is_old_confirmed=wish.old_confirmed_at is not None,
        is_new_confirmed=wish.new_confirmed_at is not None,
        expires_at=wish.expires_at,
    )
