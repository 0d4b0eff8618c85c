"""The academy's own secret, and what is made with it."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from academy.core.settings import settings

FILE = "secret_key"


def new_token() -> str:
    """Return 43 URL-safe characters with 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def secret_key() -> bytes:
    """The key from the settings, else the one kept in the data folder, made there the first time."""
    return settings().secret_key.encode() or _kept_key(settings().data_dir)


def sealed(purpose: str, *parts: str) -> str:
    """A fingerprint of the parts that nobody can make without our key; `purpose` keeps one use apart from another."""
    message = "\0".join((purpose, *parts)).encode()
    return hmac.new(secret_key(), message, hashlib.sha256).hexdigest()


@cache
def _kept_key(folder: Path) -> bytes:
    file = folder / FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{FILE}.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(new_token())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes()
