"""A till, and a cohort to pay for."""

import pytest

from academy.commerce.models import Offer, OfferKind
from academy.organizations.models import Organization, OrganizationManager
from academy.organizations.policy import PRESETS, ManagerRole
from tests.commerce.plans import Plans
from tests.commerce.till import Till
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Cast, Live


@pytest.fixture
def till(live: Live) -> Till:
    return Till(live)


@pytest.fixture
def plans(till: Till) -> Plans:
    """The plans on offer."""
    return Plans.on_offer(till)


@pytest.fixture
def cohort_id(live: Live) -> int:
    """A cohort in a month with two seats."""
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx)).id


@pytest.fixture
def company_id(live: Live, cast: Cast) -> int:
    """Meridian, whose billing Max looks after."""
    with live.system() as ctx:
        company = Organization(name="Meridian", domain="m.example", contact_email="ap@m.example", contact_name="Max")
        ctx.session.add(company)
        ctx.session.flush()
        role = ManagerRole.ADMIN
        manager = OrganizationManager(
            user_id=cast.max.user_id, organization_id=company.id, role=role, permissions=list(PRESETS[role])
        )
        ctx.session.add(manager)
        return company.id


@pytest.fixture
def course_id(live: Live) -> int:
    with live.system() as ctx:
        return make_course(ctx).id


@pytest.fixture
def offer_id(live: Live) -> int:
    return live.add(Offer(kind=OfferKind.COURSE, title="AI", price_cents=100)).id
