"""Skills, courses and paths."""

from datetime import datetime, timedelta

from academy.catalog import service as catalog
from academy.catalog.models import Course, CourseStatus
from academy.catalog.schemas import CourseFields, SessionFields
from academy.paths.models import LearningPath, LearningPathStep, UnlockRule
from academy.seeds.content.courses import COURSES
from academy.seeds.content.courses.text import CourseText, SessionText
from academy.seeds.content.paths import PATHS, PathText, StepText
from academy.seeds.content.people import ADA, LUCIA
from academy.seeds.content.skills import SKILLS
from academy.seeds.content.skills.text import SkillText
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then
from academy.skills.models import Competency, CourseSkill, Skill

PUBLISHED_AFTER = timedelta(days=20)
ARCHIVED_BEFORE = timedelta(days=300)
DRAFTED_BEFORE = timedelta(days=12)


def plant_skills(ground: Ground) -> None:
    """Plant the taxonomy, each skill after those it builds on."""
    for order, text in enumerate(sorted(SKILLS, key=_depth)):
        skill = Skill(
            created_at=ground.opened_at,
            name=text.name,
            slug=text.slug,
            description=text.description,
            category=text.category,
            level=text.level,
            prerequisites=ground.skill_ids(text.prerequisites) or None,
            sort_order=order,
        )
        ground.plant(skill)
        ground.skills[text.slug] = skill
        ground.plant(*_competencies(ground, skill, text))


def _depth(text: SkillText) -> int:
    by_slug = {skill.slug: skill for skill in SKILLS}
    return 1 + max((_depth(by_slug[slug]) for slug in text.prerequisites), default=0)


def _competencies(ground: Ground, skill: Skill, text: SkillText) -> list[Competency]:
    return [
        Competency(
            created_at=ground.opened_at,
            skill_id=skill.id,
            name=competency.name,
            description=competency.description,
            assessment_criteria=competency.criteria,
            evidence_types=list(competency.evidence),
            passing_threshold=competency.threshold,
        )
        for competency in text.competencies
    ]


def plant_courses(ground: Ground) -> None:
    """Let the editor write every course, and the head of the academy publish those that are offered or once were."""
    for number, text in enumerate(COURSES):
        is_draft = text.status is CourseStatus.DRAFT
        began_at = ground.now - DRAFTED_BEFORE if is_draft else ground.opened_at + timedelta(days=1, hours=number)
        course = _write(ground, text, began_at)
        ground.courses[text.slug] = course
        ground.plant(*_course_skills(ground, course, text))
        if not is_draft:
            published = back_then(ground.ctx, began_at + PUBLISHED_AFTER, ground.users[ADA.email])
            catalog.publish_course(published, course_id=course.id)


def archive_courses(ground: Ground) -> None:
    """Take courses off the program that have had their day."""
    for text in COURSES:
        if text.status is CourseStatus.ARCHIVED:
            archived = back_then(ground.ctx, ground.now - ARCHIVED_BEFORE, ground.users[ADA.email])
            catalog.archive_course(archived, course_id=ground.courses[text.slug].id)


def _write(ground: Ground, text: CourseText, began_at: datetime) -> Course:
    ctx = back_then(ground.ctx, began_at, ground.users[LUCIA.email])
    course_id = catalog.create_course(
        ctx,
        fields=CourseFields(
            title=text.title,
            slug=text.slug,
            summary=text.summary,
            description=text.description,
            session_type=text.type,
            price_b2c=text.price_b2c,
            price_b2b=text.price_b2b,
            max_participants=text.max_participants,
            impact_level=text.impact,
            capability_level=text.capability,
            audience=text.audience,
            outcomes=list(text.outcomes),
        ),
    )
    for day, sessions in text.days.items():
        for session in sessions:
            catalog.add_session(ctx, course_id=course_id, fields=_session(session, day))
    return ground.session.get_one(Course, course_id)


def _session(text: SessionText, day: int) -> SessionFields:
    return SessionFields(
        title=text.title,
        type=text.kind,
        day_number=day,
        duration_minutes=text.minutes,
        description=text.description,
        outcomes=list(text.outcomes),
    )


def _course_skills(ground: Ground, course: Course, text: CourseText) -> list[CourseSkill]:
    return [
        CourseSkill(
            created_at=ground.opened_at,
            course_id=course.id,
            skill_id=ground.skills[goal.slug].id,
            skill_level=goal.depth,
            weight=goal.weight,
        )
        for goal in text.skills
    ]


def plant_paths(ground: Ground) -> None:
    """Plant the learning paths with their steps."""
    for order, text in enumerate(PATHS):
        path = _path(ground, text, order)
        ground.plant(path)
        ground.paths[text.slug] = path
        first_of: dict[int, LearningPathStep] = {}
        for step_text in text.steps:
            step = _step(ground, path, step_text, first_of.get(step_text.number - 1))
            ground.plant(step)
            first_of.setdefault(step_text.number, step)


def _path(ground: Ground, text: PathText, order: int) -> LearningPath:
    return LearningPath(
        created_at=ground.opened_at,
        title=text.title,
        slug=text.slug,
        description=text.description,
        short_description=text.short,
        target_audience=text.audience,
        target_role=text.role,
        estimated_duration=text.duration,
        total_courses=text.total_courses,
        total_hours=text.total_hours,
        skill_ids=ground.skill_ids(text.skills),
        outcomes=list(text.outcomes),
        pricing_model=text.pricing,
        bundle_price=text.price,
        is_featured=order == 0,
        sort_order=order,
    )


def _step(ground: Ground, path: LearningPath, text: StepText, before: LearningPathStep | None) -> LearningPathStep:
    return LearningPathStep(
        created_at=ground.opened_at,
        path_id=path.id,
        course_id=ground.courses[text.course].id,
        step_number=text.number,
        is_required=text.is_required,
        unlock_rule=text.unlock,
        unlock_after_step_id=before.id if before and text.unlock is UnlockRule.AFTER_COMPLETION else None,
        recommended_timeframe=text.timeframe,
        notes=text.notes,
    )
