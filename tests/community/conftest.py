"""People of every kind, with a thread in every place."""

import pytest

from tests.community.neighbourhood import Neighbourhood, build
from tests.world import Live


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    return build(live)
