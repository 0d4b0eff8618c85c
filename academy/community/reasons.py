"""Why somebody hears of a reply: the most specific reason there is, or none."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from academy.notifications.models import Category


class Reason(IntEnum):
    """Why a person hears of a reply, the most specific first."""

    MENTION = 1
    ANSWER = 2
    INSTRUCTOR = 3
    OWN_THREAD = 4
    FOLLOW = 5

    @property
    def category(self) -> Category:
        """What they choose by."""
        return CATEGORIES[self]

    @property
    def is_direct(self) -> bool:
        """Whether it is about them, so that a letter goes out at once."""
        return self != Reason.FOLLOW


CATEGORIES = {
    Reason.MENTION: Category.REPLIES,
    Reason.ANSWER: Category.REPLIES,
    Reason.INSTRUCTOR: Category.INSTRUCTOR_REPLIES,
    Reason.OWN_THREAD: Category.REPLIES,
    Reason.FOLLOW: Category.THREADS,
}


@dataclass(frozen=True, slots=True)
class Posted:
    """What decides who hears of a reply. `answered_id` is who wrote the reply that this one answers."""

    author_id: int
    thread_author_id: int
    answered_id: int | None
    mentioned_ids: Collection[int]
    is_by_instructor: bool


def reason_for(posted: Posted, user_id: int, *, follows: bool, is_muted: bool) -> Reason | None:
    """Say why a person hears of a reply. Who has muted the thread hears only what is said to them."""
    if user_id == posted.author_id:
        return None
    if user_id in posted.mentioned_ids:
        return Reason.MENTION
    if user_id == posted.answered_id:
        return Reason.ANSWER
    is_own = user_id == posted.thread_author_id
    if is_muted or not (is_own or follows):
        return None
    if posted.is_by_instructor:
        return Reason.INSTRUCTOR
    return Reason.OWN_THREAD if is_own else Reason.FOLLOW
