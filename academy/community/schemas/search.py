"""What a search in the community finds."""

from datetime import datetime

from academy.community.schemas.threads import Author, PlaceChip
from academy.core.schema import ReadModel


class Part(ReadModel):
    """A piece of a text that was searched; `is_hit` if it is what was looked for."""

    text: str
    is_hit: bool


class Hit(ReadModel):
    """A thread that was found, or with a `number` a reply to it."""

    public_id: str
    number: int
    url: str
    title: list[Part]
    text: list[Part]
    author: Author
    place: PlaceChip
    at: datetime


class Found(ReadModel):
    """What a search found, the newest first; `has_more` if there is more than is shown.

    `is_cut` says that no more is shown than that.
    """

    hits: list[Hit] = []
    has_more: bool = False
    is_cut: bool = False


class Shortcut(ReadModel):
    """A thread to jump to."""

    label: str
    hint: str
    url: str
