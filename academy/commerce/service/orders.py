"""What companies order: seats for a course, paid by card at once or by invoice within two weeks."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, desc, select

from academy import routes
from academy.commerce.events import InvoiceOrdered
from academy.commerce.models import Offer, OfferKind, PaymentMethod, Purchase, PurchaseStatus
from academy.commerce.policy import order_holder
from academy.commerce.schemas import (
    InvoiceRow,
    Order,
    OrderView,
    PaymentTicket,
    PriceView,
)
from academy.commerce.service.bundles import TAKE_BACK, courses_of_order, may_take_back
from academy.commerce.service.entitlements import entitlements_of
from academy.commerce.service.offers import offer_of
from academy.commerce.service.purchases import abandon
from academy.commerce.service.selling import begin_checkout, change_terms, code_of, renew, start_purchase, what_of
from academy.core.errors import Conflict, Invalid
from academy.identity.policy import system_only
from academy.live import Context, Page, mutation, page_of, query
from academy.organizations.models import Organization

NET = timedelta(days=14)
"""How long a company has to pay an invoice."""

OPEN = timedelta(hours=23)
"""How long an order by card can be paid."""

MOST_SEATS = 500
PAGE = 25

_purchase: Any = Purchase


def order_company_seats(
    ctx: Context,
    *,
    organization_id: int,
    course_id: int,
    quantity: int,
    by: PaymentMethod,
    code: str = "",
    country: str = "",
) -> Order:
    """Order seats for a company; they are theirs once they are paid. The caller checks who may.

    Raises:
        Invalid: That many cannot be ordered at once, or the promotion code does not hold.
        Conflict: The course is not on sale for companies.
    """
    if not 0 < quantity <= MOST_SEATS:
        raise Invalid(f"Order between 1 and {MOST_SEATS} seats at a time.", field="quantity")
    offer = offer_of(ctx, course_id=course_id, kind=OfferKind.COMPANY_SEAT)
    if not offer.is_active or offer.price_cents == 0:
        raise Conflict("This course is not on sale just now.")
    purchase = start_purchase(
        ctx,
        user_id=ctx.user_id,
        offer_id=offer.id,
        quantity=quantity,
        organization_id=organization_id,
        code=code,
        country=country,
        method=by,
    )
    page = routes.ORDER.url(public_id=purchase.public_id)
    if purchase.amount_cents == 0:
        begin_checkout(ctx, purchase, gateway="", expires_at=ctx.now, description=what_of(ctx, purchase), page=page)
    elif by == PaymentMethod.INVOICE:
        purchase.begun_at = ctx.now
        purchase.description = what_of(ctx, purchase)
        purchase.due_at = ctx.now + NET
        ctx.publish(InvoiceOrdered(purchase.id))
    else:
        purchase.expires_at = ctx.now + OPEN
        ctx.jobs.run_at(purchase.expires_at, expire_order, purchase_id=purchase.id)
    ctx.session.flush()
    path = page if by == PaymentMethod.CARD else None
    return Order(public_id=purchase.public_id, checkout_path=path, due_at=purchase.due_at)


@query(policy=order_holder)
def order(ctx: Context, *, public_id: str) -> OrderView:
    """Return an order to those who may pay for it."""
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id)).one()
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    company = ctx.session.get(Organization, purchase.organization_id) if purchase.organization_id else None
    return OrderView(
        public_id=public_id,
        title=offer.title,
        kind=offer.kind,
        quantity=purchase.quantity,
        unit_cents=purchase.subtotal_cents // purchase.quantity,
        price=price_of(ctx, purchase),
        method=purchase.method,
        status=purchase.status,
        organization_id=company.public_id if company else "",
        organization_name=company.name if company else "",
        is_begun=purchase.begun_at is not None,
        has_receipt=purchase.receipt_number is not None,
        invoice_url=purchase.checkout_url if purchase.method == PaymentMethod.INVOICE else None,
        due_at=purchase.due_at,
        is_overdue=purchase.overdue_at is not None,
        successor_id=_successor(ctx, purchase) if purchase.status == PurchaseStatus.FAILED else None,
        courses=courses_of_order(ctx, purchase),
        holds=any(one.revoked_at is None for one in entitlements_of(ctx, purchase)) if purchase.course_ids else False,
        back_cents=purchase.refund_requested_cents - purchase.refunded_cents,
        take_back_until=purchase.completed_at + TAKE_BACK if purchase.course_ids and purchase.completed_at else None,
        may_take_back=purchase.user_id == ctx.user_id and may_take_back(ctx, purchase),
    )


@mutation(policy=order_holder)
def set_order_terms(ctx: Context, *, public_id: str, code: str, country: str) -> str:
    """Price an order anew, for another promotion code or country; returns the public id it goes by from then on.

    Raises:
        Invalid: The code does not hold here and now.
        Conflict: It is not waiting to be paid by card.
    """
    purchase = _waiting(ctx, public_id)
    expires_at = purchase.expires_at
    changed = change_terms(ctx, purchase, code=code, country=country)
    if changed.id != purchase.id and expires_at is not None:
        changed.expires_at = expires_at
        ctx.jobs.run_at(expires_at, expire_order, purchase_id=changed.id)
    return changed.public_id


@mutation(policy=order_holder)
def begin_order_payment(ctx: Context, *, public_id: str, gateway: str) -> PaymentTicket:
    """Begin to pay an order by card, or go on where it was left.

    Raises:
        Conflict: There is nothing to pay, or the time to pay is over.
    """
    purchase = _waiting(ctx, public_id)
    return begin_checkout(
        ctx,
        purchase,
        gateway=gateway,
        expires_at=purchase.expires_at or ctx.now + OPEN,
        description=what_of(ctx, purchase),
        page=routes.ORDER.url(public_id=purchase.public_id),
    )


@mutation(policy=system_only)
def expire_order(ctx: Context, *, purchase_id: int) -> None:
    """Give up an order by card that nobody has paid."""
    purchase = ctx.session.get_one(Purchase, purchase_id)
    if purchase.status == PurchaseStatus.PENDING:
        abandon(ctx, purchase)


def has_overdue(ctx: Context, *, organization_id: int) -> bool:
    """Tell whether a company has an invoice that is overdue."""
    overdue = select(Purchase.id).where(
        Purchase.organization_id == organization_id,
        Purchase.status == PurchaseStatus.PENDING,
        col(Purchase.overdue_at).is_not(None),
    )
    return ctx.session.exec(overdue.limit(1)).first() is not None


def orders_of(ctx: Context, *, organization_id: int, until: str = "") -> Page[InvoiceRow]:
    """Return what a company ordered, the latest first; who may see it is for the caller to check."""
    theirs = Purchase.organization_id == organization_id
    statement = select(Offer.id, Offer.title).where(col(Offer.id).in_(select(Purchase.offer_id).where(theirs)))
    titles = dict(ctx.session.exec(statement).all())

    def show(purchase: Purchase) -> InvoiceRow:
        return _row(purchase, titles[purchase.offer_id])

    latest = (desc(_purchase.id),)
    return page_of(ctx, select(Purchase).where(theirs), show, of=InvoiceRow, order=latest, until=until, size=PAGE)


def _row(purchase: Purchase, title: str) -> InvoiceRow:
    return InvoiceRow(
        public_id=purchase.public_id,
        title=title,
        quantity=purchase.quantity,
        amount_cents=purchase.amount_cents,
        refunded_cents=purchase.refunded_cents,
        currency=purchase.currency,
        method=purchase.method,
        status=purchase.status,
        ordered_at=purchase.created_at,
        due_at=purchase.due_at,
        is_overdue=purchase.overdue_at is not None,
        invoice_url=purchase.checkout_url if purchase.method == PaymentMethod.INVOICE else None,
        receipt_number=purchase.receipt_number,
    )


def price_of(ctx: Context, purchase: Purchase) -> PriceView:
    """Return the price of a purchase for the screen."""
    return PriceView(
        subtotal_cents=purchase.subtotal_cents,
        discount_cents=purchase.discount_cents,
        tax_cents=purchase.tax_cents,
        total_cents=purchase.amount_cents,
        currency=purchase.currency,
        code=code_of(ctx, purchase),
        country=purchase.country,
        tax_name=purchase.tax_name,
        tax_percent=percent(purchase.tax_basis_points),
    )


def plain_price(cents: int, currency: str) -> PriceView:
    """Return the price of something on no terms of its own."""
    return PriceView(
        subtotal_cents=cents,
        discount_cents=0,
        tax_cents=0,
        total_cents=cents,
        currency=currency,
        code="",
        country="",
        tax_name="",
        tax_percent="0%",
    )


def percent(basis_points: int) -> str:
    """Write a tax rate: 19%, or 8.1%."""
    return f"{basis_points / 100:g}%"


def _waiting(ctx: Context, public_id: str) -> Purchase:
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id).with_for_update()).one()
    if purchase.enrollment_id is not None or purchase.method != PaymentMethod.CARD:
        raise Conflict("This is not paid here.")
    if purchase.status != PurchaseStatus.PENDING:
        raise Conflict("There is nothing left to pay for this order.")
    return purchase


def order_again(ctx: Context, purchase: Purchase) -> None:
    """Let a company try another card: its order goes on under another number, for as long as a new one would."""
    again = renew(ctx, purchase)
    again.expires_at = ctx.now + OPEN
    ctx.jobs.run_at(again.expires_at, expire_order, purchase_id=again.id)


def _successor(ctx: Context, purchase: Purchase) -> str | None:
    """Return the order by which a declined one goes on."""
    statement = select(Purchase.public_id).where(
        Purchase.organization_id == purchase.organization_id,
        Purchase.user_id == purchase.user_id,
        Purchase.offer_id == purchase.offer_id,
        Purchase.quantity == purchase.quantity,
        col(Purchase.id) > purchase.id,
    )
    return ctx.session.exec(statement.order_by(col(Purchase.id)).limit(1)).first()
