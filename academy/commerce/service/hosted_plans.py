"""Subscriptions in the embedded gateway's books: begun on its checkout page, renewed by jobs, paid late, or ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.commerce import plan_shapes as plans
from academy.commerce import stripe_shapes as shapes
from academy.commerce.models import LocalCheckout, LocalCheckoutStatus, LocalObject
from academy.commerce.plan_shapes import OWN
from academy.commerce.service import hosted_books as books
from academy.commerce.stripe_shapes import ONCE_GOOD_CARD, Thing
from academy.core.ids import public_id as new_public_id
from academy.identity.policy import system_only
from academy.live import Context, mutation

TRIES = (timedelta(days=3), timedelta(days=2), timedelta(days=2))
"""How long after a renewal was refused it is tried again; after the last of them the subscription ends."""

PAGE_STAYS = timedelta(days=30)


def begin_plan(ctx: Context, checkout: LocalCheckout, plan: dict[str, Any], *, card: str) -> None:
    """Begin the subscription that a checkout was for, its first period paid."""
    customer = {"id": f"cus_{new_public_id()}", "object": "customer", "name": None, "email": checkout.customer_email}
    books.keep(ctx, customer | {"created": shapes.seconds(ctx.now), "metadata": {}})
    own = {"card": card, "email": checkout.customer_email, "return_url": checkout.return_url}
    subscription = plans.subscription_of(customer, plan, own, ctx.now)
    books.keep(ctx, subscription)
    row = books.kept(ctx, subscription["id"])
    invoice = _bill(ctx, row, is_paid=True)
    checkout.plan = plan | {"subscription": subscription["id"], "invoice": invoice["id"]}
    ctx.session.flush()
    books.tell(ctx, "customer.subscription.created", plans.shown(row.body))
    books.tell(ctx, "invoice.paid", invoice)
    _renew_in_time(ctx, row)


@mutation(policy=system_only)
def renew_hosted_plan(ctx: Context, *, subscription_id: str, period_end: int) -> None:
    """Go on to the next period of a subscription, or end it, when this one is over; what is done is not done again."""
    row = books.kept(ctx, subscription_id)
    if row.body["status"] == "canceled" or _period_end(row.body) != period_end:
        return
    if row.body["cancel_at_period_end"]:
        end_plan(ctx, row)
        return
    row.body = plans.next_period(row.body)
    is_paid = row.body[OWN]["card"] != ONCE_GOOD_CARD
    row.body = row.body | {"status": "active" if is_paid else "past_due"}
    invoice = _bill(ctx, row, is_paid=is_paid)
    books.tell(ctx, "customer.subscription.updated", plans.shown(row.body))
    books.tell(ctx, "invoice.paid" if is_paid else "invoice.payment_failed", invoice)
    if not is_paid:
        ctx.jobs.run_at(ctx.now + TRIES[0], retry_hosted_plan, invoice_id=invoice["id"], attempt=1)
    _renew_in_time(ctx, row)


@mutation(policy=system_only)
def retry_hosted_plan(ctx: Context, *, invoice_id: str, attempt: int) -> None:
    """Try the card again for an invoice that is still open; it is refused again, and the last time that is the end."""
    invoice = books.kept(ctx, invoice_id)
    page = _page(ctx, invoice_id)
    if page.status != LocalCheckoutStatus.OPEN or invoice.body["attempt_count"] > attempt:
        return
    invoice.body = invoice.body | {"attempt_count": attempt + 1}
    books.tell(ctx, "invoice.payment_failed", books.invoice_body(ctx, invoice_id))
    if attempt < len(TRIES):
        ctx.jobs.run_at(ctx.now + TRIES[attempt], retry_hosted_plan, invoice_id=invoice_id, attempt=attempt + 1)
    else:
        end_plan(ctx, books.kept(ctx, str(invoice.owner)))


def settle_plan(ctx: Context, invoice_id: str, *, card: str) -> None:
    """Let a subscription go on whose open invoice was paid on its page, by that card from now on."""
    row = books.kept(ctx, str(books.kept(ctx, invoice_id).owner))
    if row.body["status"] == "past_due":
        row.body = row.body | {"status": "active", OWN: row.body[OWN] | {"card": card}}
        books.tell(ctx, "customer.subscription.updated", plans.shown(row.body))


def change_plan(ctx: Context, row: LocalObject, *, is_ending: bool) -> None:
    """Let a subscription end with its period, or go on."""
    if row.body["cancel_at_period_end"] != is_ending:
        canceled_at = shapes.seconds(ctx.now) if is_ending else None
        row.body = row.body | {"cancel_at_period_end": is_ending, "canceled_at": canceled_at}
        books.tell(ctx, "customer.subscription.updated", plans.shown(row.body))


def end_plan(ctx: Context, row: LocalObject) -> None:
    """End a subscription now; what is open of it cannot be paid any more."""
    at = shapes.seconds(ctx.now)
    row.body = row.body | {"status": "canceled", "ended_at": at, "canceled_at": row.body["canceled_at"] or at}
    for invoice in invoices_of(ctx, row.object_id):
        page = _page(ctx, invoice.object_id)
        if page.status == LocalCheckoutStatus.OPEN:
            page.status = LocalCheckoutStatus.EXPIRED
            ctx.session.flush()
            books.tell(ctx, "invoice.voided", books.invoice_body(ctx, invoice.object_id))
    books.tell(ctx, "customer.subscription.deleted", plans.shown(row.body))


def invoices_of(ctx: Context, subscription_id: str) -> list[LocalObject]:
    """Return the invoices of a subscription, the latest first."""
    statement = select(LocalObject).where(LocalObject.kind == "invoice", LocalObject.owner == subscription_id)
    return list(ctx.session.exec(statement.order_by(col(LocalObject.id).desc())).all())


def _bill(ctx: Context, row: LocalObject, *, is_paid: bool) -> Thing:
    """Write the invoice of the present period, paid by the card at once or open to be paid on its page."""
    invoice, own = plans.period_invoice(row.body, ctx.now), row.body[OWN]
    books.keep(ctx, invoice, owner=row.object_id)
    page = LocalCheckout(
        public_id=f"cs_{new_public_id()}",
        reference=invoice["id"],
        invoice_id=invoice["id"],
        description=invoice["description"],
        customer_email=own["email"],
        amount_cents=invoice["total"],
        currency=invoice["currency"],
        status=LocalCheckoutStatus.PAID if is_paid else LocalCheckoutStatus.OPEN,
        payment_intent_id=f"pi_{new_public_id()}" if is_paid else None,
        return_url=own["return_url"],
        cancel_url=own["return_url"],
        expires_at=ctx.now + PAGE_STAYS,
    )
    ctx.session.add(page)
    row.body = row.body | {"latest_invoice": invoice["id"]}
    ctx.session.flush()
    return books.invoice_body(ctx, invoice["id"])


def _renew_in_time(ctx: Context, row: LocalObject) -> None:
    end = _period_end(row.body)
    when = datetime.fromtimestamp(end, UTC)
    ctx.jobs.run_at(when, renew_hosted_plan, subscription_id=row.object_id, period_end=end)


def _period_end(subscription: Thing) -> int:
    return int(subscription["items"]["data"][0]["current_period_end"])


def _page(ctx: Context, invoice_id: str) -> LocalCheckout:
    return ctx.session.exec(select(LocalCheckout).where(LocalCheckout.invoice_id == invoice_id)).one()
