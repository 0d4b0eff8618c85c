"""What people show of themselves, and how they are connected."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import CheckConstraint, Index, UniqueConstraint

from academy.core.fields import EditableRecord, Record, choice, reference


class ConnectionSource(StrEnum):
    COHORT = "cohort"
    MANUAL = "manual"
    SUGGESTED = "suggested"


class ConnectionStatus(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BLOCKED = "blocked"


class MemberProfile(EditableRecord, table=True):
    """What a person shows of themselves in the community."""

    __tablename__ = "member_profiles"
    __table_args__ = (Index("by_user", "user_id", unique=True),)

    user_id: int = reference("users", on_delete="CASCADE")
    headline: str = ""
    about: str = ""
    shows_title: bool = True
    shows_company: bool = True
    shows_linkedin: bool = False
    shows_courses: bool = True
    shows_skills: bool = False
    is_suggestible: bool = True


class PeerConnection(EditableRecord, table=True):
    """How two people are connected: one row a pair, the lower id first. `note` is what the requester wrote.

    Without `requested_at` no request stands, though one may have been declined that was taken back since. A connection
    that has ended is declined and keeps `accepted_at`; its `requester_id` is whoever did not end it.
    """

    __tablename__ = "peer_connections"
    __table_args__ = (
        Index("by_user", "user_id", "status"),
        Index("by_connected", "connected_user_id", "status"),
        UniqueConstraint("user_id", "connected_user_id"),
        CheckConstraint("user_id < connected_user_id", name="ck_peer_connections_order"),
        Index("by_session", "session_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    connected_user_id: int = reference("users", on_delete="CASCADE")
    requester_id: int = reference("users", on_delete="CASCADE")
    blocker_id: int | None = reference("users", on_delete="SET NULL")
    connection_source: ConnectionSource = choice(ConnectionSource)
    session_id: int | None = reference("sessions", on_delete="SET NULL")
    status: ConnectionStatus = choice(ConnectionStatus, default=ConnectionStatus.PENDING)
    note: str = ""
    requested_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None


class PersonBlock(Record, table=True):
    """Somebody wants nothing to do with somebody else, who is not told."""

    __tablename__ = "person_blocks"
    __table_args__ = (
        UniqueConstraint("user_id", "blocked_id"),
        Index("by_blocked", "blocked_id", "user_id"),
        CheckConstraint("user_id <> blocked_id", name="ck_person_blocks_others"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    blocked_id: int = reference("users", on_delete="CASCADE")


class DismissedSuggestion(Record, table=True):
    """Somebody does not want this person suggested again."""

    __tablename__ = "dismissed_suggestions"
    __table_args__ = (UniqueConstraint("user_id", "other_id"),)

    user_id: int = reference("users", on_delete="CASCADE")
    other_id: int = reference("users", on_delete="CASCADE")
