"""Companies, their people, teams and managers."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, choice, embedded, reference


class OrganizationStatus(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class InviteStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ManagerRole(StrEnum):
    ADMIN = "admin"
    MANAGER = "manager"
    VIEWER = "viewer"


class ManagerPermission(StrEnum):
    VIEW_PROGRESS = "view_progress"
    VIEW_SCORES = "view_scores"
    VIEW_CERTIFICATES = "view_certificates"
    VIEW_ANALYTICS = "view_analytics"
    EXPORT_REPORTS = "export_reports"
    MANAGE_ENROLLMENTS = "manage_enrollments"
    SEND_REMINDERS = "send_reminders"
    MANAGE_TEAM = "manage_team"


class TeamRole(StrEnum):
    MEMBER = "member"
    LEAD = "lead"


class InviteRole(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"
    MANAGER = "manager"
    VIEWER = "viewer"


class Organization(EditableRecord, table=True):
    """A company that buys seats for its people.

    People join by `domain` only once it is verified.
    """

    __tablename__ = "organizations"
    __table_args__ = (
        Index("by_domain", "domain"),
        Index("by_status", "status"),
        Index("by_contact_email", "contact_email"),
    )

    name: str
    domain: str
    domain_verified_at: datetime | None = None
    contact_email: str
    contact_name: str
    status: OrganizationStatus = choice(OrganizationStatus, default=OrganizationStatus.PENDING_PAYMENT)
    seats_purchased: int = 0
    seats_used: int = 0
    stripe_customer_id: str | None = None
    stripe_invoice_id: str | None = None


class OrganizationInvite(Record, table=True):
    """An invitation to join an organization; while pending it holds a seat."""

    __tablename__ = "organization_invites"
    __table_args__ = (
        Index("by_token", "token_hash", unique=True),
        Index("by_email", "email"),
        Index("by_organization", "organization_id"),
        Index("by_status", "status"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    email: str
    token_hash: str
    cohort_id: int | None = reference("cohorts", on_delete="SET NULL")
    status: InviteStatus = choice(InviteStatus, default=InviteStatus.PENDING)
    role: InviteRole = choice(InviteRole, default=InviteRole.MEMBER)
    team_id: int | None = reference("teams", on_delete="SET NULL")
    invited_by_id: int | None = reference("users", on_delete="SET NULL")
    expires_at: datetime
    accepted_at: datetime | None = None


class OrganizationManager(EditableRecord, table=True):
    """Who may see and steer what in an organization; the permissions decide, the role is a preset of them."""

    __tablename__ = "organization_managers"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_organization", "organization_id", "is_active"),
        Index("by_user_org", "user_id", "organization_id", unique=True),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    organization_id: int = reference("organizations", on_delete="CASCADE")
    role: ManagerRole = choice(ManagerRole)
    permissions: list[ManagerPermission] = embedded(list[ManagerPermission], default=list)
    team_ids: list[int] | None = embedded(list[int])
    department_scope: list[str] | None = embedded(list[str])
    is_active: bool = True


class Team(EditableRecord, table=True):
    """A group of people within an organization, with learning goals of its own."""

    __tablename__ = "teams"
    __table_args__ = (
        Index("by_organization", "organization_id", "is_active"),
        Index("by_manager", "manager_id"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    name: str
    description: str | None = None
    manager_id: int | None = reference("users", on_delete="SET NULL")
    target_courses: list[int] | None = embedded(list[int])
    target_paths: list[int] | None = embedded(list[int])
    target_skills: list[int] | None = embedded(list[int])
    completion_deadline: datetime | None = None
    member_count: int = 0
    is_active: bool = True


class TeamMember(Record, table=True):
    """A person in a team."""

    __tablename__ = "team_members"
    __table_args__ = (
        Index("by_team", "team_id"),
        UniqueConstraint("team_id", "user_id"),
        Index("by_user", "user_id"),
    )

    team_id: int = reference("teams", on_delete="CASCADE")
    user_id: int = reference("users", on_delete="CASCADE")
    role: TeamRole = choice(TeamRole, default=TeamRole.MEMBER)
    joined_at: datetime


class OrganizationMembership(Record, table=True):
    """A person who belongs to an organization, or once did."""

    __tablename__ = "organization_memberships"
    __table_args__ = (
        Index("by_organization_user", "organization_id", "user_id", unique=True),
        Index("by_user", "user_id"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    user_id: int = reference("users", on_delete="CASCADE")
    department: str | None = None
    joined_at: datetime
    left_at: datetime | None = None
