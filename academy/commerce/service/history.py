"""One order with all that happened to it."""

from datetime import datetime

from sqlmodel import col, select

from academy.commerce.models import (
    InboundEvent,
    PaymentMethod,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
)
from academy.commerce.schemas import OrderDetail, TimelineEntry
from academy.commerce.service.desk import is_open_invoice, order_row
from academy.commerce.service.orders import price_of
from academy.commerce.service.refunds import PAID, refunds_of, to_transfer
from academy.core.audit import AuditEntry
from academy.core.money import amount
from academy.identity.models import User
from academy.identity.policy import platform_admin
from academy.live import Context, query

REFUND_WORDS = {
    RefundStatus.REQUESTED: "on its way back",
    RefundStatus.SUCCEEDED: "given back",
    RefundStatus.FAILED: "could not be given back",
}


@query(policy=platform_admin)
def order_detail(ctx: Context, *, public_id: str = "") -> OrderDetail | None:
    """Everything about an order; nothing if there is none."""
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id)).first()
    if purchase is None:
        return None
    refunds = refunds_of(ctx, purchase)
    left = purchase.amount_cents - purchase.refund_requested_cents if purchase.status in PAID else 0
    is_company = purchase.organization_id is not None
    return OrderDetail(
        **order_row(ctx, purchase).model_dump(),
        price=price_of(ctx, purchase),
        quantity=purchase.quantity,
        left_cents=left,
        left=f"{left / 100:.2f}",
        is_company=is_company,
        gateway=purchase.gateway,
        payment_intent_id=purchase.payment_intent_id or "",
        due_at=purchase.due_at,
        timeline=sorted(_timeline(ctx, purchase, refunds), key=lambda entry: entry.at),
        can_refund=left > 0,
        is_paid_outside=purchase.is_paid_outside,
        can_mark_paid=is_open_invoice(purchase),
        transfer_cents=sum(refund.amount_cents for refund in to_transfer(refunds, purchase)),
        can_retry=any(refund.status == RefundStatus.FAILED for refund in refunds) and not purchase.is_paid_outside,
        can_ask=purchase.gateway_session_id is not None or purchase.invoice_id is not None,
        can_withdraw=is_company and purchase.status == PurchaseStatus.PENDING,
    )


def _timeline(ctx: Context, purchase: Purchase, refunds: list[Refund]) -> list[TimelineEntry]:
    by_invoice = purchase.method == PaymentMethod.INVOICE
    moments: list[tuple[datetime | None, str]] = [
        (purchase.created_at, "Ordered"),
        (purchase.begun_at, "Invoice asked for" if by_invoice else "Went to pay"),
        (purchase.overdue_at, "Overdue"),
        (purchase.completed_at, "Paid by bank transfer" if purchase.is_paid_outside else "Paid"),
        (purchase.disputed_at, f"Disputed: {purchase.dispute or ''}"),
    ]
    entries = [TimelineEntry(at=at, words=words) for at, words in moments if at is not None]
    entries += [_refund_entry(ctx, refund, purchase.currency) for refund in refunds]
    events = select(InboundEvent).where(InboundEvent.purchase_id == purchase.id)
    for event in ctx.session.exec(events.order_by(col(InboundEvent.id))).all():
        words = f"The provider told: {event.kind}"
        entries.append(TimelineEntry(at=event.received_at, words=words, detail=event.outcome or ""))
    acts = select(AuditEntry, User.name).outerjoin(User, col(User.id) == AuditEntry.actor_id)
    acts = acts.where(AuditEntry.subject_table == Purchase.__tablename__, AuditEntry.subject_id == purchase.id)
    for act, name in ctx.session.exec(acts.order_by(col(AuditEntry.id))).all():
        entries.append(TimelineEntry(at=act.created_at, words=act.summary, detail=name or "The academy"))
    return entries


def _refund_entry(ctx: Context, refund: Refund, currency: str) -> TimelineEntry:
    who = ctx.session.get(User, refund.requested_by_id) if refund.requested_by_id else None
    words = f"{amount(refund.amount_cents, currency)} {REFUND_WORDS[refund.status]}"
    parts = [refund.reason, who.name if who else "", refund.problem]
    return TimelineEntry(at=refund.updated_at, words=words, detail=" · ".join(part for part in parts if part))
