"""Cohorts, and who took which seat in them."""

from datetime import datetime, timedelta

from sqlmodel import select

from academy.catalog.models import Cohort, CohortSession, CohortStatus
from academy.commerce import service as commerce
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.local_gateway import LocalGateway
from academy.commerce.schemas import HostedCheckout
from academy.enrollment import service as enrollments
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.enrollment.service.lifecycle import move
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.seeds.plan import Run, Seat
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

ANNOUNCED_BEFORE = timedelta(days=90)
CANCELLED_BEFORE = timedelta(days=2)


def plant_cohorts(ground: Ground, runs: list[Run]) -> None:
    """Plant every cohort with its dates, and let people take their seats in it, one after the other."""
    for run in runs:
        cohort = _cohort(ground, run)
        ground.plant(cohort)
        ground.cohorts.append(cohort)
        ground.plant(_instructor(ground, cohort, run), *_sessions(ground, cohort, run))
        for seat in sorted(run.seats, key=lambda seat: seat.held_at):
            _take_seat(ground, cohort, seat)
        ground.plant(*_waitlist(ground, cohort, run))
        _move_on(ground, cohort, run)


def _cohort(ground: Ground, run: Run) -> Cohort:
    text = run.text
    announced_at = min(run.starts_at - ANNOUNCED_BEFORE, ground.now - timedelta(days=30))
    return Cohort(
        created_at=announced_at,
        course_id=ground.courses[text.course].id,
        name=run.name,
        start_date=run.starts_at,
        end_date=run.ends_at,
        zone=text.zone,
        max_capacity=run.capacity,
        status=CohortStatus.OPEN,
        instructor_id=ground.users[text.instructor.email].id,
        is_b2b=text.company is not None,
        organization_id=ground.organizations[text.company.domain].id if text.company else None,
    )


def _move_on(ground: Ground, cohort: Cohort, run: Run) -> None:
    """Let a cohort become what it is by now."""
    moments: dict[CohortStatus, datetime] = {
        CohortStatus.IN_PROGRESS: run.starts_at,
        CohortStatus.COMPLETED: run.ends_at,
        CohortStatus.CANCELLED: ground.now - CANCELLED_BEFORE,
    }
    ctx = back_then(ground.ctx, moments.get(run.text.status, cohort.created_at))
    cohort.status = run.text.status
    ctx.session.flush()


def _instructor(ground: Ground, cohort: Cohort, run: Run) -> RoleAssignment:
    return RoleAssignment(
        created_at=cohort.created_at,
        user_id=ground.users[run.text.instructor.email].id,
        role=ScopedRole.INSTRUCTOR,
        cohort_id=cohort.id,
    )


def _sessions(ground: Ground, cohort: Cohort, run: Run) -> list[CohortSession]:
    return [
        CohortSession(
            created_at=cohort.created_at,
            cohort_id=cohort.id,
            session_id=ground.sessions[run.course.slug, slot.day, slot.order].id,
            title=slot.title,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=cohort.zone,
        )
        for slot in run.slots
    ]


def _take_seat(ground: Ground, cohort: Cohort, seat: Seat) -> None:
    """Let somebody take a seat, and do with it all that they did since."""
    user = ground.users[seat.person.email]
    reservation = enrollments.reserve_seat(back_then(ground.ctx, seat.held_at, user), cohort_id=cohort.id)
    row = ground.session.exec(select(Enrollment).where(Enrollment.public_id == reservation.public_id)).one()
    if seat.paid_at and row.status is EnrollmentStatus.HELD:
        _pay(ground, user, row, seat.paid_at)
    if seat.lapsed_at:
        enrollments.release_lapsed_hold(back_then(ground.ctx, seat.lapsed_at), enrollment_id=row.id)
    if seat.released_at:
        _pay_back(ground, row, seat.released_at)
    if seat.progress:
        row.intake_survey_completed = True
        row.progress_percent = seat.progress
    if seat.completed_at:
        row.completed_at = seat.completed_at
        move(back_then(ground.ctx, seat.completed_at), row, EnrollmentStatus.COMPLETED)


def _pay(ground: Ground, user: User, row: Enrollment, moment: datetime) -> None:
    """Pay at the embedded gateway."""
    then = back_then(ground.ctx, row.created_at, user)
    ticket = enrollments.begin_payment(then, public_id=row.public_id, gateway=LocalGateway.name)
    ctx = back_then(ground.ctx, moment)
    opened = commerce.open_hosted_checkout(ctx, request=ticket.request)
    paid = commerce.pay_hosted_checkout(ctx, public_id=opened.public_id)
    commerce.receive_report(ctx, report=_report(paid))


def _pay_back(ground: Ground, row: Enrollment, moment: datetime) -> None:
    """Refund all of it, which gives the seat back."""
    ctx = back_then(ground.ctx, moment)
    purchase = commerce.paying(ctx, enrollment_id=row.id)
    if purchase is None or purchase.gateway_session_id is None or purchase.payment_intent_id is None:
        raise ValueError("only what was paid can be refunded")
    commerce.request_refund(ctx, purchase)
    commerce.refund_hosted_payment(ctx, payment_intent_id=purchase.payment_intent_id, total_cents=purchase.amount_cents)
    commerce.receive_report(ctx, report=_report(commerce.hosted_checkout(ctx, public_id=purchase.gateway_session_id)))


def _report(checkout: HostedCheckout) -> PaymentReport:
    return PaymentReport(
        reference=checkout.reference,
        payment=Payment.PAID,
        session_id=checkout.public_id,
        payment_intent_id=checkout.payment_intent_id,
        refunded_cents=checkout.refunded_cents,
    )


def _waitlist(ground: Ground, cohort: Cohort, run: Run) -> list[WaitlistEntry]:
    return [
        WaitlistEntry(
            created_at=since,
            user_id=ground.users[person.email].id,
            course_id=cohort.course_id,
            cohort_id=cohort.id,
            position=position,
            status=WaitlistStatus.WAITING,
        )
        for position, (person, since) in enumerate(run.queue, start=1)
    ]
