"""Payments and what payment providers tell us."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import CheckConstraint, Field, Index

from academy.core.fields import EditableRecord, Record, choice, reference, unguessable


class PurchaseStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class EventOutcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"
    UNKNOWN_PURCHASE = "unknown_purchase"
    REFUSED = "refused"


class LocalCheckoutStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"


_PENDING = sa.text("status = 'pending'")


class Purchase(EditableRecord, table=True):
    """A payment for a seat. Amounts are cents of `currency`.

    `refund_requested_cents` is what we want given back in all, `refunded_cents` what the gateway has given back.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_enrollment", "enrollment_id"),
        Index("by_status", "status"),
        Index("by_gateway_session", "gateway_session_id", unique=True),
        Index("by_payment_intent", "payment_intent_id"),
        Index(
            "one_pending",
            "enrollment_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        CheckConstraint("refunded_cents <= amount_cents", name="ck_purchases_refunded"),
        CheckConstraint("refund_requested_cents <= amount_cents", name="ck_purchases_refund_requested"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    enrollment_id: int = reference("enrollments", on_delete="RESTRICT")
    amount_cents: int
    refund_requested_cents: int = 0
    refunded_cents: int = 0
    currency: str = "usd"
    status: PurchaseStatus = choice(PurchaseStatus, default=PurchaseStatus.PENDING)
    gateway: str
    gateway_session_id: str | None = None
    payment_intent_id: str | None = None
    checkout_url: str | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None


class InboundEvent(Record, table=True):
    """What a provider told us, once per event; `outcome` says what we did about it."""

    __tablename__ = "inbound_events"
    __table_args__ = (Index("by_provider_event", "provider", "provider_event_id", unique=True),)

    provider: str
    provider_event_id: str
    kind: str
    body: str
    is_signature_valid: bool
    received_at: datetime
    processed_at: datetime | None = None
    outcome: EventOutcome | None = choice(EventOutcome)


class LocalCheckout(EditableRecord, table=True):
    """A checkout at the embedded gateway, which stands in for an outside provider: nothing else reads this table.

    `reference` is what the merchant calls it; `refunded_cents` of `currency` have been given back.
    """

    __tablename__ = "local_checkouts"

    public_id: str = unguessable()
    reference: str = Field(unique=True)
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
