"""What happens in the academy, as other systems hear of it; and that the catalogue says what they hear."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.events import CapacityChanged, CohortCancelled, CohortRescheduled, CoursePublished
from academy.catalog.models import CohortStatus
from academy.commerce.events import (
    EntitlementChanged,
    PaymentDisputed,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
)
from academy.commerce.models import DisputeStatus, Entitlement, Offer, OfferKind, Purchase, PurchaseStatus
from academy.community.events import MembershipChanged
from academy.community.models import CommunityAccess, CommunityMembership, CommunityPlatform, ExternalCommunity
from academy.enrollment import service as enrollment
from academy.enrollment import subscribers as enrollment_subscribers  # noqa: F401
from academy.enrollment.events import (
    EnrollmentCancelled,
    OfferAccepted,
    OfferEnded,
    QueueClosed,
    QueueJoined,
    QueueLeft,
    SeatOffered,
    SeatTaken,
    SeatTransferred,
)
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType, WaitlistEntry
from academy.identity.events import PersonJoined
from academy.live import Context
from academy.live.events import _subscribers
from academy.organizations.events import (
    MemberJoined,
    MembershipEnded,
    OrganizationCreated,
    OrganizationReinstated,
    OrganizationSuspended,
    SeatsRunLow,
)
from academy.organizations.models import Organization
from academy.webhooks import catalogue, subscribers
from academy.webhooks.catalogue import KINDS
from academy.webhooks.models import WebhookEvent
from scripts import events as document
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Cast, Live

Town = dict[str, Any]


@pytest.fixture
def town(live: Live, cast: Cast) -> Town:
    """A company's private cohort with somebody in it, who paid."""
    with live.system() as ctx:
        meridian = Organization(name="Meridian", domain="m.example", contact_email="max@m.example", contact_name="Max")
        ctx.session.add(meridian)
        course = make_course(ctx)
        ctx.session.flush()
        cohort = make_cohort(ctx, course, organization_id=meridian.id, status=CohortStatus.OPEN)
        ctx.session.flush()
        seat = Enrollment(
            user_id=cast.ada.user_id,
            cohort_id=cohort.id,
            course_id=course.id,
            organization_id=meridian.id,
            status=EnrollmentStatus.ACTIVE,
            amount_cents=299_00,
            purchase_date=ctx.now,
            payment_type=PaymentType.B2B,
            office_hours_eligible_until=ctx.now,
            materials_access_until=ctx.now,
            chatbot_access_until=ctx.now,
        )
        offer = Offer(kind=OfferKind.COMPANY_SEAT, title="A seat", course_id=course.id, price_cents=299_00)
        ctx.session.add_all([seat, offer])
        ctx.session.flush()
        purchase = Purchase(
            user_id=cast.ada.user_id,
            offer_id=offer.id,
            enrollment_id=seat.id,
            organization_id=meridian.id,
            subtotal_cents=299_00,
            amount_cents=299_00,
            status=PurchaseStatus.COMPLETED,
            gateway="local",
        )
        ctx.session.add(purchase)
        ctx.session.flush()
        wait = WaitlistEntry(
            user_id=cast.ada.user_id,
            course_id=course.id,
            offered_cohort_id=cohort.id,
            offer_expires_at=ctx.now,
            position=1,
        )
        plan = Entitlement(user_id=cast.ada.user_id, kind=OfferKind.SUBSCRIPTION, until=ctx.now)
        alumni = ExternalCommunity(
            platform=CommunityPlatform.SKOOL,
            name="Alumni",
            url="https://x.example",
            access_level=CommunityAccess.ALUMNI,
        )
        ctx.session.add_all([wait, plan, alumni])
        ctx.session.flush()
        member = CommunityMembership(user_id=cast.ada.user_id, community_id=alumni.id)
        ctx.session.add(member)
        ctx.session.flush()
        rows = {"meridian": meridian, "course": course, "cohort": cohort, "seat": seat, "purchase": purchase}
        rows |= {"wait": wait, "plan": plan, "member": member}
        return {name: row.id for name, row in rows.items()} | {"ada": cast.ada.user_id, "seat id": seat.public_id}


FACTS: dict[type, tuple[Callable[[Town, Context], object], str, dict[str, Any], bool]] = {
    SeatTaken: (lambda t, _: SeatTaken(t["seat"]), "enrollment.created", {"amount_cents": 299_00}, True),
    EnrollmentCancelled: (
        lambda t, _: EnrollmentCancelled(t["seat"], 100), "enrollment.cancelled", {"refund_cents": 100}, True,
    ),
    SeatTransferred: (
        lambda t, _: SeatTransferred(t["seat"], t["seat"]), "enrollment.moved", {"currency": "usd"}, True,
    ),
    QueueJoined: (lambda t, _: QueueJoined(t["wait"]), "waitlist.joined", {"cohort": None}, True),
    SeatOffered: (lambda t, _: SeatOffered(t["wait"]), "waitlist.offered", {"cohort": None}, True),
    OfferAccepted: (lambda t, _: OfferAccepted(t["wait"]), "waitlist.accepted", {"cohort": None}, True),
    OfferEnded: (lambda t, _: OfferEnded(t["wait"]), "waitlist.expired", {"cohort": None}, True),
    QueueLeft: (lambda t, _: QueueLeft(t["wait"], is_declined=True), "waitlist.declined", {"cohort": None}, True),
    QueueClosed: (lambda t, _: QueueClosed(t["wait"]), "waitlist.closed", {"cohort": None}, True),
    EntitlementChanged: (
        lambda t, _: EntitlementChanged(t["plan"]), "access.changed",
        {"bought": "subscription", "course": None, "is_revoked": False}, False,
    ),
    PaymentSucceeded: (
        lambda t, _: PaymentSucceeded(t["purchase"]), "payment.succeeded",
        {"bought": "company_seat", "quantity": 1}, True,
    ),
    PaymentFailed: (lambda t, _: PaymentFailed(t["purchase"]), "payment.failed", {"amount_cents": 299_00}, True),
    PaymentRefunded: (lambda t, _: PaymentRefunded(t["purchase"], False), "payment.refunded", {"is_full": False}, True),
    PaymentDisputed: (
        lambda t, _: PaymentDisputed(t["purchase"], DisputeStatus.LOST), "payment.disputed", {"dispute": "lost"}, True,
    ),
    OrganizationCreated: (
        lambda t, _: OrganizationCreated(t["meridian"]), "organization.created", {"name": "Meridian"}, False,
    ),
    SeatsRunLow: (
        lambda t, _: SeatsRunLow(t["meridian"], t["course"], 2), "organization.seats_low", {"seats_left": 2}, True,
    ),
    PersonJoined: (lambda t, _: PersonJoined(t["ada"], ""), "person.joined", {"email": "ada@example.com"}, False),
    CoursePublished: (lambda t, _: CoursePublished(t["course"]), "course.published", {"slug": "ai-enablement"}, False),
    CohortRescheduled: (
        lambda t, ctx: CohortRescheduled(t["cohort"], ctx.now, ctx.now + timedelta(days=1)), "cohort.rescheduled",
        {"previous_starts_at": "2026-03-02T09:00:00Z"}, True,
    ),
    CapacityChanged: (lambda t, _: CapacityChanged(t["cohort"], 9, 2), "cohort.resized", {"previous_seats": 9}, True),
    CohortCancelled: (lambda t, _: CohortCancelled(t["cohort"]), "cohort.cancelled", {"seats": 2}, True),
    MemberJoined: (lambda t, _: MemberJoined(t["meridian"], t["ada"]), "organization.member_joined", {}, True),
    MembershipEnded: (lambda t, _: MembershipEnded(t["meridian"], t["ada"]), "organization.member_left", {}, True),
    OrganizationSuspended: (
        lambda t, _: OrganizationSuspended(t["meridian"]), "organization.suspended", {"name": "Meridian"}, True,
    ),
    OrganizationReinstated: (
        lambda t, _: OrganizationReinstated(t["meridian"]), "organization.reinstated", {"name": "Meridian"}, True,
    ),
    MembershipChanged: (
        lambda t, _: MembershipChanged(t["member"]), "community.membership_changed",
        {"community": "Alumni", "platform": "skool", "status": "invited"}, False,
    ),
}  # fmt: skip
"""Facts of the domains: how one is made, the kind of event it becomes, some of what that tells, and whether a company
hears of it."""


def test_every_fact_becomes_its_event_with_the_payload_of_the_catalogue(live: Live, town: Town) -> None:
    for made, (make, *_) in FACTS.items():
        with live.system() as ctx:
            (told,) = [one for one in _subscribers[made] if one.__module__ == subscribers.__name__]
            told(ctx, make(town, ctx))
    with live.system() as ctx:
        events = list(ctx.session.exec(select(WebhookEvent).order_by(WebhookEvent.id)))
        assert len(events) == len(FACTS)
        for event, (_, kind, tells, is_for_company) in zip(events, FACTS.values(), strict=True):
            body = json.loads(event.body)
            assert (event.kind, body["type"], body["version"]) == (kind, kind, KINDS[kind].version)
            assert tells.items() <= body["data"].items()
            KINDS[kind].data.model_validate_json(json.dumps(body["data"]))
            assert event.organization_id == (town["meridian"] if is_for_company else None)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(enrollment.accept_offer, "waitlist.accepted"), (enrollment.leave_waitlist, "waitlist.declined")],
)
def test_a_queue_is_told_of_from_joining_to_answering(live: Live, cast: Cast, answer: Any, kind: str) -> None:
    with live.system() as ctx:
        cohort_id = make_cohort(ctx, make_course(ctx), seats=1).id
    seat = live.write(enrollment.reserve_seat, cast.ada, cohort_id=cohort_id)
    for _ in range(2):
        place = live.write(enrollment.join_waitlist, cast.ben, cohort_id=cohort_id)
        if not told(live)[1:]:
            live.write(enrollment.leave_waitlist, cast.ben, entry_id=place)
    live.write(enrollment.cancel_hold, cast.ada, public_id=seat.public_id)
    live.write(answer, cast.ben, entry_id=place)
    assert told(live) == ["waitlist.joined", "waitlist.left", "waitlist.joined", "waitlist.offered", kind]


def told(live: Live) -> list[str]:
    with live.system() as ctx:
        kinds = ctx.session.exec(select(WebhookEvent.kind).order_by(WebhookEvent.id)).all()
        return [kind for kind in kinds if kind.startswith("waitlist.")]


def test_who_leaves_a_queue_without_an_offer_has_declined_nothing(live: Live, town: Town) -> None:
    with live.system() as ctx:
        subscribers.tell_of_whoever_leaves_the_queue(ctx, QueueLeft(town["wait"], is_declined=False))
        assert ctx.session.exec(select(WebhookEvent.kind)).one() == "waitlist.left"


def test_every_kind_comes_from_somewhere() -> None:
    told = {kind for _, kind, *_ in FACTS.values()} | {catalogue.WAITLIST_LEFT.name}
    assert told == set(KINDS) - {catalogue.TEST.name}


def test_every_subscriber_is_tried_here() -> None:
    ours = {fact for fact, found in _subscribers.items() for one in found if one.__module__ == subscribers.__name__}
    assert ours == set(FACTS) | {subscribers.EventWritten, subscribers.DeliveryDue, subscribers.EndpointDisabled}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_example_is_what_would_be_sent(kind: Any) -> None:
    body = json.loads(kind.body(kind.example, catalogue.EXAMPLE_AT))
    assert list(body) == ["type", "version", "timestamp", "data"]
    assert kind.data.model_validate_json(json.dumps(body["data"])) == kind.example
    assert kind.about.endswith(".")


def test_the_document_says_what_the_catalogue_says() -> None:
    assert document.FILE.read_text() == document.page(), "run `make docs`"
