"""What is on offer, as administrators look at it; bundles and plans they make and change themselves."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.catalog.models import Course, CourseStatus
from academy.commerce.models import Interval, Offer, OfferCourse, OfferKind
from academy.commerce.offer_schemas import OfferEditor, OfferFields, OfferRow
from academy.commerce.service.bundles import courses_in, is_on_sale, single_price
from academy.core import audit
from academy.core.errors import Invalid, NotFound
from academy.core.fields import EditableRecord
from academy.core.loading import only
from academy.core.money import amount
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, mutation, query

MOST_COURSES = 6
OWN_KINDS = frozenset({OfferKind.PATH, OfferKind.SUBSCRIPTION})
"""The kinds that follow no course and are edited by hand."""

opens(Place.ADMIN, PlacePage(label="Offers", url=routes.ADMIN_OFFERS.url()))(is_admin)


@query(policy=platform_admin)
def offer_list(ctx: Context) -> list[OfferRow]:
    """All that is on offer, what can be bought first, and of that first what follows no course."""
    follows = col(Offer.course_id).is_not(None)
    order = col(Offer.is_active).desc(), follows, col(Offer.title), col(Offer.kind), col(Offer.id)
    statement = select(Offer).order_by(*order)
    offers = ctx.session.exec(statement).all()
    courses = courses_in(ctx, [offer.id for offer in offers if offer.kind == OfferKind.PATH])
    return [_row(offer, courses.get(offer.id, [])) for offer in offers]


@query(policy=platform_admin)
def offer_editor(ctx: Context, *, offer: str = "", kind: OfferKind | None = None) -> OfferEditor | None:
    """Return a bundle or a plan as its form shows it, an empty form for a new one of a kind, nothing otherwise."""
    if not offer and kind in OWN_KINDS:
        return OfferEditor(kind=kind, courses=[""] * MOST_COURSES, choices=course_choices(ctx))
    found = ctx.session.exec(select(Offer).where(Offer.public_id == offer)).first()
    if found is None or found.kind not in OWN_KINDS:
        return None
    courses = [str(course.id) for course in courses_in(ctx, [found.id]).get(found.id, [])]
    return OfferEditor(
        public_id=found.public_id,
        kind=found.kind,
        title=found.title,
        price=typed_amount(found.price_cents),
        currency=found.currency,
        interval=found.interval.value if found.interval else Interval.MONTH.value,
        courses=[*courses, *[""] * (MOST_COURSES - len(courses))],
        choices=course_choices(ctx),
    )


@mutation(policy=platform_admin)
def create_offer(ctx: Context, *, fields: OfferFields) -> str:
    """Put a bundle or a plan on sale; return its public id.

    Raises:
        Invalid: A field is missing or wrong.
    """
    _check(ctx, fields)
    offer = Offer(kind=fields.kind, title="", price_cents=0)
    _write(ctx, offer, fields)
    price = amount(fields.price_cents, fields.currency)
    note(ctx, offer, "offer_created", f"Put “{offer.title}” on sale for {price}.")
    return offer.public_id


@mutation(policy=platform_admin)
def edit_offer(ctx: Context, *, public_id: str, fields: OfferFields) -> None:
    """Change a bundle or a plan for whoever orders it from now on; what was asked for stays as it was.

    Raises:
        Invalid: A field is missing or wrong.
    """
    offer = _locked(ctx, public_id)
    if offer.kind != fields.kind:
        raise Invalid("A bundle stays a bundle, and a plan a plan. Make a new one instead.", field="form")
    if offer.kind == OfferKind.SUBSCRIPTION and offer.interval != fields.interval:
        raise Invalid("How often a plan is paid stays as it is. Make a new plan instead.", field="interval")
    _check(ctx, fields)
    before = _said(ctx, offer)
    _write(ctx, offer, fields)
    after = _said(ctx, offer)
    changes: dict[str, audit.Change] = {
        name: (before[name], after[name]) for name in after if before[name] != after[name]
    }
    if changes:
        note(ctx, offer, "offer_edited", f"Changed the offer “{offer.title}”.", changes)


@mutation(policy=platform_admin)
def switch_offer(ctx: Context, *, public_id: str, is_active: bool) -> None:
    """Put a bundle or a plan on sale or take it off; what was bought stays as it was."""
    offer = _locked(ctx, public_id)
    if offer.is_active != is_active:
        offer.is_active = is_active
        words = f"Put “{offer.title}” on sale again." if is_active else f"Took “{offer.title}” off sale."
        note(ctx, offer, "offer_switched", words)


def course_choices(ctx: Context) -> list[tuple[str, str]]:
    """Return the published courses that cost something, to choose from: ids as text, with titles and prices."""
    statement = (
        select(Course)
        .options(only(Course.title, Course.price_b2c, Course.currency))
        .where(Course.status == CourseStatus.PUBLISHED, col(Course.price_b2c) > 0)
        .order_by(Course.title)
    )
    return [
        (str(course.id), f"{course.title} — {amount(course.price_b2c, course.currency)}")
        for course in ctx.session.exec(statement).all()
    ]


def typed_amount(cents: int) -> str:
    """Write an amount as one types it."""
    return f"{cents / 100:.2f}"


def note(
    ctx: Context, subject: EditableRecord, action: str, summary: str, changes: dict[str, audit.Change] | None = None
) -> None:
    """Put on record what an administrator did to what is on offer."""
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"commerce.{action}",
        subject=subject,
        summary=summary,
        changes=changes,
    )


def _locked(ctx: Context, public_id: str) -> Offer:
    offer = ctx.session.exec(select(Offer).where(Offer.public_id == public_id).with_for_update()).first()
    if offer is None or offer.kind not in OWN_KINDS:
        raise NotFound("There is no such bundle or plan.")
    return offer


def _row(offer: Offer, courses: Sequence[Course]) -> OfferRow:
    single_cents = single_price(courses, offer.currency) if courses else 0
    return OfferRow(
        public_id=offer.public_id,
        kind=offer.kind,
        title=offer.title,
        price_cents=offer.price_cents,
        currency=offer.currency,
        interval=offer.interval,
        is_active=offer.is_active,
        course_id=offer.course_id,
        courses=", ".join(course.title for course in courses),
        single_cents=single_cents,
        is_editable=offer.kind in OWN_KINDS,
        is_incomplete=offer.kind == OfferKind.PATH and not is_on_sale(courses),
    )


def _check(ctx: Context, fields: OfferFields) -> None:
    if not fields.title.strip():
        raise Invalid("Give it a name: buyers see it, and receipts say it.", field="title")
    if fields.price_cents <= 0:
        raise Invalid("Type a price of more than nothing.", field="price")
    if fields.kind == OfferKind.SUBSCRIPTION and fields.interval is None:
        raise Invalid("Say how often it is paid: each month, or each year.", field="interval")
    if fields.kind == OfferKind.PATH:
        _check_courses(ctx, fields)


def _check_courses(ctx: Context, fields: OfferFields) -> None:
    ids = fields.course_ids
    if len(ids) < 2 or len(ids) > MOST_COURSES:
        raise Invalid(f"Choose between 2 and {MOST_COURSES} courses.", field="courses")
    if len(set(ids)) < len(ids):
        raise Invalid("A course is in it twice. Choose another, or leave that place empty.", field="courses")
    courses = ctx.session.exec(select(Course).where(col(Course.id).in_(ids))).all()
    if len(courses) < len(ids) or not is_on_sale(courses) or not all(course.price_b2c for course in courses):
        raise Invalid("Choose courses that are published and cost something.", field="courses")
    single_cents = single_price(courses, fields.currency)
    if single_cents and fields.price_cents >= single_cents:
        single = amount(single_cents, fields.currency)
        raise Invalid(f"One by one these courses cost {single}. Let the bundle cost less.", field="price")


def _write(ctx: Context, offer: Offer, fields: OfferFields) -> None:
    if (offer.price_cents, offer.currency, offer.interval) != (fields.price_cents, fields.currency, fields.interval):
        offer.provider_price_id = None
    offer.title, offer.price_cents, offer.currency = fields.title.strip(), fields.price_cents, fields.currency
    offer.interval = fields.interval if fields.kind == OfferKind.SUBSCRIPTION else None
    ctx.session.add(offer)
    ctx.session.flush()
    if fields.kind != OfferKind.PATH:
        return
    if [course.id for course in courses_in(ctx, [offer.id]).get(offer.id, [])] != fields.course_ids:
        ctx.session.exec(sa.delete(OfferCourse).where(col(OfferCourse.offer_id) == offer.id))
        ctx.session.add_all(
            OfferCourse(offer_id=offer.id, course_id=course_id, position=at)
            for at, course_id in enumerate(fields.course_ids)
        )
        ctx.session.flush()


def _said(ctx: Context, offer: Offer) -> dict[str, str]:
    """Say what an offer is, for the record."""
    said = {"title": offer.title, "price": amount(offer.price_cents, offer.currency), "interval": offer.interval or ""}
    courses = courses_in(ctx, [offer.id]).get(offer.id, [])
    return {**said, "courses": ", ".join(course.title for course in courses)}
