"""People: who has an account, how they sign in, and which scoped roles they hold."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference


class UserRole(StrEnum):
    INDIVIDUAL = "individual"
    ORG_ADMIN = "org_admin"
    ORG_MEMBER = "org_member"
    PLATFORM_ADMIN = "platform_admin"


class ScopedRole(StrEnum):
    INSTRUCTOR = "instructor"
    MODERATOR = "moderator"
    CONTENT_EDITOR = "content_editor"


class User(EditableRecord, table=True):
    """A person who has an account.

    `email` is lower-case. `organization_id` is the organization shown first; memberships say which there are.
    The two notification columns are master switches.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("by_email", "email", unique=True),
        Index("by_organization", "organization_id"),
        {"info": {"search": ("name", "email", "company"), "also_read_as": ("users_search",)}},
    )

    email: str
    name: str
    role: UserRole = choice(UserRole, default=UserRole.INDIVIDUAL)
    organization_id: int | None = reference("organizations", on_delete="SET NULL")
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    phone_number: str | None = None
    timezone: str | None = None
    email_notifications: bool = True
    sms_notifications: bool = False


class AuthIdentity(Record, table=True):
    """How an identity provider knows a person: its issuer, its subject there, and the address it last gave."""

    __tablename__ = "auth_identities"
    __table_args__ = (
        Index("by_issuer_subject", "issuer", "subject", unique=True),
        Index("by_user", "user_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    issuer: str
    subject: str
    email: str = ""


class AuthSession(Record, table=True):
    """A browser somebody is signed in with; only the hash of its cookie is kept."""

    __tablename__ = "auth_sessions"
    __table_args__ = (
        Index("by_token", "token_hash", unique=True),
        Index("by_user", "user_id"),
    )

    token_hash: str
    user_id: int = reference("users", on_delete="CASCADE")
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    user_agent: str = ""
    ip: str = ""


class LoginToken(Record, table=True):
    """A link and a short code sent to an address to sign in with; only hashes are kept.

    `browser_hash` is the hash of the cookie of the browser that asked; it is empty for a link that the system
    handed out, which any browser may use. `attempts` counts wrong codes.
    """

    __tablename__ = "login_tokens"
    __table_args__ = (
        Index("by_token", "token_hash", unique=True),
        Index("by_email", "email"),
        Index("by_browser", "browser_hash"),
    )

    email: str
    token_hash: str
    code_hash: str
    browser_hash: str
    next_path: str = ""
    expires_at: datetime
    consumed_at: datetime | None = None
    attempts: int = 0


class RoleAssignment(Record, table=True):
    """A role within a course or a cohort, or everywhere if neither is given."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_course", "course_id"),
        Index("by_cohort", "cohort_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    role: ScopedRole = choice(ScopedRole)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    cohort_id: int | None = reference("cohorts", on_delete="CASCADE")
    granted_by_id: int | None = reference("users", on_delete="SET NULL")


class EmailChange(Record, table=True):
    """A wish to use another address; it comes true once links sent to the old and the new one were both confirmed."""

    __tablename__ = "email_changes"
    __table_args__ = (
        Index("by_user", "user_id", unique=True),
        Index("by_old_token", "old_token_hash", unique=True),
        Index("by_new_token", "new_token_hash", unique=True),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    new_email: str
    old_token_hash: str
    new_token_hash: str
    old_confirmed_at: datetime | None = None
    new_confirmed_at: datetime | None = None
    expires_at: datetime
