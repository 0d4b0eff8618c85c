"""People of every kind, and the browsers they are signed in with."""

from datetime import timedelta

from academy.identity.models import (
    AuthIdentity,
    AuthSession,
    EmailChange,
    LoginToken,
    RoleAssignment,
    ScopedRole,
    User,
    UserRole,
)
from academy.identity.viewer import hashed
from academy.live import Context
from academy.organizations.models import (
    Organization,
    OrganizationMembership,
)
from tests.queries.town.rows import Rows, Town

PEOPLE = {
    "ada": UserRole.INDIVIDUAL,
    "ben": UserRole.INDIVIDUAL,
    "cleo": UserRole.INDIVIDUAL,
    "ines": UserRole.INDIVIDUAL,
    "ivan": UserRole.INDIVIDUAL,
    "ida": UserRole.INDIVIDUAL,
    "ira": UserRole.INDIVIDUAL,
    "ed": UserRole.INDIVIDUAL,
    "eve": UserRole.INDIVIDUAL,
    "max": UserRole.ORG_ADMIN,
    "mo": UserRole.ORG_MEMBER,
    "olga": UserRole.PLATFORM_ADMIN,
    "otto": UserRole.PLATFORM_ADMIN,
}
"""Ada, Ben and Cleo learn. Ines teaches the cohort in April, named on it; Ivan that in May, Ida all of the course on
strategy and Ira everything, by role. Ed edits the draft, Eve everything. Max and Mo are Meridian's. Olga and Otto
administer."""

PHONE = "ada's phone"
BROWSERS: tuple[str | None, ...] = (None, "a cookie of nobody's", PHONE, *PEOPLE)
"""Browsers by their cookie: everybody's is their name. Ada's phone is signed in for twenty days, the rest for ever."""


def people(ctx: Context, town: Town) -> Rows:
    yield (
        "meridian",
        Organization(name="Meridian", domain="meridian.example", contact_email="max@town.example", contact_name="Max"),
    )
    for name, role in PEOPLE.items():
        yield name, User(email=f"{name}@town.example", name=name.title(), role=role)
        yield f"{name}'s session", session_of(ctx, town[name], name)
    yield PHONE, session_of(ctx, town["ada"], PHONE, timedelta(days=20))
    for name in ("max", "mo"):
        yield (
            f"{name} in meridian",
            OrganizationMembership(organization_id=town["meridian"].id, user_id=town[name].id, joined_at=ctx.now),
        )
    yield "identity", AuthIdentity(user_id=town["ada"].id, issuer="https://id.test", subject="1", email="ada@id.test")
    yield (
        "wish",
        EmailChange(
            user_id=town["ada"].id,
            new_email="ada@new.test",
            old_token_hash=hashed("old"),
            new_token_hash=hashed("new"),
            expires_at=ctx.now + timedelta(hours=24),
        ),
    )
    yield (
        "link",
        LoginToken(
            email="ada@town.example",
            token_hash=hashed("link"),
            code_hash="",
            browser_hash=hashed("asked here"),
            expires_at=ctx.now + timedelta(minutes=15),
        ),
    )


def session_of(ctx: Context, user: User, token: str, length: timedelta = timedelta(days=9999)) -> AuthSession:
    """Sign somebody in in a browser with this cookie."""
    return AuthSession(token_hash=hashed(token), user_id=user.id, last_seen_at=ctx.now, expires_at=ctx.now + length)


def roles(_ctx: Context, town: Town) -> Rows:
    for name, role, scope in (
        ("ivan", ScopedRole.INSTRUCTOR, {"cohort_id": town["may"].id}),
        ("ida", ScopedRole.INSTRUCTOR, {"course_id": town["strategy"].id}),
        ("ira", ScopedRole.INSTRUCTOR, {}),
        ("ed", ScopedRole.CONTENT_EDITOR, {"course_id": town["draft"].id}),
        ("eve", ScopedRole.CONTENT_EDITOR, {}),
    ):
        yield f"{name}'s role", RoleAssignment(user_id=town[name].id, role=role, **scope)
