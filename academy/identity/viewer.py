"""Who stands behind a session cookie."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import select

from academy.core.http import read_cookie
from academy.core.settings import settings
from academy.identity.models import AuthSession, User
from academy.live import ANONYMOUS, Context, Viewer

SESSION_COOKIE = "academy_session"
SESSION_LENGTH = timedelta(days=30)
DEMO_DOMAIN = ".example"
"""No real mailbox ends so (RFC 2606): these addresses belong to the people of the demo academy."""


def hashed(secret: str) -> str:
    """What is kept of a secret that we hand out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_token(headers: Mapping[str, str]) -> str | None:
    """Take the session cookie's value out of the headers of a request or of a websocket's handshake."""
    return read_cookie(headers, SESSION_COOKIE)


def is_demo_address(email: str) -> bool:
    """Tell whether an address belongs to a person of the demo academy."""
    return email.endswith(DEMO_DOMAIN)


def resolve_viewer(ctx: Context, token: str) -> Viewer:
    """Find who is signed in with this token; anybody whose session has ended is a visitor.

    Sessions of demo people end with demo mode.
    """
    found = ctx.session.exec(
        select(AuthSession.id, AuthSession.user_id, AuthSession.expires_at, AuthSession.revoked_at).where(
            AuthSession.token_hash == hashed(token)
        )
    ).first()
    if found is None:
        return ANONYMOUS
    session_id, user_id, expires_at, revoked_at = found
    if revoked_at is not None or ctx.is_past(expires_at):
        return ANONYMOUS
    role, email = ctx.session.exec(select(User.role, User.email).where(User.id == user_id)).one()
    if is_demo_address(email) and not settings().demo:
        return ANONYMOUS
    return Viewer(user_id, role, session_id)
