"""Names, headlines and the cohorts that the viewer shares, of several people at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from academy.catalog.models import Cohort, Course
from academy.community.models import MemberProfile
from academy.community.policy import BELONGS
from academy.enrollment.models import Enrollment
from academy.identity.models import User
from academy.live import Context


@dataclass(frozen=True, slots=True)
class Described:
    """A person as lists show them. `cohorts` are those that the viewer is in as well."""

    name: str
    headline: str
    cohorts: list[str]


def people_named(ctx: Context, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return people's names by their ids."""
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    return dict(ctx.session.exec(select(User.id, User.name).where(col(User.id).in_(wanted))).all())


def described(ctx: Context, ids: Sequence[int]) -> dict[int, Described]:
    """Return what lists show of these people."""
    lines = select(MemberProfile.user_id, MemberProfile.headline).where(col(MemberProfile.user_id).in_(ids))
    names, headlines = people_named(ctx, ids), dict(ctx.session.exec(lines).all())
    shared = shared_cohorts(ctx, ids)
    return {one: Described(names[one], headlines.get(one, ""), shared.get(one, [])) for one in ids if one in names}


def shared_cohorts(ctx: Context, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of the cohorts that the viewer and each of these people are in, the latest first."""
    mine = select(Enrollment.cohort_id).where(Enrollment.user_id == ctx.user_id, col(Enrollment.status).in_(BELONGS))
    both = (
        select(Enrollment.user_id, Course.title, Cohort.name)
        .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .join(Course, col(Course.id) == Cohort.course_id)
        .where(
            col(Enrollment.user_id).in_(ids),
            col(Enrollment.cohort_id).in_(ctx.session.exec(mine).all()),
            col(Enrollment.status).in_(BELONGS),
        )
        .order_by(col(Cohort.start_date).desc(), col(Cohort.id))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for user_id, course, cohort in ctx.session.exec(both):
        found[user_id].append(called(course, cohort))
    return found


def called(course: str, cohort: str) -> str:
    """Return what a cohort is called where its course is not named beside it."""
    return cohort if course.lower() in cohort.lower() else f"{course}, {cohort}"
