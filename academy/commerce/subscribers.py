"""Work that commerce's own events set off after the commit."""

from academy.catalog.events import CourseChanged
from academy.commerce import jobs, service
from academy.commerce.events import (
    CheckoutAbandoned,
    HostedEventWritten,
    InvoiceAbandoned,
    InvoiceOrdered,
    OrderQuestioned,
    PaymentSucceeded,
    RefundRequested,
)
from academy.commerce.models import Offer, OfferKind, Purchase
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
        service.forgive(ctx, purchase)
    if purchase.amount_cents:
        ctx.jobs.run_at(ctx.now, service.issue_receipt, purchase_id=purchase.id)
