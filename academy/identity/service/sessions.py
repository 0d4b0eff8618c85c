"""Sessions: the browsers people are signed in with."""

from datetime import timedelta

from sqlmodel import col, select

from academy.core import audit
from academy.core.errors import NotFound
from academy.core.secrets import new_token
from academy.identity.events import SignedInAs
from academy.identity.models import AuthSession, User
from academy.identity.schemas import Browser, SessionRow
from academy.identity.viewer import SESSION_LENGTH, hashed
from academy.live import Context, everyone, mutation, query, signed_in

STALE_AFTER = timedelta(hours=1)
USER_AGENT_LENGTH = 400

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@query(policy=signed_in)
def my_sessions(ctx: Context) -> list[SessionRow]:
    """Where the viewer is signed in, this browser first, then the last seen."""
    rows = ctx.session.exec(
        select(AuthSession).where(AuthSession.user_id == ctx.user_id, col(AuthSession.revoked_at).is_(None))
    ).all()
    alive = [row for row in rows if not ctx.is_past(row.expires_at)]
    alive.sort(key=lambda row: (row.id != ctx.viewer.session_id, -row.last_seen_at.timestamp()))
    return [
        SessionRow(
            id=row.id,
            device=describe_device(row.user_agent),
            ip=row.ip,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this_one=row.id == ctx.viewer.session_id,
        )
        for row in alive
    ]


@mutation(policy=signed_in)
def end_session(ctx: Context, *, session_id: int) -> None:
    """Sign one of the viewer's own browsers out; its screens are cleared at once."""
    row = ctx.session.exec(
        select(AuthSession).where(AuthSession.id == session_id, AuthSession.user_id == ctx.user_id)
    ).first()
    if row is None:
        raise NotFound("That sign-in has ended already.")
    row.revoked_at = row.revoked_at or ctx.now


@mutation(policy=everyone)
def sign_out(ctx: Context) -> None:
    """End the session of this browser, if it has one."""
    if ctx.viewer.session_id is not None:
        ctx.session.get_one(AuthSession, ctx.viewer.session_id).revoked_at = ctx.now


@mutation(policy=signed_in)
def sign_out_everywhere(ctx: Context) -> None:
    """End all sessions of the viewer, this one too."""
    revoke_all(ctx, ctx.user_id)
    user = ctx.session.get_one(User, ctx.user_id)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.user_id,
        action="identity.signed_out_everywhere",
        subject=user,
        summary=f"{user.name} signed out on all devices.",
    )


@mutation(policy=signed_in)
def keep_session(ctx: Context) -> None:
    """Move the end of this session on, at most once an hour."""
    if ctx.viewer.session_id is None:
        return
    row = ctx.session.get_one(AuthSession, ctx.viewer.session_id)
    if row.last_seen_at + STALE_AFTER <= ctx.now:
        row.last_seen_at = ctx.now
        row.expires_at = ctx.now + SESSION_LENGTH


def start_session(ctx: Context, user_id: int, browser: Browser) -> str:
    """Begin a session under a new token and return it; the one the browser had before ends."""
    if browser.token:
        before = ctx.session.exec(select(AuthSession).where(AuthSession.token_hash == hashed(browser.token))).first()
        if before is not None:
            before.revoked_at = before.revoked_at or ctx.now
    token = new_token()
    ctx.session.add(
        AuthSession(
            token_hash=hashed(token),
            user_id=user_id,
            last_seen_at=ctx.now,
            expires_at=ctx.now + SESSION_LENGTH,
            user_agent=browser.user_agent[:USER_AGENT_LENGTH],
            ip=browser.ip,
        )
    )
    ctx.publish(SignedInAs(user_id))
    return token


def describe_device(user_agent: str) -> str:
    """Say in words what browser and system a user agent stands for: `Firefox on Linux`."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " on ".join(part for part in (browser, system) if part) or "Unknown device"


def revoke_all(ctx: Context, user_id: int) -> None:
    """End all sessions of a person."""
    rows = ctx.session.exec(
        select(AuthSession).where(AuthSession.user_id == user_id, col(AuthSession.revoked_at).is_(None))
    )
    for row in rows:
        row.revoked_at = ctx.now
