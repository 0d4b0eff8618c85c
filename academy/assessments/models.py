"""Assessments, attempts at them, and what learners gained."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference


class AssessmentType(StrEnum):
    PRE_COURSE = "pre_course"
    POST_COURSE = "post_course"
    KNOWLEDGE_CHECK = "knowledge_check"
    SKILL_ASSESSMENT = "skill_assessment"
    CERTIFICATION = "certification"
    SELF_ASSESSMENT = "self_assessment"


class ShowAnswers(StrEnum):
    NEVER = "never"
    AFTER_SUBMIT = "after_submit"
    AFTER_PASSING = "after_passing"
    AFTER_ALL_ATTEMPTS = "after_all_attempts"


class QuestionType(StrEnum):
    MULTIPLE_CHOICE = "multiple_choice"
    MULTIPLE_SELECT = "multiple_select"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"
    RATING_SCALE = "rating_scale"
    OPEN_ENDED = "open_ended"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class AttemptStatus(StrEnum):
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    GRADED = "graded"
    EXPIRED = "expired"


class Answer(Embedded):
    """One of the answers to choose from."""

    id: str
    text: str
    is_correct: bool
    feedback: str | None = None


class ScaleLabels(Embedded):
    """What the two ends of a rating scale mean."""

    min: str
    max: str


class SkillGain(Embedded):
    """What a learner gained in one skill; scores are 0 to 100."""

    skill_id: int
    pre_score: float
    post_score: float
    improvement: float


class Assessment(EditableRecord, table=True):
    """A quiz, survey or exam; `time_limit` is minutes."""

    __tablename__ = "assessments"
    __table_args__ = (
        Index("by_course", "course_id", "type", "is_active"),
        Index("by_lesson", "lesson_id", "is_active"),
        Index("by_type", "type", "is_active"),
    )

    title: str
    description: str | None = None
    type: AssessmentType = choice(AssessmentType)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    lesson_id: int | None = reference("lessons", on_delete="CASCADE")
    skill_ids: list[int] | None = embedded(list[int])
    time_limit: int | None = None
    passing_score: float
    allow_retake: bool = True
    max_attempts: int | None = None
    show_correct_answers: ShowAnswers = choice(ShowAnswers)
    randomize_questions: bool = False
    randomize_answers: bool = False
    questions_per_attempt: int | None = None
    is_active: bool = True


class AssessmentQuestion(Record, table=True):
    """A question of an assessment."""

    __tablename__ = "assessment_questions"
    __table_args__ = (
        Index("by_assessment", "assessment_id", "sort_order"),
        Index("by_difficulty", "assessment_id", "difficulty"),
    )

    assessment_id: int = reference("assessments", on_delete="CASCADE")
    question_type: QuestionType = choice(QuestionType)
    question_text: str
    question_image_id: int | None = reference("stored_files", on_delete="SET NULL")
    explanation: str | None = None
    answers: list[Answer] | None = embedded(list[Answer])
    scale_min: int | None = None
    scale_max: int | None = None
    scale_labels: ScaleLabels | None = embedded(ScaleLabels)
    sample_answer: str | None = None
    ai_grading_enabled: bool | None = None
    points: int
    difficulty: Difficulty = choice(Difficulty)
    skill_ids: list[int] | None = embedded(list[int])
    tags: list[str] | None = embedded(list[str])
    sort_order: int = 0
    is_active: bool = True


class AssessmentAttempt(Record, table=True):
    """One try of one person at an assessment; `time_spent` is seconds."""

    __tablename__ = "assessment_attempts"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_assessment", "assessment_id"),
        Index("by_user_assessment", "user_id", "assessment_id"),
        UniqueConstraint("user_id", "assessment_id", "attempt_number"),
        Index("by_enrollment", "enrollment_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    assessment_id: int = reference("assessments", on_delete="CASCADE")
    enrollment_id: int | None = reference("enrollments", on_delete="SET NULL")
    attempt_number: int
    status: AttemptStatus = choice(AttemptStatus, default=AttemptStatus.IN_PROGRESS)
    started_at: datetime
    submitted_at: datetime | None = None
    time_spent: int | None = None
    score: float | None = None
    points_earned: float | None = None
    points_possible: float | None = None
    passed: bool | None = None
    overall_feedback: str | None = None


class QuestionResponse(Record, table=True):
    """What a person answered to one question of an attempt, and how it was graded."""

    __tablename__ = "question_responses"
    __table_args__ = (
        Index("by_attempt", "attempt_id"),
        UniqueConstraint("attempt_id", "question_id"),
        Index("by_question", "question_id"),
    )

    attempt_id: int = reference("assessment_attempts", on_delete="CASCADE")
    question_id: int = reference("assessment_questions", on_delete="CASCADE")
    selected_answer_ids: list[str] | None = embedded(list[str])
    text_response: str | None = None
    rating_value: int | None = None
    is_correct: bool | None = None
    points_earned: float
    feedback: str | None = None
    ai_score: float | None = None
    ai_confidence: float | None = None
    ai_explanation: str | None = None
    manual_override: bool | None = None
    graded_by: int | None = reference("users", on_delete="SET NULL")


class LearningGain(Record, table=True):
    """How much one learner gained between the assessments before and after a course.

    A gain that cannot be computed (from 0, or from 100) is null, and `undefined_reason` says why.
    """

    __tablename__ = "learning_gain_analytics"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_course", "course_id"),
        Index("by_enrollment", "enrollment_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="CASCADE")
    enrollment_id: int = reference("enrollments", on_delete="CASCADE")
    pre_assessment_id: int = reference("assessments", on_delete="CASCADE")
    pre_attempt_id: int = reference("assessment_attempts", on_delete="CASCADE")
    pre_score: float
    post_assessment_id: int = reference("assessments", on_delete="CASCADE")
    post_attempt_id: int = reference("assessment_attempts", on_delete="CASCADE")
    post_score: float
    score_improvement: float
    percentage_gain: float | None = None
    normalized_gain: float | None = None
    undefined_reason: str | None = None
    skill_gains: list[SkillGain] = embedded(list[SkillGain], default=list)
    calculated_at: datetime
