"""Meridian with a course, seats for it, and a cohort that is open."""

from dataclasses import dataclass

import pytest

from academy.enrollment import subscribers as enrollment_subscribers  # noqa: F401
from academy.managers import subscribers  # noqa: F401
from academy.organizations import service as organizations
from academy.organizations.models import Organization
from tests.enrollment.seats import make_cohort, make_course
from tests.organizations.conftest import Meridian, meridian  # noqa: F401
from tests.world import Live

SEATS = 3


@dataclass(frozen=True)
class Ground:
    """What there is besides Meridian's people."""

    public_id: str
    course_id: int
    cohort_id: int
    private_id: int


@pytest.fixture
def ground(live: Live, meridian: Meridian) -> Ground:  # noqa: F811
    with live.system() as ctx:
        course = make_course(ctx)
        cohort = make_cohort(ctx, course, seats=5)
        private = make_cohort(ctx, course, seats=4, name="Ours", organization_id=meridian.id)
        organizations.add_seats(ctx, organization_id=meridian.id, course_id=course.id, quantity=SEATS)
        public_id = ctx.session.get_one(Organization, meridian.id).public_id
        return Ground(public_id, course.id, cohort.id, private.id)
