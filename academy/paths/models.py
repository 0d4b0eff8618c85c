"""Learning paths: curated sequences of courses."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Index

from academy.core.badges import BadgeData
from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference, unguessable


class PathAudience(StrEnum):
    INDIVIDUAL = "individual"
    TEAM = "team"
    ENTERPRISE = "enterprise"
    ALL = "all"


class PathPricing(StrEnum):
    INDIVIDUAL = "individual"
    BUNDLED = "bundled"
    SUBSCRIPTION = "subscription"


class UnlockRule(StrEnum):
    IMMEDIATE = "immediate"
    SEQUENTIAL = "sequential"
    AFTER_DAYS = "after_days"
    AFTER_COMPLETION = "after_completion"


class PathEnrollmentStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    EXPIRED = "expired"


class PathPayment(StrEnum):
    BUNDLED = "bundled"
    INDIVIDUAL = "individual"
    SUBSCRIPTION = "subscription"
    ORGANIZATION = "organization"


_IS_LIVE = sa.text("status IN ('active', 'paused')")


class AchievedSkill(Embedded):
    """A skill and the level reached in it."""

    skill_id: int
    level: str


class LearningPath(EditableRecord, table=True):
    """A curated sequence of courses; `bundle_price` is cents of `currency`."""

    __tablename__ = "learning_paths"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_featured", "is_featured", "is_active"),
        Index("by_order", "is_active", "is_featured", "sort_order"),
        Index("by_audience", "target_audience", "is_active"),
    )

    title: str
    slug: str
    description: str
    short_description: str
    target_audience: PathAudience = choice(PathAudience)
    target_role: str | None = None
    estimated_duration: str
    total_courses: int
    total_hours: float
    skill_ids: list[int] = embedded(list[int], default=list)
    outcomes: list[str] = embedded(list[str], default=list)
    pricing_model: PathPricing = choice(PathPricing)
    bundle_price: int | None = None
    currency: str = "usd"
    thumbnail_id: int | None = reference("stored_files", on_delete="SET NULL")
    icon_url: str | None = None
    color: str | None = None
    is_active: bool = True
    is_featured: bool = False
    sort_order: int = 0
    enrollment_count: int = 0
    completion_count: int = 0


class LearningPathStep(Record, table=True):
    """A course as a step of a path."""

    __tablename__ = "learning_path_steps"
    __table_args__ = (
        Index("by_path", "path_id", "step_number"),
        Index("by_course", "course_id"),
    )

    path_id: int = reference("learning_paths", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="RESTRICT")
    step_number: int
    is_required: bool = True
    unlock_rule: UnlockRule = choice(UnlockRule)
    unlock_after_step_id: int | None = reference("learning_path_steps", on_delete="SET NULL")
    unlock_after_days: int | None = None
    recommended_timeframe: str | None = None
    notes: str | None = None


class PathEnrollment(EditableRecord, table=True):
    """A person on a learning path."""

    __tablename__ = "user_path_enrollments"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_path", "path_id"),
        Index("by_organization", "organization_id"),
        Index("by_user_path", "user_id", "path_id"),
        Index(
            "one_live_enrollment",
            "user_id",
            "path_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
    )

    user_id: int = reference("users", on_delete="RESTRICT")
    path_id: int = reference("learning_paths", on_delete="RESTRICT")
    organization_id: int | None = reference("organizations", on_delete="SET NULL")
    status: PathEnrollmentStatus = choice(PathEnrollmentStatus, default=PathEnrollmentStatus.ACTIVE)
    current_step_id: int | None = reference("learning_path_steps", on_delete="SET NULL")
    completed_steps: list[int] = embedded(list[int], default=list)
    progress_percent: float = 0
    enrolled_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    payment_type: PathPayment = choice(PathPayment)
    stripe_subscription_id: str | None = None


class PathCertificate(Record, table=True):
    """The certificate of a completed path."""

    __tablename__ = "path_certificates"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_path", "path_id"),
        Index("by_certificate_number", "certificate_number", unique=True),
    )

    user_id: int = reference("users", on_delete="RESTRICT")
    path_id: int = reference("learning_paths", on_delete="RESTRICT")
    enrollment_id: int = reference("user_path_enrollments", on_delete="RESTRICT")
    public_id: str = unguessable()
    certificate_number: str
    issued_at: datetime
    expires_at: datetime | None = None
    skills_achieved: list[AchievedSkill] = embedded(list[AchievedSkill], default=list)
    badge_data: BadgeData = embedded(BadgeData)
    public_url: str
    pdf_id: int | None = reference("stored_files", on_delete="SET NULL")
