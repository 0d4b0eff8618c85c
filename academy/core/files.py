"""Files that people upload or jobs make, kept outside the database and described in it."""

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store, from_url
from sqlmodel import Index

from academy.core.fields import Record, reference, unguessable
from academy.core.settings import settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

CONNECT_TIMEOUT = timedelta(seconds=5)
TIMEOUT = timedelta(seconds=30)


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


def keep(key: str, content: bytes) -> None:
    """Store what a file holds, under its `storage_key`; it waits for a disk or a network, so not in a mutation."""
    obstore.put(store(), key, content)


def fetch(key: str) -> bytes | None:
    """What a file holds; None if it is not there."""
    try:
        return bytes(obstore.get(store(), key).bytes())
    except FileNotFoundError:
        return None


def remove(key: str) -> None:
    """Delete what a file holds; one that is gone already stays so."""
    try:
        obstore.delete(store(), key)
    except FileNotFoundError:
        return


@cache
def store() -> ObjectStore:
    """Where files are: a folder in the data folder, or what the settings name. Made in the worker, after the fork."""
    chosen = settings()
    if not chosen.files_url:
        return LocalStore(chosen.data_dir / "files", mkdir=True)
    if not chosen.files_url.startswith("s3://"):
        return from_url(chosen.files_url)
    bucket: S3Config = {"region": chosen.files_s3_region}
    if chosen.files_s3_endpoint:
        bucket["endpoint"] = chosen.files_s3_endpoint
    if chosen.files_s3_key_id:
        bucket["access_key_id"] = chosen.files_s3_key_id
        bucket["secret_access_key"] = chosen.files_s3_secret.get_secret_value()
    is_plain = chosen.files_s3_endpoint.startswith("http://")
    ways: ClientConfig = {"allow_http": is_plain, "timeout": TIMEOUT, "connect_timeout": CONNECT_TIMEOUT}
    return S3Store.from_url(chosen.files_url, config=bucket, client_options=ways)
