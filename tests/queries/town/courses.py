"""Courses with their sessions, and cohorts at every stage."""

from datetime import timedelta
from typing import Any

from academy.catalog.models import (
    CapabilityLevel,
    Cohort,
    CohortSession,
    CohortStatus,
    Course,
    CourseSession,
    CourseStatus,
    ImpactLevel,
    SessionKind,
    SessionType,
)
from academy.core import audit
from academy.learning.models import Lesson
from academy.live import Context
from academy.live.models import PresentTab
from academy.skills.models import CourseSkill, Skill, SkillCategory, SkillDepth, SkillLevel
from tests.queries.town.rows import Rows, Town


def courses(ctx: Context, town: Town) -> Rows:
    for name, status in (
        ("basics", CourseStatus.PUBLISHED),
        ("strategy", CourseStatus.PUBLISHED),
        ("draft", CourseStatus.DRAFT),
    ):
        yield (
            name,
            Course(
                title=name.title(),
                description="Two days.",
                slug=name,
                session_type=SessionType.COHORT,
                price_b2c=349_00,
                price_b2b=299_00,
                max_participants=20,
                impact_level=ImpactLevel.L1,
                capability_level=CapabilityLevel.FUNDAMENTALS,
                status=status,
            ),
        )
        for day in (1, 2):
            yield (
                f"{name} {day}",
                CourseSession(
                    course_id=town[name].id,
                    title=f"Day {day}",
                    type=SessionKind.W,
                    day_number=day,
                    order_in_day=1,
                    duration_minutes=120,
                    description="",
                ),
            )
        yield (
            f"lesson of {name}",
            Lesson(
                session_id=town[f"{name} 1"].id, title="First", description="", order_in_session=1, duration_minutes=20
            ),
        )
        yield (
            f"history of {name}",
            audit.record(
                ctx.session, now=ctx.now, actor_id=town["olga"].id, action="x.y", subject=town[name], summary="Made it."
            ),
        )
    yield (
        "skill",
        Skill(
            name="Prompting",
            slug="prompting",
            description="",
            category=SkillCategory.TECHNICAL,
            level=SkillLevel.EXPERT,
        ),
    )
    for name in ("basics", "strategy"):
        yield (
            f"skill of {name}",
            CourseSkill(course_id=town[name].id, skill_id=town["skill"].id, skill_level=SkillDepth.DEVELOPS),
        )
    yield "tab", PresentTab(topic=f"course:{town['draft'].id}", client="tab", worker="w", user_id=town["eve"].id)
    town["tab"].active_until = ctx.now + timedelta(seconds=6)


def cohorts(ctx: Context, town: Town) -> Rows:
    def cohort(name: str, course: str, status: CohortStatus, starts_in: float, **more: Any) -> Rows:
        starts_at = ctx.now + timedelta(days=starts_in)
        yield (
            name,
            Cohort(
                course_id=town[course].id,
                name=name,
                start_date=starts_at,
                end_date=starts_at + timedelta(days=1, hours=2),
                status=status,
                **{"max_capacity": 3, **more},
            ),
        )
        for day in (0, 1):
            begin = starts_at + timedelta(days=day)
            yield (
                f"{name} {day}",
                CohortSession(
                    cohort_id=town[name].id,
                    session_id=town[f"{course} {day + 1}"].id,
                    title=f"Day {day + 1}",
                    starts_at=begin,
                    ends_at=begin + timedelta(hours=2),
                    zone=town[name].zone,
                    join_url="https://meet.test/day",
                    recording_url="https://film.test/day",
                ),
            )

    yield from cohort("april", "basics", CohortStatus.OPEN, 30, instructor_id=town["ines"].id)
    yield from cohort("may", "basics", CohortStatus.OPEN, 60, max_capacity=1)
    yield from cohort("now", "strategy", CohortStatus.IN_PROGRESS, -0.5)
    yield from cohort("past", "strategy", CohortStatus.COMPLETED, -40)
    yield from cohort("plan", "draft", CohortStatus.SCHEDULED, 60, instructor_id=town["otto"].id)
    yield from cohort("private", "strategy", CohortStatus.OPEN, 30, is_b2b=True, organization_id=town["meridian"].id)
