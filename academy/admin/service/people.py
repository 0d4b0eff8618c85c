"""People, as administrators look them up: who there is, and everything about one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, desc, func, or_, select

from academy import routes
from academy.admin.schemas import (
    GivenRole,
    Group,
    MembershipRow,
    OrderRow,
    PersonDetail,
    PersonRow,
    ScopeChoice,
    SeatRow,
    SentRow,
    SignedInRow,
)
from academy.catalog.models import Cohort, CohortStatus, Course
from academy.commerce.models import Offer, Purchase
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.core.search import matches
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity import service as identity
from academy.identity.models import AuthSession, RoleAssignment, ScopedRole, User, UserRole
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query
from academy.notifications.models import MailMessage, MailSuppression
from academy.organizations.models import Organization, OrganizationManager, OrganizationMembership

PAGE = 25
MOST_SHOWN = 50
MISSING = "There is no such person, or the account has been deleted."
SEATED = (EnrollmentStatus.HELD, EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)

opens(Place.ADMIN, PlacePage(label="People", url=routes.ADMIN_PEOPLE.url()))(is_admin)

_user: Any = User
_SHOWN = only(User.name, User.email, User.company, User.title, User.role, User.created_at)


@query(policy=platform_admin)
def person_page(
    ctx: Context, *, words: str = "", group: Group | None = None, organization_id: int = 0, until: str = ""
) -> Page[PersonRow]:
    """The people, the newest first: all, a group, those of a company, or those whose name, address or company fits."""
    statement = select(User).options(_SHOWN)
    if words.strip():
        statement = statement.where(matches(ctx.session, User, words))
    if group is not None:
        statement = statement.where(_is_of(group))
    if organization_id:
        statement = statement.where(_user.id.in_(_members().where(_of(organization_id))))
    found = page_of(ctx, statement, lambda row: row.id, of=int, order=(desc(_user.id),), until=until, size=PAGE)
    return found.showing(PersonRow, _rows(ctx, found.rows))


@query(policy=platform_admin)
def person_detail(ctx: Context, *, user_id: int) -> PersonDetail:
    """Everything about a person that administrators may see.

    Raises:
        NotFound: There is no such person.
    """
    user = ctx.session.get(User, user_id)
    if user is None:
        raise NotFound(MISSING)
    refused = select(MailSuppression.cause, MailSuppression.reason).where(MailSuppression.email == user.email)
    why = ctx.session.exec(refused).first()
    return PersonDetail(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        title=user.title or "",
        company=user.company or "",
        zone=user.timezone or "",
        linkedin_url=user.linkedin_url or "",
        wants_mail=user.email_notifications,
        unreachable=why[1] or why[0].replace("_", " ") if why else "",
        joined_at=user.created_at,
        is_me=user.id == ctx.viewer.user_id,
        roles=_roles(ctx, user_id),
        sessions=_sessions(ctx, user_id),
        companies=_companies(ctx, user_id),
        seats=_seats(ctx, user_id),
        orders=_orders(ctx, user_id),
    )


@query(policy=platform_admin)
def person_mail(ctx: Context, *, user_id: int) -> list[SentRow]:
    """The latest mail to a person, without its words."""
    mail: Any = MailMessage
    shown = only(mail.subject, mail.template, mail.status, mail.created_at)
    statement = select(MailMessage).options(shown).where(MailMessage.user_id == user_id)
    return [_sent(row) for row in ctx.session.exec(statement.order_by(desc(mail.id)).limit(MOST_SHOWN))]


@query(policy=platform_admin)
def scope_choices(ctx: Context) -> list[ScopeChoice]:
    """Where a role may hold besides everywhere: in a course, or in a cohort that is not over."""
    courses = ctx.session.exec(select(Course.id, Course.title).order_by(Course.title, col(Course.id))).all()
    over = (CohortStatus.COMPLETED, CohortStatus.CANCELLED)
    cohorts = (
        select(Cohort.id, Course.title, Cohort.name)
        .join(Course, col(Course.id) == Cohort.course_id)
        .where(col(Cohort.status).not_in(over))
        .order_by(Course.title, col(Cohort.start_date), col(Cohort.id))
    )
    return [
        *(ScopeChoice(value=f"course {key}", label=title) for key, title in courses),
        *(
            ScopeChoice(value=f"cohort {key}", label=f"{title}: {name}")
            for key, title, name in ctx.session.exec(cohorts)
        ),
    ]


@mutation(policy=platform_admin)
def take_administration(ctx: Context, *, user_id: int) -> None:
    """Let a person no longer administer the platform; they are then what they are to their companies.

    Raises:
        Conflict: They do not, it is the viewer, or there would be nobody left.
    """
    role = UserRole.INDIVIDUAL
    is_here = and_(OrganizationMembership.user_id == user_id, col(OrganizationMembership.left_at).is_(None))
    if ctx.session.exec(select(OrganizationMembership.id).where(is_here).limit(1)).first() is not None:
        role = UserRole.ORG_MEMBER
    manages = and_(OrganizationManager.user_id == user_id, col(OrganizationManager.is_active))
    if ctx.session.exec(select(OrganizationManager.id).where(manages).limit(1)).first() is not None:
        role = UserRole.ORG_ADMIN
    identity.take_administration(ctx, user_id=user_id, role=role)


def _members() -> Any:
    return select(OrganizationMembership.user_id).where(col(OrganizationMembership.left_at).is_(None))


def _of(organization_id: int) -> bool:
    return OrganizationMembership.organization_id == organization_id


def _is_of(group: Group) -> ColumnElement[bool]:
    scoped = {
        Group.INSTRUCTORS: ScopedRole.INSTRUCTOR,
        Group.MODERATORS: ScopedRole.MODERATOR,
        Group.EDITORS: ScopedRole.CONTENT_EDITOR,
    }
    if group in scoped:
        holds = _user.id.in_(select(RoleAssignment.user_id).where(RoleAssignment.role == scoped[group]))
        named = select(Cohort.instructor_id).where(col(Cohort.instructor_id).is_not(None))
        return or_(holds, _user.id.in_(named)) if group == Group.INSTRUCTORS else holds
    seated = select(Enrollment.user_id).where(col(Enrollment.status).in_(SEATED))
    conditions: dict[Group, ColumnElement[bool]] = {
        Group.ADMINS: _user.role == UserRole.PLATFORM_ADMIN,
        Group.COMPANIES: _user.id.in_(_members()),
        Group.SEATED: _user.id.in_(seated),
        Group.UNREACHABLE: _user.email.in_(select(MailSuppression.email)),
    }
    return conditions[group]


def _rows(ctx: Context, ids: Sequence[int]) -> list[PersonRow]:
    """The people of these ids, in this order, each fact asked once for all of them."""
    people = ctx.session.exec(select(User).options(_SHOWN).where(_user.id.in_(ids)))
    by_id = {user.id: user for user in people}
    given = select(RoleAssignment.user_id, RoleAssignment.role).where(col(RoleAssignment.user_id).in_(ids))
    roles: dict[int, set[ScopedRole]] = defaultdict(set)
    for user_id, role in ctx.session.exec(given):
        roles[user_id].add(ScopedRole(role))
    seen = select(AuthSession.user_id, func.max(AuthSession.last_seen_at)).where(col(AuthSession.user_id).in_(ids))
    last_seen = dict(ctx.session.exec(seen.group_by(col(AuthSession.user_id))).all())
    held = select(Enrollment.user_id, func.count()).where(
        col(Enrollment.user_id).in_(ids), col(Enrollment.status).in_(SEATED)
    )
    seats = dict(ctx.session.exec(held.group_by(col(Enrollment.user_id))).all())
    emails = [user.email for user in by_id.values()]
    refused = set(ctx.session.exec(select(MailSuppression.email).where(col(MailSuppression.email).in_(emails))))
    return [
        PersonRow(
            id=user.id,
            name=user.name,
            email=user.email,
            about=", ".join(part for part in (user.title, user.company) if part),
            is_admin=user.role == UserRole.PLATFORM_ADMIN,
            roles=sorted(roles[user.id]),
            seats=seats.get(user.id, 0),
            is_unreachable=user.email in refused,
            joined_at=user.created_at,
            seen_at=last_seen.get(user.id),
        )
        for user in (by_id[key] for key in ids)
    ]


def _roles(ctx: Context, user_id: int) -> list[GivenRole]:
    giver = User.__table__.alias("giver")  # type: ignore[attr-defined]
    statement = (
        select(RoleAssignment, Course.title, Cohort.name, giver.c.name)
        .join(Course, col(Course.id) == RoleAssignment.course_id, isouter=True)
        .join(Cohort, col(Cohort.id) == RoleAssignment.cohort_id, isouter=True)
        .join(giver, giver.c.id == RoleAssignment.granted_by_id, isouter=True)
        .where(RoleAssignment.user_id == user_id)
        .order_by(col(RoleAssignment.id))
    )
    return [
        GivenRole(
            id=row.id,
            role=row.role,
            where=f"course {row.course_id}" if row.course_id else f"cohort {row.cohort_id}" if row.cohort_id else "",
            scope=course or cohort or "",
            given_at=row.created_at,
            given_by=given_by or "",
        )
        for row, course, cohort, given_by in ctx.session.exec(statement)
    ]


def _sessions(ctx: Context, user_id: int) -> list[SignedInRow]:
    statement = select(AuthSession).where(AuthSession.user_id == user_id, col(AuthSession.revoked_at).is_(None))
    rows = ctx.session.exec(statement.order_by(desc(col(AuthSession.last_seen_at)), col(AuthSession.id))).all()
    return [
        SignedInRow(
            id=row.id,
            device=identity.describe_device(row.user_agent),
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
        )
        for row in rows
        if not ctx.is_past(row.expires_at)
    ][:MOST_SHOWN]


def _companies(ctx: Context, user_id: int) -> list[MembershipRow]:
    rights = and_(
        OrganizationManager.organization_id == OrganizationMembership.organization_id,
        OrganizationManager.user_id == user_id,
        col(OrganizationManager.is_active),
    )
    statement = (
        select(OrganizationMembership, Organization.name, OrganizationManager.role)
        .join(Organization, col(Organization.id) == OrganizationMembership.organization_id)
        .join(OrganizationManager, rights, isouter=True)
        .where(OrganizationMembership.user_id == user_id, col(OrganizationMembership.left_at).is_(None))
        .order_by(Organization.name, col(OrganizationMembership.id))
    )
    return [
        MembershipRow(
            id=row.organization_id,
            name=name,
            department=row.department or "",
            manages=role or "",
            joined_at=row.joined_at,
        )
        for row, name, role in ctx.session.exec(statement)
    ]


def _seats(ctx: Context, user_id: int) -> list[SeatRow]:
    statement = (
        select(Enrollment, Course.title, Cohort.name, Cohort.start_date)
        .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .join(Course, col(Course.id) == Enrollment.course_id)
        .where(Enrollment.user_id == user_id)
        .order_by(desc(col(Enrollment.id)))
    )
    return [
        SeatRow(
            public_id=row.public_id,
            course=title,
            course_id=row.course_id,
            cohort=name,
            starts_at=starts_at,
            status=row.status,
            progress_percent=round(row.progress_percent),
        )
        for row, title, name, starts_at in ctx.session.exec(statement.limit(MOST_SHOWN))
    ]


def _orders(ctx: Context, user_id: int) -> list[OrderRow]:
    statement = (
        select(Purchase, Offer.title)
        .join(Offer, col(Offer.id) == Purchase.offer_id)
        .where(Purchase.user_id == user_id)
        .order_by(desc(col(Purchase.id)))
    )
    return [
        OrderRow(
            public_id=row.public_id,
            title=title,
            quantity=row.quantity,
            amount_cents=row.amount_cents,
            refunded_cents=row.refunded_cents,
            currency=row.currency,
            status=row.status,
            at=row.completed_at or row.created_at,
        )
        for row, title in ctx.session.exec(statement.limit(MOST_SHOWN))
    ]


def _sent(row: MailMessage) -> SentRow:
    return SentRow(id=row.id, subject=row.subject, template=row.template, status=row.status, at=row.created_at)
