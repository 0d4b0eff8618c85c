"""What readers, authors and moderators see of flags, cases and acts."""

from datetime import datetime
from enum import StrEnum

from academy.community.models import ActKind, ContentStatus, FlagVerdict
from academy.core.schema import ReadModel


class Desk(StrEnum):
    """Where somebody moderates from: where they teach or moderate, or everywhere as an administrator."""

    TEACH = "teach"
    ADMIN = "admin"


class Waiting(StrEnum):
    """Which cases of the queue are shown."""

    ALL = ""
    HELD = "held"
    REPORTED = "reported"
    EDITED = "edited"


class Before(ReadModel):
    """How things stood before an act: what undoing it brings back.

    `flags` are those that the act decided on. `grounds` are the acts that set this one off, `suspension_id` is what it
    made or ended; `let_off` are the acts of suspension that an approval took back.
    """

    status: ContentStatus = ContentStatus.ACTIVE
    flags: dict[int, FlagVerdict] = {}
    rule: str = ""
    opened_at: datetime | None = None
    edited_at: datetime | None = None
    grounds: list[int] = []
    suspension_id: int | None = None
    let_off: list[int] = []


class MyFlag(ReadModel):
    """Something the viewer has reported; number 0 is the thread itself."""

    number: int
    reason: str


class Why(ReadModel):
    """Why something is out of sight: in the words of who or what decided, and what it was reported for."""

    words: str = ""
    reasons: list[str] = []
    was_edited: bool = False


class CaseHere(ReadModel):
    """That a thread (number 0) or reply was reported or held back once, and where that case is at the desk."""

    number: int
    is_open: bool
    url: str


class MySuspension(ReadModel):
    """That the viewer may not write here for now; without `until` it lasts until it is lifted."""

    reason: str
    until: datetime | None
    is_everywhere: bool
    write_to: str


class QueueRow(ReadModel):
    """A case in the queue."""

    id: int
    title: str
    excerpt: str
    author: str
    place: str
    is_held: bool
    rule: str
    reasons: list[str]
    people: int
    was_edited: bool
    opened_at: datetime


class FlagRow(ReadModel):
    """A flag as moderators see it; only administrators see whose it is."""

    id: int
    reason: str
    note: str
    verdict: FlagVerdict
    by: str
    counts: int
    at: datetime


class ContextPost(ReadModel):
    """Something said around the item: as it was typed, and the addresses of the images in it."""

    number: int
    author: str
    content: str
    images: list[str]
    is_gone: bool
    is_item: bool
    is_parent: bool
    at: datetime


class AuthorHistory(ReadModel):
    """Who wrote it, and what they were like so far."""

    user_id: int
    name: str
    joined_at: datetime
    posts: int
    upheld: int
    warnings: int
    suspended_until: datetime | None
    is_suspended: bool
    can_be_suspended: bool


class ActRow(ReadModel):
    """Something that was done; without `actor` a rule did it."""

    id: int
    kind: ActKind
    words: str
    actor: str
    subject: str
    about: str
    place: str
    reason: str
    note: str
    at: datetime
    undone_at: datetime | None
    undone_by: str
    can_undo: bool
    public_id: str
    number: int


class CaseDetail(ReadModel):
    """One case with all that helps to decide it. `seen` goes along with an act, which is refused if it is not true."""

    id: int
    public_id: str
    number: int
    title: str
    place: str
    is_open: bool
    status: ContentStatus
    is_deleted: bool
    rule: str
    why_held: str
    was_edited: bool
    seen: str
    posts: list[ContextPost]
    author: AuthorHistory
    flags: list[FlagRow]
    acts: list[ActRow]
    is_own: bool
    may_suspend_everywhere: bool


class DeskCounts(ReadModel):
    """How much waits."""

    waiting: int
    held: int
    suspended: int


class SuspendedRow(ReadModel):
    """Somebody who may not write, or might not for a time."""

    id: int
    user_id: int
    name: str
    place: str
    reason: str
    by: str
    since: datetime
    until: datetime | None
    lifted_at: datetime | None
    is_over: bool
    can_lift: bool


class PhraseRow(ReadModel):
    """Words that hold back what contains them."""

    id: int
    phrase: str
