"""What the embedded gateway answers and tells, in the provider's own shapes."""

from datetime import datetime
from typing import Any

from academy.commerce.models import LocalCheckout, LocalCheckoutStatus
from academy.core.settings import settings
from academy.routes import PAY

Thing = dict[str, Any]

GOOD_CARD, BAD_CARD = "4242", "0002"
ONCE_GOOD_CARD = "0341"
"""The card that is taken when a subscription begins, and refused whenever it is to renew."""

SESSION_STATUS = {
    LocalCheckoutStatus.OPEN: "open",
    LocalCheckoutStatus.PAID: "complete",
    LocalCheckoutStatus.DECLINED: "complete",
    LocalCheckoutStatus.EXPIRED: "expired",
}
INVOICE_STATUS = {
    LocalCheckoutStatus.OPEN: "open",
    LocalCheckoutStatus.PAID: "paid",
    LocalCheckoutStatus.DECLINED: "open",
    LocalCheckoutStatus.EXPIRED: "void",
}


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def page_of(checkout: LocalCheckout) -> str:
    """The address where a checkout is paid."""
    return settings().base_url + PAY.url(public_id=checkout.public_id)


def session_of(checkout: LocalCheckout, *, is_expanded: bool = False) -> Thing:
    """A checkout session; expanded it carries its payment intent with the charge."""
    is_open = checkout.status == LocalCheckoutStatus.OPEN
    intent: Any = checkout.payment_intent_id
    plan = checkout.plan or {}
    if is_expanded and intent is not None:
        intent = intent_of(checkout)
    return {
        "id": checkout.public_id,
        "object": "checkout.session",
        "mode": "payment" if checkout.plan is None else "subscription",
        "client_reference_id": checkout.reference,
        "status": SESSION_STATUS[checkout.status],
        "payment_status": "paid" if checkout.status == LocalCheckoutStatus.PAID else "unpaid",
        "payment_intent": intent,
        "subscription": plan.get("subscription"),
        "invoice": plan.get("invoice"),
        "amount_total": checkout.amount_cents,
        "currency": checkout.currency,
        "customer_email": checkout.customer_email,
        "created": seconds(checkout.created_at),
        "expires_at": seconds(checkout.expires_at),
        "success_url": checkout.return_url,
        "cancel_url": checkout.cancel_url,
        "url": page_of(checkout) if is_open else None,
        "livemode": False,
    }


def intent_of(checkout: LocalCheckout) -> Thing:
    """The payment intent of a checkout that was paid, or tried to be."""
    is_paid = checkout.status == LocalCheckoutStatus.PAID
    return {
        "id": checkout.payment_intent_id,
        "object": "payment_intent",
        "status": "succeeded" if is_paid else "requires_payment_method",
        "amount": checkout.amount_cents,
        "currency": checkout.currency,
        "metadata": {"reference": checkout.reference},
        "latest_charge": charge_of(checkout) if is_paid else None,
    }


def charge_of(checkout: LocalCheckout) -> Thing:
    """The charge, with what of it went back."""
    return {
        "id": f"ch_{checkout.payment_intent_id}",
        "object": "charge",
        "payment_intent": checkout.payment_intent_id,
        "amount": checkout.amount_cents,
        "amount_refunded": checkout.refunded_cents,
        "refunded": checkout.refunded_cents == checkout.amount_cents,
        "currency": checkout.currency,
        "metadata": {"reference": checkout.reference} if checkout.invoice_id is None else {},
    }


def invoice_of(draft: Thing, checkout: LocalCheckout | None) -> Thing:
    """An invoice: what was drafted, and once it is final where its payment stands."""
    if checkout is None:
        return draft
    is_paid = checkout.status == LocalCheckoutStatus.PAID
    paid = {"type": "payment_intent", "payment_intent": checkout.payment_intent_id}
    is_here = is_paid and checkout.payment_intent_id is not None
    payments = [{"object": "invoice_payment", "status": "paid", "payment": paid}] if is_here else []
    return draft | {
        "status": INVOICE_STATUS[checkout.status],
        "amount_paid": checkout.amount_cents if is_paid else 0,
        "amount_remaining": 0 if is_paid else checkout.amount_cents,
        "hosted_invoice_url": page_of(checkout),
        "payments": list_of(payments, "/v1/invoice_payments"),
    }


def list_of(things: list[Thing], path: str) -> Thing:
    return {"object": "list", "data": things, "has_more": False, "url": path}


def event_of(event_id: str, kind: str, thing: Thing, at: datetime) -> Thing:
    """An event that tells of a thing as it is now."""
    return {
        "id": event_id,
        "object": "event",
        "api_version": None,
        "created": seconds(at),
        "type": kind,
        "livemode": False,
        "data": {"object": thing},
    }
