"""What people let others see, and who looked."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference


class AccessType(StrEnum):
    VIEW_DASHBOARD = "view_dashboard"
    EXPORT_REPORT = "export_report"
    VIEW_INDIVIDUAL = "view_individual"
    SEND_REMINDER = "send_reminder"


class PrivacySettings(EditableRecord, table=True):
    """What a person lets managers and peers see."""

    __tablename__ = "user_privacy_settings"
    __table_args__ = (Index("by_user", "user_id", unique=True),)

    user_id: int = reference("users", on_delete="CASCADE")
    allow_manager_view_scores: bool = False
    allow_manager_view_activity: bool = False
    allow_manager_view_certificates: bool = False
    allow_leaderboard_display: bool = False


class ManagerAccessLog(Record, table=True):
    """A record of a manager looking at learners."""

    __tablename__ = "manager_access_logs"
    __table_args__ = (
        Index("by_manager", "manager_id"),
        Index("by_target", "target_user_id"),
    )

    manager_id: int = reference("users", on_delete="RESTRICT")
    organization_id: int = reference("organizations", on_delete="RESTRICT")
    access_type: AccessType = choice(AccessType)
    target_user_id: int | None = reference("users", on_delete="SET NULL")
    timestamp: datetime
