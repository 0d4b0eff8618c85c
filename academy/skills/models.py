"""The skills taxonomy and how far people have come in it."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.badges import BadgeData
from academy.core.fields import EditableRecord, Record, choice, embedded, reference, unguessable


class SkillCategory(StrEnum):
    TECHNICAL = "technical"
    STRATEGIC = "strategic"
    LEADERSHIP = "leadership"
    DOMAIN = "domain"


class SkillLevel(StrEnum):
    FOUNDATIONAL = "foundational"
    PRACTITIONER = "practitioner"
    ADVANCED = "advanced"
    EXPERT = "expert"


class EvidenceType(StrEnum):
    QUIZ = "quiz"
    PROJECT = "project"
    PEER_REVIEW = "peer_review"
    INSTRUCTOR_ASSESSMENT = "instructor_assessment"
    SELF_ASSESSMENT = "self_assessment"


class SkillDepth(StrEnum):
    INTRODUCES = "introduces"
    DEVELOPS = "develops"
    MASTERS = "masters"


class Contribution(StrEnum):
    INTRODUCES = "introduces"
    REINFORCES = "reinforces"
    ASSESSES = "assesses"


class ProgressLevel(StrEnum):
    NONE = "none"
    FOUNDATIONAL = "foundational"
    PRACTITIONER = "practitioner"
    ADVANCED = "advanced"
    EXPERT = "expert"


class Skill(EditableRecord, table=True):
    """A skill of the taxonomy."""

    __tablename__ = "skills"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_category", "category"),
        Index("by_level", "level"),
        Index("by_parent", "parent_skill_id"),
    )

    name: str
    slug: str
    description: str
    category: SkillCategory = choice(SkillCategory)
    level: SkillLevel = choice(SkillLevel)
    parent_skill_id: int | None = reference("skills", on_delete="SET NULL")
    prerequisites: list[int] | None = embedded(list[int])
    icon_url: str | None = None
    is_active: bool = True
    sort_order: int = 0


class Competency(Record, table=True):
    """A demonstrable part of a skill."""

    __tablename__ = "competencies"
    __table_args__ = (Index("by_skill", "skill_id"),)

    skill_id: int = reference("skills", on_delete="CASCADE")
    name: str
    description: str
    assessment_criteria: str
    evidence_types: list[EvidenceType] = embedded(list[EvidenceType], default=list)
    passing_threshold: float
    is_active: bool = True


class CourseSkill(Record, table=True):
    """Which skills a course builds, and how far."""

    __tablename__ = "course_skills"
    __table_args__ = (
        Index("by_course", "course_id"),
        UniqueConstraint("course_id", "skill_id"),
        Index("by_skill", "skill_id"),
    )

    course_id: int = reference("courses", on_delete="CASCADE")
    skill_id: int = reference("skills", on_delete="CASCADE")
    skill_level: SkillDepth = choice(SkillDepth)
    weight: int = 100


class LessonCompetency(Record, table=True):
    """Which competencies a lesson contributes to."""

    __tablename__ = "lesson_competencies"
    __table_args__ = (
        Index("by_lesson", "lesson_id"),
        UniqueConstraint("lesson_id", "competency_id"),
        Index("by_competency", "competency_id"),
    )

    lesson_id: int = reference("lessons", on_delete="CASCADE")
    competency_id: int = reference("competencies", on_delete="CASCADE")
    contribution_level: Contribution = choice(Contribution)


class UserSkillProgress(EditableRecord, table=True):
    """How far a person has come in a skill; `progress_percent` is within the current level."""

    __tablename__ = "user_skill_progress"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_skill", "skill_id"),
        Index("by_user_skill", "user_id", "skill_id", unique=True),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    skill_id: int = reference("skills", on_delete="CASCADE")
    current_level: ProgressLevel = choice(ProgressLevel, default=ProgressLevel.NONE)
    progress_percent: float = 0
    evidence_count: int = 0
    last_assessed_at: datetime | None = None
    verified_by_instructor: bool = False


class CompetencyEvidence(Record, table=True):
    """Proof that a person demonstrated a competency."""

    __tablename__ = "competency_evidence"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_competency", "competency_id"),
        Index("by_enrollment", "enrollment_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    competency_id: int = reference("competencies", on_delete="CASCADE")
    enrollment_id: int | None = reference("enrollments", on_delete="SET NULL")
    evidence_type: EvidenceType = choice(EvidenceType)
    score: float
    passed: bool = False
    evidence_url: str | None = None
    notes: str | None = None
    assessed_by: int | None = reference("users", on_delete="SET NULL")


class SkillBadge(Record, table=True):
    """A badge for a level reached in a skill."""

    __tablename__ = "skill_badges"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_skill", "skill_id"),
        Index("by_user_skill_level", "user_id", "skill_id", "level"),
    )

    user_id: int = reference("users", on_delete="RESTRICT")
    skill_id: int = reference("skills", on_delete="RESTRICT")
    level: SkillLevel = choice(SkillLevel)
    public_id: str = unguessable()
    earned_at: datetime
    expires_at: datetime | None = None
    badge_data: BadgeData = embedded(BadgeData)
    public_url: str
