"""Endpoints, and what is delivered to them."""

from datetime import timedelta

from academy.live import Context
from academy.webhooks.models import (
    DeliveryStatus,
    EndpointSecret,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookLine,
)
from academy.webhooks.signing import new_secret
from tests.queries.town.rows import Rows, Town


def webhooks(ctx: Context, town: Town) -> Rows:
    ends = (None, ctx.now + timedelta(hours=5))
    secrets = [EndpointSecret(locked=new_secret(), ends_at=ends_at) for ends_at in ends]
    yield (
        "endpoint",
        WebhookEndpoint(
            url="https://crm.town.example/", kinds=["person.joined"], secrets=secrets, created_by_id=town["olga"].id
        ),
    )
    yield (
        "line",
        WebhookLine(
            endpoint_id=town["endpoint"].id, failures=1, failing_since=ctx.now, resumes_at=ctx.now + timedelta(hours=1)
        ),
    )
    for status in DeliveryStatus:
        yield f"event {status}", WebhookEvent(kind="person.joined", body="{}")
        yield (
            f"delivery {status}",
            WebhookDelivery(
                event_id=town[f"event {status}"].id,
                endpoint_id=town["endpoint"].id,
                event_type="person.joined",
                target_url="https://crm.town.example/",
                status=status,
                next_retry_at=ctx.now + timedelta(hours=1) if status == DeliveryStatus.PENDING else None,
            ),
        )
    yield "attempt", WebhookAttempt(delivery_id=town["delivery failed"].id, url="https://crm.town.example/")
