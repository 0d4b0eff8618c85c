"""What taking and leaving seats sets off elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """Somebody is enrolled: paid, or nothing to pay."""

    enrollment_id: int


@dataclass(frozen=True, slots=True)
class SeatFreed:
    """A hold was given back or ran out, or an enrollment ended before the cohort began."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A held seat was given back or ran out before it was paid."""

    enrollment_id: int


@dataclass(frozen=True, slots=True)
class SeatTransferred:
    """Somebody has a seat in another cohort now, for the one they had."""

    from_id: int
    to_id: int


@dataclass(frozen=True, slots=True)
class QueueJoined:
    """Somebody stands in a queue now, or again."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class QueueLeft:
    """Somebody gave up their place in a queue, or lost it; `is_declined` if a seat was offered to them."""

    entry_id: int
    is_declined: bool


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """Somebody takes the seat that was offered to them; what it costs is paid next."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class SeatOffered:
    """A free seat is kept for whoever is next in the queue, until they say whether they want it."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class OfferEnded:
    """Somebody did not answer an offer in time and is out of the queue."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class QueueClosed:
    """The cohort that somebody waited for has begun or will not take place."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class EnrollmentCancelled:
    """An enrollment ended, by its person, their company or the academy; `refund_cents` go back, or have gone."""

    enrollment_id: int
    refund_cents: int
    is_by_academy: bool = False
    is_by_company: bool = False


@dataclass(frozen=True, slots=True)
class PaymentReturned:
    """A payment came for a seat that is gone; all of it is on its way back."""

    enrollment_id: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CohortCalledOff:
    """Somebody's cohort will not take place; until the enrollment's `choice_until` they say what they want instead."""

    enrollment_id: int
