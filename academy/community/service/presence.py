"""Who has a thread open just now, and who is writing there."""

from sqlmodel import col, select

from academy.community import policy
from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.policy import scope_of
from academy.community.schemas.reading import PeopleHere, PersonHere
from academy.community.service.naming import people_named
from academy.community.service.standing import in_sight
from academy.live import Context, Tab, mutation, presence, query

MOST_FACES = 5
MOST_WRITING = 3


@query(policy=policy.thread_reader)
def people_here(ctx: Context, *, public_id: str) -> PeopleHere:
    """How many have the thread open, the first of them by name, and who is writing.

    Outside a cohort, where people do not know of each other, only those have a name who have written in the thread.
    """
    here = presence.here(ctx, _topic(public_id))
    known = _known(ctx, public_id, [person.user_id for person in here])
    writing = [person.user_id for person in here if person.is_active and person.user_id in known][: MOST_WRITING + 1]
    faces = [person.user_id for person in here if person.user_id in known][:MOST_FACES]
    names = people_named(ctx, [*writing, *faces])
    return PeopleHere(
        count=len(here),
        faces=[PersonHere(user_id=one, name=names[one]) for one in faces if one in names],
        writing=[PersonHere(user_id=one, name=names[one]) for one in writing if one in names],
    )


@mutation(policy=policy.thread_reader)
def enter_thread(ctx: Context, *, public_id: str, tab: Tab) -> None:
    """Be seen by the others in a thread."""
    presence.enter(ctx, _topic(public_id), tab)


@mutation(policy=policy.thread_writer)
def typing(ctx: Context, *, public_id: str, tab: Tab) -> None:
    """Let the others in a thread see that one is writing."""
    presence.touch(ctx, _topic(public_id), tab)


def _known(ctx: Context, public_id: str, user_ids: list[int]) -> set[int]:
    found = ctx.session.exec(
        select(DiscussionThread.id, DiscussionThread.audience, DiscussionThread.author_id).where(
            DiscussionThread.public_id == public_id
        )
    ).one()
    thread_id, audience, author_id = found
    if scope_of(audience)[1] is not None:
        return set(user_ids)
    wrote = select(DiscussionReply.author_id).where(
        DiscussionReply.thread_id == thread_id,
        *in_sight(DiscussionReply),
        col(DiscussionReply.author_id).in_(user_ids),
    )
    return {author_id, *ctx.session.exec(wrote.distinct())}


def _topic(public_id: str) -> str:
    return f"thread:{public_id}"
