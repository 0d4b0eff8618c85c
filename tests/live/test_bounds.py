"""What no column holds does not come as far as the database."""

from typing import Any

import pytest
from pydantic import BaseModel

from academy.core.errors import Invalid, NotFound
from academy.live.bounds import LARGEST, hold_to_bounds


class Fields(BaseModel):
    numbers: list[int] = []
    name: str = ""


@pytest.mark.parametrize(
    "value", [LARGEST + 1, -(10**30), [[1, [2, LARGEST + 1]]], {"a": {10**10}}, Fields(numbers=[2**40])]
)
def test_numbers_beyond_all_there_can_be_are_of_nothing(value: Any) -> None:
    with pytest.raises(NotFound):
        hold_to_bounds({"value": value})


@pytest.mark.parametrize("value", ["a\0", ["\udfff"], {"\0": 1}, Fields(name="é\0")])
def test_characters_that_cannot_be_kept_are_refused(value: Any) -> None:
    with pytest.raises(Invalid):
        hold_to_bounds({"value": value})


def test_whatever_else_may_be_asked() -> None:
    nested: list[Any] = []
    for _ in range(10_000):
        nested = [nested]
    hold_to_bounds(
        {"a": LARGEST, "b": -LARGEST, "c": True, "d": None, "e": b"\0", "f": "👩‍🚀 é\n", "g": 1e300, "h": nested}
    )
