"""A company with seats, and what must hold of them whatever happened."""

from collections import Counter
from datetime import timedelta

from sqlmodel import Session, col, select

from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.live import Context
from academy.organizations.models import (
    InviteStatus,
    Organization,
    OrganizationInvite,
    OrganizationMembership,
    OrganizationSeat,
    OrganizationStatus,
    SeatMovement,
    SeatStatus,
)

USED = (SeatStatus.HELD, SeatStatus.ASSIGNED, SeatStatus.ACTIVATED)


def make_company(
    ctx: Context, name: str = "Meridian", *, status: OrganizationStatus = OrganizationStatus.ACTIVE
) -> Organization:
    company = Organization(
        name=name,
        domain=f"{name.lower()}.example",
        contact_email=f"office@{name.lower()}.example",
        contact_name="The office",
        status=status,
    )
    ctx.session.add(company)
    ctx.session.flush()
    return company


def make_invite(
    ctx: Context, company: Organization, email: str = "new@meridian.example", course_id: int | None = None
) -> OrganizationInvite:
    invite = OrganizationInvite(
        organization_id=company.id,
        email=email,
        token_hash=f"hash of {email} {len(ctx.session.exec(select(OrganizationInvite.id)).all())}",
        course_id=course_id,
        sent_at=ctx.now,
        expires_at=ctx.now + timedelta(days=14),
    )
    ctx.session.add(invite)
    ctx.session.flush()
    return invite


def make_member(ctx: Context, company: Organization, user_id: int, department: str | None = None) -> None:
    ctx.session.add(
        OrganizationMembership(organization_id=company.id, user_id=user_id, department=department, joined_at=ctx.now)
    )
    ctx.session.flush()


def make_enrollment(ctx: Context, company: Organization, user_id: int, course_id: int, cohort_id: int) -> Enrollment:
    enrollment = Enrollment(
        user_id=user_id,
        cohort_id=cohort_id,
        course_id=course_id,
        organization_id=company.id,
        status=EnrollmentStatus.ACTIVE,
        purchase_date=ctx.now,
        payment_type=PaymentType.B2B,
        office_hours_eligible_until=ctx.now,
        materials_access_until=ctx.now,
        chatbot_access_until=ctx.now,
    )
    ctx.session.add(enrollment)
    ctx.session.flush()
    return enrollment


def seats(session: Session, company_id: int) -> Counter[SeatStatus]:
    """How many seats a company has of each status."""
    statement = select(OrganizationSeat.status).where(OrganizationSeat.organization_id == company_id)
    return Counter(session.exec(statement).all())


def assert_seat_laws(session: Session) -> None:
    """Hold the rows, the ledger and the counters of all companies to each other."""
    for company in session.exec(select(Organization)).all():
        rows = seats(session, company.id)
        assert company.seats_used == sum(rows[status] for status in USED), "the counter equals the rows"
        assert company.seats_purchased == sum(rows.values()) - rows[SeatStatus.REVOKED]
        ledger: Counter[tuple[int, SeatStatus]] = Counter()
        movements = select(SeatMovement).where(SeatMovement.organization_id == company.id)
        for line in session.exec(movements.order_by(col(SeatMovement.id))):
            ledger[line.course_id, line.to_status] += line.quantity
            if line.from_status is not None:
                ledger[line.course_id, line.from_status] -= line.quantity
            assert all(count >= 0 for count in ledger.values()), "never negative, at any line of the ledger"
        of_course = Counter(
            session.exec(
                select(OrganizationSeat.course_id, OrganizationSeat.status).where(
                    OrganizationSeat.organization_id == company.id
                )
            ).all()
        )
        assert +ledger == +of_course, "the ledger leads to the rows"
        assert_one_seat_each(session, company.id)


def assert_one_seat_each(session: Session, company_id: int) -> None:
    """Nobody has two seats for one cohort, and an open invite for a course holds exactly one."""
    held = select(OrganizationSeat.invite_id).where(
        OrganizationSeat.organization_id == company_id, OrganizationSeat.status == SeatStatus.HELD
    )
    holding = Counter(session.exec(held).all())
    pending = select(OrganizationInvite.id).where(
        OrganizationInvite.organization_id == company_id,
        OrganizationInvite.status == InviteStatus.PENDING,
        col(OrganizationInvite.course_id).is_not(None),
    )
    assert all(holding[invite_id] == 1 for invite_id in session.exec(pending).all())
    assert all(count == 1 for invite_id, count in holding.items() if invite_id is not None)
    sitting = (
        select(OrganizationSeat.user_id, Enrollment.cohort_id)
        .join(Enrollment, col(Enrollment.id) == OrganizationSeat.enrollment_id)
        .where(OrganizationSeat.organization_id == company_id)
    )
    assert all(count == 1 for count in Counter(session.exec(sitting).all()).values())
