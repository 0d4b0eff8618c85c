"""The assessments of the demo academy."""

from academy.assessments.models import AssessmentType, ShowAnswers
from academy.seeds.content.assessments import fundamentals, prompting
from academy.seeds.content.assessments.text import AssessmentText

FUNDAMENTALS_SKILLS = ("ai-concepts", "prompt-engineering", "ai-tool-selection", "use-case-identification")

ASSESSMENTS = (
    AssessmentText(
        title="AI Fundamentals - Pre-Assessment",
        description="Measure your current AI knowledge before the course",
        type=AssessmentType.PRE_COURSE,
        course="ai-fundamentals",
        questions=fundamentals.QUESTIONS,
        skills=FUNDAMENTALS_SKILLS,
        passing_score=0,
        show_answers=ShowAnswers.NEVER,
        limit=30,
        max_attempts=1,
        drawn=20,
    ),
    AssessmentText(
        title="AI Fundamentals - Post-Assessment",
        description="Measure your learning gains after completing the course",
        type=AssessmentType.POST_COURSE,
        course="ai-fundamentals",
        questions=fundamentals.QUESTIONS,
        skills=FUNDAMENTALS_SKILLS,
        passing_score=70,
        show_answers=ShowAnswers.AFTER_PASSING,
        limit=30,
        max_attempts=3,
        drawn=20,
    ),
    AssessmentText(
        title="Prompting, Day One",
        description="Six questions at the end of the first day. Nobody sees your answers but you.",
        type=AssessmentType.KNOWLEDGE_CHECK,
        course="prompt-engineering-mastery",
        questions=prompting.DAY_ONE,
        skills=("prompt-engineering",),
        passing_score=60,
        show_answers=ShowAnswers.AFTER_SUBMIT,
    ),
    AssessmentText(
        title="Where Do You Stand?",
        description="Four statements to rate before the course, and again after it.",
        type=AssessmentType.SELF_ASSESSMENT,
        course="ai-strategy-for-leaders",
        questions=prompting.LEADERS,
        skills=("use-case-identification", "ai-governance", "roi-measurement", "ai-strategy-development"),
        passing_score=0,
        show_answers=ShowAnswers.NEVER,
        shuffles=False,
    ),
)
