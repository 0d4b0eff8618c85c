"""Whole numbers that somebody typed, or that stand in an address."""

MOST_DIGITS = 9
"""What has more may be too large for a column."""


def whole_number(text: str) -> int | None:
    """Read a whole number; None of whatever else stands there, and of what is too large."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
