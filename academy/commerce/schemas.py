"""What screens may see of payments."""

from datetime import datetime

from academy.commerce.models import EventOutcome, LocalCheckoutStatus, PurchaseStatus
from academy.core.schema import ReadModel


class PaymentSummary(ReadModel):
    """A payment as its owner sees it. Amounts are cents of `currency`."""

    amount_cents: int
    refund_requested_cents: int
    refunded_cents: int
    currency: str
    status: PurchaseStatus
    completed_at: datetime | None


class RefundDue(ReadModel):
    """Money the gateway has to give back; `total_cents` counts what it gave back before."""

    payment_intent_id: str
    total_cents: int


class GatewayAnswer(ReadModel):
    """What the embedded gateway's API answers: an HTTP status and a JSON document."""

    status: int
    body: str


class EventReceipt(ReadModel):
    """What became of an event a provider sent."""

    outcome: EventOutcome
    is_repeated: bool = False


class HostedCheckout(ReadModel):
    """The embedded gateway's checkout, as it shows it to whoever has its address."""

    public_id: str
    reference: str
    description: str
    customer_email: str
    amount_cents: int
    refunded_cents: int
    currency: str
    status: LocalCheckoutStatus
    payment_intent_id: str | None
    return_url: str
    cancel_url: str
    expires_at: datetime
