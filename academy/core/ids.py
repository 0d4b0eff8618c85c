"""Ids that nobody can guess, for whatever appears in a public address."""

import secrets

ID_LENGTH = 22


def public_id() -> str:
    """Return 22 URL-safe characters with 128 random bits."""
    return secrets.token_urlsafe(16)
