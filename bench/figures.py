"""What a benchmark finds out, and how it is shown."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value.

    Attributes:
        floor: The same for the least the machine could do, measured in the same run.
        note: What one should know to read it.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor it is."""
        return self.value / self.floor if self.floor else None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned columns."""
    rows = [("", "value", "unit", "floor", "ratio", "")]
    rows += [(f.name, _number(f.value), f.unit, _number(f.floor), _number(f.ratio), f.note) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    is_number = (False, True, False, True, True, False)
    cells = zip(row, widths, is_number, strict=True)
    return "  " + "  ".join(cell.rjust(w) if right else cell.ljust(w) for cell, w, right in cells).rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"
