"""All orders, as administrators look at them and step in."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, desc, exists, func, or_, select

from academy import routes
from academy.commerce import letters
from academy.commerce.events import InvoicePaidOutside, OrderQuestioned, SeatGivenUp
from academy.commerce.models import (
    DisputeStatus,
    Offer,
    OfferKind,
    PaymentMethod,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    SeatAfter,
)
from academy.commerce.schemas import OrderCounts, OrderRow
from academy.commerce.service.entitlements import revoke
from academy.commerce.service.purchases import abandon, note_transfer
from academy.commerce.service.receipts import send_receipt
from academy.commerce.service.refunds import request_refund, try_again
from academy.commerce.service.selling import what_of
from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.money import amount
from academy.core.numbers import whole_number
from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query
from academy.notifications.models import Category
from academy.notifications.service import tell
from academy.organizations import service as organizations
from academy.organizations.models import MovementKind, Organization, SeatMovement

PAGE = 25
CEILING = 1000
"""More orders than this are not counted."""

_purchase: Any = Purchase


class OrderFilter(StrEnum):
    """Which orders to list; without one, all, the latest first."""

    PAID = "paid"
    OPEN = "open"
    REFUNDS = "refunds"
    FAILED_REFUNDS = "failed_refunds"
    DISPUTED = "disputed"
    OVERDUE = "overdue"


def _has_refund(status: RefundStatus) -> ColumnElement[bool]:
    return exists().where(col(Refund.purchase_id) == col(Purchase.id), col(Refund.status) == status)


CONDITIONS: dict[OrderFilter, ColumnElement[bool]] = {
    OrderFilter.PAID: _purchase.completed_at.is_not(None),
    OrderFilter.OPEN: _purchase.status == PurchaseStatus.PENDING,
    OrderFilter.REFUNDS: _has_refund(RefundStatus.REQUESTED),
    OrderFilter.FAILED_REFUNDS: _has_refund(RefundStatus.FAILED),
    OrderFilter.DISPUTED: _purchase.dispute.is_not(None),
    OrderFilter.OVERDUE: _purchase.overdue_at.is_not(None),
}


def orders_to_look_at(ctx: Context) -> int:
    """How many orders want a person: a dispute, a refund that failed or is to be transferred, an overdue invoice."""
    refund: Any = Refund
    kinds = (
        select(Purchase.id).where(Purchase.dispute == DisputeStatus.OPEN),
        select(refund.purchase_id).where(Refund.status == RefundStatus.FAILED),
        select(refund.purchase_id).where(
            Refund.status == RefundStatus.REQUESTED,
            refund.purchase_id.in_(select(Purchase.id).where(col(Purchase.is_paid_outside).is_(True))),
        ),
        select(Purchase.id).where(col(Purchase.overdue_at).is_not(None)),
    )
    return len({key for wanted in kinds for key in ctx.session.exec(wanted.limit(CEILING)).all()})


opens(
    Place.ADMIN,
    PlacePage(label="Orders", url=routes.ADMIN_ORDERS.url(), counted="to look at"),
    count=orders_to_look_at,
)(is_admin)


@query(policy=platform_admin)
def order_counts(ctx: Context) -> OrderCounts:
    """How many orders there are of those that want a person."""
    return OrderCounts(
        refunds=_count(ctx, OrderFilter.REFUNDS),
        failed_refunds=_count(ctx, OrderFilter.FAILED_REFUNDS),
        disputed=_count(ctx, OrderFilter.DISPUTED),
        overdue=_count(ctx, OrderFilter.OVERDUE),
    )


@query(policy=platform_admin)
def order_page(
    ctx: Context, *, view: OrderFilter | None = None, kind: OfferKind | None = None, words: str = "", until: str = ""
) -> Page[OrderRow]:
    """The orders of a view and of one kind, the latest first; `words` are of the buyer, the company, or its number."""
    statement = select(Purchase)
    if view is not None:
        statement = statement.where(CONDITIONS[view])
    if kind is not None:
        statement = statement.where(col(Purchase.offer_id).in_(select(Offer.id).where(Offer.kind == kind)))
    for word in words.split():
        statement = statement.where(_fits(word))
    order = desc(_purchase.created_at), desc(_purchase.id)
    return page_of(ctx, statement, lambda row: order_row(ctx, row), of=OrderRow, order=order, until=until, size=PAGE)


@mutation(policy=platform_admin)
def refund_order(
    ctx: Context,
    *,
    public_id: str,
    amount_cents: int,
    reason: str,
    seat: SeatAfter = SeatAfter.KEEP,
    seats_back: int = 0,
) -> None:
    """Give back a part or all of what was paid, say why, and say what becomes of the seat, or of how many.

    Of a bundle nothing is taken back unless all that is left of its price goes back.

    Raises:
        Invalid: The amount or the reason is missing or wrong.
        Conflict: So much is not left, or the company uses the seats.
    """
    purchase = locked_order(ctx, public_id)
    left = purchase.amount_cents - purchase.refund_requested_cents
    if not reason.strip():
        raise Invalid("Say why, in a few words: the buyer reads it too.", field="reason")
    if not 0 < amount_cents <= left:
        raise Invalid(f"Give back between 0.01 and {left / 100:.2f}: that is what is left.", field="amount")
    if purchase.course_ids and amount_cents < left:
        seat = SeatAfter.KEEP
    request_refund(ctx, purchase, amount_cents=amount_cents, reason=reason.strip(), seat=seat)
    if purchase.organization_id is not None:
        _take_seats(ctx, purchase, seats_back)
    elif seat == SeatAfter.FREE:
        revoke(ctx, purchase)
        ctx.publish(SeatGivenUp(purchase.id))
    given = amount(amount_cents, purchase.currency)
    done = f"Wrote down that {given} go back by bank transfer" if purchase.is_paid_outside else f"Gave back {given}"
    note(ctx, purchase, "refunded", f"{done}: {reason.strip()}", {"seat": (None, seat.value)})
    write_refund(ctx, purchase, amount_cents, reason.strip())


@mutation(policy=platform_admin)
def retry_refunds(ctx: Context, *, public_id: str) -> None:
    """Have refunds tried again that did not arrive.

    Raises:
        Conflict: None has failed.
    """
    purchase = locked_order(ctx, public_id)
    try_again(ctx, purchase)
    note(ctx, purchase, "refund_retried", "Had a refund that failed tried again.")


@mutation(policy=platform_admin)
def mark_paid_outside(ctx: Context, *, public_id: str, words: str) -> None:
    """Have the payment provider told that an invoice was paid by bank transfer; it counts as paid once that knows.

    Raises:
        Invalid: It is not said how it was paid.
        Conflict: It is no invoice that waits to be paid.
    """
    purchase = locked_order(ctx, public_id)
    if not is_open_invoice(purchase) or purchase.invoice_id is None:
        raise Conflict("Only an invoice that waits to be paid can be marked as paid.")
    ctx.publish(InvoicePaidOutside(purchase.invoice_id))
    note(ctx, purchase, "paid_outside", f"Marked it as paid by bank transfer: {_said(words)}")


@mutation(policy=platform_admin)
def note_given_back(ctx: Context, *, public_id: str, cents: int, words: str) -> None:
    """Note that what the payment provider cannot give back, so many cents, was given back by bank transfer.

    Raises:
        Invalid: It is not said how.
        Conflict: Nothing is to be given back so, or another sum by now.
    """
    purchase = locked_order(ctx, public_id)
    note_transfer(ctx, purchase, cents)
    given = amount(cents, purchase.currency)
    note(ctx, purchase, "transferred_back", f"Gave back {given} by bank transfer: {_said(words)}")


def _said(words: str) -> str:
    if not words.strip():
        raise Invalid("Say when and how, such as the day and the bank's reference.", field="words")
    return words.strip()


@mutation(policy=platform_admin)
def resend_receipt(ctx: Context, *, public_id: str) -> None:
    """Send the receipt again.

    Raises:
        Conflict: There is none.
    """
    purchase = locked_order(ctx, public_id)
    if purchase.receipt_number is None:
        raise Conflict("There is no receipt for this order: nothing was paid, or it is just being written.")
    send_receipt(ctx, purchase)
    note(ctx, purchase, "receipt_sent", f"Sent the receipt {purchase.receipt_number} again.")


@mutation(policy=platform_admin)
def ask_about_order(ctx: Context, *, public_id: str) -> None:
    """Ask the payment provider where an order stands; the answer shows up by itself.

    Raises:
        Conflict: The provider does not know of it.
    """
    purchase = locked_order(ctx, public_id)
    if purchase.gateway_session_id is None and purchase.invoice_id is None:
        raise Conflict("The payment provider was never asked for this order, so there is nothing to ask about.")
    ctx.publish(OrderQuestioned(purchase.id))
    note(ctx, purchase, "questioned", "Asked the payment provider where this stands.")


@mutation(policy=platform_admin)
def withdraw_order(ctx: Context, *, public_id: str) -> None:
    """Give up an order that is not paid, with its checkout or invoice.

    Raises:
        Conflict: It is paid or given up already, or it pays for a seat that somebody holds.
    """
    purchase = locked_order(ctx, public_id)
    if purchase.status != PurchaseStatus.PENDING or purchase.enrollment_id is not None:
        raise Conflict("Only an order of a company that is not paid yet can be withdrawn.")
    abandon(ctx, purchase)
    note(ctx, purchase, "withdrawn", "Withdrew the order.")


def is_open_invoice(purchase: Purchase) -> bool:
    """Tell whether a company was sent an invoice that waits to be paid."""
    is_sent = purchase.method == PaymentMethod.INVOICE and purchase.invoice_id is not None
    return is_sent and purchase.status == PurchaseStatus.PENDING


def locked_order(ctx: Context, public_id: str) -> Purchase:
    """Return an order that nobody else changes meanwhile.

    Raises:
        NotFound: There is none.
    """
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id).with_for_update()).first()
    if purchase is None:
        raise NotFound("There is no such order.")
    return purchase


def order_row(ctx: Context, purchase: Purchase) -> OrderRow:
    """Show an order in a list."""
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    buyer = ctx.session.get_one(User, purchase.user_id)
    company = ctx.session.get(Organization, purchase.organization_id) if purchase.organization_id else None
    return OrderRow(
        public_id=purchase.public_id,
        title=what_of(ctx, purchase),
        kind=offer.kind,
        buyer_name=buyer.name,
        buyer_email=buyer.email,
        organization_name=company.name if company else "",
        amount_cents=purchase.amount_cents,
        refunded_cents=purchase.refunded_cents,
        refund_requested_cents=purchase.refund_requested_cents,
        currency=purchase.currency,
        status=purchase.status,
        method=purchase.method,
        dispute=purchase.dispute,
        is_overdue=purchase.overdue_at is not None,
        receipt_number=purchase.receipt_number,
        ordered_at=purchase.created_at,
    )


def note(
    ctx: Context, purchase: Purchase, action: str, summary: str, changes: dict[str, audit.Change] | None = None
) -> None:
    """Put on record what an administrator did to an order."""
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"commerce.order_{action}",
        subject=purchase,
        summary=summary,
        changes=changes,
    )


def _count(ctx: Context, view: OrderFilter) -> int:
    some = select(Purchase.id).where(CONDITIONS[view]).limit(CEILING).subquery()
    return ctx.session.exec(select(func.count()).select_from(some)).one()


def _fits(word: str) -> ColumnElement[bool]:
    def has(*columns: Any) -> ColumnElement[bool]:
        return or_(*(col(column).icontains(word, autoescape=True) for column in columns))

    number = whole_number(word) or -1
    return or_(
        _purchase.user_id.in_(select(User.id).where(has(User.name, User.email))),
        _purchase.organization_id.in_(select(Organization.id).where(has(Organization.name))),
        _purchase.offer_id.in_(select(Offer.id).where(has(Offer.title))),
        _purchase.receipt_number == number,
        _purchase.public_id == word,
    )


def _take_seats(ctx: Context, purchase: Purchase, seats_back: int) -> None:
    left = purchase.quantity - seats_taken_back(ctx, purchase)
    if not 0 <= seats_back <= left:
        raise Invalid(f"Between 0 and {left} seats of this order can be taken back.", field="seats_back")
    if seats_back == 0:
        return
    taken = organizations.withdraw_seats(ctx, purchase_public_id=purchase.public_id, quantity=seats_back)
    if taken < seats_back:
        raise Conflict(f"Only {taken} of these seats are unused. Take back fewer, or have the others returned first.")


def seats_taken_back(ctx: Context, purchase: Purchase) -> int:
    """Return how many seats of a company's order were taken back so far."""
    taken = select(func.coalesce(func.sum(SeatMovement.quantity), 0)).where(
        SeatMovement.purchase_public_id == purchase.public_id, SeatMovement.kind == MovementKind.REVOKED
    )
    return int(ctx.session.exec(taken).one())


def write_refund(ctx: Context, purchase: Purchase, amount_cents: int, reason: str) -> None:
    """Write to a buyer that money goes back, and why."""
    user = ctx.session.get_one(User, purchase.user_id)
    page = routes.LEARN.url() if purchase.enrollment_id is not None else routes.ORDER.url(public_id=purchase.public_id)
    if purchase.subscription_id is not None:
        page = routes.PLAN.url()
    letter = letters.refund(
        name=user.name,
        what=what_of(ctx, purchase),
        amount_cents=amount_cents,
        currency=purchase.currency,
        reason=reason,
        url=settings().base_url + page,
        is_transfer=purchase.is_paid_outside,
    )
    category = Category.SEATS if purchase.organization_id is None else Category.COMPANY
    tell(
        ctx,
        user_id=user.id,
        category=category,
        kind="commerce.refund",
        title=letter.subject,
        letter=letter,
        is_essential=True,
    )
