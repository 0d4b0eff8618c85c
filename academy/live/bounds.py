"""What no column holds is refused before the database is asked: numbers too large, characters that no text may have."""

import re
from collections.abc import Mapping, Sequence, Set

from pydantic import BaseModel

from academy.core.errors import Invalid, NotFound

LARGEST = 2**31 - 1
"""Of a whole number in a column."""
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def hold_to_bounds(value: object) -> None:
    """Look through arguments, however deep they are.

    Raises:
        NotFound: A number is beyond all there can be.
        Invalid: A text has characters that cannot be kept.
    """
    left = [value]
    while left:
        match one := left.pop():
            case bool() | bytes():
                pass
            case int() if not -LARGEST <= one <= LARGEST:
                raise NotFound("There is nothing with so large a number.")
            case str():
                if not one.isascii() or "\0" in one:
                    _require_text(one)
            case Mapping():
                left += [*one.keys(), *one.values()]
            case Sequence() | Set():
                left += one
            case BaseModel():
                left += one.__dict__.values()


def _require_text(text: str) -> None:
    if _NOT_TEXT.search(text):
        raise Invalid("A character here cannot be kept: it is invisible. Please type what is around it anew.")
