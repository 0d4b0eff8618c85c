"""What payments set off elsewhere. Published in the transaction that changed the purchase."""

from dataclasses import dataclass

from academy.commerce.models import DisputeStatus


@dataclass(frozen=True, slots=True)
class PaymentSucceeded:
    """The money is here; whoever sold something has to hand it over, or ask for a refund."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """The payment was refused; another may be tried."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """Money went back to the person, all of it or a part."""

    purchase_id: int
    is_full: bool


@dataclass(frozen=True, slots=True)
class PaymentDisputed:
    """Somebody has asked their bank to take a payment back, or the bank has decided."""

    purchase_id: int
    dispute: DisputeStatus


@dataclass(frozen=True, slots=True)
class RefundRequested:
    """Somebody is owed money; the gateway has to be told."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class CheckoutAbandoned:
    """A checkout that is open at the gateway must not be paid any more."""

    session_id: str


@dataclass(frozen=True, slots=True)
class InvoiceOrdered:
    """Somebody is to be sent an invoice."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class InvoiceAbandoned:
    """An invoice that is open at the gateway must not be paid any more."""

    invoice_id: str


@dataclass(frozen=True, slots=True)
class InvoicePaidOutside:
    """An invoice was paid by bank transfer; the gateway has to be told."""

    invoice_id: str


@dataclass(frozen=True, slots=True)
class InvoiceSettled:
    """An invoice that was overdue is paid, or withdrawn."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class InvoiceOverdue:
    """The time to pay an invoice is over."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class SeatGivenUp:
    """Money goes back for a seat, and whoever gave it wants the seat to be free again."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class EntitlementChanged:
    """What somebody may have ends at another moment than before: it was given, renewed, ended or taken back."""

    entitlement_id: int


@dataclass(frozen=True, slots=True)
class SubscriptionQuestioned:
    """There may be news of a subscription, or something is wanted of it; the gateway has to be asked."""

    provider_subscription_id: str


@dataclass(frozen=True, slots=True)
class OrderQuestioned:
    """Somebody wants to know from the gateway where an order stands."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class HostedEventWritten:
    """Something happened at the embedded gateway, and its merchant has to hear of it."""

    event_id: str
