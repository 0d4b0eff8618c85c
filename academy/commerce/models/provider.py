"""What payment providers tell us."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index

from academy.core.fields import Record, choice, reference


class EventOutcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"
    UNKNOWN_PURCHASE = "unknown_purchase"
    REFUSED = "refused"
    FAILED = "failed"


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
