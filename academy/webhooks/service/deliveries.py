"""What was told to whom and how that went, and telling it again."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, desc, exists, or_, select

from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.loading import only
from academy.core.search import holds
from academy.identity.policy import platform_admin
from academy.live import Context, Page, mutation, page_of, query
from academy.webhooks.catalogue import TEST
from academy.webhooks.events import DeliveryDue
from academy.webhooks.models import (
    DeliveryStatus,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookLine,
)
from academy.webhooks.schemas import AttemptRow, DeliveryCounts, DeliveryDetail, DeliveryRow
from academy.webhooks.service.endpoints import count
from academy.webhooks.service.outbox import add_delivery

PAGE = 25
MOST_AT_ONCE = 1000
"""So much of each sort is replayed at once; the rest by doing it again."""
ID_PREFIX = "evt_"
DELETED = "Its endpoint has been deleted, so it cannot be sent again."
DISABLED = "Its endpoint is switched off. Switch it on, then send this again."

_delivery: Any = WebhookDelivery


@query(policy=platform_admin)
def delivery_counts(ctx: Context) -> DeliveryCounts:
    """How many deliveries wait and have failed."""
    return DeliveryCounts(waiting=count(ctx, DeliveryStatus.PENDING), failed=count(ctx, DeliveryStatus.FAILED))


@query(policy=platform_admin)
def delivery_page(
    ctx: Context,
    *,
    status: DeliveryStatus | None = None,
    endpoint_id: int = 0,
    kind: str = "",
    words: str = "",
    until: str = "",
) -> Page[DeliveryRow]:
    """The deliveries of a status, to an endpoint, of a kind, or found by words of a kind, an address, an event's id."""
    statement = select(WebhookDelivery)
    if status is not None:
        statement = statement.where(WebhookDelivery.status == status)
    if endpoint_id:
        statement = statement.where(WebhookDelivery.endpoint_id == endpoint_id)
    if kind:
        statement = statement.where(WebhookDelivery.event_type == kind)
    if text := words.strip():
        statement = statement.where(_fits(text))
    order = (desc(_delivery.id),)
    return page_of(ctx, statement, lambda row: _row(ctx, row), of=DeliveryRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def delivery_detail(ctx: Context, *, delivery_id: int = 0) -> DeliveryDetail | None:
    """Everything about a delivery; nothing if it is not there any more."""
    row = ctx.session.get(WebhookDelivery, delivery_id)
    if row is None:
        return None
    event = ctx.session.get_one(WebhookEvent, row.event_id)
    attempts = select(WebhookAttempt).where(WebhookAttempt.delivery_id == row.id).order_by(desc(col(WebhookAttempt.id)))
    why_not = _why_not(ctx, row)
    return DeliveryDetail(
        id=row.id,
        kind=row.event_type,
        event_id=ID_PREFIX + event.public_id,
        endpoint_id=row.endpoint_id,
        url=row.target_url,
        status=row.status,
        happened_at=event.created_at,
        next_retry_at=row.next_retry_at,
        attempts=row.attempts,
        history=[_attempt(attempt) for attempt in ctx.session.exec(attempts.limit(100))],
        body=json.dumps(json.loads(event.body), indent=2, ensure_ascii=False),
        can_replay=not why_not,
        why_not=why_not,
    )


@mutation(policy=platform_admin)
def replay_delivery(ctx: Context, *, delivery_id: int) -> None:
    """Send a delivery again now, whether it arrived or not; its receiver knows it by its id.

    Raises:
        NotFound: It is not there any more.
        Conflict: Its endpoint is closed.
    """
    row = ctx.session.get(WebhookDelivery, delivery_id)
    if row is None:
        raise NotFound("This delivery is too old; it is not kept any more.")
    if why_not := _why_not(ctx, row):
        raise Conflict(why_not)
    _queue_again(ctx, row)
    _hurry(ctx, row.endpoint_id)
    _note(ctx, row.endpoint_id, f"Sent {row.event_type} again")


@mutation(policy=platform_admin)
def replay_since(ctx: Context, *, endpoint_id: int, since: datetime) -> int:
    """Send an endpoint what has not arrived since a moment; returns how much that is.

    That is what failed, and what happened while it was switched off or did not exist yet.

    Raises:
        Invalid: The moment is to come.
        NotFound: There is no such endpoint.
        Conflict: It is closed.
    """
    if since > ctx.now:
        raise Invalid("Please choose a moment in the past.", field="since")
    endpoint = ctx.session.get(WebhookEndpoint, endpoint_id)
    if endpoint is None or endpoint.deleted_at is not None:
        raise NotFound(DELETED)
    if not endpoint.is_active:
        raise Conflict(DISABLED)
    failed, missed = _failed(ctx, endpoint, since), _never_queued(ctx, endpoint, since)
    for delivery in failed:
        _queue_again(ctx, delivery)
    for event in missed:
        add_delivery(ctx, event, endpoint)
    if failed or missed:
        _hurry(ctx, endpoint_id)
        _note(ctx, endpoint_id, f"Sent again what had not arrived since {since:%d %b %Y %H:%M} UTC")
    return len(failed) + len(missed)


def _failed(ctx: Context, endpoint: WebhookEndpoint, since: datetime) -> list[WebhookDelivery]:
    statement = (
        select(WebhookDelivery)
        .join(WebhookEvent, col(WebhookEvent.id) == WebhookDelivery.event_id)
        .where(
            WebhookDelivery.endpoint_id == endpoint.id,
            WebhookDelivery.status == DeliveryStatus.FAILED,
            WebhookDelivery.event_type != TEST.name,
            WebhookEvent.created_at >= since,
        )
    )
    return list(ctx.session.exec(statement.order_by(_delivery.id).limit(MOST_AT_ONCE)))


def _never_queued(ctx: Context, endpoint: WebhookEndpoint, since: datetime) -> list[WebhookEvent]:
    queued = exists().where(_delivery.event_id == WebhookEvent.id, _delivery.endpoint_id == endpoint.id)
    statement = select(WebhookEvent).where(
        WebhookEvent.created_at >= since, col(WebhookEvent.kind).in_(endpoint.kinds), ~queued
    )
    if endpoint.organization_id is not None:
        statement = statement.where(WebhookEvent.organization_id == endpoint.organization_id)
    return list(ctx.session.exec(statement.order_by(col(WebhookEvent.id)).limit(MOST_AT_ONCE)))


def _queue_again(ctx: Context, row: WebhookDelivery) -> None:
    row.status, row.attempts, row.next_retry_at = DeliveryStatus.PENDING, 0, ctx.now


def _hurry(ctx: Context, endpoint_id: int) -> None:
    """Have an endpoint come to its turn now, though it was failing."""
    line = ctx.session.exec(select(WebhookLine).where(WebhookLine.endpoint_id == endpoint_id).with_for_update()).one()
    line.resumes_at = None
    ctx.publish(DeliveryDue(endpoint_id, ctx.now))


def _why_not(ctx: Context, row: WebhookDelivery) -> str:
    shown = only(WebhookEndpoint.is_active, WebhookEndpoint.deleted_at)
    endpoint = ctx.session.get_one(WebhookEndpoint, row.endpoint_id, options=[shown])
    if endpoint.deleted_at is not None:
        return DELETED
    return "" if endpoint.is_active else DISABLED


def _fits(text: str) -> ColumnElement[bool]:
    event = select(WebhookEvent.id).where(WebhookEvent.public_id == text.removeprefix(ID_PREFIX))
    return or_(holds(text, _delivery.event_type, _delivery.target_url), _delivery.event_id.in_(event))


def _row(ctx: Context, row: WebhookDelivery) -> DeliveryRow:
    event_id = ctx.session.exec(select(WebhookEvent.public_id).where(WebhookEvent.id == row.event_id)).one()
    return DeliveryRow(
        id=row.id,
        kind=row.event_type,
        event_id=ID_PREFIX + event_id,
        url=row.target_url,
        status=row.status,
        attempts=row.attempts,
        response_code=row.response_code,
        at=row.next_retry_at or row.last_attempt_at or row.created_at,
    )


def _attempt(row: WebhookAttempt) -> AttemptRow:
    return AttemptRow(
        at=row.created_at,
        url=row.url,
        response_code=row.response_code,
        excerpt=row.excerpt,
        problem=row.problem,
        milliseconds=row.milliseconds,
    )


def _note(ctx: Context, endpoint_id: int, deed: str) -> None:
    endpoint = ctx.session.get_one(WebhookEndpoint, endpoint_id)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action="webhooks.replayed",
        subject=endpoint,
        summary=f"{deed} to the webhook endpoint {endpoint.url}.",
    )
