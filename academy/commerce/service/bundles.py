"""Bundles: several courses for less than each by itself, of which a buyer chooses the dates later."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course, CourseStatus
from academy.commerce.models import Entitlement, Offer, OfferCourse, OfferKind, Purchase
from academy.commerce.offer_schemas import (
    BundleCard,
    BundledCourse,
    BundleHint,
    PlanCard,
    Plans,
)
from academy.commerce.schemas import OrderedCourse
from academy.commerce.service.refunds import PAID
from academy.core.loading import only
from academy.live import Context, everyone, query

TAKE_BACK = timedelta(days=14)
"""How long a bundle may be given back, if nothing of it has begun."""

BEGUN = frozenset({CohortStatus.IN_PROGRESS, CohortStatus.COMPLETED})
COURSE = only(Course.title, Course.slug, Course.summary, Course.price_b2c, Course.currency, Course.status)


@query(policy=everyone)
def plans(ctx: Context) -> Plans:
    """Return the subscriptions and bundles that can be bought, the cheapest first."""
    kinds = OfferKind.PATH, OfferKind.SUBSCRIPTION
    statement = select(Offer).where(col(Offer.kind).in_(kinds), Offer.is_active)
    offers = ctx.session.exec(statement.order_by(col(Offer.price_cents), col(Offer.id))).all()
    courses = courses_in(ctx, [offer.id for offer in offers if offer.kind == OfferKind.PATH])
    return Plans(
        subscriptions=[_plan(offer) for offer in offers if offer.kind == OfferKind.SUBSCRIPTION and offer.price_cents],
        bundles=[_bundle(offer, courses[offer.id]) for offer in offers if is_on_sale(courses.get(offer.id, []))],
    )


@query(policy=everyone)
def bundles_with(ctx: Context, *, slug: str) -> list[BundleHint]:
    """Return the bundles on sale that contain a course and save something, what saves most first."""
    statement = (
        select(Offer)
        .join(OfferCourse, col(OfferCourse.offer_id) == col(Offer.id))
        .join(Course, col(Course.id) == col(OfferCourse.course_id))
        .where(Course.slug == slug, Offer.kind == OfferKind.PATH, Offer.is_active)
    )
    offers = ctx.session.exec(statement.order_by(col(Offer.id))).all()
    courses = courses_in(ctx, [offer.id for offer in offers])
    cards = [_bundle(offer, courses[offer.id]) for offer in offers if is_on_sale(courses[offer.id])]
    hints = [
        BundleHint(public_id=card.public_id, title=card.title, saved_cents=card.saved_cents, currency=card.currency)
        for card in cards
        if card.saved_cents
    ]
    return sorted(hints, key=lambda hint: -hint.saved_cents)


def courses_in(ctx: Context, offer_ids: Sequence[int]) -> dict[int, list[Course]]:
    """Return the courses of bundles, by the offer and in their order."""
    statement = (
        select(OfferCourse.offer_id, Course)
        .join(Course, col(Course.id) == col(OfferCourse.course_id))
        .options(COURSE)
        .where(col(OfferCourse.offer_id).in_(offer_ids))
    )
    found: dict[int, list[Course]] = {}
    for offer_id, course in ctx.session.exec(statement.order_by(col(OfferCourse.position), col(OfferCourse.id))).all():
        found.setdefault(offer_id, []).append(course)
    return found


def courses_to_choose(ctx: Context) -> list[BundledCourse]:
    """Return the courses that the viewer's bundles include and of which they have chosen no date."""
    statement = (
        select(Course)
        .options(COURSE)
        .where(
            Course.status == CourseStatus.PUBLISHED,
            col(Course.id).in_(
                select(Entitlement.course_id).where(
                    Entitlement.user_id == ctx.user_id,
                    Entitlement.kind == OfferKind.PATH,
                    col(Entitlement.cohort_id).is_(None),
                    col(Entitlement.revoked_at).is_(None),
                )
            ),
        )
    )
    return [_course(course) for course in ctx.session.exec(statement.order_by(Course.title)).all()]


def courses_of_order(ctx: Context, purchase: Purchase) -> list[OrderedCourse]:
    """Return the courses of a bundle as they were ordered, and where the buyer's seat in each is."""
    if not purchase.course_ids:
        return []
    named = select(Course).options(COURSE).where(col(Course.id).in_(purchase.course_ids))
    courses = {course.id: course for course in ctx.session.exec(named).all()}
    seats = (
        select(Entitlement.course_id, Cohort)
        .join(Cohort, col(Cohort.id) == col(Entitlement.cohort_id))
        .options(only(Cohort.name, Cohort.start_date, Cohort.end_date, Cohort.status))
        .where(Entitlement.purchase_id == purchase.id)
    )
    taken = dict(ctx.session.exec(seats).all())
    return [_ordered(courses[key], taken.get(key)) for key in purchase.course_ids if key in courses]


def may_take_back(ctx: Context, purchase: Purchase) -> bool:
    """Tell whether a bundle may be given back by its buyer: not long ago, and nothing of it has begun."""
    if purchase.status not in PAID or purchase.completed_at is None or not purchase.course_ids:
        return False
    if purchase.refund_requested_cents >= purchase.amount_cents or ctx.is_past(purchase.completed_at + TAKE_BACK):
        return False
    statement = (
        select(Cohort)
        .join(Entitlement, col(Entitlement.cohort_id) == col(Cohort.id))
        .options(only(Cohort.status, Cohort.start_date))
        .where(Entitlement.purchase_id == purchase.id)
    )
    return not any(
        one.status in BEGUN or (one.status != CohortStatus.CANCELLED and ctx.is_past(one.start_date))
        for one in ctx.session.exec(statement).all()
    )


def is_on_sale(courses: Sequence[Course]) -> bool:
    """Tell whether a bundle of these courses can be bought: there are some, and all are published."""
    return bool(courses) and all(course.status == CourseStatus.PUBLISHED for course in courses)


def single_price(courses: Sequence[Course], currency: str) -> int:
    """Return what courses cost one by one; 0 if they are not all priced in that currency."""
    is_comparable = all(course.currency == currency for course in courses)
    return sum(course.price_b2c for course in courses) if is_comparable else 0


def _plan(offer: Offer) -> PlanCard:
    return PlanCard(
        public_id=offer.public_id,
        title=offer.title,
        price_cents=offer.price_cents,
        currency=offer.currency,
        interval=offer.interval,
    )


def _bundle(offer: Offer, courses: Sequence[Course]) -> BundleCard:
    single_cents = single_price(courses, offer.currency)
    return BundleCard(
        public_id=offer.public_id,
        title=offer.title,
        price_cents=offer.price_cents,
        currency=offer.currency,
        courses=[_course(course) for course in courses],
        single_cents=single_cents,
        saved_cents=max(0, single_cents - offer.price_cents),
    )


def _ordered(course: Course, cohort: Cohort | None) -> OrderedCourse:
    return OrderedCourse(
        title=course.title,
        slug=course.slug,
        is_offered=course.status == CourseStatus.PUBLISHED,
        starts_at=cohort.start_date if cohort else None,
        ends_at=cohort.end_date if cohort else None,
    )


def _course(course: Course) -> BundledCourse:
    return BundledCourse(title=course.title, slug=course.slug, summary=course.summary, price_cents=course.price_b2c)
