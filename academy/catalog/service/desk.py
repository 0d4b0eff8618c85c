"""Who else is at a course's page in the office just now."""

from sqlmodel import col, select

from academy.catalog.policy import course_reader
from academy.catalog.schemas import EditorHere
from academy.identity.models import User
from academy.live import Context, Tab, mutation, presence, query


@query(policy=course_reader)
def editors_here(ctx: Context, *, course_id: int) -> list[EditorHere]:
    """The others who have the course's page open, in the order in which they came."""
    here = [person for person in presence.here(ctx, _topic(course_id)) if person.user_id != ctx.viewer.user_id]
    if not here:
        return []
    ids = [person.user_id for person in here]
    names = dict(ctx.session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())
    return [
        EditorHere(name=names[person.user_id], is_writing=person.is_active)
        for person in here
        if person.user_id in names
    ]


@mutation(policy=course_reader)
def enter_course(ctx: Context, *, course_id: int, tab: Tab) -> None:
    """Be seen by the other editors of a course."""
    presence.enter(ctx, _topic(course_id), tab)


@mutation(policy=course_reader)
def write_in_course(ctx: Context, *, course_id: int, tab: Tab) -> None:
    """Let the other editors see that one is writing."""
    presence.touch(ctx, _topic(course_id), tab)


def _topic(course_id: int) -> str:
    return f"course:{course_id}"
