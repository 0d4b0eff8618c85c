"""What is on offer, bought, paid and given back."""

from datetime import timedelta

from academy.commerce.models import (
    Entitlement,
    EventOutcome,
    InboundEvent,
    Interval,
    LocalCheckout,
    LocalCheckoutStatus,
    LocalEvent,
    LocalObject,
    Offer,
    OfferCourse,
    OfferKind,
    PaymentMethod,
    PromotionCode,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    Subscription,
    TaxRate,
    Wish,
)
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def money(ctx: Context, town: Town) -> Rows:
    basics = town["basics"]
    yield (
        "offer of basics",
        Offer(kind=OfferKind.COURSE, title=basics.title, course_id=basics.id, price_cents=basics.price_b2c),
    )
    for name, status, refunded in (
        ("ada in april", PurchaseStatus.COMPLETED, 0),
        ("ada in now", PurchaseStatus.PARTIALLY_REFUNDED, 100_00),
        ("ben in april", PurchaseStatus.PENDING, 0),
        ("ben in may", PurchaseStatus.FAILED, 0),
        ("cleo in april", PurchaseStatus.REFUNDED, 349_00),
    ):
        yield (
            f"purchase of {name}",
            Purchase(
                user_id=town[name].user_id,
                enrollment_id=town[name].id,
                offer_id=town["offer of basics"].id,
                subtotal_cents=349_00,
                amount_cents=349_00,
                refund_requested_cents=refunded,
                refunded_cents=refunded,
                status=status,
                gateway="local",
                gateway_session_id=f"cs {name}",
                payment_intent_id=f"pi {name}",
                receipt_number=1001 if name == "ada in april" else None,
                completed_at=ctx.now if status not in {PurchaseStatus.PENDING, PurchaseStatus.FAILED} else None,
                expires_at=town[name].hold_expires_at,
            ),
        )
    yield (
        "order of meridian",
        Purchase(
            user_id=town["max"].id,
            organization_id=town["meridian"].id,
            offer_id=town["offer of basics"].id,
            quantity=5,
            subtotal_cents=5 * 299_00,
            amount_cents=5 * 299_00,
            method=PaymentMethod.INVOICE,
            gateway="local",
            due_at=ctx.now + timedelta(days=14),
        ),
    )
    yield from _bundle(ctx, town)
    yield from _ending_plan(ctx, town)
    part = {"purchase_id": town["purchase of ada in now"].id, "amount_cents": 100_00, "status": RefundStatus.SUCCEEDED}
    yield (
        "inbound event",
        InboundEvent(
            provider="local",
            provider_event_id="evt_0",
            kind="checkout.session.completed",
            body="{}",
            is_signature_valid=True,
            received_at=ctx.now,
            outcome=EventOutcome.FAILED,
            error="RuntimeError: x",
            purchase_id=town["purchase of ada in now"].id,
        ),
    )
    yield "refund of ada in now", Refund(reason="A day fell out.", **part)
    yield (
        "refund at the gateway",
        LocalObject(object_id="re_1", kind="refund", owner="pi ada in now", body={"id": "re_1"}),
    )
    yield "code", PromotionCode(code="SPRING", percent_off=20, ends_at=ctx.now + timedelta(hours=7))
    yield "tax", TaxRate(country="DE", basis_points=1900)
    yield "event at the gateway", LocalEvent(event_id="evt_1", kind="x", body="{}")
    for status in LocalCheckoutStatus:
        yield (
            f"checkout {status}",
            LocalCheckout(
                reference=f"checkout {status}",
                description="A seat",
                customer_email="ben@town.example",
                amount_cents=349_00,
                currency="usd",
                status=status,
                return_url="/",
                cancel_url="/",
                expires_at=ctx.now + timedelta(minutes=23),
            ),
        )


def _bundle(ctx: Context, town: Town) -> Rows:
    """Ada has bought one and used half of it, and Cleo has a plan for as long as half a lesson."""
    yield "bundle", Offer(kind=OfferKind.PATH, title="Both", price_cents=500_00)
    courses = [town["basics"].id, town["strategy"].id]
    for position, course_id in enumerate(courses):
        bundled = OfferCourse(offer_id=town["bundle"].id, course_id=course_id, position=position)
        yield f"bundled {position}", bundled
    price = {"subtotal_cents": 500_00, "amount_cents": 500_00}
    yield (
        "purchase of the bundle",
        Purchase(
            user_id=town["ada"].id,
            offer_id=town["bundle"].id,
            course_ids=courses,
            status=PurchaseStatus.COMPLETED,
            gateway="local",
            completed_at=ctx.now - timedelta(days=13, hours=20),
            **price,
        ),
    )
    bought = {"user_id": town["ada"].id, "kind": OfferKind.PATH, "purchase_id": town["purchase of the bundle"].id}
    for name, course_id, cohort_id in (("basics", courses[0], None), ("strategy", courses[1], town["past"].id)):
        yield f"entitlement to {name}", Entitlement(course_id=course_id, cohort_id=cohort_id, **bought)
    town["ada in past"].entitlement_id = town["entitlement to strategy"].id
    until = ctx.now + timedelta(minutes=24)
    monthly = Offer(kind=OfferKind.SUBSCRIPTION, title="All", price_cents=99_00, interval=Interval.MONTH)
    yield "monthly", monthly
    yield (
        "subscription of cleo",
        Subscription(
            user_id=town["cleo"].id,
            offer_id=monthly.id,
            gateway="local",
            provider_subscription_id="sub_1",
            interval=Interval.MONTH,
            subtotal_cents=99_00,
            amount_cents=99_00,
            period_start=until - timedelta(days=30),
            period_end=until,
            heard_at=ctx.now,
        ),
    )
    plan = {"user_id": town["cleo"].id, "subscription_id": town["subscription of cleo"].id}
    yield "plan of cleo", Entitlement(kind=OfferKind.SUBSCRIPTION, until=until, **plan)


def _ending_plan(ctx: Context, town: Town) -> Rows:
    """Mo lets a plan end, and the gateway does not know it yet."""
    owned = {"user_id": town["mo"].id, "offer_id": town["monthly"].id, "gateway": "local"}
    price = {"subtotal_cents": 99_00, "amount_cents": 99_00}
    period = {"period_start": ctx.now - timedelta(days=29), "period_end": ctx.now + timedelta(days=1)}
    wish = {"wish": Wish.END_WITH_PERIOD, "wish_number": 1}
    told = {"provider_subscription_id": "sub mo", "interval": Interval.MONTH, "heard_at": ctx.now}
    yield "plan of mo", Subscription(**owned, **price, **period, **wish, **told)
    paid = {"status": PurchaseStatus.COMPLETED, "completed_at": ctx.now, "subscription_id": town["plan of mo"].id}
    yield "purchase of mo's plan", Purchase(**owned, **price, **period, **paid, invoice_id="in mo")
