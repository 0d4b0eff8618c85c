"""What a plan of the town yields."""

from collections.abc import Iterator
from typing import Any

Town = dict[str, Any]
"""Its rows by name."""

Rows = Iterator[tuple[str, Any]]
"""Rows with their names, each made when those before it are written."""
