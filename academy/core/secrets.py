"""The academy's own secret, and what is made with it."""

import base64
import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

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


def locked(purpose: str, text: str) -> str:
    """Encrypt a secret that we have to use again, so that it can be kept in the database."""
    return _lock(purpose).encrypt(text.encode()).decode()


def unlocked(purpose: str, kept: str) -> str:
    """Return what was locked for this purpose.

    Raises:
        LookupError: It was locked with another key than the academy has now.
    """
    try:
        return _lock(purpose).decrypt(kept).decode()
    except InvalidToken:
        raise LookupError("it was locked with another key") from None


def _lock(purpose: str) -> Fernet:
    key = hmac.new(secret_key(), f"lock\0{purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


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
