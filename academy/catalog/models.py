"""What is taught and when: courses, their sessions, and the cohorts that run them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import CheckConstraint, Field, Index

from academy.core.fields import EditableRecord, Record, choice, embedded, reference, unguessable


class SessionType(StrEnum):
    COHORT = "cohort"
    WEBINAR = "webinar"
    HACKATHON = "hackathon"


class ImpactLevel(StrEnum):
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class CapabilityLevel(StrEnum):
    FUNDAMENTALS = "fundamentals"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class CourseStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class SessionKind(StrEnum):
    S = "S"
    W = "W"
    MM = "MM"
    CAP = "CAP"
    IO = "IO"


class CohortStatus(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    INDIVIDUAL = "individual"
    TEAM = "team"
    ENTERPRISE = "enterprise"
    ALL = "all"


class Course(EditableRecord, table=True):
    """What the academy teaches: the template that cohorts run.

    Prices are cents of `currency`. `summary` is one sentence. `max_participants` is the default of new cohorts.
    """

    __tablename__ = "courses"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_status", "status"),
        Index("by_session_type", "session_type"),
        {"info": {"search": ("title", "summary", "description"), "also_read_as": ("courses_search",)}},
    )

    title: str
    summary: str = ""
    description: str
    slug: str
    session_type: SessionType = choice(SessionType)
    price_b2c: int
    price_b2b: int
    currency: str = "usd"
    max_participants: int
    impact_level: ImpactLevel = choice(ImpactLevel)
    capability_level: CapabilityLevel = choice(CapabilityLevel)
    audience: Audience = choice(Audience, default=Audience.ALL)
    outcomes: list[str] = embedded(list[str], default=list)
    status: CourseStatus = choice(CourseStatus, default=CourseStatus.DRAFT)
    published_at: datetime | None = None


class CourseSession(EditableRecord, table=True):
    """One part of a course, placed by day and order; cohorts give it dates."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("by_course", "course_id"),
        Index("by_course_day", "course_id", "day_number", "order_in_day"),
    )

    course_id: int = reference("courses", on_delete="CASCADE")
    title: str
    type: SessionKind = choice(SessionKind)
    day_number: int
    order_in_day: int
    duration_minutes: int
    description: str
    outcomes: list[str] = embedded(list[str], default=list)


class Cohort(EditableRecord, table=True):
    """One run of a course, in the IANA zone `zone`.

    `current_enrollment` counts the active and completed enrollments; seats held beside them are rows of `seat_holds`.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        Index("by_course", "course_id"),
        Index("by_status", "status"),
        Index("by_start_date", "start_date"),
        Index("by_organization", "organization_id"),
        CheckConstraint("end_date >= start_date", name="ck_cohorts_dates"),
        CheckConstraint("max_capacity >= 0", name="ck_cohorts_capacity"),
        CheckConstraint("current_enrollment >= 0", name="ck_cohorts_enrollment"),
    )

    course_id: int = reference("courses", on_delete="RESTRICT")
    public_id: str = unguessable()
    name: str
    start_date: datetime
    end_date: datetime
    zone: str = "America/New_York"
    max_capacity: int
    current_enrollment: int = 0
    status: CohortStatus = choice(CohortStatus, default=CohortStatus.SCHEDULED)
    zoom_link: str | None = None
    instructor_id: int | None = reference("users", on_delete="SET NULL")
    is_b2b: bool = False
    organization_id: int | None = reference("organizations", on_delete="SET NULL")


class CohortSession(EditableRecord, table=True):
    """A session as one cohort holds it: when, in which IANA zone, and where to join."""

    __tablename__ = "cohort_sessions"
    __table_args__ = (
        Index("by_cohort", "cohort_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ck_cohort_sessions_times"),
    )

    public_id: str = unguessable()
    cohort_id: int = reference("cohorts", on_delete="CASCADE")
    session_id: int | None = reference("sessions", on_delete="SET NULL")
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    join_url: str | None = None
    recording_url: str | None = None


class SeatHold(Record, table=True):
    """A seat kept for somebody until `expires_at`: an enrollment on its way to being paid, or an offer to the queue."""

    __tablename__ = "seat_holds"
    __table_args__ = (
        Index("by_cohort", "cohort_id", "expires_at"),
        CheckConstraint("(enrollment_id IS NULL) <> (waitlist_id IS NULL)", name="ck_seat_holds_for_one"),
    )

    cohort_id: int = reference("cohorts", on_delete="CASCADE")
    enrollment_id: int | None = Field(default=None, foreign_key="enrollments.id", ondelete="CASCADE", unique=True)
    waitlist_id: int | None = Field(default=None, foreign_key="waitlist.id", ondelete="CASCADE", unique=True)
    expires_at: datetime
