"""What people did in the community, for those who act on it in the same transaction."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ThreadStarted:
    """Somebody started a thread."""

    thread_id: int


@dataclass(frozen=True, slots=True)
class ThreadAnnounced:
    """A thread that was there before is an announcement now."""

    thread_id: int


@dataclass(frozen=True, slots=True)
class ThreadLetterDue:
    """A letter about a thread is to be written to somebody at a moment."""

    user_id: int
    thread_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReplyPosted:
    """Somebody replied."""

    reply_id: int


@dataclass(frozen=True, slots=True)
class ContentEdited:
    """Somebody changed what a thread, or with `reply_id` a reply, says."""

    thread_id: int
    reply_id: int | None = None


@dataclass(frozen=True, slots=True)
class SightChanged:
    """A thread, or with `reply_id` a reply, came into sight or out of it, and no act says so: its row says which.

    Its author has deleted it or brought it back, or it was approved and that was taken back.
    """

    thread_id: int
    reply_id: int | None = None


@dataclass(frozen=True, slots=True)
class BestAnswerChosen:
    """A reply is the best answer of its thread now."""

    reply_id: int


@dataclass(frozen=True, slots=True)
class ContentFlagged:
    """Somebody flagged a thread, or with `reply_id` a reply."""

    thread_id: int
    reply_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContentModerated:
    """A moderator, or a rule, acted; `moderation_actions` says how."""

    action_id: int


@dataclass(frozen=True, slots=True)
class ContentReturned:
    """What an act had put out of sight is in sight again, because the act was taken back."""

    action_id: int


@dataclass(frozen=True, slots=True)
class ConnectionRequested:
    """Somebody wants to be connected with somebody."""

    connection_id: int


@dataclass(frozen=True, slots=True)
class RequestDeclined:
    """Somebody declined a request that came with a note."""

    connection_id: int


@dataclass(frozen=True, slots=True)
class ConnectionAccepted:
    """Two people are connected now."""

    connection_id: int


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """Somebody is invited to a community elsewhere, is a member there, or may not be any more."""

    membership_id: int


@dataclass(frozen=True, slots=True)
class MembershipDue:
    """Something is to be done on another platform about somebody's membership, at a moment."""

    membership_id: int
    when: datetime


@dataclass(frozen=True, slots=True)
class PremiumChanged:
    """An administrator lets somebody count as premium, until a moment if one is given, or does not any more."""

    user_id: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class CommunityChanged:
    """A community elsewhere was added, or is for other people than before."""

    community_id: int


@dataclass(frozen=True, slots=True)
class CommunityQuestioned:
    """An administrator wants to know whether the API of a community elsewhere can be used."""

    community_id: int
