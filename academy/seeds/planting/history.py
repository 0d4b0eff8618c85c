"""Cohorts, and who took which seat in them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog import service as catalog
from academy.catalog.models import Cohort, CohortSession, CohortStatus
from academy.catalog.schemas import CohortFields
from academy.commerce import service as commerce
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.schemas import HostedCheckout
from academy.commerce.stripe_gateway import gateway_name
from academy.enrollment import service as enrollments
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.enrollment.service.lifecycle import move
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.seeds.content.people import ACADEMY, ADA, ROSA, PersonText
from academy.seeds.plan import Run, Seat
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

ANNOUNCED_BEFORE = timedelta(days=90)
ANNOUNCED_LATEST = timedelta(days=30)
OPENED_AFTER = timedelta(days=1)
CANCELLED_BEFORE = timedelta(days=2)
HELD_FOR = timedelta(minutes=4)


def plant_cohorts(ground: Ground, runs: list[Run]) -> None:
    """Let every cohort be announced and opened, people take their seats in it, and the cohort run its course."""
    for run in runs:
        announced_at = min(run.starts_at - ANNOUNCED_BEFORE, ground.now - ANNOUNCED_LATEST)
        cohort = _announce(ground, run, announced_at)
        ground.cohorts.append(cohort)
        if run.text.status is not CohortStatus.SCHEDULED:
            _move(ground, cohort, CohortStatus.OPEN, announced_at + OPENED_AFTER)
        for seat in sorted(run.seats, key=lambda seat: seat.held_at):
            _take_seat(ground, cohort, seat)
        ground.plant(*_waitlist(ground, cohort, run))
        for status, moment in _later(run, ground.now):
            _move(ground, cohort, status, moment)
    _bring_to_the_till(ground, ROSA)


def _bring_to_the_till(ground: Ground, person: PersonText) -> None:
    """Let a person hold a seat now, if chance has not made it so: in the cohort that starts last of those with room."""
    user = ground.users[person.email]
    taken = ground.session.exec(select(Enrollment).where(Enrollment.user_id == user.id)).all()
    if any(row.status is EnrollmentStatus.HELD for row in taken):
        return
    courses = {row.course_id for row in taken}
    free = [
        cohort
        for cohort in ground.cohorts
        if cohort.status is CohortStatus.OPEN
        and cohort.organization_id is None
        and cohort.course_id not in courses
        and cohort.current_enrollment < cohort.max_capacity // 2
    ]
    latest = max(free, key=lambda cohort: (cohort.start_date, cohort.id))
    enrollments.reserve_seat(back_then(ground.ctx, ground.now - HELD_FOR, user), cohort_id=latest.id)


def _announce(ground: Ground, run: Run, moment: datetime) -> Cohort:
    text = run.text
    instructor = ground.users[text.instructor.email]
    cohort_id = catalog.create_cohort(
        back_then(ground.ctx, moment, ground.users[ADA.email]),
        course_id=ground.courses[text.course].id,
        fields=CohortFields(
            name=run.name,
            first_day=run.first_day,
            zone=text.zone,
            capacity=run.capacity,
            instructor_id=instructor.id,
            organization_id=ground.organizations[text.company.domain].id if text.company else None,
            zoom_link=f"https://meet.{ACADEMY}/{text.course}-{run.first_day:%Y-%m-%d}",
        ),
        opens=text.opens,
    )
    cohort = ground.session.get_one(Cohort, cohort_id)
    meeting = sa.update(CohortSession).where(col(CohortSession.cohort_id) == cohort_id)
    ground.session.exec(meeting.values(join_url=cohort.zoom_link))
    ground.plant(
        RoleAssignment(created_at=moment, user_id=instructor.id, role=ScopedRole.INSTRUCTOR, cohort_id=cohort_id)
    )
    return cohort


def _move(ground: Ground, cohort: Cohort, status: CohortStatus, moment: datetime) -> None:
    ctx = back_then(ground.ctx, moment, ground.users[ADA.email])
    catalog.move_cohort(ctx, cohort_id=cohort.id, status=status)


def _later(run: Run, now: datetime) -> list[tuple[CohortStatus, datetime]]:
    """What a cohort that was open has become since, and when."""
    started = (CohortStatus.IN_PROGRESS, run.starts_at)
    return {
        CohortStatus.IN_PROGRESS: [started],
        CohortStatus.COMPLETED: [started, (CohortStatus.COMPLETED, run.ends_at)],
        CohortStatus.CANCELLED: [(CohortStatus.CANCELLED, now - CANCELLED_BEFORE)],
    }.get(run.text.status, [])


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
    ticket = enrollments.begin_payment(then, public_id=row.public_id, gateway=gateway_name())
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
