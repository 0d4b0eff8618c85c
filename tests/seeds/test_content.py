"""The content holds together before it ever meets a database."""

import re
from collections.abc import Iterable

import pytest

from academy.assessments.models import QuestionType
from academy.catalog.models import SessionType
from academy.library.models import VariableType
from academy.seeds.content.assessments import ASSESSMENTS
from academy.seeds.content.cohorts import COHORTS
from academy.seeds.content.courses import COURSES
from academy.seeds.content.glossary import GLOSSARY
from academy.seeds.content.paths import PATHS
from academy.seeds.content.people import EVERYBODY
from academy.seeds.content.prompts import PROMPTS
from academy.seeds.content.resources import RESOURCES
from academy.seeds.content.skills import SKILLS

TERMS = [term for terms in GLOSSARY.values() for term in terms]
SKILL_SLUGS = {skill.slug for skill in SKILLS}
COURSE_SLUGS = {course.slug for course in COURSES}
DAYS = {SessionType.COHORT: 2, SessionType.WEBINAR: 1}
CHOICES = {QuestionType.MULTIPLE_CHOICE: 4, QuestionType.MULTIPLE_SELECT: 4, QuestionType.TRUE_FALSE: 2}


@pytest.mark.parametrize("slugs", [COURSES, SKILLS, PATHS, TERMS, RESOURCES, PROMPTS], ids=lambda texts: texts[0].slug)
def test_no_two_share_a_slug(slugs: Iterable[object]) -> None:
    found = [text.slug for text in slugs]  # type: ignore[attr-defined]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in found)


def test_no_two_share_an_address() -> None:
    assert len({person.email for person in EVERYBODY}) == len(EVERYBODY)


def test_references_lead_somewhere() -> None:
    assert {goal.slug for course in COURSES for goal in course.skills} <= SKILL_SLUGS
    assert {slug for skill in SKILLS for slug in skill.prerequisites} <= SKILL_SLUGS
    assert {slug for term in TERMS for slug in term.related} <= {term.slug for term in TERMS}
    for text in (*TERMS, *RESOURCES, *PROMPTS, *PATHS, *ASSESSMENTS):
        assert set(text.skills) <= SKILL_SLUGS
    assert {step.course for path in PATHS for step in path.steps} <= COURSE_SLUGS
    assert {cohort.course for cohort in COHORTS} <= COURSE_SLUGS


def test_courses_have_the_length_of_their_kind() -> None:
    for course in COURSES:
        minutes = [sum(session.minutes for session in day) for day in course.days.values()]
        if course.type is SessionType.WEBINAR:
            assert minutes == [90]
        elif course.status == "published":
            assert len(course.days) == DAYS.get(course.type, 5)
            assert all(session.outcomes and session.description for day in course.days.values() for session in day)


def test_bundles_cost_less_than_their_courses() -> None:
    price = {course.slug: course.price_b2c for course in COURSES}
    for path in PATHS:
        cheapest = {
            number: min(price[step.course] for step in path.steps if step.number == number)
            for number in (1, 2, 3)
            if any(step.number == number for step in path.steps)
        }
        assert path.price < sum(cheapest.values())
        assert path.total_courses == len(cheapest)
    foundations = PATHS[0]
    assert sum(price[step.course] for step in foundations.steps) - foundations.price == 30000


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.slug)
def test_prompts_use_exactly_their_variables(prompt) -> None:  # type: ignore[no-untyped-def]
    assert set(re.findall(r"{{(\w+)}}", prompt.template)) == {variable.name for variable in prompt.variables}
    for variable in prompt.variables:
        assert (variable.type is VariableType.SELECT) == bool(variable.options)


def test_questions_can_be_graded() -> None:
    for question in (question for assessment in ASSESSMENTS for question in assessment.questions):
        correct = sum(choice.is_correct for choice in question.choices)
        assert len(question.choices) == CHOICES.get(question.type, 0)
        match question.type:
            case QuestionType.MULTIPLE_CHOICE | QuestionType.TRUE_FALSE:
                assert correct == 1
            case QuestionType.MULTIPLE_SELECT:
                assert 1 < correct < len(question.choices)
            case QuestionType.RATING_SCALE:
                assert question.scale
                assert question.points == 0
            case _:
                assert question.sample


def test_the_assessments_before_and_after_ask_the_same() -> None:
    before, after = ASSESSMENTS[:2]
    assert before.questions == after.questions
    assert before.drawn == after.drawn == 20 <= len(before.questions)
