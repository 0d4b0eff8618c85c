"""What is on offer. The offers of a course follow the course: this file is the only one that writes them."""

from sqlmodel import select

from academy.catalog.models import Course, CourseStatus
from academy.commerce.models import Offer, OfferKind
from academy.live import Context

OF_COURSES = (OfferKind.COURSE, OfferKind.COMPANY_SEAT)


def keep_offers(ctx: Context, *, course_id: int) -> dict[OfferKind, Offer]:
    """Make the offers of a course what the course says: its title, its prices, and whether it is published."""
    course = ctx.session.get_one(Course, course_id)
    found = {offer.kind: offer for offer in ctx.session.exec(select(Offer).where(Offer.course_id == course_id)).all()}
    prices = {OfferKind.COURSE: course.price_b2c, OfferKind.COMPANY_SEAT: course.price_b2b}
    for kind, price in prices.items():
        offer = found.setdefault(kind, Offer(kind=kind, course_id=course_id, title="", price_cents=0))
        values = {
            "title": course.title if kind == OfferKind.COURSE else f"{course.title}: seat for a company",
            "price_cents": price,
            "currency": course.currency,
            "is_active": course.status == CourseStatus.PUBLISHED,
        }
        if (offer.price_cents, offer.currency) != (price, course.currency):
            values["provider_price_id"] = None
        for field, value in values.items():
            if getattr(offer, field) != value:
                setattr(offer, field, value)
        ctx.session.add(offer)
    ctx.session.flush()
    return found


def offer_of(ctx: Context, *, course_id: int, kind: OfferKind = OfferKind.COURSE) -> Offer:
    """Return an offer of a course, made if the course is older than its offers."""
    statement = select(Offer).where(Offer.course_id == course_id, Offer.kind == kind)
    return ctx.session.exec(statement).first() or keep_offers(ctx, course_id=course_id)[kind]
