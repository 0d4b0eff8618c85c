"""The companies as the platform's administrators look after them."""

from typing import Any

from sqlmodel import col, desc, func, select

from academy import routes
from academy.catalog.models import Course, CourseStatus
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Invalid
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query
from academy.managers.schemas import Choice, CompanyDetail, CompanyEvent, CompanyRow
from academy.managers.service.standing import seats_by_course
from academy.organizations import service as organizations
from academy.organizations.models import (
    InviteRole,
    Organization,
    OrganizationMembership,
    OrganizationStatus,
    Suspension,
)
from academy.organizations.schemas import CompanyFields, Invitation

PAGE = 25
HISTORY = 20
_company: Any = Organization


def suspended_companies(ctx: Context) -> int:
    """How many companies are suspended."""
    suspended = select(func.count()).where(Organization.status == OrganizationStatus.SUSPENDED)
    return ctx.session.exec(suspended).one()


opens(
    Place.ADMIN,
    PlacePage(label="Organizations", url=routes.ADMIN_ORGANIZATIONS.url(), counted="suspended"),
    count=suspended_companies,
)(is_admin)


@query(policy=platform_admin)
def company_page(
    ctx: Context, *, status: OrganizationStatus | None = None, words: str = "", until: str = ""
) -> Page[CompanyRow]:
    """All companies by name; found by words in name, domain or contact."""
    statement = select(Organization)
    if status is not None:
        statement = statement.where(Organization.status == status)
    for word in words.split():
        columns = (_company.name, _company.domain, _company.contact_name, _company.contact_email)
        statement = statement.where(holds(word, *columns))
    found = page_of(ctx, statement, _row, of=CompanyRow, order=(_company.name, _company.id), until=until, size=PAGE)
    ids = [row.id for row in found.rows]
    members = dict(
        ctx.session.exec(
            select(OrganizationMembership.organization_id, func.count())
            .where(col(OrganizationMembership.organization_id).in_(ids), col(OrganizationMembership.left_at).is_(None))
            .group_by(col(OrganizationMembership.organization_id))
        ).all()
    )
    rows = [row.model_copy(update={"members": members.get(row.id, 0)}) for row in found.rows]
    return found.model_copy(update={"rows": rows})


@query(policy=platform_admin)
def company_detail(ctx: Context, *, company_id: int = 0) -> CompanyDetail | None:
    """Everything about a company; nothing if there is none."""
    row = ctx.session.get(Organization, company_id)
    if row is None:
        return None
    courses = select(Course.id, Course.title).where(Course.status == CourseStatus.PUBLISHED)
    history = (
        select(AuditEntry.id, AuditEntry.created_at, AuditEntry.summary, User.name)
        .outerjoin(User, col(User.id) == AuditEntry.actor_id)
        .where(AuditEntry.subject_table == Organization.__tablename__, AuditEntry.subject_id == company_id)
        .order_by(desc(col(AuditEntry.created_at)), desc(col(AuditEntry.id)))
        .limit(HISTORY)
    )
    return CompanyDetail(
        row=_row(row),
        name=row.name,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        billing_address=row.billing_address or "",
        low_seat_threshold=row.low_seat_threshold,
        suspended_reason=row.suspended_reason or "",
        suspended_at=row.suspended_at,
        opened_at=row.created_at,
        courses=seats_by_course(ctx, company_id),
        offered=[
            Choice(id=course_id, words=title)
            for course_id, title in ctx.session.exec(courses.order_by(col(Course.title)))
        ],
        history=[
            CompanyEvent(id=entry_id, at=at, words=words, by=by or "")
            for entry_id, at, words, by in ctx.session.exec(history)
        ],
    )


@mutation(policy=platform_admin)
def open_account(ctx: Context, *, fields: CompanyFields) -> int:
    """Open an account for a company; whoever was named is invited to look after it. Returns its id.

    Raises:
        Invalid: Something about it is missing.
        Conflict: Another company has shown that the domain is its own.
    """
    organization = organizations.found(ctx, fields)
    invitation = Invitation(email=organization.contact_email, role=InviteRole.ADMIN)
    organizations.invite(ctx, organization_id=organization.id, invitation=invitation)
    return organization.id


@mutation(policy=platform_admin)
def suspend_company(ctx: Context, *, company_id: int, reason: str) -> None:
    """Stop a company from using its seats, and say why.

    Raises:
        Invalid: There is no reason given.
    """
    organizations.suspend(ctx, organization_id=company_id, reason=_reason(reason), why=Suspension.ADMIN)


@mutation(policy=platform_admin)
def reinstate_company(ctx: Context, *, company_id: int) -> None:
    """Let a company use its seats again, whatever it was suspended for.

    Raises:
        Conflict: It is not suspended.
    """
    if organizations.lock_organization(ctx, company_id).status != OrganizationStatus.SUSPENDED:
        raise Conflict("This company is not suspended any more.")
    organizations.reinstate(ctx, organization_id=company_id, why=None)


@mutation(policy=platform_admin)
def change_seats(ctx: Context, *, company_id: int, course_id: int, quantity: int, reason: str) -> None:
    """Give a company seats for a course, or take back so many that nobody uses where the number is negative.

    Raises:
        Invalid: The number is none, or there is no reason given.
        Conflict: There are not so many to take back.
    """
    words = _reason(reason)
    if quantity == 0:
        raise Invalid("Please say how many seats: 5 to give, -5 to take back.", field="quantity")
    title = ctx.session.get_one(Course, course_id).title
    if quantity > 0:
        organizations.add_seats(ctx, organization_id=company_id, course_id=course_id, quantity=quantity, reason=words)
    else:
        organizations.take_back_seats(
            ctx, organization_id=company_id, course_id=course_id, quantity=-quantity, reason=words
        )
    organization = organizations.lock_organization(ctx, company_id)
    did = f"Gave {quantity} seats" if quantity > 0 else f"Took back {-quantity} seats"
    organizations.note(ctx, organization, "seats_changed", f"{did} for {title}: {words}")


def _reason(typed: str) -> str:
    words = " ".join(typed.split())
    if not words:
        raise Invalid("Please give a reason: the company reads it.", field="reason")
    return words


def _row(row: Organization) -> CompanyRow:
    return CompanyRow(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        domain=row.domain,
        status=row.status,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        seats_purchased=row.seats_purchased,
        seats_used=row.seats_used,
        members=0,
    )
