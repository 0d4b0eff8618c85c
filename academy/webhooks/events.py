"""What sending sets off. Published in the transaction that noted it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EventWritten:
    """Something happened that endpoints may want to hear of."""

    event_id: int


@dataclass(frozen=True, slots=True)
class DeliveryDue:
    """Something is to be sent to an endpoint at `when`."""

    endpoint_id: int
    when: datetime


@dataclass(frozen=True, slots=True)
class EndpointDisabled:
    """We have stopped sending to an endpoint, for a reason in words."""

    endpoint_id: int
    reason: str
