"""Who is told what when something happens in a company."""

from sqlmodel import col, select

from academy import routes
from academy.catalog.models import Cohort, Course
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.live import Context, subscribe
from academy.managers import letters
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import send_mail, tell
from academy.organizations import service as organizations
from academy.organizations.events import (
    DomainAsked,
    DomainVerified,
    InviteAccepted,
    JoinedWithAnotherAddress,
    OrganizationReinstated,
    OrganizationSuspended,
    PersonInvited,
    SeatsRunLow,
)
from academy.organizations.models import (
    ManagerPermission,
    Organization,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationManager,
    OrganizationSeat,
    SeatStatus,
)


@subscribe(PersonInvited)
def send_invitation(ctx: Context, fact: PersonInvited) -> None:
    invite = ctx.session.get_one(OrganizationInvite, fact.invite_id)
    company = ctx.session.get_one(Organization, invite.organization_id)
    letter = letters.invited(
        company=company.name,
        inviter=_name(ctx, invite.invited_by_id),
        course=ctx.session.exec(select(Course.title).where(Course.id == invite.course_id)).first() or "",
        cohort=ctx.session.exec(select(Cohort.name).where(Cohort.id == invite.cohort_id)).first() or "",
        email=invite.email,
        token=fact.token,
        expires_at=invite.expires_at,
    )
    send_mail(ctx, to=invite.email, letter=letter, template="managers.invited", is_secret=True)


@subscribe(InviteAccepted)
def keep_no_second_seat(ctx: Context, fact: InviteAccepted) -> None:
    """Whoever sits in the course already, whoever paid for it, needs no other seat of it."""
    kept = select(OrganizationSeat.course_id).where(
        OrganizationSeat.organization_id == fact.organization_id,
        OrganizationSeat.user_id == fact.user_id,
        OrganizationSeat.status == SeatStatus.HELD,
    )
    for course_id in set(ctx.session.exec(kept).all()):
        sits = select(Enrollment.id).where(
            Enrollment.user_id == fact.user_id,
            Enrollment.course_id == course_id,
            col(Enrollment.status).in_((EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)),
        )
        if ctx.session.exec(sits).first() is not None:
            organizations.release_kept(
                ctx,
                organization_id=fact.organization_id,
                user_id=fact.user_id,
                course_id=course_id,
                reason="They sit in this course already.",
            )


@subscribe(JoinedWithAnotherAddress)
def tell_of_another_address(ctx: Context, fact: JoinedWithAnotherAddress) -> None:
    invite = ctx.session.get_one(OrganizationInvite, fact.invite_id)
    user = ctx.session.get_one(User, fact.user_id)
    _tell(
        ctx,
        invite.organization_id,
        ManagerPermission.MANAGE_SEATS,
        "managers.another_address",
        f"{user.name} joined with another address",
        text=f"{invite.email} was invited; {user.email} accepted. If that is not right, remove them.",
        page=routes.ORG_MEMBERS,
        asks={"q": user.email},
    )


@subscribe(SeatsRunLow)
def warn_of_few_seats(ctx: Context, fact: SeatsRunLow) -> None:
    company = ctx.session.get_one(Organization, fact.organization_id)
    course = ctx.session.get_one(Course, fact.course_id)
    letter = letters.running_low(
        company=company.name, company_id=company.public_id, course=course.title, seats_left=fact.seats_left
    )
    _tell(
        ctx,
        fact.organization_id,
        ManagerPermission.MANAGE_SEATS,
        "managers.running_low",
        letter.subject,
        text=f"{company.name} can buy more on the page of its seats.",
        page=routes.ORG_SEATS,
        letter=letter,
    )


@subscribe(OrganizationSuspended)
def tell_of_suspension(ctx: Context, fact: OrganizationSuspended) -> None:
    company = ctx.session.get_one(Organization, fact.organization_id)
    letter = letters.suspended(
        company=company.name, company_id=company.public_id, reason=company.suspended_reason or ""
    )
    _tell(
        ctx,
        fact.organization_id,
        ManagerPermission.MANAGE_BILLING,
        "managers.suspended",
        letter.subject,
        text=company.suspended_reason or "",
        page=routes.ORG,
        letter=letter,
        is_essential=True,
    )


@subscribe(OrganizationReinstated)
def tell_of_reinstatement(ctx: Context, fact: OrganizationReinstated) -> None:
    company = ctx.session.get_one(Organization, fact.organization_id)
    letter = letters.reinstated(company=company.name, company_id=company.public_id)
    _tell(
        ctx,
        fact.organization_id,
        ManagerPermission.MANAGE_BILLING,
        "managers.reinstated",
        letter.subject,
        page=routes.ORG,
        letter=letter,
        is_essential=True,
    )


@subscribe(DomainAsked)
def ask_the_mailbox(ctx: Context, fact: DomainAsked) -> None:
    row = ctx.session.get_one(OrganizationDomain, fact.domain_id)
    company = ctx.session.get_one(Organization, row.organization_id)
    if row.mailbox is not None:
        letter = letters.domain_at_mailbox(company=company.name, domain=row.domain, token=fact.token)
        send_mail(ctx, to=row.mailbox, letter=letter, template="managers.domain_at_mailbox", is_secret=True)


@subscribe(DomainVerified)
def tell_of_verified_domain(ctx: Context, fact: DomainVerified) -> None:
    _tell(
        ctx,
        fact.organization_id,
        ManagerPermission.MANAGE_SETTINGS,
        "managers.domain_verified",
        f"{fact.domain} is verified",
        text="People with an address there can join the company as its settings say.",
        page=routes.ORG_SETTINGS,
    )


def _tell(
    ctx: Context,
    organization_id: int,
    permission: ManagerPermission,
    kind: str,
    title: str,
    *,
    text: str = "",
    page: routes.Route,
    asks: dict[str, str] | None = None,
    letter: Letter | None = None,
    is_essential: bool = False,
) -> None:
    """Tell those who look after the whole company and have a permission; the news leads to a page about it."""
    company = ctx.session.get_one(Organization, organization_id)
    url = page.url(query={"company": company.public_id, **(asks or {})})
    managers = select(OrganizationManager).where(
        OrganizationManager.organization_id == organization_id, OrganizationManager.is_active
    )
    for manager in ctx.session.exec(managers.order_by(col(OrganizationManager.id))).all():
        if permission in manager.permissions and manager.team_ids is None and manager.department_scope is None:
            tell(
                ctx,
                user_id=manager.user_id,
                category=Category.COMPANY,
                kind=kind,
                title=title,
                text=text,
                url=url,
                letter=letter,
                is_essential=is_essential,
            )


def _name(ctx: Context, user_id: int | None) -> str:
    return ctx.session.exec(select(User.name).where(User.id == user_id)).first() or ""
