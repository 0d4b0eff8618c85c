"""A figure that misses what is asked of it says so."""

import pytest

from bench.figures import Figure, table


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("a", 15, "ms", most=15), True),
        (Figure("a", 15.1, "ms", most=15), False),
        (Figure("a", 20, "ms", floor=10, most_ratio=2), True),
        (Figure("a", 21, "ms", floor=10, most_ratio=2), False),
        (Figure("a", 21, "ms", most_ratio=2), False),
        (Figure("a", 21, "ms"), True),
    ],
)
def test_a_figure_is_held_to_its_target(figure: Figure, is_met: bool) -> None:
    assert figure.is_met is is_met
    assert ("MISSED" in table([figure])) is not is_met
