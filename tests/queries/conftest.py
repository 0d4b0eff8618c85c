"""A town, a hub, and everybody who looks at something."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.live.conftest import gather
from tests.queries import town as plan
from tests.queries.calls import all_queries
from tests.queries.town import Town
from tests.world import Live


@pytest.fixture
def town(live: Live) -> Town:
    all_queries()
    return plan.build(live)


@pytest.fixture
def audience(live: Live) -> Callable[[], Any]:
    return partial(gather, live)
