"""The embedded gateway: a payment provider in the same house that keeps to the same rules as one outside."""

import json
from datetime import datetime

from academy.commerce import service
from academy.commerce.gateway import Checkout, CheckoutRequest, EventKind, Payment, PaymentReport
from academy.commerce.models import LocalCheckoutStatus
from academy.commerce.schemas import HostedCheckout
from academy.live import SYSTEM, Runtime
from academy.routes import PAY

PAYMENT_OF = {
    LocalCheckoutStatus.OPEN: Payment.OPEN,
    LocalCheckoutStatus.PAID: Payment.PAID,
    LocalCheckoutStatus.DECLINED: Payment.FAILED,
    LocalCheckoutStatus.EXPIRED: Payment.EXPIRED,
}


class LocalGateway:
    """Speaks `PaymentGateway`, keeps its books in `local_checkouts`, and tells us what happens by signed events."""

    name = "local"

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        made = self._runtime.write(service.open_hosted_checkout, SYSTEM, request=request)
        return Checkout(session_id=made.public_id, url=PAY.url(public_id=made.public_id))

    def expire_checkout(self, session_id: str) -> None:
        self._runtime.write(service.expire_hosted_checkout, SYSTEM, public_id=session_id)

    def refund(self, payment_intent_id: str, *, total_cents: int) -> None:
        self._runtime.write(
            service.refund_hosted_payment, SYSTEM, payment_intent_id=payment_intent_id, total_cents=total_cents
        )

    def fetch(self, session_id: str) -> PaymentReport:
        checkout = self._runtime.read(service.hosted_checkout, SYSTEM, public_id=session_id)
        return PaymentReport(
            reference=checkout.reference,
            payment=PAYMENT_OF[checkout.status],
            session_id=session_id,
            payment_intent_id=checkout.payment_intent_id,
            refunded_cents=checkout.refunded_cents,
        )


def event_body(checkout: HostedCheckout, kind: EventKind, *, total_cents: int, at: datetime) -> str:
    """Return the event that tells the academy of a checkout; telling the same twice gives the same id."""
    refunded = {
        "object": "charge",
        "payment_intent": checkout.payment_intent_id,
        "amount": checkout.amount_cents,
        "amount_refunded": total_cents,
        "currency": checkout.currency,
        "metadata": {"reference": checkout.reference},
    }
    session = {
        "object": "checkout.session",
        "id": checkout.public_id,
        "client_reference_id": checkout.reference,
        "payment_intent": checkout.payment_intent_id,
        "payment_status": "paid" if checkout.status == LocalCheckoutStatus.PAID else "unpaid",
        "amount_total": checkout.amount_cents,
        "currency": checkout.currency,
    }
    is_refund = kind == EventKind.CHARGE_REFUNDED
    name = f"{kind}.{total_cents}" if is_refund else kind.value
    event = {
        "id": f"evt_{checkout.public_id}.{name}",
        "object": "event",
        "type": kind.value,
        "created": int(at.timestamp()),
        "data": {"object": refunded if is_refund else session},
    }
    return json.dumps(event)
