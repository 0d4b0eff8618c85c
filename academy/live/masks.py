"""What a job was told that is nobody's business.

A job is told ids, and these may be seen. What may be a secret may not: texts that are long, or whose name says so, such
as `token` or `password`. They are neither shown nor kept in the error of a job that failed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

SECRET_WORDS = frozenset(
    {"code", "credential", "hash", "key", "link", "password", "secret", "signature", "token", "url"}
)
LONGEST_SHOWN = 40
SHORTEST_HIDDEN = 6
"""Shorter texts stand for many other things in an error."""
HIDDEN = "hidden"


def is_secret(name: str, value: object) -> bool:
    """Tell whether an argument of this name and value may be a secret; a yes or no never is."""
    if isinstance(value, bool) or value is None:
        return False
    return not SECRET_WORDS.isdisjoint(name.lower().split("_")) or len(str(value)) > LONGEST_SHOWN


def without_secrets(text: str, arguments: Mapping[str, Any]) -> str:
    """Return a text in which what may be a secret of these arguments is hidden."""
    for name, value in arguments.items():
        for part in _texts(value):
            if len(part) >= SHORTEST_HIDDEN and (isinstance(value, list | dict) or is_secret(name, part)):
                text = text.replace(part, HIDDEN)
    return text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
