"""What screens may see of payments."""

from datetime import datetime

from academy.commerce.gateway import CheckoutRequest, InvoiceRequest
from academy.commerce.models import (
    DisputeStatus,
    EventOutcome,
    Interval,
    LocalCheckoutStatus,
    OfferKind,
    PaymentMethod,
    PurchaseStatus,
    SubscriptionStatus,
    Wish,
)
from academy.core.schema import ReadModel


class PaymentSummary(ReadModel):
    """A payment as its owner sees it. Amounts are cents of `currency`; it has a receipt once that has a number."""

    public_id: str
    receipt_number: int | None
    amount_cents: int
    refund_requested_cents: int
    refunded_cents: int
    currency: str
    status: PurchaseStatus
    completed_at: datetime | None


class RefundDue(ReadModel):
    """Money the gateway has to give back; `reference` is what it knows the wish by."""

    reference: str
    amount_cents: int


class RefundsDue(ReadModel):
    """All of it for one purchase; where the payment is not known yet, the invoice that was paid is."""

    payment_intent_id: str | None
    invoice_id: str | None
    paid_cents: int
    refunds: list[RefundDue]


class Errand(ReadModel):
    """What the gateway has to be asked to do with a subscription; the `number` says which wish that is."""

    wish: Wish
    number: int


class GatewayAnswer(ReadModel):
    """What the embedded gateway's API answers: an HTTP status and a JSON document."""

    status: int
    body: str


class EventReceipt(ReadModel):
    """What became of an event a provider sent."""

    outcome: EventOutcome
    is_repeated: bool = False


class HostedCheckout(ReadModel):
    """The embedded gateway's checkout, as it shows it to whoever has its address; a plan is paid each `interval`."""

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
    interval: Interval | None


class PriceView(ReadModel):
    """What is to be paid and what it is made of, shown before anybody pays. Amounts are cents of `currency`."""

    subtotal_cents: int
    discount_cents: int
    tax_cents: int
    total_cents: int
    currency: str
    code: str
    country: str
    tax_name: str
    tax_percent: str


class OrderedCourse(ReadModel):
    """A course of a bundle that was ordered; it has dates once a seat in it is taken."""

    title: str
    slug: str
    is_offered: bool
    starts_at: datetime | None
    ends_at: datetime | None


class PaymentTicket(ReadModel):
    """What to ask the gateway for, and the address of the page if it is open already, or if there is nothing to pay."""

    request: CheckoutRequest
    checkout_url: str | None


class InvoiceTicket(ReadModel):
    """An invoice to be written, and for whom; without a customer at the provider that is to be made first."""

    request: InvoiceRequest
    organization_id: int
    customer_name: str
    customer_email: str


class Order(ReadModel):
    """What was ordered for a company: by card there is a page to pay at, an invoice comes by mail."""

    public_id: str
    checkout_path: str | None
    due_at: datetime | None


class OrderView(ReadModel):
    """An order as those see it who may pay for it; one that was declined goes on as `successor_id`.

    `organization_id` is the public one. `courses` are those of a bundle, which its buyer may give back until
    `take_back_until`, if nothing of it has begun; it `holds` as long as they may be taken. `back_cents` are on their
    way back.
    """

    public_id: str
    title: str
    kind: OfferKind
    quantity: int
    unit_cents: int
    price: PriceView
    method: PaymentMethod
    status: PurchaseStatus
    organization_id: str
    organization_name: str
    is_begun: bool
    has_receipt: bool
    invoice_url: str | None
    due_at: datetime | None
    is_overdue: bool
    successor_id: str | None
    courses: list[OrderedCourse]
    holds: bool
    back_cents: int
    take_back_until: datetime | None
    may_take_back: bool


class PlanPeriod(PaymentSummary):
    """A period of a plan that was paid."""

    period_start: datetime
    period_end: datetime


class PlanView(ReadModel):
    """A plan as whoever has it sees it; `pay_url` is where a renewal that was refused is paid.

    Until `open_until` it opens what it opens; one that is ending does not renew at `period_end`.
    """

    public_id: str
    title: str
    interval: Interval
    status: SubscriptionStatus
    price: PriceView
    period_end: datetime
    open_until: datetime | None
    is_ending: bool
    is_open: bool
    pay_url: str | None
    began_at: datetime
    ended_at: datetime | None


class InvoiceRow(ReadModel):
    """An order of a company, as its managers see it in a list. Amounts are cents of `currency`."""

    public_id: str
    title: str
    quantity: int
    amount_cents: int
    refunded_cents: int
    currency: str
    method: PaymentMethod
    status: PurchaseStatus
    ordered_at: datetime
    due_at: datetime | None
    is_overdue: bool
    invoice_url: str | None
    receipt_number: int | None


class ReceiptLine(ReadModel):
    """A line of a receipt."""

    words: str
    cents: int


class Receipt(ReadModel):
    """What a receipt says. Amounts are cents of `currency`."""

    public_id: str
    number: str
    paid_at: datetime
    title: str
    detail: str
    buyer_name: str
    buyer_detail: str
    lines: list[ReceiptLine]
    total_cents: int
    refunds: list[ReceiptLine]
    currency: str
    zone: str
    is_paid_outside: bool
    dispute: DisputeStatus | None


class InboundEventRow(ReadModel):
    """Something a provider told us, in a list."""

    id: int
    provider: str
    provider_event_id: str
    kind: str
    is_signature_valid: bool
    received_at: datetime
    outcome: EventOutcome | None
    attempts: int
    error: str


class InboundEventDetail(InboundEventRow):
    """Everything about it; `order_public_id` names the order it is about, if one is known."""

    body: str
    processed_at: datetime | None
    order_public_id: str | None
    can_replay: bool


class OrderCounts(ReadModel):
    """How many orders there are of those that want a person, as far as they are counted."""

    refunds: int
    failed_refunds: int
    disputed: int
    overdue: int


class OrderRow(ReadModel):
    """An order in the administrators' list. Amounts are cents of `currency`."""

    public_id: str
    title: str
    kind: OfferKind
    buyer_name: str
    buyer_email: str
    organization_name: str
    amount_cents: int
    refunded_cents: int
    refund_requested_cents: int
    currency: str
    status: PurchaseStatus
    method: PaymentMethod
    dispute: DisputeStatus | None
    is_overdue: bool
    receipt_number: int | None
    ordered_at: datetime


class TimelineEntry(ReadModel):
    """Something that happened to an order."""

    at: datetime
    words: str
    detail: str = ""


class OrderDetail(OrderRow):
    """Everything about an order; `left_cents` can still be given back, and `left` is that as one types it.

    `transfer_cents` are to go back by bank transfer.
    """

    price: PriceView
    quantity: int
    left_cents: int
    left: str
    is_company: bool
    gateway: str
    payment_intent_id: str
    due_at: datetime | None
    timeline: list[TimelineEntry]
    can_refund: bool
    is_paid_outside: bool
    can_mark_paid: bool
    transfer_cents: int
    can_retry: bool
    can_ask: bool
    can_withdraw: bool
