"""What the courier asks and notes: whose turn it is, what to send, how it went, and when to come again.

One worker at a time sends to an endpoint. An attempt counts if the answer is 2xx; after any other the next one follows
when a pause is over that grows, for three days. While an endpoint fails, all that waits for it waits longer each time.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

from sqlmodel import Session, col, delete, func, select

from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.webhooks.catalogue import TEST
from academy.webhooks.events import DeliveryDue, EndpointDisabled
from academy.webhooks.models import (
    DeliveryStatus,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookLine,
)
from academy.webhooks.schemas import Message, Outcome

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600, 20 * 3600, 24 * 3600)
)
"""After each attempt that failed; three days in all. Each is made up to a fifth shorter or longer."""
JITTER = 0.2
LONGEST_WISH = timedelta(days=1)
"""An endpoint that asks for a longer pause does not get it."""
FIRST_REST, LONGEST_REST = timedelta(seconds=2), timedelta(minutes=10)
"""How long an endpoint that fails is left alone, whatever waits for it."""
FAILING_FOR = timedelta(days=2, hours=12)
TURN = timedelta(seconds=90)
"""A worker that has not ended its turn by then counts as dead."""
BATCH = 20
KEPT_FOR = timedelta(days=90)
GONE = 410
GONE_REASON = "It answered 410 Gone, which means that it wants no more."
SILENT_REASON = "Nothing could be delivered for more than two days."


@mutation(policy=system_only)
def take_turn(ctx: Context, *, endpoint_id: int) -> list[int]:
    """Take an endpoint's line, and return the deliveries that are due on it; nothing if another worker has it."""
    line = _line(ctx, endpoint_id)
    if line.busy_until is not None and line.busy_until > ctx.now:
        ctx.publish(DeliveryDue(endpoint_id, line.busy_until))
        return []
    rests = line.resumes_at is not None and line.resumes_at > ctx.now
    due = select(WebhookDelivery.id).where(*_waiting(endpoint_id), col(WebhookDelivery.next_retry_at) <= ctx.now)
    if rests:
        due = due.where(WebhookDelivery.event_type == TEST.name)
    ids = list(ctx.session.exec(due.order_by(col(WebhookDelivery.next_retry_at), col(WebhookDelivery.id)).limit(BATCH)))
    if ids and is_open(ctx.session, endpoint_id):
        line.busy_until = ctx.now + TURN
        return ids
    _come_again(ctx, line)
    return []


@query(policy=system_only)
def outgoing(ctx: Context, *, delivery_id: int) -> Message | None:
    """What to send, unless it was delivered or the endpoint is closed meanwhile."""
    delivery = ctx.session.get(WebhookDelivery, delivery_id)
    if delivery is None or delivery.status != DeliveryStatus.PENDING or not is_open(ctx.session, delivery.endpoint_id):
        return None
    endpoint = ctx.session.get_one(WebhookEndpoint, delivery.endpoint_id)
    event = ctx.session.get_one(WebhookEvent, delivery.event_id)
    valid = [secret for secret in endpoint.secrets if secret.ends_at is None or not ctx.is_past(secret.ends_at)]
    return Message(
        id=f"evt_{event.public_id}",
        url=endpoint.url,
        body=event.body,
        locked_secrets=[secret.locked for secret in valid],
    )


@mutation(policy=system_only)
def note_outcome(ctx: Context, *, delivery_id: int, outcome: Outcome) -> None:
    """Write down how an attempt went, and when the next one is due if it failed."""
    delivery = ctx.session.get_one(WebhookDelivery, delivery_id)
    ctx.session.add(
        WebhookAttempt(
            delivery_id=delivery.id,
            url=outcome.url,
            response_code=outcome.status,
            excerpt=outcome.text,
            problem=outcome.problem,
            milliseconds=outcome.milliseconds,
        )
    )
    delivery.attempts += 1
    delivery.last_attempt_at, delivery.response_code, delivery.target_url = ctx.now, outcome.status, outcome.url
    if outcome.is_good:
        delivery.status, delivery.next_retry_at = DeliveryStatus.DELIVERED, None
    else:
        delivery.next_retry_at = _next_attempt(ctx, delivery, outcome.retry_after)
        if delivery.next_retry_at is None:
            delivery.status = DeliveryStatus.FAILED
    if delivery.event_type != TEST.name:
        _note_health(ctx, delivery.endpoint_id, outcome)


@mutation(policy=system_only)
def end_turn(ctx: Context, *, endpoint_id: int) -> None:
    """Give the line back, and say when to come again."""
    line = _line(ctx, endpoint_id)
    line.busy_until = None
    _come_again(ctx, line)


@mutation(policy=system_only)
def put_off(ctx: Context, *, endpoint_id: int, seconds: float) -> None:
    """Come to an endpoint a little later."""
    ctx.publish(DeliveryDue(endpoint_id, ctx.now + timedelta(seconds=seconds)))


@mutation(policy=system_only)
def take_up_all(ctx: Context) -> None:
    """Come to every endpoint for which something waits."""
    waiting = select(WebhookDelivery.endpoint_id).where(WebhookDelivery.status == DeliveryStatus.PENDING).distinct()
    for endpoint_id in ctx.session.exec(waiting).all():
        _come_again(ctx, _line(ctx, endpoint_id))


@mutation(policy=system_only)
def forget_old_events(ctx: Context) -> None:
    """Delete events with their deliveries, and endpoints that were deleted, after a while."""
    before = ctx.now - KEPT_FOR
    ctx.session.exec(delete(WebhookEvent).where(col(WebhookEvent.created_at) < before))
    ctx.session.exec(delete(WebhookEndpoint).where(col(WebhookEndpoint.deleted_at) < before))


def pause_after(attempts: int, delivery_id: int) -> timedelta | None:
    """How long to wait after so many attempts, always the same for a delivery; nothing if that was the last."""
    if attempts > len(PAUSES):
        return None
    return PAUSES[attempts - 1] * Random(f"{delivery_id}:{attempts}").uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def wished_pause(retry_after: str, now: datetime) -> timedelta:
    """What the header `Retry-After` asks for, within bounds: seconds or a date; nonsense asks for nothing."""
    try:
        wish = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() else _moment(retry_after) - now
    except (ValueError, OverflowError):
        return timedelta(0)
    return max(timedelta(0), min(wish, LONGEST_WISH))


def is_open(session: Session, endpoint_id: int) -> bool:
    """Tell whether anything is sent to an endpoint."""
    is_so = col(WebhookEndpoint.is_active), col(WebhookEndpoint.deleted_at).is_(None)
    found = select(WebhookEndpoint.id).where(WebhookEndpoint.id == endpoint_id, *is_so)
    return session.exec(found).first() is not None


def close(ctx: Context, endpoint: WebhookEndpoint, reason: str) -> None:
    """Stop sending to an endpoint; what waits for it waits on."""
    endpoint.is_active, endpoint.disabled_reason = False, reason


def _line(ctx: Context, endpoint_id: int) -> WebhookLine:
    return ctx.session.exec(select(WebhookLine).where(WebhookLine.endpoint_id == endpoint_id).with_for_update()).one()


def _waiting(endpoint_id: int) -> tuple[bool, ...]:
    return WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.status == DeliveryStatus.PENDING


def _come_again(ctx: Context, line: WebhookLine) -> None:
    if not is_open(ctx.session, line.endpoint_id):
        return
    next_one = select(func.min(WebhookDelivery.next_retry_at)).where(*_waiting(line.endpoint_id))
    if (moment := ctx.session.exec(next_one).one()) is not None:
        ctx.publish(DeliveryDue(line.endpoint_id, max(moment, line.resumes_at or moment, ctx.now)))


def _next_attempt(ctx: Context, delivery: WebhookDelivery, retry_after: str) -> datetime | None:
    pause = None if delivery.event_type == TEST.name else pause_after(delivery.attempts, delivery.id)
    return None if pause is None else ctx.now + max(pause, wished_pause(retry_after, ctx.now))


def _note_health(ctx: Context, endpoint_id: int, outcome: Outcome) -> None:
    line = _line(ctx, endpoint_id)
    if outcome.is_good:
        line.failures, line.failing_since, line.resumes_at, line.succeeded_at = 0, None, None, ctx.now
        return
    line.failures += 1
    line.failing_since = line.failing_since or ctx.now
    line.resumes_at = ctx.now + min(FIRST_REST * 2 ** min(line.failures - 1, 20), LONGEST_REST)
    endpoint = ctx.session.get_one(WebhookEndpoint, endpoint_id)
    is_silent = ctx.now - line.failing_since >= FAILING_FOR
    if endpoint.is_active and (outcome.status == GONE or is_silent):
        close(ctx, endpoint, GONE_REASON if outcome.status == GONE else SILENT_REASON)
        ctx.publish(EndpointDisabled(endpoint_id, endpoint.disabled_reason))


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
