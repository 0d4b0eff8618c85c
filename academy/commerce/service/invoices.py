"""Invoices: written by the gateway, paid in time, or overdue."""

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.commerce import letters
from academy.commerce.events import InvoiceAbandoned, InvoiceOverdue
from academy.commerce.gateway import InvoiceRequest
from academy.commerce.models import Purchase, PurchaseStatus
from academy.commerce.schemas import InvoiceTicket
from academy.commerce.service.orders import NET
from academy.commerce.service.purchases import by_reference
from academy.commerce.service.selling import what_of
from academy.core.errors import NotFound
from academy.core.money import amount
from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications.models import Category
from academy.notifications.service import tell
from academy.organizations import service as organizations
from academy.organizations.models import Organization


@query(policy=system_only)
def invoice_to_write(ctx: Context, *, purchase_id: int) -> InvoiceTicket | None:
    """Return what the gateway is to bill for a purchase, unless it has or need not."""
    purchase = ctx.session.get_one(Purchase, purchase_id)
    if purchase.status != PurchaseStatus.PENDING or purchase.invoice_id or purchase.organization_id is None:
        return None
    company = ctx.session.get_one(Organization, purchase.organization_id)
    request = InvoiceRequest(
        reference=purchase.public_id,
        description=purchase.description or what_of(ctx, purchase),
        amount_cents=purchase.amount_cents,
        currency=purchase.currency,
        customer_id=company.stripe_customer_id or "",
        days_until_due=NET.days,
    )
    return InvoiceTicket(
        request=request,
        organization_id=company.id,
        customer_name=company.name,
        customer_email=company.contact_email,
    )


@mutation(policy=system_only)
def record_customer(ctx: Context, *, organization_id: int, customer_id: str) -> str:
    """Note what the provider calls a company, and return what holds: the first that was noted."""
    company = organizations.lock_organization(ctx, organization_id)
    company.stripe_customer_id = company.stripe_customer_id or customer_id
    return company.stripe_customer_id


@mutation(policy=system_only)
def record_invoice(ctx: Context, *, reference: str, invoice_id: str, url: str, gateway: str) -> None:
    """Note the invoice that the gateway wrote for a purchase, tell who ordered, and remember when it is due."""
    purchase = by_reference(ctx, reference)
    if purchase is None or purchase.organization_id is None:
        raise NotFound("There is no such purchase.")
    company = ctx.session.get_one(Organization, purchase.organization_id)
    is_new = purchase.checkout_url is None
    purchase.invoice_id = invoice_id
    purchase.checkout_url = url
    purchase.gateway = gateway
    ctx.session.flush()
    if purchase.status == PurchaseStatus.EXPIRED:
        ctx.publish(InvoiceAbandoned(invoice_id))
    elif is_new and purchase.due_at is not None:
        ctx.jobs.run_at(purchase.due_at, note_overdue, purchase_id=purchase.id)
        _write(ctx, purchase, company, kind="commerce.invoice")


@mutation(policy=system_only)
def note_overdue(ctx: Context, *, purchase_id: int) -> None:
    """Suspend a company whose invoice is not paid in time, once, and remind whoever ordered."""
    purchase = ctx.session.exec(select(Purchase).where(Purchase.id == purchase_id).with_for_update()).one()
    is_waiting = purchase.status == PurchaseStatus.PENDING and purchase.invoice_id is not None
    if not is_waiting or purchase.due_at is None or not ctx.is_past(purchase.due_at) or purchase.overdue_at:
        return
    purchase.overdue_at = ctx.now
    ctx.session.flush()
    ctx.publish(InvoiceOverdue(purchase.id))
    if purchase.organization_id is not None:
        company = ctx.session.get_one(Organization, purchase.organization_id)
        organizations.suspend(ctx, organization_id=company.id, reason=_reason(purchase))
        _write(ctx, purchase, company, kind="commerce.invoice_overdue")


@mutation(policy=system_only)
def note_all_overdue(ctx: Context) -> None:
    """Look for invoices whose time is over: a net under the job of each."""
    due = select(Purchase.id).where(
        Purchase.status == PurchaseStatus.PENDING,
        col(Purchase.invoice_id).is_not(None),
        col(Purchase.due_at) <= ctx.now,
        col(Purchase.overdue_at).is_(None),
    )
    for purchase_id in ctx.session.exec(due.order_by(col(Purchase.id))).all():
        note_overdue(ctx, purchase_id=purchase_id)


@query(policy=system_only)
def open_invoices(ctx: Context) -> list[str]:
    """Return the gateway's ids of invoices that wait to be paid."""
    statement = select(Purchase.invoice_id).where(
        Purchase.status == PurchaseStatus.PENDING, col(Purchase.invoice_id).is_not(None)
    )
    return [invoice_id for invoice_id in ctx.session.exec(statement).all() if invoice_id]


def forgive(ctx: Context, purchase: Purchase) -> None:
    """Let a company go on that was suspended over an invoice which is settled now, unless another is overdue."""
    company = ctx.session.get_one(Organization, purchase.organization_id)
    others = select(sa.func.count()).where(
        Purchase.organization_id == company.id,
        Purchase.status == PurchaseStatus.PENDING,
        col(Purchase.overdue_at).is_not(None),
    )
    if ctx.session.exec(others).one() == 0:
        organizations.reinstate(ctx, organization_id=company.id)


def _reason(purchase: Purchase) -> str:
    due = f"{purchase.due_at:%-d %B %Y}" if purchase.due_at else ""
    return f"An invoice over {amount(purchase.amount_cents, purchase.currency)}, due on {due}, is not paid."


def _write(ctx: Context, purchase: Purchase, company: Organization, *, kind: str) -> None:
    if purchase.due_at is None:
        return
    write = {"commerce.invoice": letters.invoice, "commerce.invoice_overdue": letters.invoice_overdue}[kind]
    letter = write(
        name=ctx.session.get_one(User, purchase.user_id).name,
        company=company.name,
        what=what_of(ctx, purchase),
        amount_cents=purchase.amount_cents,
        currency=purchase.currency,
        due_at=purchase.due_at,
        url=settings().base_url + routes.ORDER.url(public_id=purchase.public_id),
    )
    tell(
        ctx,
        user_id=purchase.user_id,
        category=Category.COMPANY,
        kind=kind,
        title=letter.subject,
        letter=letter,
        is_essential=True,
    )
