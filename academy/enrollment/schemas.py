"""What screens may see of enrollments."""

from datetime import datetime
from enum import StrEnum

from academy.commerce.offer_schemas import BundledCourse
from academy.commerce.schemas import PaymentSummary, PriceView
from academy.core.schema import ReadModel
from academy.enrollment.models import EnrollmentStatus, ReminderLead


class Reservation(ReadModel):
    """What somebody got who asked for a seat: a hold to pay in time, or the seat."""

    public_id: str
    status: EnrollmentStatus
    hold_expires_at: datetime | None


class Inclusion(ReadModel):
    """What gives the viewer a seat of a course without paying for it: a bundle, a plan, a company that keeps one."""

    by: str = ""
    company: str = ""


class Cancellation(ReadModel):
    """What goes back to somebody who cancelled, in cents of `currency`."""

    refund_cents: int
    currency: str


class CheckoutStage(StrEnum):
    """Where taking a seat stands."""

    HELD = "held"
    CONFIRMING = "confirming"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RELEASED = "released"
    CONFIRMED = "confirmed"
    REFUNDED = "refunded"


class CheckoutView(ReadModel):
    """A seat on its way to being paid.

    When the hold is lost, `can_take_again` says whether there is a seat to be had, and `other_public_id` names the
    person's other enrollment in the cohort, if there is one.
    """

    public_id: str
    stage: CheckoutStage
    cohort_id: int
    course_title: str
    course_slug: str
    cohort_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    session_count: int
    price: PriceView
    hold_expires_at: datetime | None
    is_payment_begun: bool
    can_take_again: bool
    other_public_id: str | None
    email: str


class SessionState(StrEnum):
    UPCOMING = "upcoming"
    LIVE = "live"
    OVER = "over"


class SessionRow(ReadModel):
    """A session of one's cohort; `join_url` is there only from a quarter of an hour before the start to the end."""

    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    state: SessionState
    join_opens_at: datetime
    join_url: str | None
    recording_url: str | None


class Access(ReadModel):
    """Something one may use until a moment."""

    name: str
    until: datetime
    is_open: bool


class EnrollmentCard(ReadModel):
    """One of my enrollments; `access` is what it opens and until when, `is_called_off` that it does not take place.

    `lapsed` is what it was taken with, a bundle or a plan, if that has ended.
    """

    public_id: str
    status: EnrollmentStatus
    is_called_off: bool
    course_title: str
    starts_at: datetime
    ends_at: datetime
    has_started: bool
    is_over: bool
    next_session: SessionRow | None
    access: list[Access]
    lapsed: str


class HoldCard(ReadModel):
    """A seat held for me that is not paid yet."""

    public_id: str
    course_title: str
    starts_at: datetime
    amount_cents: int
    currency: str
    hold_expires_at: datetime


class KeptSeat(ReadModel):
    """A seat that a company keeps for somebody who has chosen no cohort yet."""

    course: str
    slug: str
    company: str


class Learning(ReadModel):
    """All that I am enrolled in: what is held, what runs or comes, what is over; `upcoming` is where I go next.

    `lapsed` is what ended, a bundle or a plan, and closed courses that I have begun; `to_choose` are those that my
    bundles include and of which I have chosen no date.
    """

    upcoming: EnrollmentCard | None
    holds: list[HoldCard]
    current: list[EnrollmentCard]
    past: list[EnrollmentCard]
    lapsed: str
    to_choose: list[BundledCourse]


class EnrollmentView(ReadModel):
    """One enrollment with all its sessions, for its owner; `is_called_off`: the cohort does not take place.

    Until `choice_until` they may move or leave whatever the date, because the academy changed something; `moved_to` is
    the enrollment that they have instead. `included_in` is the bundle or the plan that gave the seat, `is_lapsed` that
    this has ended.
    """

    public_id: str
    status: EnrollmentStatus
    is_called_off: bool
    course_title: str
    course_slug: str
    instructor_name: str | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    has_started: bool
    next_session: SessionRow | None
    sessions: list[SessionRow]
    access: list[Access]
    payments: list[PaymentSummary]
    may_cancel: bool
    is_refundable: bool
    refund_cents: int
    refundable_until: datetime
    choice_until: datetime | None
    moved_to: str | None
    included_in: str
    is_lapsed: bool
    currency: str


class OtherCohort(ReadModel):
    """A cohort that one's seat can be moved to; `is_free` if there is a seat in it for its owner."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    is_free: bool


class WaitlistCard(ReadModel):
    """Where somebody waits, for a cohort or for any of the course, and what is offered to them.

    `rank` 1 is the next; there is none beside an offer, which is of a seat in the cohort named.
    """

    entry_id: int
    course_title: str
    course_slug: str
    cohort_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    rank: int | None
    offer_expires_at: datetime | None
    price_cents: int
    currency: str


class WaitlistPlace(ReadModel):
    """How many wait, and the viewer's own place if they do; `rank` 1 is the next."""

    waiting: int = 0
    entry_id: int | None = None
    rank: int | None = None
    offer_expires_at: datetime | None = None
    is_for_course: bool = False


class QueueRow(ReadModel):
    """Somebody who waits for a cohort, as its instructors see them; `rank` 1 is the next, an offer has none."""

    entry_id: int
    name: str
    rank: int | None
    since: datetime
    is_for_course: bool
    offer_expires_at: datetime | None


class CohortChoice(ReadModel):
    """A cohort that an administrator may move people to."""

    id: int
    name: str
    starts_at: datetime


class CohortDesk(ReadModel):
    """The head of the queue for a cohort, and how many `more` wait; administrators may move people to the `targets`."""

    queue: list[QueueRow]
    more: int
    targets: list[CohortChoice]
    is_admin: bool


class CalendarEntry(ReadModel):
    """A session as a calendar has it."""

    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime


class Calendar(ReadModel):
    """The sessions of an enrollment, for a calendar file."""

    enrollment_public_id: str
    name: str
    slug: str
    entries: list[CalendarEntry]


class TaughtCohort(ReadModel):
    """A cohort as its instructor sees it in the list; `company` is whose own it is, if it is private."""

    id: int
    course_title: str
    company: str | None
    starts_at: datetime
    ends_at: datetime
    is_over: bool
    enrolled: int
    held: int
    capacity: int
    next_session: SessionRow | None


class Teaching(ReadModel):
    """The cohorts somebody teaches: those that run or come, the next one first, and those that are over."""

    current: list[TaughtCohort]
    past: list[TaughtCohort]


class RosterRow(ReadModel):
    """Somebody in a cohort, as its instructor may see them: nothing of addresses or payments."""

    public_id: str
    name: str
    company: str | None
    title: str | None
    status: EnrollmentStatus
    enrolled_at: datetime


class Roster(ReadModel):
    """Who is in a cohort; `company` is whose own it is, if it is private."""

    id: int
    course_title: str
    course_slug: str
    company: str | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    capacity: int
    held: int
    next_session: SessionRow | None
    people: list[RosterRow]
    sessions: list[SessionRow]


class DueReminder(ReadModel):
    """A cohort that is to be reminded of the day that begins with this session."""

    cohort_id: int
    title: str
    starts_at: datetime
    lead: ReminderLead
