"""The embedded gateway's books: what an outside provider would keep on its side.

It knows nothing of purchases and seats; all it tells the academy, it tells by signed events.
"""

from sqlmodel import select

from academy.commerce.events import HostedCheckoutChanged
from academy.commerce.gateway import CheckoutRequest, EventKind
from academy.commerce.models import LocalCheckout, LocalCheckoutStatus
from academy.commerce.schemas import HostedCheckout
from academy.core.errors import Conflict, NotFound
from academy.core.ids import public_id as new_public_id
from academy.identity.policy import system_only
from academy.live import Context, everyone, mutation, query


@mutation(policy=system_only)
def open_hosted_checkout(ctx: Context, *, request: CheckoutRequest) -> HostedCheckout:
    """Open a checkout for a merchant, or return the one already open under its reference."""
    statement = select(LocalCheckout).where(LocalCheckout.reference == request.reference)
    checkout = ctx.session.exec(statement).first()
    if checkout is None:
        checkout = LocalCheckout(**request.model_dump())
        ctx.session.add(checkout)
        ctx.session.flush()
    return _shown(checkout)


@query(policy=everyone)
def hosted_checkout(ctx: Context, *, public_id: str) -> HostedCheckout:
    """Return a checkout to whoever has its unguessable address."""
    return _shown(_found(ctx, public_id))


@mutation(policy=everyone)
def pay_hosted_checkout(ctx: Context, *, public_id: str) -> HostedCheckout:
    """Take the money. Paying twice takes it once.

    Raises:
        Conflict: The checkout was declined, or its time is over.
    """
    checkout = _found(ctx, public_id)
    if checkout.status != LocalCheckoutStatus.PAID:
        _require_open(ctx, checkout)
        checkout.status = LocalCheckoutStatus.PAID
        checkout.payment_intent_id = f"pi_{new_public_id()}"
        ctx.session.flush()
        ctx.publish(HostedCheckoutChanged(checkout.id, EventKind.CHECKOUT_COMPLETED))
    return _shown(checkout)


@mutation(policy=everyone)
def decline_hosted_checkout(ctx: Context, *, public_id: str) -> HostedCheckout:
    """Refuse the card. A checkout that was declined cannot be paid; the merchant opens another."""
    checkout = _found(ctx, public_id)
    if checkout.status != LocalCheckoutStatus.DECLINED:
        _require_open(ctx, checkout)
        checkout.status = LocalCheckoutStatus.DECLINED
        ctx.publish(HostedCheckoutChanged(checkout.id, EventKind.CHECKOUT_FAILED))
    return _shown(checkout)


@mutation(policy=system_only)
def expire_hosted_checkout(ctx: Context, *, public_id: str) -> None:
    """Close a checkout if it is still open."""
    checkout = _found(ctx, public_id)
    if checkout.status == LocalCheckoutStatus.OPEN:
        checkout.status = LocalCheckoutStatus.EXPIRED
        ctx.publish(HostedCheckoutChanged(checkout.id, EventKind.CHECKOUT_EXPIRED))


@mutation(policy=system_only)
def refund_hosted_payment(ctx: Context, *, payment_intent_id: str, total_cents: int) -> None:
    """Give back `total_cents` of a payment in all; a total that was reached before changes nothing."""
    statement = select(LocalCheckout).where(LocalCheckout.payment_intent_id == payment_intent_id)
    checkout = ctx.session.exec(statement).first()
    if checkout is None:
        raise NotFound("There is no such payment.")
    total = min(total_cents, checkout.amount_cents)
    if total > checkout.refunded_cents:
        checkout.refunded_cents = total
        ctx.publish(HostedCheckoutChanged(checkout.id, EventKind.CHARGE_REFUNDED, total))


@query(policy=system_only)
def hosted_checkout_by_id(ctx: Context, *, checkout_id: int) -> HostedCheckout:
    """Return a checkout to the job that tells of it."""
    return _shown(ctx.session.get_one(LocalCheckout, checkout_id))


def _found(ctx: Context, public_id: str) -> LocalCheckout:
    checkout = ctx.session.exec(select(LocalCheckout).where(LocalCheckout.public_id == public_id)).first()
    if checkout is None:
        raise NotFound("There is no such checkout.")
    return checkout


def _require_open(ctx: Context, checkout: LocalCheckout) -> None:
    if checkout.status == LocalCheckoutStatus.PAID:
        raise Conflict("This checkout has been paid.")
    if checkout.status == LocalCheckoutStatus.DECLINED:
        raise Conflict("This payment was declined. Go back to the academy to try again.")
    if checkout.status == LocalCheckoutStatus.EXPIRED or ctx.is_past(checkout.expires_at):
        raise Conflict("The time for this checkout is over. Nothing was charged.")


def _shown(checkout: LocalCheckout) -> HostedCheckout:
    return HostedCheckout(**checkout.model_dump(include=set(HostedCheckout.model_fields)))
