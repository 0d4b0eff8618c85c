"""Threads as lists and their own page show them."""

from datetime import datetime

from academy.community.models import ContentStatus
from academy.community.schemas.moderation import Why
from academy.core.schema import ReadModel


class Author(ReadModel):
    """Who wrote something."""

    id: int
    name: str


class PlaceChip(ReadModel):
    """Where a thread is, in a list of several places."""

    key: str
    name: str


class ThreadRow(ReadModel):
    """A thread in a list, `last` replied to by somebody; `is_solved` says that an answer was chosen as the best.

    One that `is_hidden` is out of sight for everybody but its author.
    """

    public_id: str
    title: str
    excerpt: str
    author: Author
    place: PlaceChip
    category: str
    tags: list[str]
    replies: int
    likes: int
    created_at: datetime
    last_activity_at: datetime
    last: Author | None
    is_pinned: bool
    is_announcement: bool
    is_locked: bool
    is_solved: bool
    is_hidden: bool


class ThreadList(ReadModel):
    """A list of threads as far as it is shown, those that are pinned first; `ids` are those of `rows`.

    Under another `key` it is another list.
    """

    key: str = ""
    rows: list[ThreadRow] = []
    ids: list[str] = []
    until: str = ""
    has_more: bool = False
    is_cut: bool = False


class ThreadHead(ReadModel):
    """A thread without its replies, and without what each reply changes.

    Of one that is deleted, or out of sight until somebody has looked at it, `html`, `content`, `tags` and `author` are
    empty, and `removed` says why.
    """

    public_id: str
    title: str
    html: str
    content: str
    author: Author | None
    place: PlaceChip
    within: PlaceChip | None
    category: str
    tags: list[str]
    likes: int
    created_at: datetime
    edited_at: datetime | None
    status: ContentStatus
    removed: str
    is_pinned: bool
    is_announcement: bool
    is_locked: bool


class HiddenThread(ReadModel):
    """What a thread says that is out of sight, and why, for its author and for moderators."""

    title: str
    html: str
    content: str
    tags: list[str]
    is_mine: bool
    is_pending: bool
    is_hidden: bool
    why: Why


class ThreadRights(ReadModel):
    """What the viewer may do with a thread."""

    is_author: bool
    may_edit: bool
    may_delete: bool
    may_restore: bool
    may_lead: bool
