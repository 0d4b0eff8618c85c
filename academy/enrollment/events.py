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
class EnrollmentCancelled:
    """An enrollment ended; `refund_cents` are on their way back."""

    enrollment_id: int
    refund_cents: int


@dataclass(frozen=True, slots=True)
class PaymentReturned:
    """A payment came for a seat that is gone; all of it is on its way back."""

    enrollment_id: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CohortCalledOff:
    """An enrollment ended because its cohort will not take place; `refund_cents` are on their way back."""

    enrollment_id: int
    refund_cents: int
