"""Seats in cohorts: taking one, paying for it, learning in it, and seeing who sits there."""

from academy.enrollment.service.payment import begin_payment, note_failure, note_refund, settle
from academy.enrollment.service.seats import (
    cancel_enrollment,
    cancel_hold,
    expire_holds,
    release_lapsed_hold,
    reserve_seat,
)

__all__ = [
    "begin_payment",
    "cancel_enrollment",
    "cancel_hold",
    "expire_holds",
    "note_failure",
    "note_refund",
    "release_lapsed_hold",
    "reserve_seat",
    "settle",
]
