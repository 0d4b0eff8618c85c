"""Filling an empty database with the demo academy."""

from sqlmodel import SQLModel, func, select

from academy.catalog.models import Cohort, Course
from academy.core.errors import Conflict
from academy.core.schema import ReadModel
from academy.enrollment.models import Enrollment
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import SYSTEM, Context, Runtime, mutation, query
from academy.live.limits import UNLIMITED
from academy.seeds import plan
from academy.seeds.crowd import Crowd
from academy.seeds.planting.acquaintances import plant_acquaintances
from academy.seeds.planting.assessments import plant_assessments
from academy.seeds.planting.cohort_threads import plant_cohort_threads
from academy.seeds.planting.courses import archive_courses, plant_courses, plant_paths, plant_skills
from academy.seeds.planting.discussions import plant_discussions
from academy.seeds.planting.elsewhere import plant_elsewhere
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.history import plant_cohorts
from academy.seeds.planting.library import plant_glossary, plant_prompts, plant_resources
from academy.seeds.planting.moderation import plant_moderation
from academy.seeds.planting.money import plant_money
from academy.seeds.planting.news import plant_news
from academy.seeds.planting.offers import plant_offers
from academy.seeds.planting.people import plant_companies, plant_people
from academy.seeds.planting.plans import plant_plans
from academy.seeds.planting.webhooks import plant_webhooks

COUNTED: dict[str, type[SQLModel]] = {"courses": Course, "cohorts": Cohort, "people": User, "enrollments": Enrollment}


class Summary(ReadModel):
    """How much was planted."""

    courses: int
    cohorts: int
    people: int
    enrollments: int


def seed(runtime: Runtime, *, scale: int = 1) -> Summary:
    """Fill an empty database with the demo academy, in one transaction, however long it takes.

    Args:
        scale: How many times as many people, cohorts and enrollments to make, for load work.

    Raises:
        Conflict: There are people or courses already.
    """
    limits, runtime.limits = runtime.limits, UNLIMITED
    try:
        return runtime.write(plant_academy, SYSTEM, scale=scale)
    finally:
        runtime.limits = limits


def is_empty(runtime: Runtime) -> bool:
    """Tell whether there are neither people nor courses."""
    return runtime.read(has_nothing, SYSTEM)


@query(policy=system_only)
def has_nothing(ctx: Context) -> bool:
    """Tell whether there are neither people nor courses."""
    return not any(ctx.session.exec(select(table.id).limit(1)).first() for table in (User, Course))


@mutation(policy=system_only)
def plant_academy(ctx: Context, *, scale: int) -> Summary:
    """Plant the demo academy; see `seed`."""
    if not has_nothing(ctx):
        raise Conflict("The demo academy needs an empty database, and this one has people or courses already.")
    ground = Ground(ctx)
    runs = plan.history(ctx.now)
    plant_people(ground, plan.joined(runs, ctx.now))
    plant_skills(ground)
    plant_courses(ground)
    plant_paths(ground)
    plant_companies(ground)
    plant_cohorts(ground, runs)
    plant_plans(ground)
    plant_offers(ground)
    plant_money(ground)
    plant_news(ground)
    plant_discussions(ground)
    archive_courses(ground)
    plant_assessments(ground)
    plant_glossary(ground)
    plant_resources(ground)
    plant_prompts(ground)
    plant_webhooks(ground)
    plant_cohort_threads(ground)
    plant_elsewhere(ground)
    plant_acquaintances(ground)
    plant_moderation(ground)
    if scale > 1:
        crowd = Crowd(ground)
        for number in range(1, scale):
            crowd.copy(number)
    return Summary(**{name: _count(ctx, table) for name, table in COUNTED.items()})


def _count(ctx: Context, table: type[SQLModel]) -> int:
    return ctx.session.exec(select(func.count()).select_from(table)).one()
