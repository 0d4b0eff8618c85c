"""What an assessment is made of, before it is in the database."""

from dataclasses import dataclass

from academy.assessments.models import AssessmentType, Difficulty, QuestionType, ShowAnswers

EASY, MEDIUM, HARD = Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD


@dataclass(frozen=True)
class Choice:
    """An answer to choose, and what is said to somebody who chose it."""

    text: str
    feedback: str
    is_correct: bool = False


@dataclass(frozen=True)
class QuestionText:
    """A question; `skills` are slugs, `scale` is what the two ends mean."""

    type: QuestionType
    text: str
    difficulty: Difficulty
    points: int
    skills: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    explanation: str | None = None
    scale: tuple[str, str] | None = None
    sample: str | None = None


@dataclass(frozen=True)
class AssessmentText:
    """An assessment of a course; the limit is minutes, `drawn` is how many questions an attempt gets."""

    title: str
    description: str
    type: AssessmentType
    course: str
    questions: tuple[QuestionText, ...]
    skills: tuple[str, ...]
    passing_score: int
    show_answers: ShowAnswers
    limit: int | None = None
    max_attempts: int | None = None
    drawn: int | None = None
    shuffles: bool = True


def right(text: str, feedback: str) -> Choice:
    """A correct answer."""
    return Choice(text, feedback, is_correct=True)


def one_of(text: str, skill: str, difficulty: Difficulty, *choices: Choice, points: int = 5) -> QuestionText:
    """A question with one correct answer."""
    return QuestionText(QuestionType.MULTIPLE_CHOICE, text, difficulty, points, (skill,), choices)


def some_of(text: str, skill: str, difficulty: Difficulty, *choices: Choice) -> QuestionText:
    """A question with several correct answers."""
    return QuestionText(QuestionType.MULTIPLE_SELECT, text, difficulty, 10, (skill,), choices)


def is_true(text: str, skill: str, answer: bool, if_wrong: str, if_right: str) -> QuestionText:
    """A statement that is true or false."""
    choices = tuple(
        Choice(word, if_right if value is answer else if_wrong, value is answer)
        for word, value in (("True", True), ("False", False))
    )
    return QuestionText(QuestionType.TRUE_FALSE, text, EASY, 3, (skill,), choices)


def rate(text: str, skill: str, lowest: str, highest: str) -> QuestionText:
    """A scale from 1 to 5 that is not graded."""
    return QuestionText(QuestionType.RATING_SCALE, text, EASY, 0, (skill,), scale=(lowest, highest))


def write(text: str, skill: str, sample: str, points: int = 15) -> QuestionText:
    """A question to answer at length."""
    return QuestionText(QuestionType.OPEN_ENDED, text, HARD, points, (skill,), sample=sample)


def name(text: str, skill: str, sample: str) -> QuestionText:
    """A question to answer in a few words."""
    return QuestionText(QuestionType.SHORT_ANSWER, text, MEDIUM, 5, (skill,), sample=sample)
