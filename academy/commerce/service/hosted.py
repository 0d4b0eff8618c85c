"""The embedded gateway's books: what an outside provider would keep on its side.

It knows nothing of purchases and seats; all it tells the academy, it tells by signed events.
"""

from typing import Any

from sqlmodel import select

from academy.commerce import stripe_shapes as shapes
from academy.commerce.gateway import CheckoutRequest
from academy.commerce.models import LocalCheckout, LocalCheckoutStatus, LocalEvent
from academy.commerce.schemas import HostedCheckout
from academy.commerce.service.hosted_books import invoice_body, keep, tell
from academy.commerce.service.hosted_plans import begin_plan, settle_plan
from academy.commerce.stripe_plans import subscription_of
from academy.core.errors import Conflict, NotFound
from academy.core.ids import public_id as new_public_id
from academy.identity.policy import system_only
from academy.live import Context, everyone, mutation, query


@mutation(policy=system_only)
def open_hosted_checkout(
    ctx: Context, *, request: CheckoutRequest, invoice_id: str | None = None, plan: dict[str, Any] | None = None
) -> HostedCheckout:
    """Open a checkout for a merchant, or the page of an invoice; what is open under its reference is returned."""
    statement = select(LocalCheckout).where(LocalCheckout.reference == request.reference)
    checkout = ctx.session.exec(statement).first()
    if checkout is None:
        public_id = f"cs_{new_public_id()}"
        asked = request.model_dump(exclude={"plan"})
        checkout = LocalCheckout(public_id=public_id, invoice_id=invoice_id, plan=plan, created_at=ctx.now, **asked)
        ctx.session.add(checkout)
        ctx.session.flush()
    return shown(checkout)


@query(policy=everyone)
def hosted_checkout(ctx: Context, *, public_id: str) -> HostedCheckout:
    """Return a checkout to whoever has its unguessable address."""
    return shown(found(ctx, public_id))


@mutation(policy=everyone)
def pay_hosted_checkout(ctx: Context, *, public_id: str, card: str = shapes.GOOD_CARD) -> HostedCheckout:
    """Take the money, and for a subscription keep the card. Paying twice takes it once.

    Raises:
        Conflict: The checkout was declined, or its time is over.
    """
    checkout = found(ctx, public_id)
    if checkout.status != LocalCheckoutStatus.PAID:
        _require_open(ctx, checkout)
        checkout.status = LocalCheckoutStatus.PAID
        if checkout.plan is not None:
            begin_plan(ctx, checkout, checkout.plan, card=card)
        else:
            checkout.payment_intent_id = f"pi_{new_public_id()}"
        ctx.session.flush()
        if checkout.invoice_id is None:
            tell(ctx, "checkout.session.completed", shapes.session_of(checkout))
        else:
            invoice = invoice_body(ctx, checkout.invoice_id)
            tell(ctx, "invoice.paid", invoice)
            if subscription_of(invoice):
                settle_plan(ctx, checkout.invoice_id, card=card)
    return shown(checkout)


def settle_hosted_invoice(ctx: Context, invoice_id: str) -> None:
    """Note that an invoice was paid elsewhere: nothing is charged."""
    checkout = ctx.session.exec(select(LocalCheckout).where(LocalCheckout.invoice_id == invoice_id)).one()
    checkout.status = LocalCheckoutStatus.PAID
    ctx.session.flush()
    tell(ctx, "invoice.paid", invoice_body(ctx, invoice_id))


@mutation(policy=everyone)
def decline_hosted_checkout(ctx: Context, *, public_id: str) -> HostedCheckout:
    """Refuse the card. A checkout that was declined cannot be paid; the merchant opens another. An invoice can."""
    checkout = found(ctx, public_id)
    if checkout.status != LocalCheckoutStatus.DECLINED:
        _require_open(ctx, checkout)
        if checkout.invoice_id is None:
            checkout.status = LocalCheckoutStatus.DECLINED
            tell(ctx, "checkout.session.async_payment_failed", shapes.session_of(checkout))
        else:
            tell(ctx, "invoice.payment_failed", invoice_body(ctx, checkout.invoice_id))
    return shown(checkout)


@mutation(policy=system_only)
def expire_hosted_checkout(ctx: Context, *, public_id: str) -> None:
    """Close a checkout if it is still open, or withdraw an invoice."""
    checkout = found(ctx, public_id)
    if checkout.status == LocalCheckoutStatus.OPEN:
        checkout.status = LocalCheckoutStatus.EXPIRED
        ctx.session.flush()
        if checkout.invoice_id is None:
            tell(ctx, "checkout.session.expired", shapes.session_of(checkout))
        else:
            tell(ctx, "invoice.voided", invoice_body(ctx, checkout.invoice_id))


@mutation(policy=system_only)
def remind_of_invoice(ctx: Context, *, public_id: str) -> None:
    """Tell the merchant that an invoice is overdue, if it is."""
    checkout = found(ctx, public_id)
    if checkout.status == LocalCheckoutStatus.OPEN and checkout.invoice_id is not None:
        tell(ctx, "invoice.overdue", invoice_body(ctx, checkout.invoice_id))


@mutation(policy=system_only)
def refund_hosted_payment(ctx: Context, *, payment_intent_id: str, total_cents: int) -> None:
    """Give back `total_cents` of a payment in all; a total that was reached before changes nothing."""
    checkout = by_intent(ctx, payment_intent_id)
    due = min(total_cents, checkout.amount_cents) - checkout.refunded_cents
    if due > 0:
        give_back(ctx, checkout, due)


def give_back(
    ctx: Context, checkout: LocalCheckout, amount_cents: int, metadata: dict[str, str] | None = None
) -> dict[str, Any]:
    """Give some of a payment back, and return the refund."""
    checkout.refunded_cents += amount_cents
    refund: dict[str, Any] = {
        "id": f"re_{new_public_id()}",
        "object": "refund",
        "payment_intent": checkout.payment_intent_id,
        "charge": f"ch_{checkout.payment_intent_id}",
        "amount": amount_cents,
        "currency": checkout.currency,
        "status": "succeeded",
        "created": shapes.seconds(ctx.now),
        "metadata": metadata or {},
    }
    keep(ctx, refund, owner=checkout.payment_intent_id)
    tell(ctx, "refund.created", refund)
    tell(ctx, "charge.refunded", shapes.charge_of(checkout))
    return refund


@query(policy=system_only)
def hosted_event(ctx: Context, *, event_id: str) -> str:
    """Return the body of an event to the job that tells it."""
    return ctx.session.exec(select(LocalEvent.body).where(LocalEvent.event_id == event_id)).one()


def by_intent(ctx: Context, payment_intent_id: str) -> LocalCheckout:
    """Return the checkout that a payment was made through."""
    statement = select(LocalCheckout).where(LocalCheckout.payment_intent_id == payment_intent_id)
    checkout = ctx.session.exec(statement.with_for_update()).first()
    if checkout is None:
        raise NotFound(f"No such payment_intent: '{payment_intent_id}'")
    return checkout


def found(ctx: Context, public_id: str) -> LocalCheckout:
    """Return a checkout."""
    checkout = ctx.session.exec(select(LocalCheckout).where(LocalCheckout.public_id == public_id)).first()
    if checkout is None:
        raise NotFound("There is no such checkout.")
    return checkout


def shown(checkout: LocalCheckout) -> HostedCheckout:
    """Show a checkout as its page does."""
    told = checkout.model_dump(include=set(HostedCheckout.model_fields))
    return HostedCheckout(**told, interval=(checkout.plan or {}).get("interval"))


def _require_open(ctx: Context, checkout: LocalCheckout) -> None:
    if checkout.status == LocalCheckoutStatus.PAID:
        raise Conflict("This checkout has been paid.")
    if checkout.status == LocalCheckoutStatus.DECLINED:
        raise Conflict("This payment was declined. Go back to the academy to try again.")
    if checkout.status == LocalCheckoutStatus.EXPIRED or ctx.is_past(checkout.expires_at):
        raise Conflict("The time for this checkout is over. Nothing was charged.")
