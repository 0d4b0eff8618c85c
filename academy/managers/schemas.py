"""What those who look after a company see of it."""

from datetime import date, datetime
from enum import StrEnum

from academy.core.schema import ReadModel
from academy.organizations.models import (
    AutoJoin,
    DomainMethod,
    InviteRole,
    InviteStatus,
    ManagerPermission,
    ManagerRole,
    MovementKind,
    OrganizationStatus,
)


class Rights(ReadModel):
    """What the viewer may do in a company."""

    can_manage_seats: bool
    can_manage_team: bool
    can_manage_enrollments: bool
    can_manage_billing: bool
    can_manage_managers: bool
    can_manage_settings: bool
    can_export: bool
    is_scoped: bool


class CompanyChoice(ReadModel):
    """One of the companies that the viewer looks after."""

    public_id: str
    name: str


class Standing(ReadModel):
    """A company as the head of each of its pages shows it. `others` are those the viewer may turn to instead.

    It `is_own` if the viewer has a role in it; the platform's administrators see all of them.
    """

    id: int
    public_id: str
    name: str
    status: OrganizationStatus
    suspended_reason: str
    suspended_at: datetime | None
    rights: Rights
    is_own: bool
    others: list[CompanyChoice]


class CourseSeats(ReadModel):
    """The seats of a company for one course.

    `lasts_until` is where the pace of the last weeks leads; it is missing while there is too little to tell by, for
    which `pace` gives the reason in words.
    """

    course_id: int
    title: str
    slug: str
    purchased: int
    held: int
    assigned: int
    activated: int
    left: int
    is_low: bool
    used_percent: int
    pace: str
    lasts_until: date | None


class CohortPlaces(ReadModel):
    """A cohort that people of a company may be enrolled in."""

    id: int
    title: str
    name: str
    starts_at: datetime
    ends_at: datetime
    course_id: int
    is_private: bool
    places_left: int
    capacity: int
    enrolled: int


class Overview(ReadModel):
    """A company at a glance."""

    members: int
    teams: int
    invited: int
    seats_purchased: int
    seats_left: int
    courses: list[CourseSeats]
    cohorts: list[CohortPlaces]


class MemberSeat(ReadModel):
    """What somebody learns with a seat of the company; without a cohort it is kept until they have one."""

    enrollment_id: str
    course_id: int
    course: str
    cohort: str
    starts_at: datetime | None
    ends_at: datetime | None
    has_begun: bool


class MemberRow(ReadModel):
    """Somebody of a company; without a `role` they look after nobody."""

    user_id: int
    name: str
    email: str
    department: str
    teams: str
    role: ManagerRole | None
    joined_at: datetime
    seats: list[MemberSeat]


class MemberDetail(ReadModel):
    """Somebody of a company, with what they may there."""

    row: MemberRow
    permissions: list[ManagerPermission]
    team_ids: list[int]
    departments: list[str]
    is_viewer: bool


class Choice(ReadModel):
    """One of several things to choose; `words` say what it is."""

    id: int
    words: str


class Choices(ReadModel):
    """What forms about people offer. `cohorts` are open ones with places left, `courses` those with seats left."""

    cohorts: list[Choice]
    courses: list[Choice]
    teams: list[Choice]
    departments: list[str]


class InviteRow(ReadModel):
    """An invitation; `accepted_by` is told where the account has another address than the one invited."""

    id: int
    email: str
    status: InviteStatus
    role: InviteRole
    into: str
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    accepted_by: str
    resent_count: int


class InviteCounts(ReadModel):
    """How many invitations there are of each kind."""

    pending: int
    accepted: int
    expired: int
    revoked: int


class LedgerRow(ReadModel):
    """A line of the seat ledger, in words."""

    id: int
    at: datetime
    kind: MovementKind
    quantity: int
    course: str
    whom: str
    by: str
    reason: str


class TeamRow(ReadModel):
    """A team and some of those who are in it; `others` are how many more there are."""

    id: int
    name: str
    description: str
    people: list[Choice]
    others: int
    can_edit: bool


class DomainRow(ReadModel):
    """A domain of the company's mail, and how far it is verified."""

    id: int
    domain: str
    method: DomainMethod
    record: str
    value: str
    mailbox: str
    verified_at: datetime | None
    checked_at: datetime | None
    problem: str
    auto_join: AutoJoin


class Settings(ReadModel):
    """What a company says of itself."""

    name: str
    domain: str
    contact_name: str
    contact_email: str
    billing_address: str
    low_seat_threshold: int
    domains: list[DomainRow]


class Outcome(ReadModel):
    """What became of one person in an act on many."""

    whom: str
    is_done: bool
    words: str


class InvitationStage(StrEnum):
    """What somebody who opens an invitation is shown."""

    OPEN = "open"
    OVER = "over"
    JOINED = "joined"
    SIGN_IN = "sign_in"
    OTHER_ADDRESS = "other_address"
    ONLY_INVITED = "only_invited"


class InvitationView(ReadModel):
    """An invitation as whoever has its link sees it. `invited` is the address it was sent to, in part.

    A seat `is_kept` for whoever has joined and has no cohort yet.
    """

    stage: InvitationStage
    company: str = ""
    invited: str = ""
    signed_in_as: str = ""
    course: str = ""
    slug: str = ""
    cohort: str = ""
    starts_at: datetime | None = None
    words: str = ""
    is_kept: bool = False


class ImportRow(ReadModel):
    """A line of a list of people; without a problem it can be sent."""

    line: int
    email: str
    into: str
    problem: str


class ImportView(ReadModel):
    """A list of people to be invited, of which `good` lines are right."""

    list_id: str
    is_sent: bool
    good: int
    rows: list[ImportRow]


class CompanyRow(ReadModel):
    """A company in the list of all."""

    id: int
    public_id: str
    name: str
    domain: str
    status: OrganizationStatus
    contact_name: str
    contact_email: str
    seats_purchased: int
    seats_used: int
    members: int


class CompanyEvent(ReadModel):
    """Something that somebody did to or in a company."""

    id: int
    at: datetime
    words: str
    by: str


class CompanyDetail(ReadModel):
    """Everything about a company that the platform's administrators look after. `offered` are the courses on offer."""

    row: CompanyRow
    name: str
    contact_name: str
    contact_email: str
    billing_address: str
    low_seat_threshold: int
    suspended_reason: str
    suspended_at: datetime | None
    opened_at: datetime
    courses: list[CourseSeats]
    offered: list[Choice]
    history: list[CompanyEvent]
