"""What is said of companies and their people."""

from datetime import datetime

from academy.core.schema import ReadModel
from academy.organizations.models import InviteRole


class CompanyFields(ReadModel):
    """What a company says of itself; the domain counts only when it is founded."""

    name: str
    domain: str = ""
    contact_name: str
    contact_email: str
    billing_address: str = ""
    low_seat_threshold: int = 5


class Invitation(ReadModel):
    """Whom to invite, to what: with a course a seat of it is held, with a cohort they are enrolled when they accept."""

    email: str
    role: InviteRole = InviteRole.MEMBER
    course_id: int | None = None
    cohort_id: int | None = None
    department: str = ""
    team_id: int | None = None


class Accepted(ReadModel):
    """How an attempt to accept an invitation ended: with a company joined, or with a problem in words.

    `asks_for` is the address invited, in part, where the viewer has to say that they mean it with another one.
    """

    organization: str = ""
    problem: str = ""
    asks_for: str = ""


class DomainChallenge(ReadModel):
    """What has to stand in the domain name system: a TXT record and its value."""

    record: str
    value: str


class DomainClaim(ReadModel):
    """A company that says a domain is its own."""

    company: str
    domain: str


class MyCompany(ReadModel):
    """A company that the viewer belongs to; whoever `manages` there has a role in it."""

    id: int
    public_id: str
    name: str
    department: str
    joined_at: datetime
    is_suspended: bool
    manages: bool


class JoinableCompany(ReadModel):
    """A company that somebody may join by the domain of their address."""

    id: int
    name: str
    domain: str
