"""Work that commerce's own events set off after the commit."""

from academy.catalog.events import CourseChanged
from academy.commerce import jobs, service
from academy.commerce.events import (
    CheckoutAbandoned,
    HostedEventWritten,
    InvoiceAbandoned,
    InvoiceOrdered,
    InvoicePaidOutside,
    InvoiceSettled,
    OrderQuestioned,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
    RefundRequested,
    SeatGivenUp,
    SubscriptionQuestioned,
)
from academy.commerce.models import Offer, OfferKind, PaymentMethod, Purchase
from academy.live import Context, subscribe
from academy.organizations import service as organizations


@subscribe(CourseChanged)
def follow_the_course(ctx: Context, fact: CourseChanged) -> None:
    """Let what is on offer be what the course says."""
    service.keep_offers(ctx, course_id=fact.course_id)


@subscribe(RefundRequested)
def refund(ctx: Context, fact: RefundRequested) -> None:
    """Have the money given back."""
    ctx.jobs.run_at(ctx.now, jobs.refund_purchase, purchase_id=fact.purchase_id)


@subscribe(CheckoutAbandoned)
def close(ctx: Context, fact: CheckoutAbandoned) -> None:
    """Have the checkout closed."""
    ctx.jobs.run_at(ctx.now, jobs.close_checkout, session_id=fact.session_id)


@subscribe(HostedEventWritten)
def tell(ctx: Context, fact: HostedEventWritten) -> None:
    """Have the merchant told."""
    ctx.jobs.run_at(ctx.now, jobs.tell_merchant, event_id=fact.event_id)


@subscribe(InvoiceOrdered)
def bill(ctx: Context, fact: InvoiceOrdered) -> None:
    """Have the invoice written."""
    ctx.jobs.run_at(ctx.now, jobs.write_invoice, purchase_id=fact.purchase_id)


@subscribe(InvoiceAbandoned)
def withdraw(ctx: Context, fact: InvoiceAbandoned) -> None:
    """Have the invoice withdrawn."""
    ctx.jobs.run_at(ctx.now, jobs.withdraw_invoice, invoice_id=fact.invoice_id)


@subscribe(InvoicePaidOutside)
def settle(ctx: Context, fact: InvoicePaidOutside) -> None:
    """Have the gateway told."""
    ctx.jobs.run_at(ctx.now, jobs.settle_invoice, invoice_id=fact.invoice_id)


@subscribe(PaymentFailed)
def go_on(ctx: Context, fact: PaymentFailed) -> None:
    """Let a company try another card."""
    purchase = ctx.session.get_one(Purchase, fact.purchase_id)
    if purchase.enrollment_id is None and purchase.method == PaymentMethod.CARD:
        service.order_again(ctx, purchase)


@subscribe(InvoiceSettled)
def forgive(ctx: Context, fact: InvoiceSettled) -> None:
    """Let a company go on that was suspended over it."""
    service.forgive(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(PaymentRefunded)
def take_seats_back(ctx: Context, fact: PaymentRefunded) -> None:
    """Take a company's seats back when all it paid for them went back, unless somebody decided that it keeps them."""
    purchase = ctx.session.get_one(Purchase, fact.purchase_id)
    if fact.is_full and purchase.organization_id is not None and not service.keeps_seat(ctx, purchase):
        left = purchase.quantity - service.seats_taken_back(ctx, purchase)
        organizations.withdraw_seats(ctx, purchase_public_id=purchase.public_id, quantity=left)


@subscribe(SubscriptionQuestioned)
def follow(ctx: Context, fact: SubscriptionQuestioned) -> None:
    """Have the gateway asked about a subscription."""
    ctx.jobs.run_at(ctx.now, jobs.follow_subscription, provider_id=fact.provider_subscription_id)


@subscribe(SeatGivenUp)
def end_period(ctx: Context, fact: SeatGivenUp) -> None:
    """End the period of a subscription that is given up."""
    service.give_up_period(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(PaymentRefunded)
def end_refunded_period(ctx: Context, fact: PaymentRefunded) -> None:
    """End the period of a subscription whose money went back whole, unless somebody decided that it is kept."""
    purchase = ctx.session.get_one(Purchase, fact.purchase_id)
    if fact.is_full and not service.keeps_seat(ctx, purchase):
        service.give_up_period(ctx, purchase)


@subscribe(OrderQuestioned)
def ask(ctx: Context, fact: OrderQuestioned) -> None:
    """Have the gateway asked."""
    ctx.jobs.run_at(ctx.now, jobs.ask_about, purchase_id=fact.purchase_id)


@subscribe(PaymentSucceeded)
def hand_over(ctx: Context, fact: PaymentSucceeded) -> None:
    """Give a company its seats, and have the receipt written."""
    purchase = ctx.session.get_one(Purchase, fact.purchase_id)
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    if purchase.organization_id is not None and offer.kind == OfferKind.COMPANY_SEAT and offer.course_id is not None:
        organizations.add_seats(
            ctx,
            organization_id=purchase.organization_id,
            course_id=offer.course_id,
            quantity=purchase.quantity,
            purchase_public_id=purchase.public_id,
        )
    if offer.kind == OfferKind.PATH:
        service.settle_bundle(ctx, purchase)
    if purchase.invoice_id is not None and purchase.payment_intent_id is None:
        ctx.jobs.run_at(ctx.now, jobs.ask_about, purchase_id=purchase.id)
    if purchase.amount_cents:
        ctx.jobs.run_at(ctx.now, service.issue_receipt, purchase_id=purchase.id)
