"""Endpoints, as administrators look after them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, desc, func, select

from academy import routes
from academy.catalog.service.trail import change, locked, require_unchanged
from academy.commerce import service as commerce
from academy.core import audit, limits
from academy.core.audit import Change
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.limits import Allowance
from academy.core.outbound import AddressRefused, gate
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query
from academy.organizations.models import Organization
from academy.webhooks.catalogue import CHOICES, KINDS, TEST
from academy.webhooks.events import DeliveryDue
from academy.webhooks.models import DeliveryStatus, EndpointSecret, WebhookDelivery, WebhookEndpoint, WebhookLine
from academy.webhooks.schemas import (
    EndpointDetail,
    EndpointFields,
    EndpointRow,
    EndpointState,
    NewSecret,
    OwnerChoice,
)
from academy.webhooks.service.outbox import add_delivery, emit
from academy.webhooks.service.sending import close
from academy.webhooks.signing import new_secret

PAGE = 25
CEILING = 1000
"""More deliveries than this are not counted."""
OLD_SECRET_FOR = timedelta(hours=24)
DESCRIPTION_LENGTH = 200
TESTS = Allowance(10, timedelta(minutes=1))
MISSING = "This endpoint has been deleted."
PLATFORM = "The academy"

_endpoint: Any = WebhookEndpoint


def _is_there() -> ColumnElement[bool]:
    return col(WebhookEndpoint.deleted_at).is_(None)


def failing_endpoints(ctx: Context) -> int:
    """How many endpoints do not take what is sent to them."""
    found = select(WebhookEndpoint.id).join(WebhookLine, col(WebhookLine.endpoint_id) == WebhookEndpoint.id)
    found = found.where(_is_there(), col(WebhookLine.failing_since).is_not(None)).limit(CEILING)
    return ctx.session.exec(select(func.count()).select_from(found.subquery())).one()


def troubles(ctx: Context) -> int:
    """How much wants to be looked at: endpoints that fail, and received events that could not be acted on."""
    return failing_endpoints(ctx) + commerce.events_to_look_at(ctx)


opens(Place.ADMIN, PlacePage(label="Webhooks", url=routes.ADMIN_WEBHOOKS.url(), counted="failing"), count=troubles)(
    is_admin
)


@query(policy=platform_admin)
def endpoint_page(ctx: Context, *, words: str = "", until: str = "") -> Page[EndpointRow]:
    """The endpoints, the newest first, or those whose address or description holds the words."""
    statement = select(WebhookEndpoint).where(_is_there())
    if text := words.strip():
        statement = statement.where(holds(text, _endpoint.url, _endpoint.description))
    order = (desc(_endpoint.id),)
    return page_of(ctx, statement, lambda row: _row(ctx, row), of=EndpointRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def endpoint_detail(ctx: Context, *, endpoint_id: int = 0) -> EndpointDetail | None:
    """Everything about an endpoint but its secret; nothing if there is none."""
    row = ctx.session.get(WebhookEndpoint, endpoint_id)
    if row is None or row.deleted_at is not None:
        return None
    line = _line(ctx, row.id)
    maker = ctx.session.exec(select(User.name).where(User.id == row.created_by_id)).first()
    ends = [secret.ends_at for secret in row.secrets if secret.ends_at and not ctx.is_past(secret.ends_at)]
    return EndpointDetail(
        id=row.id,
        fields=EndpointFields(
            url=row.url, description=row.description, kinds=row.kinds, organization_id=row.organization_id
        ),
        owner=_owner(ctx, row),
        state=_state(row, line),
        is_active=row.is_active,
        reason=row.disabled_reason,
        created_at=row.created_at,
        updated_at=row.updated_at,
        created_by=maker or "",
        old_secret_until=max(ends, default=None),
        failing_since=line.failing_since,
        resumes_at=line.resumes_at,
        succeeded_at=line.succeeded_at,
    )


@query(policy=platform_admin)
def owner_choices(ctx: Context) -> list[OwnerChoice]:
    """The companies there are."""
    rows = ctx.session.exec(
        select(Organization.id, Organization.name).order_by(Organization.name, col(Organization.id))
    )
    return [OwnerChoice(id=key, name=name) for key, name in rows]


@mutation(policy=platform_admin)
def create_endpoint(ctx: Context, *, fields: EndpointFields) -> NewSecret:
    """Make an endpoint and return its secret, locked.

    Raises:
        Invalid: The address is none that we send to, or nothing is chosen that it should hear of.
    """
    if fields.organization_id is not None and ctx.session.get(Organization, fields.organization_id) is None:
        raise Invalid("There is no such company any more.", field="organization_id")
    clean = _clean(fields)
    secret = new_secret()
    row = WebhookEndpoint(
        **clean.model_dump(), created_by_id=ctx.viewer.user_id, secrets=[EndpointSecret(locked=secret)]
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.session.add(WebhookLine(endpoint_id=row.id))
    _note(ctx, row, "endpoint_created", f"Added the webhook endpoint {row.url}.")
    return NewSecret(endpoint_id=row.id, locked=secret)


@mutation(policy=platform_admin)
def edit_endpoint(ctx: Context, *, endpoint_id: int, seen_at: Any, fields: EndpointFields) -> None:
    """Change where an endpoint is and what it hears of; whose it is stays.

    Raises:
        Invalid: As for a new one.
        Conflict: Somebody has saved it since `seen_at`.
    """
    row = _open_endpoint(ctx, endpoint_id)
    require_unchanged(ctx, row, seen_at)
    clean = _clean(fields.model_copy(update={"organization_id": row.organization_id}))
    if changes := change(ctx, row, clean.model_dump()):
        _note(ctx, row, "endpoint_edited", f"Changed the webhook endpoint {row.url}.", changes)


@mutation(policy=platform_admin)
def rotate_secret(ctx: Context, *, endpoint_id: int) -> NewSecret:
    """Make a new secret; what is sent is signed with the old one as well for a day."""
    row = _open_endpoint(ctx, endpoint_id)
    secret, end = new_secret(), ctx.now + OLD_SECRET_FOR
    kept = [old for old in row.secrets if old.ends_at is None or old.ends_at > ctx.now]
    old = [one.model_copy(update={"ends_at": one.ends_at or end}) for one in kept]
    row.secrets = [EndpointSecret(locked=secret), *old]
    _note(ctx, row, "secret_rotated", f"Made a new secret for the webhook endpoint {row.url}.")
    return NewSecret(endpoint_id=row.id, locked=secret)


@mutation(policy=platform_admin)
def enable_endpoint(ctx: Context, *, endpoint_id: int) -> None:
    """Send to an endpoint again, first what has been waiting."""
    row, line = _open_endpoint(ctx, endpoint_id), _line(ctx, endpoint_id)
    if row.is_active:
        return
    row.is_active, row.disabled_reason = True, ""
    line.failures, line.failing_since, line.resumes_at = 0, None, None
    _note(ctx, row, "endpoint_enabled", f"Enabled the webhook endpoint {row.url}.")
    ctx.publish(DeliveryDue(row.id, ctx.now))


@mutation(policy=platform_admin)
def disable_endpoint(ctx: Context, *, endpoint_id: int) -> None:
    """Stop sending to an endpoint. What waits for it waits on; of what happens meanwhile it does not hear."""
    row = _open_endpoint(ctx, endpoint_id)
    if not row.is_active:
        return
    who = ctx.session.exec(select(User.name).where(User.id == ctx.viewer.user_id)).first()
    close(ctx, row, f"{who or 'Somebody'} switched it off.")
    _line(ctx, endpoint_id).failing_since = None
    _note(ctx, row, "endpoint_disabled", f"Disabled the webhook endpoint {row.url}.")


@mutation(policy=platform_admin)
def delete_endpoint(ctx: Context, *, endpoint_id: int) -> None:
    """Take an endpoint away; it can be brought back for a while."""
    row = _open_endpoint(ctx, endpoint_id)
    row.deleted_at = ctx.now
    _note(ctx, row, "endpoint_deleted", f"Deleted the webhook endpoint {row.url}.")


@mutation(policy=platform_admin)
def restore_endpoint(ctx: Context, *, endpoint_id: int) -> None:
    """Bring an endpoint back that was deleted."""
    row = locked(ctx, WebhookEndpoint, endpoint_id, MISSING)
    if row.deleted_at is None:
        return
    row.deleted_at = None
    _note(ctx, row, "endpoint_restored", f"Brought back the webhook endpoint {row.url}.")
    ctx.publish(DeliveryDue(row.id, ctx.now))


@mutation(policy=platform_admin)
def test_endpoint(ctx: Context, *, endpoint_id: int) -> int:
    """Send a test to an endpoint now, once, and return the delivery.

    Raises:
        Conflict: It is switched off.
        TooManyRequests: It was tested very often just now.
    """
    row = _open_endpoint(ctx, endpoint_id)
    if not row.is_active:
        raise Conflict("This endpoint is switched off, so nothing is sent to it. Switch it on first.")
    limits.spend(ctx.session, TESTS, now=ctx.now, key=f"webhook_test:{endpoint_id}")
    delivery = add_delivery(ctx, emit(ctx, TEST, TEST.example, organization_id=row.organization_id), row)
    _note(ctx, row, "endpoint_tested", f"Sent a test to the webhook endpoint {row.url}.")
    return delivery.id


def _open_endpoint(ctx: Context, endpoint_id: int) -> WebhookEndpoint:
    row = locked(ctx, WebhookEndpoint, endpoint_id, MISSING)
    if row.deleted_at is not None:
        raise NotFound(MISSING)
    return row


def _line(ctx: Context, endpoint_id: int) -> WebhookLine:
    return ctx.session.exec(select(WebhookLine).where(WebhookLine.endpoint_id == endpoint_id)).one()


def _clean(fields: EndpointFields) -> EndpointFields:
    url, description = fields.url.strip(), " ".join(fields.description.split())
    if not url:
        raise Invalid("Please enter the address that is to be told.", field="url")
    try:
        gate().check(url)
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field="url") from None
    if len(description) > DESCRIPTION_LENGTH:
        raise Invalid(f"This is too long; up to {DESCRIPTION_LENGTH} characters fit.", field="description")
    open_to_it = {kind.name for kind in CHOICES if kind.is_for_companies or fields.organization_id is None}
    kinds = [name for name in KINDS if name in fields.kinds]
    if not kinds:
        raise Invalid("Please choose at least one event.", field="kinds")
    if alien := [name for name in kinds if name not in open_to_it]:
        raise Invalid(f"Companies do not hear of {', '.join(alien)}.", field="kinds")
    return fields.model_copy(update={"url": url, "description": description, "kinds": kinds})


def _owner(ctx: Context, row: WebhookEndpoint) -> str:
    name = select(Organization.name).where(Organization.id == row.organization_id)
    return ctx.session.exec(name).one() if row.organization_id else PLATFORM


def _state(row: WebhookEndpoint, line: WebhookLine) -> EndpointState:
    if not row.is_active:
        return EndpointState.DISABLED
    if line.failing_since is not None:
        return EndpointState.FAILING
    return EndpointState.WORKING if line.succeeded_at else EndpointState.UNTRIED


def _row(ctx: Context, row: WebhookEndpoint) -> EndpointRow:
    line = _line(ctx, row.id)
    return EndpointRow(
        id=row.id,
        url=row.url,
        description=row.description,
        owner=_owner(ctx, row),
        kinds=row.kinds,
        state=_state(row, line),
        reason=row.disabled_reason,
        failing_since=line.failing_since,
        succeeded_at=line.succeeded_at,
        waiting=count(ctx, DeliveryStatus.PENDING, WebhookDelivery.endpoint_id == row.id),
        failed=count(ctx, DeliveryStatus.FAILED, WebhookDelivery.endpoint_id == row.id),
    )


def count(ctx: Context, status: DeliveryStatus, *conditions: Any) -> int:
    """How many deliveries are of a status, as far as they are counted; tests aside."""
    is_real = WebhookDelivery.event_type != TEST.name
    some = select(WebhookDelivery.id).where(WebhookDelivery.status == status, is_real, *conditions).limit(CEILING)
    return ctx.session.exec(select(func.count()).select_from(some.subquery())).one()


def _note(
    ctx: Context, row: WebhookEndpoint, action: str, summary: str, changes: dict[str, Change] | None = None
) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"webhooks.{action}",
        subject=row,
        summary=summary,
        changes=changes,
    )
