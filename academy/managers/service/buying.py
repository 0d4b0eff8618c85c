"""Buying seats, by card or by invoice, and what was ordered so far."""

from typing import Any

from sqlmodel import col, desc, select

from academy.catalog.models import Course, CourseStatus
from academy.commerce import service as commerce
from academy.commerce.models import Offer, PaymentMethod, Purchase, PurchaseStatus
from academy.commerce.schemas import InvoiceRow, Order
from academy.core.errors import Conflict
from academy.core.money import amount
from academy.live import Context, Page, mutation, page_of, query
from academy.managers.policy import company_of, manager_with
from academy.managers.schemas import Choice
from academy.organizations import service as organizations
from academy.organizations.models import ManagerPermission
from academy.organizations.policy import permitted

PAGE = 25
_purchase: Any = Purchase
billing_manager = manager_with(ManagerPermission.MANAGE_BILLING)


@query(policy=billing_manager)
def offers(ctx: Context, *, company: str = "") -> list[Choice]:
    """The courses that a company can buy seats for, with the price of one."""
    company_of(ctx, company)
    statement = select(Course.id, Course.title, Course.price_b2b, Course.currency).where(
        Course.status == CourseStatus.PUBLISHED, Course.price_b2b > 0
    )
    return [
        Choice(id=course_id, words=f"{title} ({amount(cents, currency)} a seat)")
        for course_id, title, cents, currency in ctx.session.exec(statement.order_by(col(Course.title)))
    ]


@query(policy=billing_manager)
def orders(ctx: Context, *, company: str = "", until: str = "") -> Page[InvoiceRow]:
    """What a company has ordered, the latest first."""
    statement = select(Purchase).where(Purchase.organization_id == company_of(ctx, company))
    found = page_of(ctx, statement, _bare, of=InvoiceRow, order=(desc(_purchase.id),), until=until, size=PAGE)
    ids = [row.public_id for row in found.rows]
    titles = dict(
        ctx.session.exec(
            select(Purchase.public_id, Offer.title)
            .join(Offer, col(Offer.id) == col(Purchase.offer_id))
            .where(col(Purchase.public_id).in_(ids))
        ).all()
    )
    return found.model_copy(
        update={"rows": [row.model_copy(update={"title": titles[row.public_id]}) for row in found.rows]}
    )


@mutation(policy=permitted(ManagerPermission.MANAGE_BILLING))
def order_seats(ctx: Context, *, organization_id: int, course_id: int, quantity: int, by: PaymentMethod) -> Order:
    """Order seats for a course; they are the company's once they are paid.

    Raises:
        Invalid: That many cannot be ordered at once.
        Conflict: The course is not on sale, or the company wants another invoice while one is overdue.
    """
    organization = organizations.lock_organization(ctx, organization_id)
    course = ctx.session.get(Course, course_id)
    if course is None or course.status != CourseStatus.PUBLISHED or course.price_b2b == 0:
        raise Conflict("This course is not on sale just now.", field="course_id")
    if by == PaymentMethod.INVOICE and _owes(ctx, organization_id):
        raise Conflict("An invoice is overdue. Please pay that first, or pay these seats by card.", field="by")
    ordered = commerce.order_company_seats(
        ctx, organization_id=organization_id, course_id=course_id, quantity=quantity, by=by
    )
    what = f"Ordered {quantity} seats for {course.title}, by {by.value}."
    organizations.note(ctx, organization, "seats_ordered", what)
    return ordered


def _owes(ctx: Context, organization_id: int) -> bool:
    """Tell whether an invoice of a company is overdue."""
    overdue = select(Purchase.id).where(
        Purchase.organization_id == organization_id,
        Purchase.status == PurchaseStatus.PENDING,
        col(Purchase.overdue_at).is_not(None),
    )
    return ctx.session.exec(overdue.limit(1)).first() is not None


def _bare(purchase: Purchase) -> InvoiceRow:
    return InvoiceRow(
        public_id=purchase.public_id,
        title="",
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
