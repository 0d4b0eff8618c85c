"""Seats in cohorts, and the queue for them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference, unguessable


class PaymentStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    REFUNDED = "refunded"


class PaymentType(StrEnum):
    B2C = "b2c"
    B2B = "b2b"


class WaitlistStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ENROLLED = "enrolled"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class EnrollmentStatus(StrEnum):
    HELD = "held"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_HAS_SEAT = sa.text("status IN ('held', 'active', 'completed')")
_WAITS_FOR_COHORT = sa.text("status IN ('waiting', 'offered') AND cohort_id IS NOT NULL")
_WAITS_FOR_COURSE = sa.text("status IN ('waiting', 'offered') AND cohort_id IS NULL")


class Enrollment(EditableRecord, table=True):
    """A seat of one person in one cohort, from hold to completion.

    A `held` seat counts until `hold_expires_at`. `amount_cents` is what was asked for it, in `currency`. Until
    `choice_until` its owner may move or get everything back, because the academy moved or cancelled the cohort. A seat
    that was given up for another one says which by `transferred_to_id`; one moved when refunds were over has
    `refundable_until` in the past, else it is a time before the cohort's start. A seat that a bundle or a subscription
    gave names its `entitlement_id`, and costs nothing.
    """

    __tablename__ = "enrollments"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_cohort", "cohort_id"),
        Index("by_user_course", "user_id", "course_id"),
        Index("by_stripe_session", "stripe_checkout_session_id"),
        Index("by_organization", "organization_id"),
        Index("by_cohort_status", "cohort_id", "status"),
        Index(
            "one_live_seat",
            "user_id",
            "cohort_id",
            unique=True,
            sqlite_where=_HAS_SEAT,
            postgresql_where=_HAS_SEAT,
        ),
        Index(
            "one_seat_by_entitlement",
            "entitlement_id",
            "course_id",
            unique=True,
            sqlite_where=_HAS_SEAT,
            postgresql_where=_HAS_SEAT,
        ),
    )

    user_id: int = reference("users", on_delete="RESTRICT")
    cohort_id: int = reference("cohorts", on_delete="RESTRICT")
    course_id: int = reference("courses", on_delete="RESTRICT")
    public_id: str = unguessable()
    organization_id: int | None = reference("organizations", on_delete="SET NULL")
    entitlement_id: int | None = reference("entitlements", on_delete="SET NULL", is_circular=True)
    status: EnrollmentStatus = choice(EnrollmentStatus, default=EnrollmentStatus.HELD)
    hold_expires_at: datetime | None = None
    amount_cents: int = 0
    currency: str = "usd"
    purchase_date: datetime
    payment_status: PaymentStatus = choice(PaymentStatus, default=PaymentStatus.PENDING)
    payment_type: PaymentType = choice(PaymentType)
    stripe_payment_intent_id: str | None = None
    stripe_checkout_session_id: str | None = None
    intake_survey_completed: bool = False
    office_hours_eligible_until: datetime
    materials_access_until: datetime
    chatbot_access_until: datetime
    progress_percent: float = 0
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    choice_until: datetime | None = None
    refundable_until: datetime | None = None
    transferred_to_id: int | None = reference("enrollments", on_delete="SET NULL")


class WaitlistEntry(EditableRecord, table=True):
    """A place in the queue for a cohort, or without `cohort_id` for whichever of a course has a seat first.

    `position` orders all who wait for a course. An offer is of a seat in `offered_cohort_id`: until
    `offer_expires_at` that seat is kept by a row of `seat_holds`, from `accepted_at` on by the enrollment.
    """

    __tablename__ = "waitlist"
    __table_args__ = (
        Index("by_cohort_position", "cohort_id", "position"),
        Index("by_course", "course_id"),
        Index(
            "one_place_for_cohort",
            "user_id",
            "cohort_id",
            unique=True,
            sqlite_where=_WAITS_FOR_COHORT,
            postgresql_where=_WAITS_FOR_COHORT,
        ),
        Index(
            "one_place_for_course",
            "user_id",
            "course_id",
            unique=True,
            sqlite_where=_WAITS_FOR_COURSE,
            postgresql_where=_WAITS_FOR_COURSE,
        ),
        Index("by_user", "user_id"),
        Index("by_status", "status"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="CASCADE")
    cohort_id: int | None = reference("cohorts", on_delete="CASCADE")
    position: int
    status: WaitlistStatus = choice(WaitlistStatus, default=WaitlistStatus.WAITING)
    offered_cohort_id: int | None = reference("cohorts", on_delete="SET NULL")
    offered_at: datetime | None = None
    offer_expires_at: datetime | None = None
    accepted_at: datetime | None = None


class ReminderLead(StrEnum):
    """How long before the first session of a day people are reminded of it."""

    DAY = "day"
    HOUR = "hour"


class SessionReminder(Record, table=True):
    """A cohort was reminded of the day that begins at this moment; one that is moved is another."""

    __tablename__ = "session_reminders"
    __table_args__ = (Index("by_moment", "cohort_id", "starts_at", "lead", unique=True),)

    cohort_id: int = reference("cohorts", on_delete="CASCADE")
    starts_at: datetime
    lead: ReminderLead = choice(ReminderLead)
