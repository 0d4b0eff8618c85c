"""Buying seats, by card or by invoice, and what was ordered so far."""

from sqlmodel import col, select

from academy.catalog.models import Course, CourseStatus
from academy.commerce import service as commerce
from academy.commerce.models import PaymentMethod
from academy.commerce.schemas import InvoiceRow, Order
from academy.core.errors import Conflict
from academy.core.money import amount
from academy.live import Context, Page, mutation, query
from academy.managers.policy import company_of, manager_with
from academy.managers.schemas import Choice
from academy.organizations import service as organizations
from academy.organizations.models import ManagerPermission
from academy.organizations.policy import permitted

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
    return commerce.orders_of(ctx, organization_id=company_of(ctx, company), until=until)


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
    if by == PaymentMethod.INVOICE and commerce.has_overdue(ctx, organization_id=organization_id):
        raise Conflict("An invoice is overdue. Please pay that first, or pay these seats by card.", field="by")
    ordered = commerce.order_company_seats(
        ctx, organization_id=organization_id, course_id=course_id, quantity=quantity, by=by
    )
    what = f"Ordered {quantity} seats for {course.title}, by {by.value}."
    organizations.note(ctx, organization, "seats_ordered", what)
    return ordered
