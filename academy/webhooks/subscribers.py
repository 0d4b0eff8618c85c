"""What happens in the academy becomes an event for other systems."""

from datetime import timedelta

from academy.catalog.events import CapacityChanged, CohortCancelled, CohortRescheduled, CoursePublished
from academy.catalog.models import Cohort
from academy.commerce.events import (
    EntitlementChanged,
    PaymentDisputed,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
)
from academy.commerce.models import Entitlement, Purchase
from academy.community.events import MembershipChanged
from academy.community.models import CommunityMembership, ExternalCommunity
from academy.enrollment.events import (
    EnrollmentCancelled,
    OfferAccepted,
    OfferEnded,
    QueueClosed,
    QueueJoined,
    QueueLeft,
    SeatOffered,
    SeatTaken,
    SeatTransferred,
)
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.identity.events import PersonJoined
from academy.live import Context, subscribe
from academy.organizations.events import (
    MemberJoined,
    MembershipEnded,
    OrganizationCreated,
    OrganizationReinstated,
    OrganizationSuspended,
    SeatsRunLow,
)
from academy.webhooks import catalogue, jobs, service
from academy.webhooks.catalogue import (
    AccessData,
    BelongingData,
    DisputeData,
    EndedEnrollmentData,
    Kind,
    LowSeatsData,
    MovedCohortData,
    MovedEnrollmentData,
    OfferData,
    RefundData,
    ResizedCohortData,
    WaitData,
)
from academy.webhooks.events import DeliveryDue, EndpointDisabled, EventWritten
from academy.webhooks.service import facts


@subscribe(EventWritten)
def hand_it_out(ctx: Context, fact: EventWritten) -> None:
    """Do so after the commit."""
    ctx.jobs.run_after(timedelta(0), service.hand_out, event_id=fact.event_id)


@subscribe(DeliveryDue)
def have_it_sent(ctx: Context, fact: DeliveryDue) -> None:
    """Let a worker come to the endpoint at that moment, unless one comes earlier."""
    ctx.jobs.run_at(fact.when, jobs.send_due, endpoint_id=fact.endpoint_id)


@subscribe(EndpointDisabled)
def tell_its_owners(ctx: Context, fact: EndpointDisabled) -> None:
    service.tell_owners(ctx, endpoint_id=fact.endpoint_id, reason=fact.reason)


@subscribe(SeatTaken)
def tell_of_seat(ctx: Context, fact: SeatTaken) -> None:
    row = ctx.session.get_one(Enrollment, fact.enrollment_id)
    data = facts.enrollment(ctx, row)
    service.tell(ctx, catalogue.ENROLLMENT_CREATED, data, organization_id=row.organization_id)


@subscribe(EnrollmentCancelled)
def tell_of_cancellation(ctx: Context, fact: EnrollmentCancelled) -> None:
    row = ctx.session.get_one(Enrollment, fact.enrollment_id)
    data = EndedEnrollmentData(**dict(facts.enrollment(ctx, row)), refund_cents=fact.refund_cents)
    service.tell(ctx, catalogue.ENROLLMENT_CANCELLED, data, organization_id=row.organization_id)


@subscribe(SeatTransferred)
def tell_of_transfer(ctx: Context, fact: SeatTransferred) -> None:
    before, row = ctx.session.get_one(Enrollment, fact.from_id), ctx.session.get_one(Enrollment, fact.to_id)
    data = MovedEnrollmentData(
        **dict(facts.enrollment(ctx, row)),
        previous_id=before.public_id,
        previous_cohort=facts.cohort(ctx, before.cohort_id),
    )
    service.tell(ctx, catalogue.ENROLLMENT_MOVED, data, organization_id=row.organization_id)


@subscribe(QueueJoined)
def tell_of_wait(ctx: Context, fact: QueueJoined) -> None:
    _tell_of_wait(ctx, catalogue.WAITLIST_JOINED, fact.entry_id)


@subscribe(SeatOffered)
def tell_of_offer(ctx: Context, fact: SeatOffered) -> None:
    _tell_of_offer(ctx, catalogue.WAITLIST_OFFERED, fact.entry_id)


@subscribe(OfferAccepted)
def tell_of_acceptance(ctx: Context, fact: OfferAccepted) -> None:
    _tell_of_offer(ctx, catalogue.WAITLIST_ACCEPTED, fact.entry_id)


@subscribe(OfferEnded)
def tell_of_silence(ctx: Context, fact: OfferEnded) -> None:
    _tell_of_offer(ctx, catalogue.WAITLIST_EXPIRED, fact.entry_id)


@subscribe(QueueLeft)
def tell_of_whoever_leaves_the_queue(ctx: Context, fact: QueueLeft) -> None:
    if fact.is_declined:
        _tell_of_offer(ctx, catalogue.WAITLIST_DECLINED, fact.entry_id)
    else:
        _tell_of_wait(ctx, catalogue.WAITLIST_LEFT, fact.entry_id)


@subscribe(QueueClosed)
def tell_of_the_end_of_a_queue(ctx: Context, fact: QueueClosed) -> None:
    _tell_of_wait(ctx, catalogue.WAITLIST_CLOSED, fact.entry_id)


@subscribe(EntitlementChanged)
def tell_of_access(ctx: Context, fact: EntitlementChanged) -> None:
    row = ctx.session.get_one(Entitlement, fact.entitlement_id)
    if row.user_id is None:
        return
    data = AccessData(
        id=row.id,
        person=facts.person(ctx, row.user_id),
        bought=row.kind,
        course=facts.course(ctx, row.course_id) if row.course_id else None,
        until=row.until,
        is_revoked=row.revoked_at is not None,
    )
    service.tell(ctx, catalogue.ACCESS_CHANGED, data)


@subscribe(PaymentSucceeded)
def tell_of_payment(ctx: Context, fact: PaymentSucceeded) -> None:
    row = ctx.session.get_one(Purchase, fact.purchase_id)
    service.tell(ctx, catalogue.PAYMENT_SUCCEEDED, facts.payment(ctx, row), organization_id=row.organization_id)


@subscribe(PaymentFailed)
def tell_of_failure(ctx: Context, fact: PaymentFailed) -> None:
    row = ctx.session.get_one(Purchase, fact.purchase_id)
    service.tell(ctx, catalogue.PAYMENT_FAILED, facts.payment(ctx, row), organization_id=row.organization_id)


@subscribe(PaymentDisputed)
def tell_of_dispute(ctx: Context, fact: PaymentDisputed) -> None:
    row = ctx.session.get_one(Purchase, fact.purchase_id)
    data = DisputeData(**dict(facts.payment(ctx, row)), dispute=fact.dispute)
    service.tell(ctx, catalogue.PAYMENT_DISPUTED, data, organization_id=row.organization_id)


@subscribe(PaymentRefunded)
def tell_of_refund(ctx: Context, fact: PaymentRefunded) -> None:
    row = ctx.session.get_one(Purchase, fact.purchase_id)
    data = RefundData(**dict(facts.payment(ctx, row)), is_full=fact.is_full)
    service.tell(ctx, catalogue.PAYMENT_REFUNDED, data, organization_id=row.organization_id)


@subscribe(PersonJoined)
def tell_of_person(ctx: Context, fact: PersonJoined) -> None:
    service.tell(ctx, catalogue.PERSON_JOINED, facts.person(ctx, fact.user_id))


@subscribe(CoursePublished)
def tell_of_course(ctx: Context, fact: CoursePublished) -> None:
    service.tell(ctx, catalogue.COURSE_PUBLISHED, facts.course(ctx, fact.course_id))


@subscribe(CohortRescheduled)
def tell_of_new_dates(ctx: Context, fact: CohortRescheduled) -> None:
    data = MovedCohortData(
        **dict(facts.cohort(ctx, fact.cohort_id)), previous_starts_at=fact.started_at, previous_ends_at=fact.ended_at
    )
    service.tell(ctx, catalogue.COHORT_RESCHEDULED, data, organization_id=_owner(ctx, fact.cohort_id))


@subscribe(CapacityChanged)
def tell_of_capacity(ctx: Context, fact: CapacityChanged) -> None:
    data = ResizedCohortData(**dict(facts.cohort(ctx, fact.cohort_id)), previous_seats=fact.before)
    service.tell(ctx, catalogue.COHORT_RESIZED, data, organization_id=_owner(ctx, fact.cohort_id))


@subscribe(CohortCancelled)
def tell_of_the_called_off(ctx: Context, fact: CohortCancelled) -> None:
    data = facts.cohort(ctx, fact.cohort_id)
    service.tell(ctx, catalogue.COHORT_CANCELLED, data, organization_id=_owner(ctx, fact.cohort_id))


@subscribe(OrganizationCreated)
def tell_of_company(ctx: Context, fact: OrganizationCreated) -> None:
    service.tell(ctx, catalogue.ORGANIZATION_CREATED, facts.organization(ctx, fact.organization_id))


@subscribe(SeatsRunLow)
def tell_of_low_seats(ctx: Context, fact: SeatsRunLow) -> None:
    data = LowSeatsData(
        organization=facts.organization(ctx, fact.organization_id),
        course=facts.course(ctx, fact.course_id),
        seats_left=fact.seats_left,
    )
    service.tell(ctx, catalogue.SEATS_LOW, data, organization_id=fact.organization_id)


@subscribe(MemberJoined)
def tell_of_member(ctx: Context, fact: MemberJoined) -> None:
    data = facts.member(ctx, fact.organization_id, fact.user_id)
    service.tell(ctx, catalogue.MEMBER_JOINED, data, organization_id=fact.organization_id)


@subscribe(MembershipEnded)
def tell_of_leaving(ctx: Context, fact: MembershipEnded) -> None:
    data = facts.member(ctx, fact.organization_id, fact.user_id)
    service.tell(ctx, catalogue.MEMBER_LEFT, data, organization_id=fact.organization_id)


@subscribe(OrganizationSuspended)
def tell_of_suspension(ctx: Context, fact: OrganizationSuspended) -> None:
    data = facts.organization(ctx, fact.organization_id)
    service.tell(ctx, catalogue.ORGANIZATION_SUSPENDED, data, organization_id=fact.organization_id)


@subscribe(OrganizationReinstated)
def tell_of_reinstatement(ctx: Context, fact: OrganizationReinstated) -> None:
    data = facts.organization(ctx, fact.organization_id)
    service.tell(ctx, catalogue.ORGANIZATION_REINSTATED, data, organization_id=fact.organization_id)


def _tell_of_wait(ctx: Context, kind: Kind[WaitData], entry_id: int) -> None:
    row = ctx.session.get_one(WaitlistEntry, entry_id)
    service.tell(ctx, kind, facts.wait(ctx, row), organization_id=_owner(ctx, row.offered_cohort_id or row.cohort_id))


def _tell_of_offer(ctx: Context, kind: Kind[OfferData], entry_id: int) -> None:
    row = ctx.session.get_one(WaitlistEntry, entry_id)
    service.tell(ctx, kind, facts.offer(ctx, row), organization_id=_owner(ctx, row.offered_cohort_id))


def _owner(ctx: Context, cohort_id: int | None) -> int | None:
    return ctx.session.get_one(Cohort, cohort_id).organization_id if cohort_id is not None else None


@subscribe(MembershipChanged)
def tell_of_belonging(ctx: Context, fact: MembershipChanged) -> None:
    row = ctx.session.get_one(CommunityMembership, fact.membership_id)
    community = ctx.session.get_one(ExternalCommunity, row.community_id)
    data = BelongingData(
        person=facts.person(ctx, row.user_id),
        community=community.name,
        platform=community.platform.value,
        status=row.status.value,
    )
    service.tell(ctx, catalogue.COMMUNITY_CHANGED, data)
