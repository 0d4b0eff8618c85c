"""What is sold and at what price, what was bought, and what payment providers tell us."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import CheckConstraint, Field, Index

from academy.core.fields import EditableRecord, Record, choice, embedded, reference, unguessable


class OfferKind(StrEnum):
    COURSE = "course"
    PATH = "path"
    SUBSCRIPTION = "subscription"
    COMPANY_SEAT = "company_seat"


class Interval(StrEnum):
    MONTH = "month"
    YEAR = "year"


class PaymentMethod(StrEnum):
    CARD = "card"
    INVOICE = "invoice"


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class RefundStatus(StrEnum):
    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class SeatAfter(StrEnum):
    """What becomes of the seat that was paid for when money goes back."""

    KEEP = "keep"
    FREE = "free"


class PurchaseStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class SubscriptionStatus(StrEnum):
    """Where a subscription stands; a surplus one was paid for beside another, and is being given back."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    SURPLUS = "surplus"
    ENDED = "ended"


class Wish(StrEnum):
    """What somebody wants of a subscription, for the provider to do."""

    GO_ON = "go_on"
    END_WITH_PERIOD = "end_with_period"
    END_NOW = "end_now"


class EventOutcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"
    UNKNOWN_PURCHASE = "unknown_purchase"
    REFUSED = "refused"
    FAILED = "failed"


class LocalCheckoutStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"


_PENDING = sa.text("status = 'pending'")
_IN_FORCE = sa.text("status IN ('active', 'past_due')")


class Offer(EditableRecord, table=True):
    """Something that can be bought, at a price in cents of `currency`; a subscription costs that each `interval`.

    The offers of a course follow its prices; nobody edits them by hand.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index("by_course", "course_id", "kind", unique=True),
        Index("by_path", "path_id"),
        Index("by_kind", "kind", "is_active"),
        CheckConstraint("price_cents >= 0", name="ck_offers_price"),
    )

    public_id: str = unguessable()
    kind: OfferKind = choice(OfferKind)
    title: str
    course_id: int | None = reference("courses", on_delete="CASCADE")
    path_id: int | None = reference("learning_paths", on_delete="CASCADE")
    price_cents: int
    currency: str = "usd"
    interval: Interval | None = choice(Interval)
    is_active: bool = True
    provider_price_id: str | None = None


class OfferCourse(Record, table=True):
    """A course that a bundle contains, in the order of `position`."""

    __tablename__ = "offer_courses"
    __table_args__ = (
        Index("by_offer", "offer_id", "course_id", unique=True),
        Index("by_course", "course_id"),
    )

    offer_id: int = reference("offers", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="RESTRICT")
    position: int


class PromotionCode(EditableRecord, table=True):
    """Words that make something cheaper, by `percent_off` or by `amount_off_cents` of `currency`.

    It holds for everything, or for what `kind` and `course_id` say, from `starts_at` until `ends_at`.
    """

    __tablename__ = "promotion_codes"
    __table_args__ = (
        CheckConstraint("(percent_off IS NULL) <> (amount_off_cents IS NULL)", name="ck_promotion_codes_one_discount"),
        CheckConstraint("percent_off BETWEEN 1 AND 100", name="ck_promotion_codes_percent"),
        CheckConstraint("amount_off_cents > 0", name="ck_promotion_codes_amount"),
    )

    code: str = Field(unique=True)
    percent_off: int | None = None
    amount_off_cents: int | None = None
    currency: str = "usd"
    kind: OfferKind | None = choice(OfferKind)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    most_redemptions: int | None = None
    most_per_person: int | None = 1
    is_active: bool = True


class TaxRate(EditableRecord, table=True):
    """What a country takes on top of the price, in hundredths of a percent; `country` is two letters of ISO 3166."""

    __tablename__ = "tax_rates"
    __table_args__ = (CheckConstraint("basis_points BETWEEN 0 AND 5000", name="ck_tax_rates_basis_points"),)

    country: str = Field(unique=True)
    name: str = "VAT"
    basis_points: int
    is_active: bool = True


class Subscription(EditableRecord, table=True):
    """A plan that somebody has at the provider, and what each period of it costs as agreed when it began.

    `period_start` and `period_end` are of the period it is in, paid or not; `heard_at` is when the provider was asked
    last. `wish` is the latest thing wanted of it, the `wish_number`-th; once it is done, `settled_number` is that too.
    At `ending_at` it was to end by that, so that nothing may be charged for later.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_offer", "offer_id"),
        Index("by_status", "status", "period_end"),
        Index("one_in_force", "user_id", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        CheckConstraint("amount_cents = subtotal_cents + tax_cents", name="ck_subscriptions_total"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    offer_id: int = reference("offers", on_delete="RESTRICT")
    gateway: str
    provider_subscription_id: str = Field(unique=True)
    status: SubscriptionStatus = choice(SubscriptionStatus, default=SubscriptionStatus.ACTIVE)
    interval: Interval = choice(Interval)
    country: str = ""
    tax_name: str = ""
    tax_basis_points: int = 0
    subtotal_cents: int
    tax_cents: int = 0
    amount_cents: int
    currency: str = "usd"
    period_start: datetime
    period_end: datetime
    cancel_at_period_end: bool = False
    ended_at: datetime | None = None
    unpaid_url: str | None = None
    heard_at: datetime
    wish: Wish | None = choice(Wish)
    ending_at: datetime | None = None
    wish_number: int = 0
    settled_number: int = 0


class Purchase(EditableRecord, table=True):
    """A payment for something on offer. Amounts are cents of `currency`; `amount_cents` is all there is to pay.

    It pays for a seat (`enrollment_id`), for a company's seats (`organization_id`), for a period of a subscription, or
    for none of these; for a bundle, `course_ids` is what that held when it was ordered. Once `begun_at` is set its
    terms stand: the gateway has been asked for that amount, by the name of `description` and for the `customer_email`
    of that moment. `refund_requested_cents` is what we want given back in all, `refunded_cents` what the gateway has
    given back; what `is_paid_outside`, by bank transfer, it cannot. A period given up before its end ended at
    `period_ended_at`.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_enrollment", "enrollment_id"),
        Index("by_organization", "organization_id"),
        Index("by_offer", "offer_id"),
        Index("by_promotion_code", "promotion_code_id"),
        Index("by_subscription", "subscription_id"),
        Index("by_status", "status"),
        Index("by_created", "created_at"),
        Index("by_dispute", "dispute"),
        Index("by_overdue", "overdue_at"),
        Index("by_gateway_session", "gateway_session_id", unique=True),
        Index("by_invoice", "invoice_id", unique=True),
        Index("by_payment_intent", "payment_intent_id"),
        Index("by_receipt", "receipt_number", unique=True),
        Index(
            "one_pending",
            "enrollment_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        CheckConstraint("quantity > 0", name="ck_purchases_quantity"),
        CheckConstraint("amount_cents = subtotal_cents - discount_cents + tax_cents", name="ck_purchases_total"),
        CheckConstraint("discount_cents BETWEEN 0 AND subtotal_cents", name="ck_purchases_discount"),
        CheckConstraint("refunded_cents <= amount_cents", name="ck_purchases_refunded"),
        CheckConstraint("refund_requested_cents <= amount_cents", name="ck_purchases_refund_requested"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    offer_id: int = reference("offers", on_delete="RESTRICT")
    quantity: int = 1
    enrollment_id: int | None = reference("enrollments", on_delete="RESTRICT")
    organization_id: int | None = reference("organizations", on_delete="RESTRICT")
    course_ids: list[int] = embedded(list[int], default=list)
    promotion_code_id: int | None = reference("promotion_codes", on_delete="RESTRICT")
    subscription_id: int | None = reference("subscriptions", on_delete="RESTRICT")
    period_start: datetime | None = None
    period_end: datetime | None = None
    period_ended_at: datetime | None = None
    country: str = ""
    tax_name: str = ""
    tax_basis_points: int = 0
    subtotal_cents: int
    discount_cents: int = 0
    tax_cents: int = 0
    amount_cents: int
    refund_requested_cents: int = 0
    refunded_cents: int = 0
    currency: str = "usd"
    method: PaymentMethod = choice(PaymentMethod, default=PaymentMethod.CARD)
    status: PurchaseStatus = choice(PurchaseStatus, default=PurchaseStatus.PENDING)
    gateway: str
    description: str = ""
    customer_email: str = ""
    gateway_session_id: str | None = None
    payment_intent_id: str | None = None
    invoice_id: str | None = None
    checkout_url: str | None = None
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    due_at: datetime | None = None
    overdue_at: datetime | None = None
    is_paid_outside: bool = False
    receipt_number: int | None = None
    dispute: DisputeStatus | None = choice(DisputeStatus)
    disputed_at: datetime | None = None


class Refund(EditableRecord, table=True):
    """Money to go back for a purchase: why, who wants it (nobody if it follows by itself), and what of the seat.

    What the gateway cannot give back is given by bank transfer: then it `is_transferred`.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        Index("by_purchase", "purchase_id"),
        Index("by_status", "status"),
        CheckConstraint("amount_cents > 0", name="ck_refunds_amount"),
    )

    public_id: str = unguessable()
    purchase_id: int = reference("purchases", on_delete="RESTRICT")
    amount_cents: int
    reason: str = ""
    requested_by_id: int | None = reference("users", on_delete="SET NULL")
    seat: SeatAfter = choice(SeatAfter, default=SeatAfter.FREE)
    status: RefundStatus = choice(RefundStatus, default=RefundStatus.REQUESTED)
    provider_refund_id: str | None = None
    is_transferred: bool = False
    problem: str = ""


class Entitlement(EditableRecord, table=True):
    """What somebody, or a company, may have: bought by a purchase or a subscription, else granted by an administrator.

    It opens the course or the path, or for a subscription everything, until `until` or until it is revoked. One of a
    bundle is good for one seat in its course: `cohort_id` says in which cohort that is, once it is taken.
    """

    __tablename__ = "entitlements"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_organization", "organization_id"),
        Index("by_purchase", "purchase_id", "course_id", unique=True),
        Index("by_subscription", "subscription_id", unique=True),
        CheckConstraint("(user_id IS NULL) <> (organization_id IS NULL)", name="ck_entitlements_one_holder"),
    )

    user_id: int | None = reference("users", on_delete="CASCADE")
    organization_id: int | None = reference("organizations", on_delete="CASCADE")
    kind: OfferKind = choice(OfferKind)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    path_id: int | None = reference("learning_paths", on_delete="CASCADE")
    cohort_id: int | None = reference("cohorts", on_delete="SET NULL")
    purchase_id: int | None = reference("purchases", on_delete="SET NULL")
    subscription_id: int | None = reference("subscriptions", on_delete="CASCADE")
    quantity: int = 1
    until: datetime | None = None
    revoked_at: datetime | None = None


class InboundEvent(Record, table=True):
    """What a provider told us, once per event; `outcome` says what we did about it, `error` why we could not."""

    __tablename__ = "inbound_events"
    __table_args__ = (
        Index("by_provider_event", "provider", "provider_event_id", unique=True),
        Index("by_outcome", "outcome", "received_at"),
        Index("by_purchase", "purchase_id"),
        Index("by_payment_intent", "payment_intent_id"),
    )

    provider: str
    provider_event_id: str
    kind: str
    body: str
    is_signature_valid: bool
    received_at: datetime
    processed_at: datetime | None = None
    outcome: EventOutcome | None = choice(EventOutcome)
    attempts: int = 0
    error: str = ""
    purchase_id: int | None = reference("purchases", on_delete="SET NULL")
    payment_intent_id: str | None = None


class LocalCheckout(EditableRecord, table=True):
    """A checkout at the embedded gateway, which stands in for an outside provider: nothing else reads its tables.

    `reference` is what the merchant calls it; `refunded_cents` of `currency` have been given back. With an
    `invoice_id` it is the page of an invoice, with a `plan` it begins a subscription to that.
    """

    __tablename__ = "local_checkouts"

    public_id: str = unguessable()
    reference: str = Field(unique=True)
    invoice_id: str | None = Field(default=None, unique=True)
    description: str
    customer_email: str
    amount_cents: int
    refunded_cents: int = 0
    currency: str
    status: LocalCheckoutStatus = choice(LocalCheckoutStatus, default=LocalCheckoutStatus.OPEN)
    payment_intent_id: str | None = Field(default=None, unique=True)
    return_url: str
    cancel_url: str
    expires_at: datetime
    plan: dict[str, Any] | None = embedded(dict[str, Any])


class LocalObject(EditableRecord, table=True):
    """Whatever else the embedded gateway keeps, as its API shows it: customers, invoices, refunds of their `owner`."""

    __tablename__ = "local_objects"
    __table_args__ = (Index("by_owner", "owner", "kind"),)

    object_id: str = Field(unique=True)
    kind: str
    owner: str | None = None
    body: dict[str, Any] = embedded(dict[str, Any], default=dict)


class LocalEvent(Record, table=True):
    """What the embedded gateway has to tell its merchant, as it stood when it happened."""

    __tablename__ = "local_events"

    event_id: str = Field(unique=True)
    kind: str
    body: str


class LocalRequest(Record, table=True):
    """A request to the embedded gateway under an idempotency key, and what was answered."""

    __tablename__ = "local_requests"

    key: str = Field(unique=True)
    fingerprint: str
    status: int
    body: str
