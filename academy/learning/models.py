"""What a learner works with: material, lessons, recordings, office hours."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference


class KitItemType(StrEnum):
    SLIDES = "slides"
    PROMPTS = "prompts"
    TEMPLATE = "template"
    CHATBOT = "chatbot"
    WORKSHEET = "worksheet"


class BookingStatus(StrEnum):
    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class EnablementKitItem(Record, table=True):
    """Material that comes with a course."""

    __tablename__ = "enablement_kit_items"
    __table_args__ = (Index("by_course", "course_id"),)

    course_id: int = reference("courses", on_delete="CASCADE")
    title: str
    type: KitItemType = choice(KitItemType)
    file_id: int | None = reference("stored_files", on_delete="SET NULL")
    external_url: str | None = None
    order: int


class Lesson(Record, table=True):
    """One lesson within a session of a course."""

    __tablename__ = "lessons"
    __table_args__ = (Index("by_session", "session_id"),)

    session_id: int = reference("sessions", on_delete="CASCADE")
    title: str
    description: str
    order_in_session: int
    duration_minutes: int
    slides_url: str | None = None
    worksheet_id: int | None = reference("enablement_kit_items", on_delete="SET NULL")


class SessionRecording(Record, table=True):
    """A recording of a session as one cohort held it; `duration` is seconds."""

    __tablename__ = "session_recordings"
    __table_args__ = (Index("by_cohort", "cohort_id"),)

    cohort_id: int = reference("cohorts", on_delete="CASCADE")
    session_id: int = reference("sessions", on_delete="CASCADE")
    video_url: str
    duration: int
    uploaded_at: datetime


class OfficeHoursBooking(EditableRecord, table=True):
    """A one-to-one appointment that an enrollment entitles to."""

    __tablename__ = "office_hours_bookings"
    __table_args__ = (
        Index("by_enrollment", "enrollment_id"),
        Index("by_user", "user_id"),
        Index("by_calcom_uid", "calcom_booking_uid", unique=True),
    )

    enrollment_id: int = reference("enrollments", on_delete="CASCADE")
    user_id: int = reference("users", on_delete="CASCADE")
    scheduled_at: datetime
    calcom_event_id: str
    calcom_booking_uid: str
    status: BookingStatus = choice(BookingStatus, default=BookingStatus.SCHEDULED)
