"""The events that other systems may hear of: each with its version, what it means, its payload and an example.

`docs/webhooks.md` is written from this by `make docs`. A field may be added to a payload; whatever else changes makes a
new version of it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, TypeVar, get_args

from pydantic import Field

from academy.core.schema import ReadModel

D = TypeVar("D", bound=ReadModel)


class PersonData(ReadModel):
    id: int = Field(description="Stays the same when the address changes.")
    name: str
    email: str


class CourseData(ReadModel):
    slug: str = Field(description="Names the course in its address.")
    title: str


class CohortData(ReadModel):
    id: str
    name: str
    course: CourseData
    starts_at: datetime
    ends_at: datetime
    zone: str = Field(description="The IANA time zone in which it is held.")
    seats: int = Field(description="How many people there is room for.")


class OrganizationData(ReadModel):
    id: int
    name: str


class EnrollmentData(ReadModel):
    id: str
    person: PersonData
    cohort: CohortData
    organization: OrganizationData | None = Field(description="The company whose seat it is, if it is one's.")
    amount_cents: int = Field(description="What was asked for it, in the smallest unit of the currency.")
    currency: str


class EndedEnrollmentData(EnrollmentData):
    refund_cents: int = Field(description="What is on its way back to the person.")


class MovedEnrollmentData(EnrollmentData):
    previous_id: str = Field(description="The enrollment that this one takes the place of.")
    previous_cohort: CohortData


class WaitData(ReadModel):
    id: int
    person: PersonData
    course: CourseData
    cohort: CohortData | None = Field(description="The cohort they wait for; none means whichever has a seat first.")


class OfferData(WaitData):
    offered: CohortData = Field(description="The cohort in which a seat is kept for them.")
    expires_at: datetime = Field(description="Until then they may accept it.")


class AccessData(ReadModel):
    id: int
    person: PersonData
    bought: str = Field(description="What opens it: `path` for a bundle, `subscription` for a plan.")
    course: CourseData | None = Field(description="The course it opens; none means every course.")
    until: datetime | None = Field(description="When it ends, if that is known.")
    is_revoked: bool = Field(description="It was taken back.")


class PaymentData(ReadModel):
    id: str
    person: PersonData
    organization: OrganizationData | None = Field(description="The company it is for, if it is for one.")
    bought: str = Field(description="What it pays for: `course`, `path`, `subscription` or `company_seat`.")
    title: str = Field(description="The same in words.")
    quantity: int
    amount_cents: int = Field(description="All that was to pay, tax included, in the smallest unit of the currency.")
    tax_cents: int
    refunded_cents: int = Field(description="What was given back so far.")
    currency: str
    enrollment_id: str | None = Field(description="The enrollment it pays for, if it pays for one.")


class RefundData(PaymentData):
    is_full: bool = Field(description="All of it was given back.")


class DisputeData(PaymentData):
    dispute: str = Field(description="How it stands: `open`, `won` or `lost`, as we see it.")


class MovedCohortData(CohortData):
    previous_starts_at: datetime
    previous_ends_at: datetime


class ResizedCohortData(CohortData):
    previous_seats: int


class MemberData(ReadModel):
    organization: OrganizationData
    person: PersonData


class LowSeatsData(ReadModel):
    organization: OrganizationData
    course: CourseData
    seats_left: int


class BelongingData(ReadModel):
    person: PersonData
    community: str = Field(description="What the community is called here.")
    platform: str = Field(description="`circle`, `discord`, `slack`, `skool` or `other`.")
    status: str = Field(description="`invited`: they may join; `active`: they are in; `inactive`: remove them.")


class MessageData(ReadModel):
    message: str


class Envelope(ReadModel, Generic[D]):
    """What is sent: every payload has these members around its data."""

    type: str = Field(description="The kind of the event.")
    version: int = Field(description="The version of the data.")
    timestamp: datetime = Field(description="When it happened; the attempt's own time is in a header.")
    data: D


@dataclass(frozen=True)
class Kind(Generic[D]):
    """A kind of event.

    Attributes:
        is_for_companies: Organizations may hear of those that concern them; the others are the platform's alone.
    """

    name: str
    title: str
    about: str
    data: type[D]
    example: D
    version: int = 1
    is_for_companies: bool = False

    @property
    def shown_example(self) -> str:
        """The example as it would be sent, in lines."""
        return json.dumps(json.loads(self.body(self.example, EXAMPLE_AT)), indent=2, ensure_ascii=False)

    def body(self, data: D, moment: datetime) -> str:
        """The words that are sent, as JSON."""
        envelope = _envelope_of(self.data)(type=self.name, version=self.version, timestamp=moment, data=data)
        return str(envelope.model_dump_json())


@cache
def _envelope_of(data: type[D]) -> type[Envelope[D]]:
    return Envelope[data]  # type: ignore[valid-type]


_COURSE = CourseData(slug="ai-fundamentals", title="AI Fundamentals")
_PERSON = PersonData(id=412, name="Amara Okafor", email="amara@northwind.example")
_STARTS, _ENDS = datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 3, 2, 16, tzinfo=UTC)
_COHORT = CohortData(
    id="Zk3vQ0mCw1yT9bXc5rLdEg", name="March 2027", course=_COURSE, starts_at=_STARTS, ends_at=_ENDS,
    zone="Europe/Berlin", seats=20,
)  # fmt: skip
_ORGANIZATION = OrganizationData(id=3, name="Northwind Traders")
_ENROLLMENT = EnrollmentData(
    id="q8Yw2sJx0nVb7tRkLmPzAg", person=_PERSON, cohort=_COHORT,
    organization=_ORGANIZATION, amount_cents=29900, currency="usd",
)  # fmt: skip
_WAIT = WaitData(id=58, person=_PERSON, course=_COURSE, cohort=_COHORT)
_OFFER = OfferData(**dict(_WAIT), offered=_COHORT, expires_at=datetime(2027, 1, 20, 10, 24, tzinfo=UTC))
_PAYMENT = PaymentData(
    id="u5Hn1cKd8eWf4gQjTxVbMw", person=_PERSON, organization=None, bought="course", title="AI Fundamentals",
    quantity=1, amount_cents=41531, tax_cents=6631, refunded_cents=0, currency="usd",
    enrollment_id="q8Yw2sJx0nVb7tRkLmPzAg",
)  # fmt: skip

ENROLLMENT_CREATED = Kind(
    "enrollment.created", "Somebody is enrolled", "A seat in a cohort is taken: paid, or nothing to pay.",
    EnrollmentData, _ENROLLMENT, is_for_companies=True,
)  # fmt: skip
ENROLLMENT_CANCELLED = Kind(
    "enrollment.cancelled", "An enrollment ended", "The person gave the seat up, or lost it.",
    EndedEnrollmentData,
    EndedEnrollmentData(**dict(_ENROLLMENT), refund_cents=29900), is_for_companies=True,
)  # fmt: skip
ENROLLMENT_MOVED = Kind(
    "enrollment.moved", "Somebody changed cohorts", "A seat in another cohort takes the place of the one they had.",
    MovedEnrollmentData,
    MovedEnrollmentData(
        **dict(_ENROLLMENT), previous_id="hT6yBn3mKq9wZc2xVfRdJg",
        previous_cohort=_COHORT.model_copy(update={"id": "p4Lk7gFd2sAq9wErTyUiOg", "name": "February 2027"}),
    ),
    is_for_companies=True,
)  # fmt: skip
WAITLIST_JOINED = Kind(
    "waitlist.joined", "Somebody waits for a seat", "They stand in the queue for a cohort, or for any of a course.",
    WaitData, _WAIT, is_for_companies=True,
)  # fmt: skip
WAITLIST_OFFERED = Kind(
    "waitlist.offered", "A seat was offered", "A seat is kept for whoever was next, until they answer.",
    OfferData, _OFFER, is_for_companies=True,
)  # fmt: skip
WAITLIST_ACCEPTED = Kind(
    "waitlist.accepted", "An offered seat was accepted",
    "They take it; `enrollment.created` follows once it is paid, or nothing is to pay.",
    OfferData, _OFFER, is_for_companies=True,
)  # fmt: skip
WAITLIST_DECLINED = Kind(
    "waitlist.declined", "An offered seat was declined", "They do not want it, and it goes to the next.",
    OfferData, _OFFER, is_for_companies=True,
)  # fmt: skip
WAITLIST_EXPIRED = Kind(
    "waitlist.expired", "An offered seat was not answered for", "The time to accept it is over; it goes to the next.",
    OfferData, _OFFER, is_for_companies=True,
)  # fmt: skip
WAITLIST_LEFT = Kind(
    "waitlist.left", "Somebody does not wait any more", "They gave up their place in the queue, or lost it.",
    WaitData, _WAIT, is_for_companies=True,
)  # fmt: skip
WAITLIST_CLOSED = Kind(
    "waitlist.closed", "A queue was closed", "The cohort they waited for has begun, or will not take place.",
    WaitData, _WAIT, is_for_companies=True,
)  # fmt: skip
ACCESS_CHANGED = Kind(
    "access.changed", "What somebody may take changed",
    "A bundle or a subscription opens courses to them, does so for longer, or does not any more.",
    AccessData,
    AccessData(id=77, person=_PERSON, bought="subscription", course=None, until=_ENDS, is_revoked=False),
)  # fmt: skip
PAYMENT_SUCCEEDED = Kind(
    "payment.succeeded", "A payment arrived", "The money for a purchase is here.",
    PaymentData, _PAYMENT, is_for_companies=True,
)  # fmt: skip
PAYMENT_FAILED = Kind(
    "payment.failed", "A payment was refused", "Nothing was charged; another may be tried.",
    PaymentData, _PAYMENT, is_for_companies=True,
)  # fmt: skip
PAYMENT_REFUNDED = Kind(
    "payment.refunded", "Money went back", "All of a payment or a part of it was given back.", RefundData,
    RefundData(**{**dict(_PAYMENT), "refunded_cents": 41531}, is_full=True), is_for_companies=True,
)  # fmt: skip
PAYMENT_DISPUTED = Kind(
    "payment.disputed", "A payment is disputed", "A bank wants it back, or that has been decided.",
    DisputeData, DisputeData(**dict(_PAYMENT), dispute="open"), is_for_companies=True,
)  # fmt: skip
PERSON_JOINED = Kind(
    "person.joined", "An account was made", "Somebody signed in for the first time; the address is known to be theirs.",
    PersonData, _PERSON,
)  # fmt: skip
COURSE_PUBLISHED = Kind(
    "course.published", "A course was published", "Everybody can see the course now.", CourseData, _COURSE
)
COHORT_RESCHEDULED = Kind(
    "cohort.rescheduled", "A cohort was moved", "A cohort starts or ends at another moment than it did.",
    MovedCohortData,
    MovedCohortData(**dict(_COHORT), previous_starts_at=datetime(2027, 2, 22, 8, tzinfo=UTC),
                    previous_ends_at=datetime(2027, 2, 23, 16, tzinfo=UTC)),
    is_for_companies=True,
)  # fmt: skip
COHORT_RESIZED = Kind(
    "cohort.resized", "A cohort has more or fewer seats", "There is room for more or for fewer people than there was.",
    ResizedCohortData, ResizedCohortData(**dict(_COHORT), previous_seats=12), is_for_companies=True,
)  # fmt: skip
COHORT_CANCELLED = Kind(
    "cohort.cancelled", "A cohort was called off",
    "A cohort will not take place; people choose another or get a refund.",
    CohortData, _COHORT, is_for_companies=True,
)  # fmt: skip
ORGANIZATION_CREATED = Kind(
    "organization.created", "A company has an account", "Somebody founded it, or we did for them.",
    OrganizationData, _ORGANIZATION,
)  # fmt: skip
SEATS_LOW = Kind(
    "organization.seats_low", "A company's seats run low", "Its free seats for a course have come down to its limit.",
    LowSeatsData, LowSeatsData(organization=_ORGANIZATION, course=_COURSE, seats_left=2), is_for_companies=True,
)  # fmt: skip
MEMBER_JOINED = Kind(
    "organization.member_joined", "Somebody joined a company", "A person belongs to a company from now on.",
    MemberData, MemberData(organization=_ORGANIZATION, person=_PERSON), is_for_companies=True,
)  # fmt: skip
MEMBER_LEFT = Kind(
    "organization.member_left", "Somebody left a company", "They left, or were removed; their records are theirs.",
    MemberData, MemberData(organization=_ORGANIZATION, person=_PERSON), is_for_companies=True,
)  # fmt: skip
ORGANIZATION_SUSPENDED = Kind(
    "organization.suspended", "A company was suspended", "It may not use its seats for now: an invoice is unpaid, say.",
    OrganizationData, _ORGANIZATION, is_for_companies=True,
)  # fmt: skip
ORGANIZATION_REINSTATED = Kind(
    "organization.reinstated", "A company was reinstated", "It may use its seats again.",
    OrganizationData, _ORGANIZATION, is_for_companies=True,
)  # fmt: skip
COMMUNITY_CHANGED = Kind(
    "community.membership_changed", "Who belongs to a community changed",
    "Somebody may join a community on another platform, has joined it, or may not be there any more.",
    BelongingData,
    BelongingData(person=_PERSON, community="Alumni Circle", platform="skool", status="inactive"),
)  # fmt: skip
TEST = Kind(
    "webhook.test", "A test", "Somebody pressed the test button of this endpoint. It is sent once and not tried again.",
    MessageData, MessageData(message="If you can read this, it works."), is_for_companies=True,
)  # fmt: skip

_ALL = (
    ENROLLMENT_CREATED, ENROLLMENT_CANCELLED, ENROLLMENT_MOVED, WAITLIST_JOINED, WAITLIST_OFFERED,
    WAITLIST_ACCEPTED, WAITLIST_DECLINED, WAITLIST_EXPIRED, WAITLIST_LEFT, WAITLIST_CLOSED, ACCESS_CHANGED,
    PAYMENT_SUCCEEDED, PAYMENT_FAILED,
    PAYMENT_REFUNDED, PAYMENT_DISPUTED, PERSON_JOINED, COURSE_PUBLISHED, COHORT_RESCHEDULED, COHORT_RESIZED,
    COHORT_CANCELLED, ORGANIZATION_CREATED, SEATS_LOW, MEMBER_JOINED, MEMBER_LEFT,
    ORGANIZATION_SUSPENDED, ORGANIZATION_REINSTATED, COMMUNITY_CHANGED, TEST,
)  # fmt: skip
KINDS: Mapping[str, Kind[ReadModel]] = {kind.name: kind for kind in _ALL}  # type: ignore[misc]
"""All of them by name."""
CHOICES = tuple(kind for kind in KINDS.values() if kind is not TEST)
"""Those that an endpoint subscribes to; a test comes without being asked for."""
EXAMPLE_AT = datetime(2027, 1, 18, 10, 24, 5, tzinfo=UTC)


class FieldNote(ReadModel):
    """A member of a payload's data, in words."""

    name: str
    type: str
    about: str


def notes_of(data: type[ReadModel], within: str = "") -> Iterator[FieldNote]:
    """The members of a payload, those of a member behind a dot: `cohort.course.slug`."""
    for name, field in data.model_fields.items():
        inner = [part for part in (*get_args(field.annotation), field.annotation) if _is_data(part)]
        kind = "object" if inner else _words(field.annotation)
        can_miss = " or null" if type(None) in get_args(field.annotation) else ""
        yield FieldNote(name=within + name, type=kind + can_miss, about=field.description or "")
        for part in inner:
            yield from notes_of(part, f"{within}{name}.")


def _is_data(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, ReadModel)


def _words(kind: Any) -> str:
    kinds = {str: "text", int: "whole number", bool: "true or false", datetime: "moment (ISO 8601, UTC)"}
    return " or ".join(kinds[part] for part in (get_args(kind) or (kind,)) if part in kinds)
