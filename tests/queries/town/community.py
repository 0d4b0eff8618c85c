"""Threads in places of every kind, one of each state, with replies, and who has read what."""

from datetime import timedelta
from typing import Any

from academy.community.models import (
    ContentRevision,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    PlaceReading,
    ReplyInteraction,
    ReplyInteractionType,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
    ThreadScope,
    ThreadTag,
    UserSuspension,
)
from academy.community.policy import GENERAL, of_cohort, of_course
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def community(ctx: Context, town: Town) -> Rows:
    basics, april, private = town["basics"].id, town["april"].id, town["private"].id
    in_april = {"course_id": basics, "cohort_id": april, "audience": of_cohort(april)}
    hidden = {"status": ContentStatus.HIDDEN, **in_april}
    for name, author, more in (
        ("general", "cleo", {"scope": ThreadScope.GENERAL, "audience": GENERAL, "is_pinned": True}),
        ("basics", "ada", {"course_id": basics, "audience": of_course(basics)}),
        ("april", "ada", {**in_april, "reply_count": 2, "last_number": 2, "last_shown": 2, "top_count": 1}),
        ("day", "ines", {"scope": ThreadScope.SESSION, "session_id": town["basics 1"].id, **in_april}),
        ("hidden", "ada", hidden),
        ("deleted", "ada", {"deleted_at": ctx.now, "deleted_by_id": town["ada"].id, **in_april}),
        ("private", "mo", {"course_id": town["strategy"].id, "cohort_id": private, "audience": of_cohort(private)}),
    ):
        yield from _thread(ctx, town, name, author, more)
    thread = town["thread april"]
    shared = {"thread_id": thread.id, "author_id": town["cleo"].id}
    yield "reply", DiscussionReply(number=1, position=1, content="Read the words again.", **shared)
    top = town["reply"].id
    yield "answer", DiscussionReply(number=2, parent_reply_id=top, root_id=top, depth=1, content="Yes.", **shared)
    thread.best_reply_id = top
    yield (
        "ada likes",
        ReplyInteraction(
            user_id=town["ada"].id, reply_id=top, thread_id=thread.id, number=1, interaction=ReplyInteractionType.LIKE
        ),
    )
    yield "before", ContentRevision(thread_id=thread.id, reply_id=top, content="Read.", editor_id=town["cleo"].id)
    follows = ThreadInteractionType.SUBSCRIBE
    yield "ada follows", ThreadInteraction(user_id=town["ada"].id, thread_id=thread.id, interaction=follows)
    yield "ada has read", ThreadReading(user_id=town["ada"].id, thread_id=thread.id, last_number=1)
    yield "cleo has read", PlaceReading(user_id=town["cleo"].id, audience=GENERAL, read_at=ctx.now)
    until = ctx.now + timedelta(days=2)
    yield (
        "cleo suspended",
        UserSuspension(user_id=town["cleo"].id, audience=of_cohort(april), reason="Shouting.", until=until),
    )


def _thread(ctx: Context, town: Town, name: str, author: str, more: dict[str, Any]) -> Rows:
    thread = DiscussionThread(
        title=f"Words in {name}",
        content="What are **words**?",
        author_id=town[author].id,
        category="question",
        tags=["words"],
        last_activity_at=ctx.now,
        **{"scope": ThreadScope.COURSE, **more},
    )
    yield f"thread {name}", thread
    yield f"tag of {name}", ThreadTag(thread_id=thread.id, audience=thread.audience, tag="words")
