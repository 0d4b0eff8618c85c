"""What administrators see of the academy's own work, and of its people."""

from datetime import datetime
from enum import StrEnum

from academy.commerce.models import PurchaseStatus
from academy.core.schema import ReadModel
from academy.enrollment.models import EnrollmentStatus
from academy.identity.models import ScopedRole, UserRole
from academy.live.models import JobState
from academy.notifications.models import MailStatus


class JobView(StrEnum):
    """Which jobs to list; without one, all that were asked for, the newest first."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    DONE = "done"
    PERIODIC = "periodic"


class JobCounts(ReadModel):
    """How many jobs there are, as far as they are counted."""

    waiting: int
    running: int
    failed: int
    periodic: int


class JobRow(ReadModel):
    """A job in a list. `at` is when it is tried next, was begun, or ended, depending on its state."""

    id: int
    name: str
    title: str
    domain: str
    arguments: str
    state: JobState
    at: datetime
    attempts: int
    worker: str
    error: str
    is_periodic: bool
    can_run_now: bool


class PeriodicRow(ReadModel):
    """A job that runs by itself, and how its last turn ended; `ended_at` is missing before the first."""

    id: int
    title: str
    domain: str
    about: str
    schedule: str
    state: JobState
    next_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    worker: str
    error: str


class JobArgument(ReadModel):
    """What a job was told; a value that is nobody's business is hidden."""

    name: str
    value: str


class JobDetail(ReadModel):
    """Everything about a job. `error` and `traceback` are of its last attempt that failed."""

    id: int
    name: str
    title: str
    domain: str
    about: str
    arguments: list[JobArgument]
    schedule: str
    state: JobState
    attempts: int
    most_attempts: int
    created_at: datetime
    next_try_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    worker: str
    error: str
    traceback: str
    can_run_now: bool


class Group(StrEnum):
    """Whom to list; without one, everybody."""

    ADMINS = "admins"
    INSTRUCTORS = "instructors"
    MODERATORS = "moderators"
    EDITORS = "editors"
    COMPANIES = "companies"
    SEATED = "seated"
    UNREACHABLE = "unreachable"


class PersonRow(ReadModel):
    """A person in a list; `seen_at` is missing for somebody who has not signed in for long."""

    id: int
    name: str
    email: str
    about: str
    is_admin: bool
    roles: list[ScopedRole]
    seats: int
    is_unreachable: bool
    joined_at: datetime
    seen_at: datetime | None


class GivenRole(ReadModel):
    """A role somebody holds, and where, as in `ScopeChoice` and in words; both are empty for everywhere."""

    id: int
    role: ScopedRole
    where: str
    scope: str
    given_at: datetime
    given_by: str


class SignedInRow(ReadModel):
    """A browser a person is signed in with."""

    id: int
    device: str
    signed_in_at: datetime
    last_seen_at: datetime


class MembershipRow(ReadModel):
    """A company a person belongs to; `manages` is the role of a manager there, or empty."""

    id: int
    name: str
    department: str
    manages: str
    joined_at: datetime


class SeatRow(ReadModel):
    """An enrollment of a person."""

    public_id: str
    course: str
    course_id: int
    cohort: str
    starts_at: datetime
    status: EnrollmentStatus
    progress_percent: int


class OrderRow(ReadModel):
    """Something a person bought."""

    public_id: str
    title: str
    quantity: int
    amount_cents: int
    refunded_cents: int
    currency: str
    status: PurchaseStatus
    at: datetime


class PersonDetail(ReadModel):
    """Everything about a person that administrators may see. The latest enrollments and orders, as many as fit.

    `unreachable` says why their address gets no mail, if it gets none.
    """

    id: int
    name: str
    email: str
    role: UserRole
    title: str
    company: str
    zone: str
    linkedin_url: str
    wants_mail: bool
    unreachable: str
    joined_at: datetime
    is_me: bool
    roles: list[GivenRole]
    sessions: list[SignedInRow]
    companies: list[MembershipRow]
    seats: list[SeatRow]
    orders: list[OrderRow]


class ScopeChoice(ReadModel):
    """A course or a cohort that a role may hold in; `value` is `course 7` or `cohort 12`."""

    value: str
    label: str


class SentRow(ReadModel):
    """Mail to a person."""

    id: int
    subject: str
    template: str
    status: MailStatus
    at: datetime


class TrailChange(ReadModel):
    """A field that was changed."""

    field: str
    before: str
    after: str


class TrailRow(ReadModel):
    """Something that was done, by whom (the academy itself if there is no name), and to what."""

    id: int
    action: str
    summary: str
    actor_id: int | None
    actor: str
    subject: str
    changes: list[TrailChange]
    at: datetime
