"""Lists of people to be invited, between being handed in and being sent."""

from datetime import datetime

from sqlmodel import Index

from academy.core.fields import Embedded, Record, embedded, reference, unguessable


class ImportLine(Embedded):
    """A line of such a list, as it was typed."""

    line: int
    email: str
    course: str = ""
    cohort: str = ""
    team: str = ""
    department: str = ""
    role: str = ""


class InviteImport(Record, table=True):
    """A list of people to be invited: looked at first, then sent, once."""

    __tablename__ = "invite_imports"
    __table_args__ = (Index("by_organization", "organization_id"),)

    public_id: str = unguessable()
    organization_id: int = reference("organizations", on_delete="CASCADE")
    created_by_id: int | None = reference("users", on_delete="SET NULL")
    lines: list[ImportLine] = embedded(list[ImportLine], default=list)
    sent_at: datetime | None = None
