"""What has run out and need not be kept."""

from datetime import timedelta

from sqlmodel import col, delete, or_

from academy.core import limits
from academy.identity.models import AuthSession, EmailChange, LoginToken
from academy.identity.policy import system_only
from academy.live import Context, mutation

KEPT_FOR = timedelta(days=30)


@mutation(policy=system_only)
def forget_expired(ctx: Context) -> None:
    """Delete links, sessions and wishes for another address a while after they ended, and limits that are whole."""
    before = ctx.now - KEPT_FOR
    ctx.session.exec(delete(LoginToken).where(col(LoginToken.expires_at) < ctx.now))
    ctx.session.exec(delete(EmailChange).where(col(EmailChange.expires_at) < ctx.now))
    ctx.session.exec(
        delete(AuthSession).where(or_(col(AuthSession.expires_at) < before, col(AuthSession.revoked_at) < before))
    )
    limits.forget_spent(ctx.session, now=ctx.now)
