"""Payments and what payment providers tell us."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import EditableRecord, Record, choice, reference, unguessable


class PurchaseStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class Purchase(EditableRecord, table=True):
    """A payment for a seat. Amounts are cents of `currency`."""

    __tablename__ = "purchases"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_enrollment", "enrollment_id"),
        Index("by_status", "status"),
        Index("by_gateway_session", "gateway_session_id", unique=True),
        Index("by_payment_intent", "payment_intent_id"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    enrollment_id: int = reference("enrollments", on_delete="RESTRICT")
    amount_cents: int
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
    outcome: str | None = None
