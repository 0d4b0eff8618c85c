"""The ledger of inbound events as administrators read it."""

from typing import Any

from sqlmodel import and_, col, desc, func, select

from academy.commerce.models import EventOutcome, InboundEvent, Purchase
from academy.commerce.schemas import InboundEventDetail, InboundEventRow
from academy.core.loading import only
from academy.core.search import holds
from academy.identity.policy import platform_admin
from academy.live import Context, Page, page_of, query

PAGE = 25
CEILING = 1000
"""More events than this are not counted."""

WANTS_A_LOOK = (EventOutcome.FAILED, EventOutcome.UNKNOWN_PURCHASE)
ROW = only(
    InboundEvent.provider,
    InboundEvent.provider_event_id,
    InboundEvent.kind,
    InboundEvent.is_signature_valid,
    InboundEvent.received_at,
    InboundEvent.outcome,
    InboundEvent.attempts,
    InboundEvent.error,
)


def events_to_look_at(ctx: Context) -> int:
    """How many signed events could not be acted on, as far as they are counted."""
    some = select(InboundEvent.id).where(col(InboundEvent.outcome).in_(WANTS_A_LOOK)).limit(CEILING).subquery()
    return ctx.session.exec(select(func.count()).select_from(some)).one()


@query(policy=platform_admin)
def inbound_events(
    ctx: Context, *, outcome: EventOutcome | None = None, provider: str = "", words: str = "", until: str = ""
) -> Page[InboundEventRow]:
    """Return what providers told us, or one did, the latest first; `words` are looked for in ids, kinds and errors."""
    event: Any = InboundEvent
    statement = select(InboundEvent).options(ROW)
    if outcome is not None:
        statement = statement.where(InboundEvent.outcome == outcome)
    if provider:
        statement = statement.where(InboundEvent.provider == provider)
    for word in words.split():
        statement = statement.where(holds(word, event.provider_event_id, event.kind, event.error))
    order = desc(event.received_at), desc(event.id)
    return page_of(ctx, statement, _row, of=InboundEventRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def inbound_event(ctx: Context, *, event_id: int = 0) -> InboundEventDetail | None:
    """Return everything about an event; nothing if there is none."""
    row = ctx.session.get(InboundEvent, event_id)
    if row is None:
        return None
    order = ctx.session.exec(select(Purchase.public_id).where(and_(Purchase.id == row.purchase_id))).first()
    return InboundEventDetail(
        **_row(row).model_dump(),
        body=row.body,
        processed_at=row.processed_at,
        order_public_id=order,
        can_replay=row.is_signature_valid,
    )


def _row(row: InboundEvent) -> InboundEventRow:
    return InboundEventRow(
        id=row.id,
        provider=row.provider,
        provider_event_id=row.provider_event_id,
        kind=row.kind,
        is_signature_valid=row.is_signature_valid,
        received_at=row.received_at,
        outcome=row.outcome,
        attempts=row.attempts,
        error=row.error,
    )
