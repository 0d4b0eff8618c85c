"""Companies: their standing, and the seats they buy for their people."""

from academy.organizations.service.companies import lock_organization, reinstate, suspend
from academy.organizations.service.seats import (
    activate_seats,
    add_seats,
    assign_seat,
    hold_seat,
    keep_for,
    move_seat,
    release_all_held,
    release_held,
    return_seat,
    seats_available,
    take_back_seats,
    withdraw_seats,
)

__all__ = [
    "activate_seats",
    "add_seats",
    "assign_seat",
    "hold_seat",
    "keep_for",
    "lock_organization",
    "move_seat",
    "reinstate",
    "release_all_held",
    "release_held",
    "return_seat",
    "seats_available",
    "suspend",
    "take_back_seats",
    "withdraw_seats",
]
