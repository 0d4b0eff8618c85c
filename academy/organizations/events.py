"""What happened in companies."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrganizationCreated:
    """A company has an account."""

    organization_id: int


@dataclass(frozen=True, slots=True)
class OrganizationSuspended:
    """A company may not use its seats for now: it has not paid, or we said so."""

    organization_id: int


@dataclass(frozen=True, slots=True)
class OrganizationReinstated:
    """A company that was suspended may use its seats again."""

    organization_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody belongs to a company from now on."""

    organization_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """Somebody has left a company, or was removed from it."""

    organization_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class MembershipRestored:
    """Somebody who left a company just now, at `left_at`, belongs to it again: that was taken back."""

    organization_id: int
    user_id: int
    left_at: datetime


@dataclass(frozen=True, slots=True)
class PersonInvited:
    """An invitation goes out, for the first time or again. The token goes into the mail and nowhere else."""

    invite_id: int
    token: str


@dataclass(frozen=True, slots=True)
class InviteAccepted:
    """Somebody has joined by an invitation, perhaps into a cohort."""

    organization_id: int
    user_id: int
    cohort_id: int | None


@dataclass(frozen=True, slots=True)
class JoinedWithAnotherAddress:
    """An invitation is being accepted by an account with another address than the one invited."""

    invite_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class SeatsRunLow:
    """With this change a company's free seats for a course have come down to its threshold, or below it."""

    organization_id: int
    course_id: int
    seats_left: int


@dataclass(frozen=True, slots=True)
class DomainCheckAsked:
    """A company wants the TXT record of a domain looked up."""

    domain_id: int


@dataclass(frozen=True, slots=True)
class DomainAsked:
    """A mailbox is asked whether a domain is a company's own. The token goes into the mail and nowhere else."""

    domain_id: int
    token: str


@dataclass(frozen=True, slots=True)
class DomainVerified:
    """A domain was shown to be a company's own."""

    organization_id: int
    domain: str
