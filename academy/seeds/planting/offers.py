"""A bundle and plans on offer, and somebody who has bought the bundle and used a part of it."""

from datetime import timedelta

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.commerce import service as commerce
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import OfferKind
from academy.commerce.offer_schemas import OfferFields
from academy.commerce.stripe_gateway import gateway_name
from academy.enrollment import service as enrollments
from academy.live import Context
from academy.seeds.content.people import ADA, INDIVIDUALS
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

BUYER = INDIVIDUALS[7]
BUNDLED = ("ai-strategy-for-leaders", "change-management-for-ai", "ai-governance-and-ethics")
BUNDLE_PRICE = 2_490_00
BOUGHT_BEFORE = timedelta(days=12)
TAKEN_AFTER = timedelta(hours=1)
USED = BUNDLED[2]


def plant_offers(ground: Ground) -> None:
    """Put a bundle on sale, and let somebody buy it and take a seat in one of its courses."""
    courses = [ground.courses[slug].id for slug in BUNDLED]
    fields = OfferFields(kind=OfferKind.PATH, title="Leading with AI", price_cents=BUNDLE_PRICE, course_ids=courses)
    public_id = commerce.create_offer(back_then(ground.ctx, ground.opened_at, ground.users[ADA.email]), fields=fields)
    buyer, moment = ground.users[BUYER.email], ground.now - BOUGHT_BEFORE
    order = commerce.buy_offer(back_then(ground.ctx, moment, buyer), public_id=public_id)
    _pay(back_then(ground.ctx, moment, buyer), back_then(ground.ctx, moment), order)
    cohorts = select(Cohort.id).where(Cohort.course_id == ground.courses[USED].id, Cohort.status == CohortStatus.OPEN)
    cohort_id = ground.session.exec(cohorts.order_by(col(Cohort.start_date))).first()
    enrollments.reserve_seat(back_then(ground.ctx, moment + TAKEN_AFTER, buyer), cohort_id=cohort_id or 0)


def _pay(buyer: Context, ctx: Context, order: str) -> None:
    """Pay at the embedded gateway."""
    ticket = commerce.begin_order_payment(buyer, public_id=order, gateway=gateway_name())
    opened = commerce.open_hosted_checkout(ctx, request=ticket.request)
    paid = commerce.pay_hosted_checkout(ctx, public_id=opened.public_id)
    report = PaymentReport(
        reference=paid.reference,
        payment=Payment.PAID,
        session_id=paid.public_id,
        payment_intent_id=paid.payment_intent_id,
    )
    commerce.receive_report(ctx, report=report)
