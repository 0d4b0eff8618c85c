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
        most: What the value should not exceed.
        most_ratio: How many times the floor it should be at most.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    note: str = ""
    most: float | None = None
    most_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor it is."""
        return self.value / self.floor if self.floor else None

    @property
    def is_met(self) -> bool:
        """Whether it is as good as it should be; true where nothing is asked."""
        is_too_much = self.most is not None and self.value > self.most
        is_too_far = self.most_ratio is not None and (self.ratio is None or self.ratio > self.most_ratio)
        return not (is_too_much or is_too_far)

    @property
    def target(self) -> str:
        """What is asked of it, in words, and whether it fails that."""
        asked = [f"≤ {_number(self.most)}"] if self.most is not None else []
        asked += [f"≤ {_number(self.most_ratio)}×"] if self.most_ratio is not None else []
        return " ".join([*asked, "MISSED"] if asked and not self.is_met else asked)

    def as_json(self) -> dict[str, Any]:
        told = {**asdict(self), "ratio": self.ratio}
        return told | {"is_met": self.is_met} if self.target else told


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned columns."""
    rows = [("", "value", "unit", "floor", "ratio", "target", "")]
    rows += [(f.name, _number(f.value), f.unit, _number(f.floor), _number(f.ratio), f.target, f.note) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    is_number = (False, True, False, True, True, False, False)
    cells = zip(row, widths, is_number, strict=True)
    return "  " + "  ".join(cell.rjust(w) if right else cell.ljust(w) for cell, w, right in cells).rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"
