"""Replies as everybody who reads a thread sees them."""

from datetime import datetime
from enum import StrEnum

from academy.community.schemas.moderation import Why
from academy.core.schema import ReadModel


class Gone(StrEnum):
    """Why a reply is not to be seen; its place stays."""

    DELETED = "deleted"
    REMOVED = "removed"
    REVIEWED = "reviewed"
    HIDDEN = "hidden"


class ReplyRow(ReadModel):
    """A reply, or with `gone` what is left of one: its number, its time and why.

    Attributes:
        parent: The number of the reply that it answers; 0 if it answers the thread.
        parent_author: Who wrote that one, where it does not stand right above.
        is_leader: The author leads where this is discussed.
        folded: How many replies to it are not among the rows of a page: to one at the top those after the first ten,
            to one below it all that are deeper.
    """

    number: int
    parent: int = 0
    parent_author: str = ""
    depth: int = 0
    author_id: int = 0
    author: str = ""
    is_leader: bool = False
    html: str = ""
    likes: int = 0
    is_best: bool = False
    at: datetime
    edited_at: datetime | None = None
    gone: Gone | None = None
    folded: int = 0


class ReplyPage(ReadModel):
    """Twenty replies at the top of a thread, each followed by the first of those below it."""

    page: int = -1
    rows: list[ReplyRow] = []


class Branch(ReadModel):
    """Replies below one, from the number `start` on.

    `earlier` is the number to start at for some more before them, 0 if there are none; `more` come after them.
    """

    number: int
    start: int
    rows: list[ReplyRow]
    earlier: int = 0
    more: int = 0


class Opening(ReadModel):
    """Where a thread opens.

    Attributes:
        page: The page of replies.
        number: The reply that is looked for, 0 for the head.
        read_until: What the viewer has read so far; None if they have never been here.
        last: The latest number there is; what comes later comes before their eyes.
        opened: The branches to be shown so that it can be seen, each as `[number, start, size]`.
    """

    page: int = 0
    number: int = 0
    read_until: int | None = None
    last: int = 0
    opened: list[list[int]] = []


class ReplySource(ReadModel):
    """A reply as it was written, to quote or to edit it."""

    number: int
    author: str
    content: str


class Revision(ReadModel):
    """What a reply, or with a title a thread, said until a moment."""

    title: str = ""
    html: str
    until: datetime


class Withheld(ReadModel):
    """A reply that only its author and the moderators see, or that its author has deleted and may bring back.

    Attributes:
        is_hidden: By a moderator; else it waits for one.
    """

    number: int
    author: str = ""
    html: str = ""
    is_mine: bool
    is_hidden: bool = False
    is_deleted: bool = False
    why: Why = Why()
