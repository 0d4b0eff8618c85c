"""Where people discuss: the platform, a course, a cohort, one of its sessions or lessons."""

from datetime import datetime

from academy.community.models import ThreadScope
from academy.community.schemas.threads import PlaceChip
from academy.core.schema import ReadModel


class PlaceRef(ReadModel):
    """A place that was found by its key, for services.

    `name` says which it is; for a session or a lesson `within` is the name of the cohort. `audience` says who reads it.
    """

    key: str
    audience: str
    scope: ThreadScope
    name: str
    within: str = ""
    course_id: int | None = None
    cohort_id: int | None = None
    session_id: int | None = None
    lesson_id: int | None = None


class PlaceView(ReadModel):
    """A place as its page shows it, or a list of the viewer's own; a cohort has dates.

    A session and each of its lessons know the session's key, and its lessons.
    """

    key: str
    name: str
    within: str
    within_key: str
    is_own: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    session_key: str = ""
    lessons: list[PlaceChip] = []


class PartRow(ReadModel):
    """A session of a cohort, in the list of places; `unread` is how many threads are."""

    key: str
    name: str
    unread: int


class PlaceRow(ReadModel):
    """A place that somebody may read, in their list; a cohort has dates, and perhaps the company whose own it is."""

    key: str
    name: str
    unread: int
    is_cohort: bool = False
    company: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    parts: list[PartRow] = []


class Marks(ReadModel):
    """The threads that somebody has not read, by public id: how many replies are new, 0 if the thread itself is."""

    unread: dict[str, int] = {}


class Door(ReadModel):
    """The way to a cohort's discussions from another page, and how much of them is unread."""

    place: str
    unread: int


class PlaceRights(ReadModel):
    """What the viewer may do in a place; `suspended` says in a sentence why they may not write."""

    may_write: bool
    leads: bool
    may_moderate: bool
    suspended: str = ""
