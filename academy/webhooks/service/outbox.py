"""Events are written down in the transaction in which they happen, and handed to the endpoints after it."""

from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from academy.core.schema import ReadModel
from academy.identity.policy import system_only
from academy.live import Context, mutation
from academy.webhooks.catalogue import Kind
from academy.webhooks.events import DeliveryDue, EventWritten
from academy.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

D = TypeVar("D", bound=ReadModel)


def emit(ctx: Context, kind: Kind[D], data: D, *, organization_id: int | None = None) -> WebhookEvent:
    """Write down what happened; `organization_id` is the company it concerns, if it concerns one."""
    event = WebhookEvent(kind=kind.name, organization_id=organization_id, body=kind.body(data, ctx.now))
    ctx.session.add(event)
    ctx.session.flush()
    return event


def tell(ctx: Context, kind: Kind[D], data: D, *, organization_id: int | None = None) -> None:
    """Write down what happened, and have it handed out after the commit if there is anybody to hear of it."""
    whose = organization_id if kind.is_for_companies else None
    event = emit(ctx, kind, data, organization_id=whose)
    if ctx.session.exec(select(WebhookEndpoint.id).where(*wants(whose)).limit(1)).first() is not None:
        ctx.publish(EventWritten(event.id))


@mutation(policy=system_only)
def hand_out(ctx: Context, *, event_id: int) -> None:
    """Queue an event for every endpoint that wants to hear of it."""
    event = ctx.session.get_one(WebhookEvent, event_id)
    for endpoint in ctx.session.exec(select(WebhookEndpoint).where(*wants(event.organization_id))):
        if event.kind in endpoint.kinds:
            add_delivery(ctx, event, endpoint)


def wants(organization_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which an endpoint may hear of what concerns an organization, or none."""
    owner = col(WebhookEndpoint.organization_id)
    is_open = owner.is_(None) if organization_id is None else or_(owner.is_(None), owner == organization_id)
    return is_open, col(WebhookEndpoint.is_active).is_(True), col(WebhookEndpoint.deleted_at).is_(None)


def add_delivery(ctx: Context, event: WebhookEvent, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Queue an event for an endpoint."""
    delivery = WebhookDelivery(
        event_id=event.id,
        endpoint_id=endpoint.id,
        event_type=event.kind,
        target_url=endpoint.url,
        next_retry_at=ctx.now,
    )
    ctx.session.add(delivery)
    ctx.session.flush()
    ctx.publish(DeliveryDue(endpoint.id, ctx.now))
    return delivery
