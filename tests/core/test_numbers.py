"""What people and browsers send for a whole number."""

import pytest

from academy.core.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 7", "-7", "7.0", "1e3", "٣", "²", "x", "1000000000", "9" * 5000])
def test_whatever_else_is_none(text: str) -> None:
    assert whole_number(text) is None
