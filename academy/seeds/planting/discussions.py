"""What people talk about, with who likes and who has read what."""

from datetime import datetime, timedelta

from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    ReplyInteraction,
    ReplyInteractionType,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
    ThreadScope,
    ThreadTag,
)
from academy.community.policy import GENERAL
from academy.identity.models import User
from academy.seeds.content.discussions import THREADS, ReplyText, ThreadText
from academy.seeds.planting.ground import Ground

LIKE = ReplyInteractionType.LIKE
LEADERS = {"Priya Raman"}


def plant_discussions(ground: Ground) -> None:
    """Let people have talked."""
    people = {user.name: user for user in ground.users.values()}
    for text in THREADS:
        _thread(ground, people, text)


def _thread(ground: Ground, people: dict[str, User], text: ThreadText) -> None:
    last = text.replies[-1]
    tops = [reply for reply in text.replies if not reply.parent]
    thread = DiscussionThread(
        title=text.title,
        content=text.content,
        author_id=people[text.author].id,
        scope=ThreadScope.GENERAL,
        audience=GENERAL,
        category=text.category,
        tags=list(text.tags),
        reply_count=len(text.replies),
        last_number=len(text.replies),
        last_shown=len(text.replies),
        top_count=len(tops),
        like_count=text.likes,
        last_activity_at=_at(ground, last.minutes_ago),
        last_author_id=people[last.author].id,
        created_at=_at(ground, text.minutes_ago),
    )
    ground.plant(thread)
    ground.plant(*[ThreadTag(thread_id=thread.id, audience=GENERAL, tag=tag) for tag in text.tags])
    replies: list[DiscussionReply] = []
    for reply in text.replies:
        replies.append(_reply(ground, people, thread, replies, reply))
    if text.best:
        thread.best_reply_id, replies[text.best - 1].is_best_answer = replies[text.best - 1].id, True
    _interest(ground, people, thread, text)


def _reply(
    ground: Ground,
    people: dict[str, User],
    thread: DiscussionThread,
    before: list[DiscussionReply],
    text: ReplyText,
) -> DiscussionReply:
    number = len(before) + 1
    above = before[text.parent - 1] if text.parent else None
    row = DiscussionReply(
        thread_id=thread.id,
        number=number,
        position=None if above else sum(one.depth == 0 for one in before) + 1,
        author_id=people[text.author].id,
        content=text.content,
        is_instructor_reply=text.author in LEADERS,
        like_count=text.likes,
        created_at=_at(ground, text.minutes_ago),
    )
    if above is not None:
        row.parent_reply_id, row.root_id, row.depth = above.id, above.root_id or above.id, above.depth + 1
        row.branch_id = above.id if above.depth == 1 else above.branch_id
    ground.plant(row)
    for fan in _fans(people, text.author, text.likes):
        like = ReplyInteraction(user_id=fan.id, reply_id=row.id, thread_id=thread.id, number=number, interaction=LIKE)
        ground.plant(like)
    return row


def _interest(ground: Ground, people: dict[str, User], thread: DiscussionThread, text: ThreadText) -> None:
    viewers = _fans(people, text.author, text.likes)
    thread.view_count = len(viewers)
    kinds = ThreadInteractionType
    for fan in viewers:
        for kind in (kinds.LIKE, kinds.VIEW):
            ground.plant(ThreadInteraction(user_id=fan.id, thread_id=thread.id, interaction=kind))
    for name in sorted({text.author, *(reply.author for reply in text.replies)}):
        ground.plant(ThreadInteraction(user_id=people[name].id, thread_id=thread.id, interaction=kinds.SUBSCRIBE))
    for name, number in text.read_by:
        ground.plant(ThreadReading(user_id=people[name].id, thread_id=thread.id, last_number=number))


def _fans(people: dict[str, User], author: str, count: int) -> list[User]:
    """The first people by name, without the author."""
    return [people[name] for name in sorted(people) if name != author][:count]


def _at(ground: Ground, minutes_ago: int) -> datetime:
    return ground.now - timedelta(minutes=minutes_ago)
