"""Certificates of completed courses."""

from datetime import datetime

from sqlmodel import Index

from academy.core.badges import BadgeData
from academy.core.fields import Record, embedded, reference, unguessable


class Certificate(Record, table=True):
    """The certificate of a completed enrollment; a job renders its files after it was issued."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index("by_enrollment", "enrollment_id", unique=True),
        Index("by_user", "user_id"),
        Index("by_certificate_number", "certificate_number", unique=True),
        Index("by_verification_url", "verification_url", unique=True),
    )

    enrollment_id: int = reference("enrollments", on_delete="RESTRICT")
    user_id: int = reference("users", on_delete="RESTRICT")
    course_id: int = reference("courses", on_delete="RESTRICT")
    cohort_id: int = reference("cohorts", on_delete="RESTRICT")
    public_id: str = unguessable()
    certificate_number: str
    issued_at: datetime
    revoked_at: datetime | None = None
    badge_data: BadgeData = embedded(BadgeData)
    verification_url: str
    badge_image_id: int | None = reference("stored_files", on_delete="SET NULL")
    pdf_id: int | None = reference("stored_files", on_delete="SET NULL")
    linkedin_share_url: str
