"""What one sees while writing: whom one may mention, drafts, and files."""

from datetime import datetime

from academy.core.schema import ReadModel


class PersonToMention(ReadModel):
    """Somebody who reads what is being written."""

    id: int
    name: str
    initials: str
    is_leader: bool = False


class DraftView(ReadModel):
    """What somebody has begun to write at a spot; `version` tells later states from earlier ones."""

    spot: str
    version: int
    title: str = ""
    content: str = ""
    category: str = ""
    tags: list[str] = []
    saved_at: datetime


class DraftSaved(ReadModel):
    """What became of a save: the version that is kept now, or `newer`, which another page has saved in between."""

    version: int = 0
    newer: DraftView | None = None


class FileToSend(ReadModel):
    """A file that the viewer may have."""

    storage_key: str
    content_type: str
    filename: str
    sha256: str


class KeptFile(ReadModel):
    """A file that was taken in, and where it is to be stored."""

    public_id: str
    storage_key: str
