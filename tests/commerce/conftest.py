"""A till, and a cohort to pay for."""

import pytest

from tests.commerce.till import Till
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Live


@pytest.fixture
def till(live: Live) -> Till:
    return Till(live)


@pytest.fixture
def cohort_id(live: Live) -> int:
    """A cohort in a month with two seats."""
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx)).id
