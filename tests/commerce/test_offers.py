"""What is on offer follows the courses."""

import pytest
from sqlmodel import select

from academy.catalog.events import CourseChanged
from academy.catalog.models import Course, CourseStatus
from academy.commerce import service, subscribers  # noqa: F401
from academy.commerce.models import Entitlement, Offer, OfferKind, Purchase
from tests.commerce.till import Till
from tests.enrollment.seats import make_course
from tests.world import Cast, Live


@pytest.fixture
def course_id(live: Live) -> int:
    with live.system() as ctx:
        course = make_course(ctx)
        course.price_b2b = 29_900
        ctx.publish(CourseChanged(course.id))
        return course.id


def offers(live: Live) -> dict[OfferKind, tuple[int, str, bool]]:
    with live.system() as ctx:
        rows = ctx.session.exec(select(Offer)).all()
        return {row.kind: (row.price_cents, row.title, row.is_active) for row in rows}


def test_a_course_is_offered_to_people_and_to_companies(live: Live, course_id: int) -> None:
    assert offers(live) == {
        OfferKind.COURSE: (34_900, "AI Enablement", True),
        OfferKind.COMPANY_SEAT: (29_900, "AI Enablement: seat for a company", True),
    }


def test_they_follow_it(live: Live, course_id: int) -> None:
    with live.system() as ctx:
        course = ctx.session.get_one(Course, course_id)
        course.price_b2c, course.title, course.status = 100, "AI", CourseStatus.ARCHIVED
        ctx.publish(CourseChanged(course_id))
    assert offers(live)[OfferKind.COURSE] == (100, "AI", False)
    assert offers(live)[OfferKind.COMPANY_SEAT] == (29_900, "AI: seat for a company", False)


def test_a_course_older_than_its_offers_gets_them(live: Live) -> None:
    with live.system() as ctx:
        course = make_course(ctx)
        offer = service.offer_of(ctx, course_id=course.id, kind=OfferKind.COMPANY_SEAT)
        assert offer.price_cents == course.price_b2b
        assert service.offer_of(ctx, course_id=course.id, kind=OfferKind.COMPANY_SEAT).id == offer.id


def test_what_is_bought_is_ones_own_until_it_is_given_back(live: Live, till: Till, cast: Cast, cohort_id: int) -> None:
    till.pay(till.begin(cast.ada, till.reserve(cast.ada, cohort_id)))
    till.deliver()
    with live.system() as ctx:
        bought = ctx.session.exec(select(Entitlement)).one()
        assert (bought.user_id, bought.kind, bought.quantity) == (cast.ada.user_id, OfferKind.COURSE, 1)
        assert bought.revoked_at is None
    (paid,) = till.purchases()
    with live.system() as ctx:
        service.request_refund(ctx, ctx.session.get_one(Purchase, paid.id))
    till.work()
    till.deliver()
    with live.system() as ctx:
        assert ctx.session.exec(select(Entitlement)).one().revoked_at == live.clock()
