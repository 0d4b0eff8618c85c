"""Events from payment providers: each is written down once and acted on in the same transaction."""

import hashlib
from datetime import timedelta

from sqlmodel import col, select

from academy.commerce.gateway import PaymentReport, ProviderEvent, read_event
from academy.commerce.models import EventOutcome, InboundEvent, Purchase, PurchaseStatus
from academy.commerce.schemas import EventReceipt
from academy.commerce.service import purchases
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

KEPT_UNSIGNED = 2000
"""Characters kept of a body that nobody we know has signed."""

PATIENCE = timedelta(minutes=5)
"""How long after the last news of a checkout the gateway is asked."""


@mutation(policy=system_only)
def receive_event(ctx: Context, *, provider: str, body: str, is_signature_valid: bool) -> EventReceipt:
    """Write down an event and act on it. One that came before, or is not signed, changes nothing.

    Raises:
        Invalid: It is signed and yet not an event.
    """
    event = read_event(body) if is_signature_valid else _unsigned(body)
    statement = select(InboundEvent).where(
        InboundEvent.provider == provider, InboundEvent.provider_event_id == event.id
    )
    earlier = ctx.session.exec(statement).first()
    if earlier is not None:
        return EventReceipt(outcome=earlier.outcome or EventOutcome.IGNORED, is_repeated=True)
    row = InboundEvent(
        provider=provider,
        provider_event_id=event.id,
        kind=event.kind,
        body=body if is_signature_valid else body[:KEPT_UNSIGNED],
        is_signature_valid=is_signature_valid,
        received_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    row.outcome = _act(ctx, event.report) if is_signature_valid else EventOutcome.REFUSED
    row.processed_at = ctx.now
    return EventReceipt(outcome=row.outcome)


@mutation(policy=system_only)
def receive_report(ctx: Context, *, report: PaymentReport) -> EventOutcome:
    """Act on what the gateway answered when asked, for when its event got lost."""
    return _act(ctx, report)


@query(policy=system_only)
def unanswered_checkouts(ctx: Context) -> list[str]:
    """Return the gateway's ids of checkouts whose end should have been heard of by now."""
    statement = select(Purchase.gateway_session_id, Purchase.updated_at).where(
        Purchase.status == PurchaseStatus.PENDING, col(Purchase.gateway_session_id).is_not(None)
    )
    found = ctx.session.exec(statement).all()
    return [session_id for session_id, heard_at in found if session_id and ctx.is_past(heard_at + PATIENCE)]


def _act(ctx: Context, report: PaymentReport | None) -> EventOutcome:
    if report is None:
        return EventOutcome.IGNORED
    purchase = purchases.by_reference(ctx, report.reference)
    if purchase is None:
        return EventOutcome.UNKNOWN_PURCHASE
    is_changed = purchases.apply_report(ctx, purchase, report)
    return EventOutcome.APPLIED if is_changed else EventOutcome.UNCHANGED


def _unsigned(body: str) -> ProviderEvent:
    """Name an event by its content: what it says of itself cannot be trusted, not even its id."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    return ProviderEvent(id=f"unsigned-{digest}", kind="unsigned", report=None)
