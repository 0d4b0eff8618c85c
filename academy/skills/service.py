"""The skills taxonomy as screens see it."""

from sqlmodel import col, select

from academy.catalog.service.public import published_course_id
from academy.live import Context, everyone, query
from academy.skills.models import CourseSkill, Skill, SkillDepth
from academy.skills.schemas import SkillOfCourse

PERCENT = {SkillDepth.INTRODUCES: 33, SkillDepth.DEVELOPS: 67, SkillDepth.MASTERS: 100}


@query(policy=everyone)
def skills_of_course(ctx: Context, *, slug: str) -> list[SkillOfCourse]:
    """Return the skills a published course builds, the deepest first."""
    course_id = published_course_id(ctx.session, slug)
    rows = ctx.session.exec(
        select(Skill.name, CourseSkill.skill_level)
        .join(CourseSkill, col(CourseSkill.skill_id) == Skill.id)
        .where(CourseSkill.course_id == course_id)
        .order_by(col(CourseSkill.weight).desc(), col(Skill.name))
    )
    found = [SkillOfCourse(name=name, depth=depth, percent=PERCENT[SkillDepth(depth)]) for name, depth in rows]
    return sorted(found, key=lambda skill: -skill.percent)
