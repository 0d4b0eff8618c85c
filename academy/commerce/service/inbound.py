"""Events from payment providers: each is written down once and acted on in the same transaction.

One that cannot be acted on is kept with the reason, and tried again when it is sent again or replayed.
"""

import hashlib
import logging
from datetime import timedelta

from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, func, select

from academy.commerce.events import SubscriptionQuestioned
from academy.commerce.gateway import PaymentReport
from academy.commerce.models import (
    EventOutcome,
    InboundEvent,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    Subscription,
)
from academy.commerce.schemas import EventReceipt
from academy.commerce.service import purchases
from academy.commerce.service.invoices import note_overdue
from academy.commerce.service.refunds import note_refusal
from academy.commerce.stripe_events import read_event
from academy.core import audit, limits
from academy.core.errors import Conflict, NotFound
from academy.core.limits import Allowance
from academy.identity.policy import platform_admin, system_only
from academy.identity.viewer import hashed
from academy.live import Context, mutation, query

KEPT_UNSIGNED = 2000
"""Characters kept of a body that nobody we know has signed."""

UNSIGNED_FROM_ONE = Allowance(20, timedelta(hours=1))
UNSIGNED_IN_ALL = Allowance(500, timedelta(days=1))
"""What nobody has signed is kept to find a wrong secret by; whoever floods us gets no more of it kept than this."""

KEPT_FOR = timedelta(days=90)

PATIENCE = timedelta(minutes=5)
"""How long after the last news of a checkout the gateway is asked."""

AGAIN = frozenset({EventOutcome.FAILED, EventOutcome.UNKNOWN_PURCHASE})
"""What may come out differently another time."""

log = logging.getLogger(__name__)


@mutation(policy=system_only)
def receive_event(
    ctx: Context, *, provider: str, body: str, is_signature_valid: bool, sender: str = ""
) -> EventReceipt:
    """Write down an event and act on it. One that came before, or is not signed, changes nothing.

    Raises:
        Invalid: It is signed and yet not an event.
        TooManyRequests: It is not signed, and too many of those have come, from this sender's network or from all.
    """
    event_id, kind = _signed_name(body) if is_signature_valid else _unsigned_name(body)
    statement = select(InboundEvent).where(
        InboundEvent.provider == provider, InboundEvent.provider_event_id == event_id
    )
    row = ctx.session.exec(statement).first()
    if row is not None and row.outcome not in AGAIN:
        return EventReceipt(outcome=row.outcome or EventOutcome.IGNORED, is_repeated=True)
    if row is None:
        if not is_signature_valid:
            limits.spend(ctx.session, UNSIGNED_IN_ALL, now=ctx.now, key="unsigned_events")
            limits.spend(ctx.session, UNSIGNED_FROM_ONE, now=ctx.now, key=f"unsigned_events_from:{hashed(sender)}")
        row = InboundEvent(
            provider=provider,
            provider_event_id=event_id,
            kind=kind,
            body=body if is_signature_valid else body[:KEPT_UNSIGNED],
            is_signature_valid=is_signature_valid,
            received_at=ctx.now,
        )
        ctx.session.add(row)
    return EventReceipt(outcome=_try(ctx, row) if is_signature_valid else _refuse(ctx, row))


@mutation(policy=platform_admin)
def replay_event(ctx: Context, *, event_id: int) -> EventOutcome:
    """Act on a signed event again, as if it had just come; what it has done already stays done once.

    Raises:
        NotFound: There is no such event.
        Conflict: It is not signed, so nobody knows who sent it.
    """
    row = ctx.session.get(InboundEvent, event_id)
    if row is None:
        raise NotFound("There is no such event; somebody may have cleared it away.")
    if not row.is_signature_valid:
        raise Conflict("This event is not signed by the payment provider, so it cannot be acted on.")
    before = row.outcome
    outcome = _try(ctx, row)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action="commerce.event_replayed",
        subject=row,
        summary=f"Replayed the event {row.provider_event_id} ({row.kind}).",
        changes={"outcome": (before, outcome)},
    )
    return outcome


@mutation(policy=system_only)
def receive_report(ctx: Context, *, report: PaymentReport) -> EventOutcome:
    """Act on what the gateway answered when asked, for when its event got lost."""
    return act(ctx, report)


@mutation(policy=system_only)
def note_refused(ctx: Context, *, purchase_id: int, reference: str, reason: str) -> None:
    """Note that the gateway will not make a refund, so that an administrator sees to it."""
    purchase = ctx.session.exec(select(Purchase).where(Purchase.id == purchase_id).with_for_update()).one()
    note_refusal(ctx, purchase, reference, reason)


@mutation(policy=system_only)
def forget_old_events(ctx: Context) -> None:
    """Delete what providers told us after a while; what it did to an order stays on the order."""
    ctx.session.exec(delete(InboundEvent).where(col(InboundEvent.received_at) < ctx.now - KEPT_FOR))


@query(policy=system_only)
def unanswered_checkouts(ctx: Context) -> list[str]:
    """Return the gateway's ids of checkouts whose end should have been heard of by now."""
    statement = select(Purchase.gateway_session_id, Purchase.updated_at).where(
        Purchase.status == PurchaseStatus.PENDING, col(Purchase.gateway_session_id).is_not(None)
    )
    found = ctx.session.exec(statement).all()
    return [session_id for session_id, heard_at in found if session_id and ctx.is_past(heard_at + PATIENCE)]


@query(policy=system_only)
def refunds_under_way(ctx: Context) -> list[int]:
    """Return the purchases of refunds that should have arrived by now."""
    statement = select(Refund.purchase_id, func.min(Refund.updated_at)).where(
        Refund.status == RefundStatus.REQUESTED,
        col(Refund.purchase_id).in_(select(Purchase.id).where(col(Purchase.is_paid_outside).is_(False))),
    )
    found = ctx.session.exec(statement.group_by(col(Refund.purchase_id))).all()
    return [purchase_id for purchase_id, asked_at in found if ctx.is_past(asked_at + PATIENCE)]


@query(policy=system_only)
def known_to_gateway(ctx: Context, *, purchase_id: int) -> tuple[str, str, str]:
    """Return what the gateway calls a purchase: its checkout, its invoice, and the subscription it is for."""
    purchase = ctx.session.get_one(Purchase, purchase_id)
    plan = ctx.session.get(Subscription, purchase.subscription_id) if purchase.subscription_id else None
    return (
        purchase.gateway_session_id or "",
        purchase.invoice_id or "",
        plan.provider_subscription_id if plan else "",
    )


def _try(ctx: Context, row: InboundEvent) -> EventOutcome:
    report = read_event(row.body).report
    row.attempts += 1
    row.processed_at = ctx.now
    row.error = ""
    try:
        with ctx.session.begin_nested():
            outcome = act(ctx, report, row)
    except DBAPIError:
        raise
    except Exception as error:
        log.exception("the event %s could not be acted on", row.provider_event_id)
        outcome = EventOutcome.FAILED
        row.error = f"{type(error).__name__}: {error}"
    row.outcome = outcome
    return outcome


def _refuse(ctx: Context, row: InboundEvent) -> EventOutcome:
    row.outcome = EventOutcome.REFUSED
    row.processed_at = ctx.now
    return row.outcome


def act(ctx: Context, report: PaymentReport | None, row: InboundEvent | None = None) -> EventOutcome:
    """Take in a report, and say what that came to."""
    if report is None:
        return EventOutcome.IGNORED
    purchase = purchases.reported(ctx, report)
    if report.subscription_id is not None:
        if row is not None and purchase is not None:
            row.purchase_id = purchase.id
        ctx.publish(SubscriptionQuestioned(report.subscription_id))
        return EventOutcome.APPLIED
    if purchase is None:
        if row is not None:
            row.payment_intent_id = report.payment_intent_id
        return EventOutcome.UNKNOWN_PURCHASE
    was_known = purchase.payment_intent_id is not None
    is_changed = purchases.apply_report(ctx, purchase, report)
    if report.is_overdue:
        note_overdue(ctx, purchase_id=purchase.id)
    if not was_known and purchase.payment_intent_id is not None:
        _catch_up(ctx, purchase.payment_intent_id)
    if row is not None:
        row.purchase_id = purchase.id
    return EventOutcome.APPLIED if is_changed else EventOutcome.UNCHANGED


def _catch_up(ctx: Context, payment_intent_id: str) -> None:
    """Act on what came for a payment before we knew whose it is."""
    statement = select(InboundEvent).where(
        InboundEvent.payment_intent_id == payment_intent_id,
        InboundEvent.outcome == EventOutcome.UNKNOWN_PURCHASE,
    )
    for row in ctx.session.exec(statement.order_by(col(InboundEvent.id))).all():
        _try(ctx, row)


def _signed_name(body: str) -> tuple[str, str]:
    event = read_event(body)
    return event.id, event.kind


def _unsigned_name(body: str) -> tuple[str, str]:
    """Name an event by its content: what it says of itself cannot be trusted, not even its id."""
    return f"unsigned-{hashlib.sha256(body.encode()).hexdigest()}", "unsigned"
