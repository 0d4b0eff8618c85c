"""Seats in cohorts: taking one, paying for it, learning in it, and seeing who sits there."""

from academy.enrollment.service.checkout import checkout
from academy.enrollment.service.cohorts import call_off, move_access, tell_new_dates
from academy.enrollment.service.learning import my_calendar, my_enrollment, my_learning
from academy.enrollment.service.mail import seat_of, tell_of_seat
from academy.enrollment.service.payment import begin_payment, note_failure, note_refund, settle
from academy.enrollment.service.seats import (
    cancel_enrollment,
    cancel_hold,
    expire_holds,
    release_lapsed_hold,
    reserve_seat,
)
from academy.enrollment.service.teaching import roster, taught_cohorts

__all__ = [
    "begin_payment",
    "call_off",
    "cancel_enrollment",
    "cancel_hold",
    "checkout",
    "expire_holds",
    "move_access",
    "my_calendar",
    "my_enrollment",
    "my_learning",
    "note_failure",
    "note_refund",
    "release_lapsed_hold",
    "reserve_seat",
    "roster",
    "seat_of",
    "settle",
    "taught_cohorts",
    "tell_new_dates",
    "tell_of_seat",
]
