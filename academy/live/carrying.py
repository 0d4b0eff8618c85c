"""What a connection carries while a run uses it, for the listeners of its engine to find."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.engine import Connection

T = TypeVar("T")


@contextmanager
def carrying(connection: Connection, key: str, value: T) -> Iterator[T]:
    """Let `connection.info[key]` be a value; afterwards it is what it was before."""
    info = connection.info
    around = info.get(key)
    info[key] = value
    try:
        yield value
    finally:
        info[key] = around
