"""What enrollment does when something happens below it."""

from contextlib import suppress
from datetime import timedelta

from academy import routes
from academy.catalog.events import CapacityChanged, CohortCancelled, CohortOpened, CohortRescheduled, CohortStarted
from academy.catalog.models import Cohort
from academy.commerce.events import EntitlementChanged, PaymentFailed, PaymentRefunded, PaymentSucceeded, SeatGivenUp
from academy.commerce.models import Purchase
from academy.core.errors import DomainError
from academy.enrollment import jobs, letters, service
from academy.enrollment.events import (
    CohortCalledOff,
    EnrollmentCancelled,
    HoldEnded,
    OfferEnded,
    PaymentReturned,
    QueueClosed,
    SeatFreed,
    SeatOffered,
    SeatTaken,
    SeatTransferred,
)
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.live import Context, subscribe
from academy.organizations.events import InviteAccepted, MembershipEnded, MembershipRestored

SETTLING = timedelta(minutes=15)
"""How long after a change of dates people are told: who edits a timetable changes it more than once."""


@subscribe(PaymentSucceeded)
def hand_over_the_seat(ctx: Context, fact: PaymentSucceeded) -> None:
    purchase = ctx.session.get_one(Purchase, fact.purchase_id)
    service.settle(ctx, purchase)
    if purchase.course_ids:
        service.redeem_holds(ctx, user_id=purchase.user_id, course_ids=purchase.course_ids)


@subscribe(PaymentFailed)
def keep_the_hold(ctx: Context, fact: PaymentFailed) -> None:
    service.note_failure(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(PaymentRefunded)
def free_what_is_not_paid(ctx: Context, fact: PaymentRefunded) -> None:
    if fact.is_full:
        service.note_refund(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(SeatGivenUp)
def free_what_is_given_up(ctx: Context, fact: SeatGivenUp) -> None:
    service.free_seat(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(EntitlementChanged)
def follow_what_was_bought(ctx: Context, fact: EntitlementChanged) -> None:
    service.follow_entitlement(ctx, entitlement_id=fact.entitlement_id)


@subscribe(SeatTaken)
def confirm(ctx: Context, fact: SeatTaken) -> None:
    seat = service.seat_of(ctx, fact.enrollment_id)
    service.tell_of_seat(ctx, seat, letters.confirmed(seat), kind="enrollment.confirmed")


@subscribe(EnrollmentCancelled)
def confirm_cancellation(ctx: Context, fact: EnrollmentCancelled) -> None:
    seat = service.seat_of(ctx, fact.enrollment_id)
    if fact.is_by_academy and seat.included_in:
        letter = letters.not_included(seat)
    elif fact.is_by_company:
        letter = letters.taken_back(seat)
    else:
        write = letters.ended if fact.is_by_academy else letters.cancelled
        letter = write(seat, refund_cents=fact.refund_cents)
    service.tell_of_seat(ctx, seat, letter, kind="enrollment.cancelled")


@subscribe(PaymentReturned)
def explain_refund(ctx: Context, fact: PaymentReturned) -> None:
    seat = service.seat_of(ctx, fact.enrollment_id)
    letter = letters.payment_returned(seat, amount_cents=fact.amount_cents)
    service.tell_of_seat(ctx, seat, letter, kind="enrollment.payment_returned")


@subscribe(SeatTaken)
def end_their_wait(ctx: Context, fact: SeatTaken) -> None:
    service.leave_with_seat(ctx, ctx.session.get_one(Enrollment, fact.enrollment_id))


@subscribe(HoldEnded)
def end_the_wait_of_who_did_not_pay(ctx: Context, fact: HoldEnded) -> None:
    service.leave_with_hold(ctx, ctx.session.get_one(Enrollment, fact.enrollment_id))


@subscribe(SeatFreed)
def offer_it(ctx: Context, fact: SeatFreed) -> None:
    service.serve(ctx, fact.cohort_id)


@subscribe(CapacityChanged)
def offer_more(ctx: Context, fact: CapacityChanged) -> None:
    if fact.after > fact.before:
        service.serve(ctx, fact.cohort_id)


@subscribe(CohortOpened)
def offer_its_seats(ctx: Context, fact: CohortOpened) -> None:
    service.serve(ctx, fact.cohort_id)


@subscribe(CohortStarted)
def begin_with_the_cohort(ctx: Context, fact: CohortStarted) -> None:
    service.close_queue(ctx, fact.cohort_id)
    service.use_up_seats(ctx, cohort_id=fact.cohort_id)


@subscribe(InviteAccepted)
def enroll_who_was_invited(ctx: Context, fact: InviteAccepted) -> None:
    """A cohort that cannot be joined any more does not keep them out of the company: their seat waits for another."""
    if fact.cohort_id is None:
        return
    with suppress(DomainError), ctx.session.begin_nested():
        service.enroll_member(ctx, organization_id=fact.organization_id, user_id=fact.user_id, cohort_id=fact.cohort_id)


@subscribe(MembershipEnded)
def take_seats_back(ctx: Context, fact: MembershipEnded) -> None:
    service.end_membership(ctx, organization_id=fact.organization_id, user_id=fact.user_id)


@subscribe(MembershipRestored)
def give_seats_back(ctx: Context, fact: MembershipRestored) -> None:
    service.restore_membership(ctx, organization_id=fact.organization_id, user_id=fact.user_id, left_at=fact.left_at)


@subscribe(CohortRescheduled)
def follow_the_cohort(ctx: Context, fact: CohortRescheduled) -> None:
    is_new_start = ctx.session.get_one(Cohort, fact.cohort_id).start_date != fact.started_at
    service.follow(ctx, cohort_id=fact.cohort_id, is_new_start=is_new_start)
    if is_new_start:
        ctx.jobs.run_after(SETTLING, jobs.tell_new_dates, cohort_id=fact.cohort_id)


@subscribe(CohortCancelled)
def end_with_the_cohort(ctx: Context, fact: CohortCancelled) -> None:
    service.close_queue(ctx, fact.cohort_id)
    service.call_off(ctx, cohort_id=fact.cohort_id)


@subscribe(CohortCalledOff)
def say_sorry(ctx: Context, fact: CohortCalledOff) -> None:
    seat = service.seat_of(ctx, fact.enrollment_id)
    until = ctx.session.get_one(Enrollment, fact.enrollment_id).choice_until
    letter = letters.called_off(seat, until=until or ctx.now)
    service.tell_of_seat(ctx, seat, letter, kind="enrollment.called_off")


@subscribe(SeatTransferred)
def confirm_the_move(ctx: Context, fact: SeatTransferred) -> None:
    before, seat = service.seat_of(ctx, fact.from_id), service.seat_of(ctx, fact.to_id)
    service.tell_of_seat(ctx, seat, letters.moved(seat, before=before.cohort), kind="enrollment.moved")


@subscribe(SeatOffered)
def tell_that_it_is_their_turn(ctx: Context, fact: SeatOffered) -> None:
    entry = ctx.session.get_one(WaitlistEntry, fact.entry_id)
    wait = service.wait_of(ctx, entry.id)
    letter = letters.offered(wait, until=entry.offer_expires_at or ctx.now)
    service.tell_of_wait(ctx, wait, letter, kind="waitlist.offered", url=routes.LEARN.url())


@subscribe(OfferEnded)
def tell_that_it_went_on(ctx: Context, fact: OfferEnded) -> None:
    wait = service.wait_of(ctx, fact.entry_id)
    url = routes.COURSE.url(slug=wait.slug)
    service.tell_of_wait(ctx, wait, letters.offer_ended(wait), kind="waitlist.offer_ended", url=url)


@subscribe(QueueClosed)
def tell_that_the_wait_is_over(ctx: Context, fact: QueueClosed) -> None:
    wait = service.wait_of(ctx, fact.entry_id)
    url = routes.COURSE.url(slug=wait.slug)
    service.tell_of_wait(ctx, wait, letters.queue_closed(wait), kind="waitlist.closed", url=url)
