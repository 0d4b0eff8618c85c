"""The books of the embedded gateway, which stands in for a provider: nothing else reads them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index

from academy.core.fields import EditableRecord, Record, choice, embedded, unguessable


class LocalCheckoutStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"


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
