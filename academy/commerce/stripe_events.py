"""How the provider's events are signed and read."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from academy.commerce.gateway import Payment, PaymentReport, ProviderEvent, RefundArrival, RefundBooks, RefundFailure
from academy.commerce.models import DisputeStatus
from academy.commerce.stripe_plans import intent_of, subscription_news, subscription_of
from academy.core.errors import Invalid

SIGNATURE_HEADER = "Stripe-Signature"
TOLERANCE = timedelta(seconds=300)
DISPUTES = {"won": DisputeStatus.WON, "warning_closed": DisputeStatus.WON, "lost": DisputeStatus.LOST}
PAYMENTS = frozenset({"payment_intent", "charge"})
NO_REFUND = frozenset({"failed", "canceled"})

Thing = dict[str, Any]


def sign(body: str, secret: str, at: datetime) -> str:
    """Return the signature header for a body sent at a moment."""
    return WebhookSignature.generate_signature_header(body, secret, timestamp=int(at.timestamp()))


def is_signed(body: str, header: str, secret: str, at: datetime) -> bool:
    """Tell whether a body carries a signature made with our secret within the tolerance of now.

    The SDK compares signatures; the time is ours to compare, because it knows no clock but the machine's.
    """
    try:
        WebhookSignature.verify_header(body, header, secret)
    except (SignatureVerificationError, TypeError):
        return False
    stamp = next(part for part in header.split(",") if part.startswith("t="))
    return abs(at.timestamp() - int(stamp.removeprefix("t="))) <= TOLERANCE.total_seconds()


def read_event(body: str) -> ProviderEvent:
    """Read an event.

    Raises:
        Invalid: It is not one.
    """
    try:
        event = json.loads(body)
        kind, thing = str(event["type"]), event["data"]["object"]
        read = READERS.get(kind)
        return ProviderEvent(id=str(event["id"]), kind=kind, report=read(thing) if read else None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid("This is not a payment event.") from error


def checkout_report(session: Thing, payment: Payment) -> PaymentReport:
    """Say what a checkout session says of its payment."""
    intent = session.get("payment_intent")
    return PaymentReport(
        reference=str(session["client_reference_id"]),
        payment=payment,
        session_id=session["id"],
        payment_intent_id=intent["id"] if isinstance(intent, dict) else intent,
        subscription_id=session.get("subscription"),
    )


def invoice_report(invoice: Thing, *, is_overdue: bool = False) -> PaymentReport | None:
    """Say what an invoice says of its payment; one that neither we wrote nor a subscription did says nothing."""
    reference = (invoice.get("metadata") or {}).get("reference")
    if not reference and not subscription_of(invoice):
        return None
    payment = {"paid": Payment.PAID, "void": Payment.EXPIRED, "uncollectible": Payment.FAILED}.get(invoice["status"])
    return PaymentReport(
        reference=reference or "",
        payment=payment or Payment.OPEN,
        invoice_id=invoice["id"],
        payment_intent_id=intent_of(invoice),
        is_overdue=is_overdue,
        is_paid_outside=invoice["status"] == "paid" and invoice.get("total", 0) > 0 and _is_without_payment(invoice),
    )


def _invoice(invoice: Thing) -> PaymentReport | None:
    subscription_id = subscription_of(invoice)
    return PaymentReport(subscription_id=subscription_id) if subscription_id else invoice_report(invoice)


def _is_without_payment(invoice: Thing) -> bool:
    """Tell whether nothing was paid through the provider, as far as an invoice says what was."""
    payments = (invoice.get("payments") or {}).get("data")
    return payments is not None and not any(one["payment"]["type"] in PAYMENTS for one in payments)


def _completed(session: Thing) -> PaymentReport | None:
    return checkout_report(session, Payment.PAID) if session.get("payment_status") != "unpaid" else None


def _refunded(charge: Thing) -> PaymentReport:
    return PaymentReport(
        reference=str((charge.get("metadata") or {}).get("reference", "")),
        payment=Payment.PAID,
        payment_intent_id=charge["payment_intent"],
        refunded_cents=int(charge["amount_refunded"]),
    )


def refund_books(refunds: list[Thing]) -> RefundBooks:
    """Say what all refunds of a payment come to."""
    asked = [refund for refund in refunds if _wish_of(refund)]
    return RefundBooks(
        arrivals=[_arrival(refund) for refund in asked if refund["status"] == "succeeded"],
        failures=[_failure(refund) for refund in refunds if refund["status"] in NO_REFUND],
        pending=[_wish_of(refund) for refund in asked if refund["status"] not in {"succeeded", *NO_REFUND}],
        unasked_cents=sum(
            refund["amount"] for refund in refunds if not _wish_of(refund) and refund["status"] not in NO_REFUND
        ),
    )


def _refund(refund: Thing) -> PaymentReport | None:
    intent = refund["payment_intent"]
    if refund["status"] in NO_REFUND:
        return PaymentReport(payment_intent_id=intent, refund_failure=_failure(refund))
    if refund["status"] == "succeeded" and _wish_of(refund):
        return PaymentReport(payment_intent_id=intent, refund_arrival=_arrival(refund))
    return None


def _wish_of(refund: Thing) -> str:
    return str((refund.get("metadata") or {}).get("refund", ""))


def _arrival(refund: Thing) -> RefundArrival:
    return RefundArrival(refund_id=refund["id"], reference=_wish_of(refund), amount_cents=refund["amount"])


def _failure(refund: Thing) -> RefundFailure:
    reason = str(refund.get("failure_reason") or refund["status"]).replace("_", " ")
    return RefundFailure(
        refund_id=refund["id"], reference=_wish_of(refund), amount_cents=refund["amount"], reason=reason
    )


def _dispute(dispute: Thing) -> PaymentReport:
    return PaymentReport(
        payment_intent_id=dispute["payment_intent"],
        dispute=DISPUTES.get(dispute["status"], DisputeStatus.OPEN),
    )


READERS: dict[str, Callable[[Thing], PaymentReport | None]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": lambda session: checkout_report(session, Payment.PAID),
    "checkout.session.async_payment_failed": lambda session: checkout_report(session, Payment.FAILED),
    "checkout.session.expired": lambda session: checkout_report(session, Payment.EXPIRED),
    "charge.refunded": _refunded,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.closed": _dispute,
    "customer.subscription.created": subscription_news,
    "customer.subscription.updated": subscription_news,
    "customer.subscription.deleted": subscription_news,
    "customer.subscription.paused": subscription_news,
    "customer.subscription.resumed": subscription_news,
    "invoice.finalized": _invoice,
    "invoice.paid": _invoice,
    "invoice.payment_failed": _invoice,
    "invoice.voided": _invoice,
    "invoice.marked_uncollectible": _invoice,
    "invoice.overdue": lambda invoice: invoice_report(invoice, is_overdue=True),
}
"""The events we act on, by the provider's names."""
