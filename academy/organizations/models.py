"""Companies, their people, teams and managers."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import CheckConstraint, Index, UniqueConstraint

from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference, unguessable
from academy.identity.models import UserRole


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
    """What somebody may see or do in a company."""

    VIEW_PROGRESS = "view_progress"
    VIEW_SCORES = "view_scores"
    VIEW_CERTIFICATES = "view_certificates"
    VIEW_ANALYTICS = "view_analytics"
    EXPORT_REPORTS = "export_reports"
    MANAGE_ENROLLMENTS = "manage_enrollments"
    SEND_REMINDERS = "send_reminders"
    MANAGE_TEAM = "manage_team"
    MANAGE_SEATS = "manage_seats"
    MANAGE_BILLING = "manage_billing"
    MANAGE_MANAGERS = "manage_managers"
    MANAGE_SETTINGS = "manage_settings"


class TeamRole(StrEnum):
    MEMBER = "member"
    LEAD = "lead"


class InviteRole(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"
    MANAGER = "manager"
    VIEWER = "viewer"


class SeatStatus(StrEnum):
    AVAILABLE = "available"
    HELD = "held"
    ASSIGNED = "assigned"
    ACTIVATED = "activated"
    REVOKED = "revoked"


class MovementKind(StrEnum):
    PURCHASED = "purchased"
    HELD = "held"
    ASSIGNED = "assigned"
    MOVED = "moved"
    ACTIVATED = "activated"
    RETURNED = "returned"
    REVOKED = "revoked"


class DomainMethod(StrEnum):
    DNS = "dns"
    MAILBOX = "mailbox"


class Suspension(StrEnum):
    """Why a company may not use its seats: it has not paid, or an administrator said so. Both may be."""

    BILLING = "billing"
    ADMIN = "admin"


class AutoJoin(StrEnum):
    """What happens when somebody whose address is at a verified domain signs in."""

    OFF = "off"
    ASK = "ask"
    JOIN = "join"


_PENDING = sa.text("status = 'pending'")
_HELD = sa.text("status = 'held' AND invite_id IS NOT NULL")
_VERIFIED = sa.text("verified_at IS NOT NULL")
_PAID = sa.text("kind = 'purchased' AND purchase_public_id IS NOT NULL")


class Organization(EditableRecord, table=True):
    """A company that buys seats for its people.

    `domain` is what it says of itself; people join by the verified ones of `organization_domains`. The counters are
    of its rows in `organization_seats`: those not revoked, and those that somebody has or that are held.
    `suspended_for` has the reason in words for each cause for which it is suspended.
    """

    __tablename__ = "organizations"
    __table_args__ = (
        Index("by_domain", "domain"),
        Index("by_status", "status"),
        Index("by_contact_email", "contact_email"),
        CheckConstraint("seats_used >= 0 AND seats_used <= seats_purchased", name="ck_organizations_seats"),
    )

    public_id: str = unguessable()
    name: str
    domain: str
    contact_email: str
    contact_name: str
    billing_address: str | None = None
    status: OrganizationStatus = choice(OrganizationStatus, default=OrganizationStatus.PENDING_PAYMENT)
    suspended_at: datetime | None = None
    suspended_reason: str | None = None
    suspended_for: dict[Suspension, str] = embedded(dict[Suspension, str], default=dict)
    seats_purchased: int = 0
    seats_used: int = 0
    low_seat_threshold: int = 5
    stripe_customer_id: str | None = None
    stripe_invoice_id: str | None = None


class OrganizationDomain(EditableRecord, table=True):
    """A domain of an organization's mail; people join by it once `verified_at` is set, which only one can have.

    The `challenge` stands in a TXT record, or its hash is that of a token mailed to `mailbox`.
    """

    __tablename__ = "organization_domains"
    __table_args__ = (
        Index("by_organization_domain", "organization_id", "domain", unique=True),
        Index("by_token", "token_hash", unique=True),
        Index("one_owner", "domain", unique=True, sqlite_where=_VERIFIED, postgresql_where=_VERIFIED),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    domain: str
    method: DomainMethod = choice(DomainMethod, default=DomainMethod.DNS)
    challenge: str = unguessable()
    mailbox: str | None = None
    token_hash: str | None = None
    token_expires_at: datetime | None = None
    checked_at: datetime | None = None
    problem: str | None = None
    verified_at: datetime | None = None
    auto_join: AutoJoin = choice(AutoJoin, default=AutoJoin.ASK)


class OrganizationSeat(EditableRecord, table=True):
    """The right of one person to one cohort of a course, bought by an organization.

    While `held` it is kept for an invite, and for the person who accepted it until they have a cohort.
    """

    __tablename__ = "organization_seats"
    __table_args__ = (
        Index("by_organization", "organization_id", "course_id", "status"),
        Index("by_enrollment", "enrollment_id", unique=True),
        Index("by_user", "user_id"),
        Index("by_purchase", "purchase_public_id"),
        Index("one_for_invite", "invite_id", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
        CheckConstraint(
            "status IN ('held', 'assigned', 'activated')"
            " OR (invite_id IS NULL AND user_id IS NULL AND enrollment_id IS NULL)",
            name="ck_organization_seats_free",
        ),
        CheckConstraint(
            "status IN ('assigned', 'activated') OR enrollment_id IS NULL", name="ck_organization_seats_enrolled"
        ),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="RESTRICT")
    status: SeatStatus = choice(SeatStatus, default=SeatStatus.AVAILABLE)
    invite_id: int | None = reference("organization_invites", on_delete="SET NULL")
    user_id: int | None = reference("users", on_delete="SET NULL")
    enrollment_id: int | None = reference("enrollments", on_delete="SET NULL")
    purchase_public_id: str | None = None


class SeatMovement(Record, table=True):
    """A line of the seat ledger: `quantity` seats went from one status to another. Lines are only ever added.

    What came into a status less what left it is how many seats have it.
    """

    __tablename__ = "seat_movements"
    __table_args__ = (
        Index("by_organization", "organization_id", "id"),
        Index("by_purchase", "purchase_public_id", unique=True, sqlite_where=_PAID, postgresql_where=_PAID),
        CheckConstraint("quantity > 0", name="ck_seat_movements_quantity"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="RESTRICT")
    kind: MovementKind = choice(MovementKind)
    from_status: SeatStatus | None = choice(SeatStatus)
    to_status: SeatStatus = choice(SeatStatus)
    quantity: int = 1
    actor_id: int | None = reference("users", on_delete="SET NULL")
    user_id: int | None = reference("users", on_delete="SET NULL")
    invite_id: int | None = reference("organization_invites", on_delete="SET NULL")
    enrollment_id: int | None = reference("enrollments", on_delete="SET NULL")
    purchase_public_id: str | None = None
    reason: str = ""


class OrganizationInvite(Record, table=True):
    """An invitation to join an organization; while pending it holds a seat of its course, if it has one.

    `accepted_by_id` may have another address than the one invited.
    """

    __tablename__ = "organization_invites"
    __table_args__ = (
        Index("by_token", "token_hash", unique=True),
        Index("by_email", "email"),
        Index("by_organization", "organization_id"),
        Index("by_status", "status"),
        Index("one_pending", "organization_id", "email", unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    email: str
    token_hash: str
    course_id: int | None = reference("courses", on_delete="SET NULL")
    cohort_id: int | None = reference("cohorts", on_delete="SET NULL")
    status: InviteStatus = choice(InviteStatus, default=InviteStatus.PENDING)
    role: InviteRole = choice(InviteRole, default=InviteRole.MEMBER)
    department: str | None = None
    team_id: int | None = reference("teams", on_delete="SET NULL")
    invited_by_id: int | None = reference("users", on_delete="SET NULL")
    sent_at: datetime
    resent_count: int = 0
    expires_at: datetime
    accepted_at: datetime | None = None
    accepted_by_id: int | None = reference("users", on_delete="SET NULL")


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


class TeamPlace(Embedded):
    """What somebody was in a team."""

    team_id: int
    role: TeamRole
    joined_at: datetime
    is_manager: bool


class Departure(Embedded):
    """What somebody who left had in the company, for whoever ended it to take that back.

    `kept` are the courses a seat was kept for, `seats` how many seats they had in all.
    """

    by_id: int | None
    user_role: UserRole
    is_first: bool
    has_role: bool
    teams: list[TeamPlace]
    kept: list[int]
    seats: int


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
    departure: Departure | None = embedded(Departure)
