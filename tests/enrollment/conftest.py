"""A till for the seats that cost something."""

import pytest

from tests.commerce.till import Till
from tests.world import Live


@pytest.fixture
def till(live: Live) -> Till:
    return Till(live)
