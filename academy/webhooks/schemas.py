"""What administrators see of webhooks, and what the jobs are told."""

from datetime import datetime
from enum import StrEnum

from academy.core.schema import ReadModel
from academy.webhooks.models import DeliveryStatus


class EndpointState(StrEnum):
    """How it stands with an endpoint."""

    WORKING = "working"
    UNTRIED = "untried"
    FAILING = "failing"
    DISABLED = "disabled"


class EndpointFields(ReadModel):
    """What is typed about an endpoint; without an organization it is the platform's, and that stays as it was made."""

    url: str
    description: str = ""
    kinds: list[str] = []
    organization_id: int | None = None


class OwnerChoice(ReadModel):
    """A company whose endpoint it may be."""

    id: int
    name: str


class EndpointRow(ReadModel):
    """An endpoint in a list; `waiting` and `failed` count its deliveries, as far as they are counted."""

    id: int
    url: str
    description: str
    owner: str
    kinds: list[str]
    state: EndpointState
    reason: str
    failing_since: datetime | None
    succeeded_at: datetime | None
    waiting: int
    failed: int


class EndpointDetail(ReadModel):
    """Everything about an endpoint but its secret; `old_secret_until` while one that was replaced still signs."""

    id: int
    fields: EndpointFields
    owner: str
    state: EndpointState
    is_active: bool
    reason: str
    created_at: datetime
    updated_at: datetime
    created_by: str
    old_secret_until: datetime | None
    failing_since: datetime | None
    resumes_at: datetime | None
    succeeded_at: datetime | None


class NewSecret(ReadModel):
    """A secret that was just made, locked: whoever made it is shown it once."""

    endpoint_id: int
    locked: str


class DeliveryRow(ReadModel):
    """A delivery in a list; `at` is when it is tried next, or was tried last."""

    id: int
    kind: str
    event_id: str
    url: str
    status: DeliveryStatus
    attempts: int
    response_code: int | None
    at: datetime


class AttemptRow(ReadModel):
    """One attempt, and what came back."""

    at: datetime
    url: str
    response_code: int | None
    excerpt: str
    problem: str
    milliseconds: int


class DeliveryDetail(ReadModel):
    """Everything about a delivery; attempts with the latest first."""

    id: int
    kind: str
    event_id: str
    endpoint_id: int
    url: str
    status: DeliveryStatus
    happened_at: datetime
    next_retry_at: datetime | None
    attempts: int
    history: list[AttemptRow]
    body: str
    can_replay: bool
    why_not: str


class DeliveryCounts(ReadModel):
    """How many deliveries wait and have failed, as far as they are counted."""

    waiting: int
    failed: int


class Message(ReadModel):
    """What is to be posted where, and the secrets it is to be signed with."""

    id: str
    url: str
    body: str
    locked_secrets: list[str]


class Outcome(ReadModel):
    """How an attempt ended: with a status and the beginning of a text, or with a problem in words."""

    url: str
    milliseconds: int
    status: int | None = None
    text: str = ""
    retry_after: str = ""
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300
