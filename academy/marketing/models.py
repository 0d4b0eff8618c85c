"""Messages from people who are not learners yet."""

from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, choice


class ContactStatus(StrEnum):
    PENDING = "pending"
    CONTACTED = "contacted"
    CONVERTED = "converted"
    SPAM = "spam"


class ContactSubmission(EditableRecord, table=True):
    """A message from the contact form."""

    __tablename__ = "contact_submissions"
    __table_args__ = (
        Index("by_status", "status"),
        Index("by_email", "email"),
    )

    name: str
    email: str
    company: str | None = None
    team_size: str | None = None
    message: str
    status: ContactStatus = choice(ContactStatus, default=ContactStatus.PENDING)
    brevo_contact_id: str | None = None
