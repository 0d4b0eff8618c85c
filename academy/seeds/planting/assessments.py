"""Assessments and their questions."""

from academy.assessments.models import Answer, Assessment, AssessmentQuestion, QuestionType, ScaleLabels
from academy.seeds.content.assessments import ASSESSMENTS
from academy.seeds.content.assessments.text import AssessmentText, QuestionText
from academy.seeds.planting.ground import Ground

SCALE = (1, 5)


def plant_assessments(ground: Ground) -> None:
    """Plant every assessment with its questions."""
    for text in ASSESSMENTS:
        assessment = _assessment(ground, text)
        ground.plant(assessment)
        ground.plant(
            *(_question(ground, assessment, question, order) for order, question in enumerate(text.questions, start=1))
        )


def _assessment(ground: Ground, text: AssessmentText) -> Assessment:
    return Assessment(
        created_at=ground.opened_at,
        title=text.title,
        description=text.description,
        type=text.type,
        course_id=ground.courses[text.course].id,
        skill_ids=ground.skill_ids(text.skills),
        time_limit=text.limit,
        passing_score=text.passing_score,
        allow_retake=text.max_attempts != 1,
        max_attempts=text.max_attempts,
        show_correct_answers=text.show_answers,
        randomize_questions=text.shuffles,
        randomize_answers=text.shuffles,
        questions_per_attempt=text.drawn,
    )


def _question(ground: Ground, assessment: Assessment, text: QuestionText, order: int) -> AssessmentQuestion:
    is_scale = text.type is QuestionType.RATING_SCALE
    return AssessmentQuestion(
        created_at=ground.opened_at,
        assessment_id=assessment.id,
        question_type=text.type,
        question_text=text.text,
        explanation=text.explanation,
        answers=_answers(text, order) or None,
        scale_min=SCALE[0] if is_scale else None,
        scale_max=SCALE[1] if is_scale else None,
        scale_labels=ScaleLabels(min=text.scale[0], max=text.scale[1]) if text.scale else None,
        sample_answer=text.sample,
        ai_grading_enabled=True if text.type is QuestionType.OPEN_ENDED else None,
        points=text.points,
        difficulty=text.difficulty,
        skill_ids=ground.skill_ids(text.skills),
        sort_order=order,
    )


def _answers(text: QuestionText, order: int) -> list[Answer]:
    return [
        Answer(id=f"q{order}-{letter}", text=choice.text, is_correct=choice.is_correct, feedback=choice.feedback)
        for letter, choice in zip("abcdef", text.choices, strict=False)
    ]
