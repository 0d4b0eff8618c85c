"""Figures, reports and reminders."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, JsonValue, model_validator
from sqlmodel import Index

from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference


class PeriodType(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ReportType(StrEnum):
    PROGRESS_SUMMARY = "progress_summary"
    INDIVIDUAL_DETAIL = "individual_detail"
    SKILL_MATRIX = "skill_matrix"
    ROI_ANALYSIS = "roi_analysis"
    ENGAGEMENT = "engagement"
    COMPLIANCE = "compliance"


class ReportFormat(StrEnum):
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"


class ReminderTarget(StrEnum):
    INDIVIDUAL = "individual"
    TEAM = "team"
    BEHIND_SCHEDULE = "behind_schedule"
    INACTIVE = "inactive"


class ReminderChannel(StrEnum):
    EMAIL = "email"
    IN_APP = "in_app"
    BOTH = "both"


class ReportMetrics(Embedded):
    """The figures of one cohort when its report was made; rates and averages are 0 to 100."""

    total_enrollments: int
    completion_rate: float
    average_engagement: float
    office_hours_booked: int
    certificates_issued: int
    chatbot_interactions: int


class TopPerformer(Embedded):
    """A person at the top by one metric."""

    user_id: int
    metric: str
    value: float


class ReportRange(Embedded):
    """The time a report covers, from `start` up to but without `end`."""

    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("A report range ends after it starts.")
        return self


class AnalyticsEvent(Record, table=True):
    """Something a visitor did."""

    __tablename__ = "analytics_events"
    __table_args__ = (
        Index("by_event", "event"),
        Index("by_user", "user_id"),
        Index("by_session", "visitor_id"),
    )

    user_id: int | None = reference("users", on_delete="SET NULL")
    visitor_id: str
    event: str
    properties: dict[str, JsonValue] = embedded(dict[str, JsonValue], default=dict)
    timestamp: datetime


class ExecutiveReport(Record, table=True):
    """A report for the sponsors of a cohort."""

    __tablename__ = "executive_reports"
    __table_args__ = (Index("by_organization", "organization_id"),)

    organization_id: int = reference("organizations", on_delete="CASCADE")
    cohort_id: int = reference("cohorts", on_delete="CASCADE")
    metrics: ReportMetrics = embedded(ReportMetrics)
    generated_at: datetime
    pdf_id: int = reference("stored_files", on_delete="RESTRICT")


class OrganizationSnapshot(Record, table=True):
    """Figures of an organization in one period."""

    __tablename__ = "organization_analytics"
    __table_args__ = (
        Index("by_organization", "organization_id", "period_type", "period_start", unique=True),
        Index("by_period", "period_type", "period_start"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    period_type: PeriodType = choice(PeriodType)
    period_start: datetime
    period_end: datetime
    total_enrollments: int
    active_enrollments: int
    completed_enrollments: int
    total_learning_hours: float
    avg_learning_hours_per_user: float
    lessons_completed: int
    avg_assessment_score: float | None = None
    avg_learning_gain: float | None = None
    certificates_issued: int
    skills_acquired: int
    avg_skill_progress: float
    enrollments_change: int
    completion_rate_change: float
    calculated_at: datetime


class TeamSnapshot(Record, table=True):
    """Figures of a team in one period."""

    __tablename__ = "team_analytics"
    __table_args__ = (
        Index("by_team", "team_id", "period_type", "period_start", unique=True),
        Index("by_organization", "organization_id", "period_type", "period_start"),
    )

    team_id: int = reference("teams", on_delete="CASCADE")
    organization_id: int = reference("organizations", on_delete="CASCADE")
    period_type: PeriodType = choice(PeriodType)
    period_start: datetime
    period_end: datetime
    member_count: int = 0
    active_members: int
    avg_progress_percent: float
    lessons_completed: int
    total_learning_hours: float
    avg_assessment_score: float | None = None
    courses_completed: int
    top_performers: list[TopPerformer] = embedded(list[TopPerformer], default=list)
    calculated_at: datetime


class ManagerReport(EditableRecord, table=True):
    """A report that a manager saved or scheduled."""

    __tablename__ = "manager_reports"
    __table_args__ = (
        Index("by_organization", "organization_id", "is_active"),
        Index("by_creator", "created_by"),
        Index("by_scheduled", "is_scheduled", "next_send_at"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    created_by: int = reference("users", on_delete="RESTRICT")
    name: str
    description: str | None = None
    report_type: ReportType = choice(ReportType)
    team_ids: list[int] | None = embedded(list[int])
    course_ids: list[int] | None = embedded(list[int])
    date_range: ReportRange = embedded(ReportRange)
    is_scheduled: bool = False
    schedule_frequency: PeriodType | None = choice(PeriodType)
    recipients: list[str] | None = embedded(list[str])
    last_sent_at: datetime | None = None
    next_send_at: datetime | None = None
    format: ReportFormat = choice(ReportFormat)
    last_generated_file_id: int | None = reference("stored_files", on_delete="SET NULL")
    is_active: bool = True


class LearningReminder(Record, table=True):
    """A nudge from a manager to learners."""

    __tablename__ = "learning_reminders"
    __table_args__ = (
        Index("by_organization", "organization_id", "sent_at"),
        Index("by_sender", "sent_by"),
    )

    organization_id: int = reference("organizations", on_delete="CASCADE")
    sent_by: int = reference("users", on_delete="RESTRICT")
    target_type: ReminderTarget = choice(ReminderTarget)
    target_user_ids: list[int] | None = embedded(list[int])
    target_team_ids: list[int] | None = embedded(list[int])
    inactivity_days: int | None = None
    subject: str
    message: str
    include_progress: bool = False
    channel: ReminderChannel = choice(ReminderChannel)
    sent_at: datetime
    recipient_count: int = 0
