"""Seats in cohorts: taking one, paying for it, learning in it, and seeing who sits there."""

from academy.enrollment.service.checkout import checkout
from academy.enrollment.service.cohorts import call_off, end_choice, follow, lapsed_choices, tell_new_dates
from academy.enrollment.service.desk import cohort_desk, move_in_queue, remove_from_queue
from academy.enrollment.service.entitled import (
    end_entitlement,
    ended_entitlements,
    follow_entitlement,
    included,
    redeem_holds,
)
from academy.enrollment.service.learning import my_calendar, my_enrollment, my_kept_seats, my_learning
from academy.enrollment.service.mail import seat_of, tell_of_seat, tell_of_wait, wait_of
from academy.enrollment.service.members import (
    end_membership,
    enroll_member,
    restore_membership,
    use_up_seats,
    withdraw_member,
)
from academy.enrollment.service.payment import begin_payment, free_seat, note_failure, note_refund, set_terms, settle
from academy.enrollment.service.queue import close as close_queue
from academy.enrollment.service.queue import expire_offer, lapsed_offers, serve
from academy.enrollment.service.reconcile import reconcile_seats
from academy.enrollment.service.reminders import due_reminders, remind
from academy.enrollment.service.seats import (
    cancel_enrollment,
    cancel_hold,
    lapsed_holds,
    release_lapsed_hold,
    reserve_seat,
)
from academy.enrollment.service.teaching import roster, taught_cohorts
from academy.enrollment.service.transfers import other_cohorts, transfer, transfer_person
from academy.enrollment.service.waitlist import (
    accept_offer,
    join_course_waitlist,
    join_waitlist,
    leave_waitlist,
    leave_with_hold,
    leave_with_seat,
    my_waitlist,
    waitlist_place,
)

__all__ = [
    "accept_offer",
    "begin_payment",
    "call_off",
    "cancel_enrollment",
    "cancel_hold",
    "checkout",
    "close_queue",
    "cohort_desk",
    "due_reminders",
    "end_choice",
    "end_entitlement",
    "end_membership",
    "ended_entitlements",
    "enroll_member",
    "expire_offer",
    "follow",
    "follow_entitlement",
    "free_seat",
    "included",
    "join_course_waitlist",
    "join_waitlist",
    "lapsed_choices",
    "lapsed_holds",
    "lapsed_offers",
    "leave_waitlist",
    "leave_with_hold",
    "leave_with_seat",
    "move_in_queue",
    "my_calendar",
    "my_enrollment",
    "my_kept_seats",
    "my_learning",
    "my_waitlist",
    "note_failure",
    "note_refund",
    "other_cohorts",
    "reconcile_seats",
    "redeem_holds",
    "release_lapsed_hold",
    "remind",
    "remove_from_queue",
    "reserve_seat",
    "restore_membership",
    "roster",
    "seat_of",
    "serve",
    "set_terms",
    "settle",
    "taught_cohorts",
    "tell_new_dates",
    "tell_of_seat",
    "tell_of_wait",
    "transfer",
    "transfer_person",
    "use_up_seats",
    "wait_of",
    "waitlist_place",
    "withdraw_member",
]
