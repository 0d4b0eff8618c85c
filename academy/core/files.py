"""Files that people upload or jobs make, kept outside the database and described in it."""

from sqlmodel import Index

from academy.core.fields import Record, reference, unguessable


class StoredFile(Record, table=True):
    """A file: `content_type` was found by looking at the content, `purpose` says what it may be used for."""

    __tablename__ = "stored_files"
    __table_args__ = (Index("by_owner", "owner_id"), Index("by_sha256", "sha256"))

    public_id: str = unguessable()
    storage_key: str
    filename: str
    content_type: str
    size_bytes: int
    sha256: str
    owner_id: int | None = reference("users", on_delete="SET NULL")
    purpose: str
