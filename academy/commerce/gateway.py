"""What we ask of a payment provider, what it tells us, and how its events are signed.

The shapes are Stripe's: a hosted checkout, a payment intent, events posted to our webhook. The embedded gateway
speaks the same, so what is read here is read from either.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from academy.core.errors import Invalid
from academy.core.schema import ReadModel
from academy.core.secrets import sealed

SIGNATURE_HEADER = "Stripe-Signature"
TOLERANCE = timedelta(seconds=300)


class EventKind(StrEnum):
    """The events we act on, by the provider's names."""

    CHECKOUT_COMPLETED = "checkout.session.completed"
    CHECKOUT_PAID_LATER = "checkout.session.async_payment_succeeded"
    CHECKOUT_FAILED = "checkout.session.async_payment_failed"
    CHECKOUT_EXPIRED = "checkout.session.expired"
    CHARGE_REFUNDED = "charge.refunded"


class Payment(StrEnum):
    """Where a payment stands at the provider."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class CheckoutRequest(ReadModel):
    """A payment to be made on the provider's page, which leads back to addresses of ours.

    `reference` names it: asking twice makes one checkout.
    """

    reference: str
    description: str
    amount_cents: int
    currency: str
    customer_email: str
    expires_at: datetime
    return_url: str
    cancel_url: str


class Checkout(ReadModel):
    """A checkout at the provider, and the address of its page."""

    session_id: str
    url: str


class PaymentReport(ReadModel):
    """What a provider says about one payment. Reports may come twice, late and in any order.

    `refunded_cents` is the total given back so far.
    """

    reference: str
    payment: Payment
    session_id: str | None = None
    payment_intent_id: str | None = None
    refunded_cents: int = 0


class ProviderEvent(ReadModel):
    """An event; `report` is None if its kind does not concern us."""

    id: str
    kind: str
    report: PaymentReport | None


class PaymentGateway(Protocol):
    """A payment provider. Its methods go over the network: never call them inside a transaction."""

    name: str

    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        """Open a checkout, or return the one already open under this reference."""
        ...

    def expire_checkout(self, session_id: str) -> None:
        """Close a checkout so that it cannot be paid any more; does nothing if it is closed or paid."""
        ...

    def refund(self, payment_intent_id: str, *, total_cents: int) -> None:
        """Give money back until `total_cents` have been given back in all; safe to repeat."""
        ...

    def fetch(self, session_id: str) -> PaymentReport:
        """Ask where a payment stands, for when no event came."""
        ...


def webhook_secret() -> str:
    """Return what events are signed with."""
    return sealed("payment webhook")


def sign(body: str, secret: str, at: datetime) -> str:
    """Return the signature header for a body sent at a moment."""
    timestamp = int(at.timestamp())
    return f"t={timestamp},v1={_digest(body, secret, timestamp)}"


def is_signed(body: str, header: str, secret: str, at: datetime) -> bool:
    """Tell whether a body carries a signature made with our secret within the tolerance of now."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamp = next((value for name, _, value in parts if name == "t"), "")
    if not stamp.isdecimal() or abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        return False
    expected = _digest(body, secret, int(stamp)).encode()
    return any(hmac.compare_digest(value.encode(), expected) for name, _, value in parts if name == "v1")


def read_event(body: str) -> ProviderEvent:
    """Read an event of Stripe's shape.

    Raises:
        Invalid: It is not one.
    """
    try:
        event = json.loads(body)
        kind, thing = event["type"], event["data"]["object"]
        report = _report(kind, thing) if kind in list(EventKind) else None
        return ProviderEvent(id=str(event["id"]), kind=str(kind), report=report)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid("This is not a payment event.") from error


def _report(kind: str, thing: dict[str, Any]) -> PaymentReport | None:
    if kind == EventKind.CHARGE_REFUNDED:
        return PaymentReport(
            reference=str(thing["metadata"]["reference"]),
            payment=Payment.PAID,
            payment_intent_id=thing["payment_intent"],
            refunded_cents=int(thing["amount_refunded"]),
        )
    outcome = {
        EventKind.CHECKOUT_COMPLETED: Payment.PAID if thing.get("payment_status") == "paid" else None,
        EventKind.CHECKOUT_PAID_LATER: Payment.PAID,
        EventKind.CHECKOUT_FAILED: Payment.FAILED,
        EventKind.CHECKOUT_EXPIRED: Payment.EXPIRED,
    }[EventKind(kind)]
    if outcome is None:
        return None
    return PaymentReport(
        reference=str(thing["client_reference_id"]),
        payment=outcome,
        session_id=thing["id"],
        payment_intent_id=thing.get("payment_intent"),
    )


def _digest(body: str, secret: str, timestamp: int) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()
