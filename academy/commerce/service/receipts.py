"""Receipts: numbered without gaps, in the order in which they are issued."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.catalog.models import Course
from academy.commerce import letters
from academy.commerce.models import Offer, Purchase, RefundStatus
from academy.commerce.policy import order_holder
from academy.commerce.receipt_pdf import draw
from academy.commerce.schemas import Receipt, ReceiptLine
from academy.commerce.service.orders import percent
from academy.commerce.service.refunds import refunds_of
from academy.commerce.service.selling import code_of, what_of
from academy.core.errors import NotFound
from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.notifications.attachments import Attached, attaches
from academy.notifications.models import Category
from academy.notifications.schemas import Attachment
from academy.notifications.service import tell
from academy.organizations.models import Organization

FIRST = 1001
RECEIPT = "commerce.receipt"


@mutation(policy=system_only)
def issue_receipt(ctx: Context, *, purchase_id: int) -> None:
    """Number the receipt of a payment and write to whoever paid; one that is on its way back whole gets none."""
    purchase = ctx.session.exec(select(Purchase).where(Purchase.id == purchase_id).with_for_update()).one()
    if purchase.receipt_number is None and number_receipt(ctx, purchase):
        send_receipt(ctx, purchase)


def number_receipt(ctx: Context, purchase: Purchase) -> bool:
    """Give the receipt of a payment its number, and tell whether it gets one."""
    if purchase.completed_at is None or purchase.refund_requested_cents >= purchase.amount_cents:
        return False
    last = ctx.session.exec(select(sa.func.max(Purchase.receipt_number))).one()
    purchase.receipt_number = FIRST if last is None else last + 1
    ctx.session.flush()
    return True


def send_receipt(ctx: Context, purchase: Purchase) -> None:
    """Write to whoever paid, with the way to the receipt."""
    user = ctx.session.get_one(User, purchase.user_id)
    letter = letters.receipt(
        name=user.name,
        what=bought_as(ctx, purchase),
        number=str(purchase.receipt_number),
        amount_cents=purchase.amount_cents,
        currency=purchase.currency,
        url=settings().base_url + routes.RECEIPT.url(public_id=purchase.public_id),
    )
    tell(
        ctx,
        user_id=user.id,
        category=Category.SEATS if purchase.organization_id is None else Category.COMPANY,
        kind=RECEIPT,
        title=letter.subject,
        letter=letter,
        is_essential=True,
        attached=Attached(RECEIPT, purchase.public_id),
    )


@query(policy=order_holder)
def receipt(ctx: Context, *, public_id: str) -> Receipt:
    """Return what the receipt of a payment says.

    Raises:
        NotFound: There is none yet.
    """
    purchase = ctx.session.exec(select(Purchase).where(Purchase.public_id == public_id)).one()
    if purchase.receipt_number is None or purchase.completed_at is None:
        raise NotFound("There is no receipt for this order: nothing was paid, or it is just being written.")
    buyer = ctx.session.get_one(User, purchase.user_id)
    company = ctx.session.get(Organization, purchase.organization_id) if purchase.organization_id else None
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    email = purchase.customer_email or buyer.email
    return Receipt(
        public_id=public_id,
        number=str(purchase.receipt_number),
        paid_at=purchase.completed_at,
        title=bought_as(ctx, purchase),
        detail=offer.kind.value.replace("_", " ").capitalize(),
        buyer_name=company.name if company else buyer.name,
        buyer_detail=f"{buyer.name}, {email}" if company else email,
        lines=_lines(ctx, purchase, offer),
        total_cents=purchase.amount_cents,
        refunds=[
            ReceiptLine(words=f"Given back on {_day(refund.updated_at)}", cents=-refund.amount_cents)
            for refund in refunds_of(ctx, purchase)
            if refund.status == RefundStatus.SUCCEEDED
        ],
        currency=purchase.currency,
        zone="UTC",
        is_paid_outside=purchase.is_paid_outside,
        dispute=purchase.dispute,
    )


@attaches(RECEIPT)
def receipt_file(ctx: Context, key: str) -> Attachment:
    """Draw the receipt of the purchase with this public id, to go along with its letter."""
    shown = receipt(ctx, public_id=key)
    return Attachment(filename=f"receipt-{shown.number}.pdf", content_type="application/pdf", content=draw(shown))


def bought_as(ctx: Context, purchase: Purchase) -> str:
    """Say what was bought by the name it had then."""
    return purchase.description or what_of(ctx, purchase)


def _in_full(ctx: Context, purchase: Purchase) -> str:
    """The same with what a bundle holds, or for which period of a plan it was paid."""
    words = bought_as(ctx, purchase)
    if purchase.course_ids:
        titles = select(Course.id, Course.title).where(col(Course.id).in_(purchase.course_ids))
        named = dict(ctx.session.exec(titles).all())
        return f"{words}: {', '.join(named[key] for key in purchase.course_ids if key in named)}"
    if purchase.period_start is not None and purchase.period_end is not None:
        return f"{words}, {_day(purchase.period_start)} to {_day(purchase.period_end)}"
    return words


def _lines(ctx: Context, purchase: Purchase, offer: Offer) -> list[ReceiptLine]:
    lines = [ReceiptLine(words=_in_full(ctx, purchase), cents=purchase.subtotal_cents)]
    if purchase.discount_cents:
        lines.append(ReceiptLine(words=f"Discount ({code_of(ctx, purchase)})", cents=-purchase.discount_cents))
    if purchase.tax_basis_points:
        name = f"{purchase.tax_name} {percent(purchase.tax_basis_points)} ({purchase.country})"
        lines.append(ReceiptLine(words=name, cents=purchase.tax_cents))
    return lines


def _day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"
