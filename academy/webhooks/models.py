"""Events told to other systems: to whom, which, and how each attempt went."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime
from sqlmodel import Field, Index, UniqueConstraint

from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference, unguessable


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class EndpointSecret(Embedded):
    """What deliveries are signed with, locked with the academy's key; one that was replaced signs until `ends_at`."""

    locked: str
    ends_at: AwareDatetime | None = None


class WebhookEndpoint(EditableRecord, table=True):
    """An address that wants to hear of events of some kinds: the platform's, or those of one organization.

    `disabled_reason` is a sentence. One that was deleted is kept for a while, so that it can be brought back.
    """

    __tablename__ = "webhook_endpoints"
    __table_args__ = (Index("by_organization", "organization_id"),)

    organization_id: int | None = reference("organizations", on_delete="CASCADE")
    created_by_id: int | None = reference("users", on_delete="SET NULL")
    url: str
    description: str = ""
    kinds: list[str] = embedded(list[str], default=list)
    secrets: list[EndpointSecret] = embedded(list[EndpointSecret], default=list)
    is_active: bool = True
    disabled_reason: str = ""
    deleted_at: datetime | None = None


class WebhookLine(Record, table=True):
    """How it stands between us and an endpoint.

    `failures` counts those since the last success, the first of them was at `failing_since`; nothing is sent before
    `resumes_at`. A worker that sends has the line for itself until `busy_until`.
    """

    __tablename__ = "webhook_lines"

    endpoint_id: int = Field(foreign_key="webhook_endpoints.id", ondelete="CASCADE", unique=True)
    failures: int = 0
    failing_since: datetime | None = None
    resumes_at: datetime | None = None
    busy_until: datetime | None = None
    succeeded_at: datetime | None = None


class WebhookEvent(Record, table=True):
    """Something that happened, in the words that are sent; only endpoints of `organization_id` and the platform's
    hear of it."""

    __tablename__ = "webhook_events"
    __table_args__ = (
        Index("by_moment", "created_at"),
        Index("by_organization", "organization_id"),
    )

    public_id: str = unguessable()
    kind: str
    organization_id: int | None = reference("organizations", on_delete="CASCADE")
    body: str


class WebhookDelivery(EditableRecord, table=True):
    """One event to be delivered to one endpoint; `attempts` counts those since it was asked for or replayed.

    `target_url` is where it went last.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("by_status", "status"),
        Index("by_event_type", "event_type"),
        Index("by_endpoint", "endpoint_id", "status", "next_retry_at"),
        UniqueConstraint("event_id", "endpoint_id"),
    )

    event_id: int = reference("webhook_events", on_delete="CASCADE")
    endpoint_id: int = reference("webhook_endpoints", on_delete="CASCADE")
    event_type: str
    target_url: str
    status: DeliveryStatus = choice(DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts: int = 0
    last_attempt_at: datetime | None = None
    next_retry_at: datetime | None = None
    response_code: int | None = None


class WebhookAttempt(Record, table=True):
    """One attempt at a delivery: the answer and the beginning of its text, or why there was none."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index("by_delivery", "delivery_id"),)

    delivery_id: int = reference("webhook_deliveries", on_delete="CASCADE")
    url: str
    response_code: int | None = None
    excerpt: str = ""
    problem: str = ""
    milliseconds: int = 0
