"""Taxes, promotion codes, receipts, and a few orders that want an administrator."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.commerce import service as commerce
from academy.commerce.gateway import PaymentReport
from academy.commerce.models import (
    DisputeStatus,
    LocalEvent,
    OfferKind,
    PaymentMethod,
    PromotionCode,
    Purchase,
    PurchaseStatus,
    SeatAfter,
    TaxRate,
)
from academy.commerce.stripe_events import invoice_report
from academy.commerce.stripe_gateway import gateway_name, own_path
from academy.identity.models import User, UserRole
from academy.live import Context
from academy.organizations import service as organizations
from academy.organizations.models import Organization
from academy.seeds.content.companies import CEDAR, HALDEN, NORTHWIND, CompanyText
from academy.seeds.content.people import ADA
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

TAXES = (("AT", 2000), ("CH", 810), ("DE", 1900), ("FR", 2000), ("GB", 2000))
INVOICED_BEFORE = timedelta(days=5)
OVERDUE_SINCE = timedelta(days=2)
INVOICE_LASTS = timedelta(days=14)
REFUNDED_BEFORE = timedelta(days=3)
DISPUTED_BEFORE = timedelta(days=1)
SEATS_ORDERED = 10
TRANSFERRED_BEFORE = timedelta(days=10)
PART = 5_000
TOLD = 12


def plant_money(ground: Ground) -> None:
    """Set taxes and codes, number all receipts, and let something of each kind be under way."""
    ground.plant(*(TaxRate(created_at=ground.opened_at, country=code, basis_points=rate) for code, rate in TAXES))
    ground.plant(
        PromotionCode(created_at=ground.opened_at, code="SPRING-20", percent_off=20, kind=OfferKind.COURSE),
        PromotionCode(created_at=ground.opened_at, code="WELCOME", amount_off_cents=PART, most_redemptions=100),
        PromotionCode(
            created_at=ground.opened_at, code="OPENING", percent_off=30, ends_at=ground.opened_at + timedelta(days=30)
        ),
    )
    paid = select(Purchase).where(col(Purchase.completed_at).is_not(None))
    for purchase in ground.session.exec(paid.order_by(col(Purchase.completed_at), col(Purchase.id))).all():
        commerce.number_receipt(ground.ctx, purchase)
    lately = select(Purchase).where(Purchase.status == PurchaseStatus.COMPLETED, col(Purchase.amount_cents) > PART)
    disputed, refunded = ground.session.exec(
        lately.order_by(col(Purchase.completed_at).desc(), col(Purchase.id)).limit(2)
    ).all()
    report = PaymentReport(payment_intent_id=disputed.payment_intent_id, dispute=DisputeStatus.OPEN)
    commerce.receive_report(back_then(ground.ctx, ground.now - DISPUTED_BEFORE), report=report)
    _give_a_part_back(ground, refunded)
    _invoice(ground, NORTHWIND, ground.now - INVOICED_BEFORE)
    overdue = _invoice(ground, CEDAR, ground.now - OVERDUE_SINCE - INVOICE_LASTS)
    commerce.note_overdue(back_then(ground.ctx, ground.now - OVERDUE_SINCE), purchase_id=overdue)
    _invoice_paid_by_transfer(ground)
    _hear(ground)


def _give_a_part_back(ground: Ground, purchase: Purchase) -> None:
    then = ground.now - REFUNDED_BEFORE
    reason = "The second session had to be shortened."
    commerce.refund_order(
        back_then(ground.ctx, then, ground.users[ADA.email]),
        public_id=purchase.public_id,
        amount_cents=PART,
        reason=reason,
        seat=SeatAfter.KEEP,
    )
    ctx = back_then(ground.ctx, then)
    intent = purchase.payment_intent_id or ""
    commerce.refund_hosted_payment(ctx, payment_intent_id=intent, total_cents=PART)
    commerce.receive_report(ctx, report=PaymentReport(payment_intent_id=intent, refunded_cents=PART))


def _invoice(ground: Ground, text: CompanyText, then: datetime) -> int:
    """Let a company have ordered seats by invoice; returns the id of the purchase."""
    company, buyer = ground.organizations[text.domain], ground.users[text.contact.email]
    course = ground.courses[text.seats[0][0]]
    placed = commerce.order_company_seats(
        back_then(ground.ctx, then, buyer),
        organization_id=company.id,
        course_id=course.id,
        quantity=SEATS_ORDERED,
        by=PaymentMethod.INVOICE,
    )
    return _write(back_then(ground.ctx, then), company, placed.public_id)


def _invoice_paid_by_transfer(ground: Ground) -> None:
    """Let a company have paid for seats by bank transfer, as an administrator noted."""
    then = ground.now - TRANSFERRED_BEFORE
    purchase = ground.session.get_one(Purchase, _invoice(ground, HALDEN, then - TRANSFERRED_BEFORE))
    admin = ground.session.exec(select(User).where(User.role == UserRole.PLATFORM_ADMIN).order_by(col(User.id))).first()
    words = f"{then:%-d %B}, {HALDEN.name.upper()} 1042"
    commerce.mark_paid_outside(back_then(ground.ctx, then, admin), public_id=purchase.public_id, words=words)
    ctx = back_then(ground.ctx, then)
    paid = _ask(ctx, f"/v1/invoices/{purchase.invoice_id}/pay", paid_out_of_band="true")
    commerce.receive_report(ctx, report=invoice_report(paid) or PaymentReport())
    commerce.number_receipt(ctx, purchase)
    organizations.add_seats(
        ctx,
        organization_id=purchase.organization_id or 0,
        course_id=ground.courses[HALDEN.seats[0][0]].id,
        quantity=purchase.quantity,
        purchase_public_id=purchase.public_id,
    )


def _hear(ground: Ground) -> None:
    """Let the ledger hold what the gateway told last, and a letter from somebody else."""
    last = select(LocalEvent).order_by(col(LocalEvent.created_at).desc(), col(LocalEvent.id).desc()).limit(TOLD)
    for event in reversed(ground.session.exec(last).all()):
        ctx = back_then(ground.ctx, event.created_at)
        commerce.receive_event(ctx, provider=gateway_name(), body=event.body, is_signature_valid=True)
    ctx = back_then(ground.ctx, ground.now - DISPUTED_BEFORE)
    body = json.dumps({"id": "evt_1", "type": "checkout.session.completed"})
    commerce.receive_event(ctx, provider=gateway_name(), body=body, is_signature_valid=False)


def _write(ctx: Context, company: Organization, public_id: str) -> int:
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id)).one()
    ticket = commerce.invoice_to_write(ctx, purchase_id=purchase.id)
    if ticket is None:
        raise ValueError("what was just ordered has no invoice yet")
    asked = ticket.request
    customer = _ask(ctx, "/v1/customers", name=company.name, email=company.contact_email)
    commerce.record_customer(ctx, organization_id=company.id, customer_id=customer["id"])
    about = {"customer": customer["id"], "currency": asked.currency}
    invoice = _ask(
        ctx,
        "/v1/invoices",
        days_until_due=str(asked.days_until_due),
        collection_method="send_invoice",
        **about,
        **{"metadata[reference]": public_id},
    )
    item = {"invoice": invoice["id"], "amount": str(asked.amount_cents), "description": asked.description}
    _ask(ctx, "/v1/invoiceitems", **about, **item)
    final = _ask(ctx, f"/v1/invoices/{invoice['id']}/finalize")
    commerce.record_invoice(
        ctx,
        reference=public_id,
        invoice_id=final["id"],
        url=own_path(final["hosted_invoice_url"]),
        gateway=gateway_name(),
    )
    return purchase.id


def _ask(ctx: Context, path: str, **params: str) -> dict[str, Any]:
    answered = commerce.post_to_gateway(ctx, path=path, params=params)
    thing: dict[str, Any] = json.loads(answered.body)
    return thing
