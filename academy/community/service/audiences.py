"""What audiences are called."""

from collections.abc import Iterable

from sqlmodel import col, select

from academy.catalog.models import Cohort, Course
from academy.community.policy import scope_of
from academy.live import Context

GENERAL = "General"
EVERYWHERE = "Everywhere"


def names_of(ctx: Context, audiences: Iterable[str | None]) -> dict[str | None, str]:
    """Return what each audience is called; None is everywhere."""
    scopes = {audience: scope_of(audience) for audience in audiences if audience is not None}
    courses = {course_id for course_id, _ in scopes.values() if course_id is not None}
    cohorts = {cohort_id for _, cohort_id in scopes.values() if cohort_id is not None}
    titles = dict(ctx.session.exec(select(Course.id, Course.title).where(col(Course.id).in_(courses))).all())
    names = dict(ctx.session.exec(select(Cohort.id, Cohort.name).where(col(Cohort.id).in_(cohorts))).all())
    found: dict[str | None, str] = {None: EVERYWHERE}
    for audience, (course_id, cohort_id) in scopes.items():
        name = titles.get(course_id or 0, "") if cohort_id is None else names.get(cohort_id, "")
        found[audience] = name or GENERAL
    return found


def name_of(ctx: Context, audience: str | None) -> str:
    """Return what one audience is called."""
    return names_of(ctx, [audience])[audience]
