"""What we ask of a payment provider, and what it tells us.

The provider is Stripe or the embedded gateway, which speaks Stripe's own REST API; `stripe_gateway.py` talks to either.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from academy.commerce.models import DisputeStatus, Interval
from academy.core.schema import ReadModel
from academy.core.secrets import sealed
from academy.core.settings import settings


class Payment(StrEnum):
    """Where a payment stands at the provider."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class PriceRequest(ReadModel):
    """What an offer costs each interval, before tax; `reference` is the offer's: asking twice makes one price."""

    reference: str
    description: str
    amount_cents: int
    currency: str
    interval: Interval


class PlanTerms(ReadModel):
    """What is charged each interval: the price, which has an id once the provider knows it, and the tax on it."""

    price: PriceRequest
    price_id: str
    tax_cents: int
    tax_name: str


class CheckoutRequest(ReadModel):
    """A payment to be made on the provider's page, which leads back to addresses of ours.

    With a plan it is the first of many. `reference` names it: asking twice makes one checkout. The provider is not told
    of `expires_at`, because a request that is tried again has to be the same to the letter: whoever wants the checkout
    closed closes it.
    """

    reference: str
    description: str
    amount_cents: int
    currency: str
    customer_email: str
    expires_at: datetime
    return_url: str
    cancel_url: str
    plan: PlanTerms | None = None


class Checkout(ReadModel):
    """A checkout at the provider, and the address of its page."""

    session_id: str
    url: str


class InvoiceRequest(ReadModel):
    """A company's bill, to be paid within `days_until_due`; `reference` names it: asking twice makes one invoice."""

    reference: str
    description: str
    amount_cents: int
    currency: str
    customer_id: str
    days_until_due: int


class Invoice(ReadModel):
    """An invoice at the provider, and the address of the page where it is paid."""

    invoice_id: str
    url: str


class RefundRefused(Exception):
    """The provider will not give money back; the message says why, in its words."""


class RefundFailure(ReadModel):
    """Money that was on its way back and did not get there; `reference` is of our wish, if it was ours."""

    refund_id: str
    reference: str = ""
    amount_cents: int
    reason: str


class RefundArrival(ReadModel):
    """Money that has gone back, for the wish of this reference."""

    refund_id: str
    reference: str
    amount_cents: int


class RefundBooks(ReadModel):
    """All that went back of one payment, as the provider's own books have it.

    For wishes of ours it arrived, failed, or is `pending` under their references; `unasked_cents` went back at the
    provider without our asking.
    """

    arrivals: list[RefundArrival] = []
    failures: list[RefundFailure] = []
    pending: list[str] = []
    unasked_cents: int = 0

    @property
    def total_cents(self) -> int:
        """What has arrived in all."""
        return self.unasked_cents + sum(arrival.amount_cents for arrival in self.arrivals)


class PaymentReport(ReadModel):
    """What a provider says about one payment. Reports may come twice, late and in any order.

    It is known by `reference`, or where that is missing by `payment_intent_id`. `refunded_cents` is the total given
    back so far, as an event tells it; who asks is given the `books`. One about a subscription says only that there is
    news: where it stands is asked.
    """

    reference: str = ""
    payment: Payment = Payment.OPEN
    session_id: str | None = None
    payment_intent_id: str | None = None
    invoice_id: str | None = None
    subscription_id: str | None = None
    refunded_cents: int = 0
    refund_failure: RefundFailure | None = None
    refund_arrival: RefundArrival | None = None
    books: RefundBooks | None = None
    dispute: DisputeStatus | None = None
    is_overdue: bool = False
    is_paid_outside: bool = False


class Standing(StrEnum):
    """Where a subscription stands at the provider; an unpaid one is no longer tried to be charged."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    ENDED = "ended"


class PeriodBill(ReadModel):
    """What a period of a subscription costs, and the page where it is paid if charging for it has failed."""

    invoice_id: str
    amount_cents: int
    is_first: bool
    is_paid: bool
    is_open: bool
    url: str
    payment_intent_id: str | None
    period_start: datetime
    period_end: datetime


class SubscriptionReport(ReadModel):
    """All that a provider says about a subscription at one moment; `reference` is of the order that began it."""

    subscription_id: str
    reference: str
    standing: Standing
    period_start: datetime
    period_end: datetime
    cancel_at_period_end: bool
    ended_at: datetime | None
    bills: list[PeriodBill]


class ProviderEvent(ReadModel):
    """An event; `report` is None if it does not concern us."""

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

    def fetch(self, session_id: str) -> PaymentReport:
        """Ask where a payment stands, for when no event came."""
        ...

    def refund(self, payment_intent_id: str, *, amount_cents: int, paid_cents: int, reference: str) -> int:
        """Give back some of a payment of `paid_cents`, at most what is left of it, and return how much.

        `reference` names the wish, which is granted once however often it is made.

        Raises:
            RefundRefused: It will not, however often it is asked.
        """
        ...

    def create_customer(self, reference: str, *, name: str, email: str) -> str:
        """Make a customer, and return what the provider calls it."""
        ...

    def send_invoice(self, request: InvoiceRequest) -> Invoice:
        """Bill a company, or return the invoice already made under this reference."""
        ...

    def fetch_invoice(self, invoice_id: str) -> PaymentReport:
        """Ask where an invoice stands."""
        ...

    def settle_invoice(self, invoice_id: str) -> None:
        """Note that an invoice was paid by bank transfer; does nothing if it is paid or withdrawn."""
        ...

    def void_invoice(self, invoice_id: str) -> None:
        """Withdraw an invoice so that it cannot be paid any more; does nothing if it is paid or withdrawn."""
        ...

    def create_price(self, request: PriceRequest) -> str:
        """Make a price of something that is paid each interval, and return what the provider calls it."""
        ...

    def fetch_subscription(self, subscription_id: str) -> SubscriptionReport:
        """Ask where a subscription stands, with all its bills, the latest first."""
        ...

    def set_ending(self, subscription_id: str, *, is_ending: bool) -> None:
        """Let a subscription end with the period it is in, or go on after all; does nothing if it has ended."""
        ...

    def end_subscription(self, subscription_id: str) -> None:
        """End a subscription now; does nothing if it has ended."""
        ...


def is_embedded() -> bool:
    """Tell whether payments go through the embedded gateway, in which no real money moves."""
    return not settings().stripe_api_key.get_secret_value()


def api_key() -> str:
    """Return what the provider knows us by."""
    return settings().stripe_api_key.get_secret_value() or f"sk_embedded_{sealed('payment gateway')}"


def webhook_secret() -> str:
    """Return what events are signed with."""
    return settings().stripe_webhook_secret.get_secret_value() or f"whsec_{sealed('payment webhook')}"
