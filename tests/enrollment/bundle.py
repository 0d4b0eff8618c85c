"""A bundle of two courses with two cohorts each, and buying it to the end."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.models import Entitlement, Offer, OfferCourse, OfferKind, Purchase, PurchaseStatus
from academy.enrollment.models import Enrollment
from academy.live import Context, Viewer
from tests.commerce.till import Till
from tests.enrollment.seats import LIVE, make_cohort, make_course

PRICE = 50_000
SLUGS = ("ai-enablement", "ai-strategy")


@dataclass(frozen=True)
class Bundle:
    """What is on offer: its courses, of which each has a cohort in a month and one in two."""

    offer_id: int
    public_id: str
    course_ids: tuple[int, ...]
    soon: tuple[int, ...]
    later: tuple[int, ...]


def make_bundle(ctx: Context, *, seats: int = 2) -> Bundle:
    courses = [make_course(ctx, slug=slug) for slug in SLUGS]
    soon = [make_cohort(ctx, course, seats=seats) for course in courses]
    later = [make_cohort(ctx, course, seats=seats, starts_in=timedelta(days=60), name="May") for course in courses]
    offer = Offer(kind=OfferKind.PATH, title="Both", price_cents=PRICE)
    ctx.session.add(offer)
    ctx.session.flush()
    ctx.session.add_all(
        OfferCourse(offer_id=offer.id, course_id=course.id, position=at) for at, course in enumerate(courses)
    )
    ctx.session.flush()
    return Bundle(
        offer.id,
        offer.public_id,
        tuple(course.id for course in courses),
        tuple(cohort.id for cohort in soon),
        tuple(cohort.id for cohort in later),
    )


def go_to_pay(till: Till, person: Viewer, public_id: str) -> str:
    """Go to the payment page of an order, and return which checkout that is."""
    ticket = till.live.write(service.begin_order_payment, person, public_id=public_id, gateway="local")
    return till.gateway.create_checkout(ticket.request).session_id


def buy(till: Till, person: Viewer, bundle: Bundle) -> str:
    """Buy a bundle to the end and return the order's public id."""
    order = till.live.write(service.buy_offer, person, public_id=bundle.public_id)
    till.live.write(service.pay_hosted_checkout, public_id=go_to_pay(till, person, order))
    till.deliver()
    return order


def assert_entitlement_laws(ctx: Context) -> None:
    """Hold bundles, and seats by entitlements, to what must be true at any moment."""
    seats = select(Enrollment).where(col(Enrollment.entitlement_id).is_not(None), col(Enrollment.status).in_(LIVE))
    live = ctx.session.exec(seats).all()
    places = [(one.entitlement_id, one.course_id) for one in live]
    assert len(places) == len(set(places)), "never two live seats on one entitlement"
    statement = select(Entitlement).where(Entitlement.kind == OfferKind.PATH).order_by(col(Entitlement.id))
    rows = ctx.session.exec(statement).all()
    taken = {one.entitlement_id: one.cohort_id for one in live if one.entitlement_id in {row.id for row in rows}}
    assert taken == {row.id: row.cohort_id for row in rows if row.cohort_id}, "it knows where its seat is"
    assert all(one.amount_cents == 0 for one in live), "such a seat costs nothing"
    for purchase in ctx.session.exec(select(Purchase).where(col(Purchase.completed_at).is_not(None))).all():
        mine = [row for row in rows if row.purchase_id == purchase.id]
        is_back = purchase.refund_requested_cents == purchase.amount_cents
        assert [row.course_id for row in mine] == purchase.course_ids, "one for each course"
        assert all(row.revoked_at is None for row in mine) or is_back, "it holds, or the money goes back"
        if purchase.status == PurchaseStatus.REFUNDED:
            assert all(row.revoked_at for row in mine), "what went back whole holds no more"
