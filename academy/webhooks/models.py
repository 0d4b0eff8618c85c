"""Events delivered to other systems."""

from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue
from sqlmodel import Index

from academy.core.fields import EditableRecord, choice, embedded


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookDelivery(EditableRecord, table=True):
    """One event to be delivered to one address."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("by_status", "status"),
        Index("by_event_type", "event_type"),
    )

    event_type: str
    target_url: str
    payload: dict[str, JsonValue] = embedded(dict[str, JsonValue], default=dict)
    status: DeliveryStatus = choice(DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts: int = 0
    last_attempt_at: datetime | None = None
    next_retry_at: datetime | None = None
    response_code: int | None = None
