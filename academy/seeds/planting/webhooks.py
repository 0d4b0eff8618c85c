"""Two systems that are told what happens: the academy's CRM, which did not answer for a while, and a company's."""

from datetime import timedelta

from academy.seeds.content.people import ADA, NORTHWIND
from academy.seeds.planting.ground import Ground
from academy.webhooks.catalogue import (
    COHORT_CANCELLED,
    ENROLLMENT_CREATED,
    ORGANIZATION_SUSPENDED,
    PAYMENT_SUCCEEDED,
    Kind,
)
from academy.webhooks.models import (
    DeliveryStatus,
    EndpointSecret,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookLine,
)
from academy.webhooks.service.sending import PAUSES
from academy.webhooks.signing import new_secret

CRM, PEOPLE_DESK = "https://crm.academy.example/hooks/academy", "https://people.northwind.example/academy"
WENT_SILENT = timedelta(days=6)
GIVEN_UP = timedelta(days=3)
HISTORY: tuple[tuple[Kind, timedelta], ...] = (  # type: ignore[type-arg]
    (ENROLLMENT_CREATED, timedelta(days=9, hours=2)),
    (PAYMENT_SUCCEEDED, timedelta(days=9, hours=2)),
    (ENROLLMENT_CREATED, timedelta(days=8, hours=5)),
    (PAYMENT_SUCCEEDED, timedelta(days=7, hours=1)),
    (ENROLLMENT_CREATED, WENT_SILENT),
    (PAYMENT_SUCCEEDED, WENT_SILENT - timedelta(hours=4)),
)
"""What happened, and how long ago."""


def plant_webhooks(ground: Ground) -> None:
    """Plant the endpoints with what was sent to the first of them."""
    administrator = ground.users[ADA.email]
    silent = "Nothing could be delivered for more than two days."
    company = ground.organizations[NORTHWIND]
    crm = WebhookEndpoint(
        created_at=ground.now - timedelta(days=40),
        created_by_id=administrator.id,
        url=CRM,
        description="Sales follow up on new enrollments",
        kinds=[ENROLLMENT_CREATED.name, PAYMENT_SUCCEEDED.name],
        secrets=[EndpointSecret(locked=new_secret())],
        is_active=False,
        disabled_reason=silent,
    )
    people_desk = WebhookEndpoint(
        created_at=ground.now - timedelta(days=2),
        created_by_id=administrator.id,
        organization_id=company.id,
        url=PEOPLE_DESK,
        description="Training plans of the people desk",
        kinds=[COHORT_CANCELLED.name, ORGANIZATION_SUSPENDED.name],
        secrets=[EndpointSecret(locked=new_secret())],
    )
    ground.plant(crm, people_desk)
    ground.plant(
        WebhookLine(
            endpoint_id=crm.id,
            failures=2 * (len(PAUSES) + 1),
            failing_since=ground.now - WENT_SILENT,
            succeeded_at=ground.now - HISTORY[3][1],
        ),
        WebhookLine(endpoint_id=people_desk.id),
    )
    for kind, ago in HISTORY:
        _plant_delivery(ground, crm, kind, ago)


def _plant_delivery(ground: Ground, endpoint: WebhookEndpoint, kind: Kind, ago: timedelta) -> None:  # type: ignore[type-arg]
    moment = ground.now - ago
    event = WebhookEvent(created_at=moment, kind=kind.name, body=kind.body(kind.example, moment))
    ground.plant(event)
    arrived = ago > WENT_SILENT
    last = moment if arrived else moment + GIVEN_UP
    delivery = WebhookDelivery(
        created_at=moment,
        event_id=event.id,
        endpoint_id=endpoint.id,
        event_type=kind.name,
        target_url=endpoint.url,
        status=DeliveryStatus.DELIVERED if arrived else DeliveryStatus.FAILED,
        attempts=1 if arrived else len(PAUSES) + 1,
        last_attempt_at=last,
        response_code=200 if arrived else 503,
    )
    ground.plant(delivery)
    answer = (200, '{"ok":true}') if arrived else (503, "Service Unavailable")
    ground.plant(
        WebhookAttempt(
            created_at=last,
            delivery_id=delivery.id,
            url=endpoint.url,
            response_code=answer[0],
            excerpt=answer[1],
            milliseconds=184 if arrived else 31,
        )
    )
