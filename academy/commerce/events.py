"""What payments set off elsewhere. Published in the transaction that changed the purchase."""

from dataclasses import dataclass

from academy.commerce.gateway import EventKind


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
class RefundRequested:
    """Somebody is owed money; the gateway has to be told."""

    purchase_id: int


@dataclass(frozen=True, slots=True)
class CheckoutAbandoned:
    """A checkout that is open at the gateway must not be paid any more."""

    session_id: str


@dataclass(frozen=True, slots=True)
class HostedCheckoutChanged:
    """Something happened at the embedded gateway, and its merchant has to hear of it.

    `total_cents` is the refunded total where there is one.
    """

    checkout_id: int
    kind: EventKind
    total_cents: int = 0
