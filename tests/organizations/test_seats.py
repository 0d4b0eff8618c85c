"""Company seats: bought, held, assigned, used up, given back; the ledger, the rows and the counters agree."""

from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, Course
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Invalid, NotFound
from academy.live import Context
from academy.live.events import subscribe
from academy.organizations import service
from academy.organizations.events import SeatsRunLow
from academy.organizations.models import (
    InviteStatus,
    Organization,
    OrganizationInvite,
    OrganizationSeat,
    OrganizationStatus,
    SeatStatus,
    Suspension,
)
from tests.enrollment.seats import make_cohort, make_course
from tests.organizations.company import assert_seat_laws, make_company, make_enrollment, make_invite, seats
from tests.world import Cast, Live

RUN_LOW: list[SeatsRunLow] = []


@subscribe(SeatsRunLow)
def remember(_ctx: Context, fact: SeatsRunLow) -> None:
    RUN_LOW.append(fact)


@pytest.fixture(autouse=True)
def _forget() -> None:
    RUN_LOW.clear()


class Scene:
    """Meridian, a course with two cohorts, and another course."""

    def __init__(self, live: Live) -> None:
        self.live = live
        with live.system() as ctx:
            self.company: Organization = make_company(ctx)
            self.course: Course = make_course(ctx)
            self.other: Course = make_course(ctx, slug="other")
            self.cohort: Cohort = make_cohort(ctx, self.course)
            self.later: Cohort = make_cohort(ctx, self.course, name="May")

    def add(self, quantity: int, **more: Any) -> None:
        with self.live.system() as ctx:
            service.add_seats(ctx, organization_id=self.company.id, course_id=self.course.id, quantity=quantity, **more)

    def enroll(self, user_id: int | None, cohort: Cohort | None = None) -> int:
        """Make an enrollment with a seat of the company's."""
        assert user_id is not None
        with self.live.system() as ctx:
            made = make_enrollment(ctx, self.company, user_id, self.course.id, (cohort or self.cohort).id)
            service.assign_seat(
                ctx,
                organization_id=self.company.id,
                course_id=self.course.id,
                user_id=user_id,
                enrollment_id=made.id,
            )
            return made.id

    def count(self) -> dict[str, int]:
        with self.live.system() as ctx:
            assert_seat_laws(ctx.session)
            return {status.value: number for status, number in seats(ctx.session, self.company.id).items()}


@pytest.fixture
def scene(live: Live) -> Scene:
    return Scene(live)


def test_seats_are_added_once_for_a_purchase(scene: Scene) -> None:
    scene.add(3, purchase_public_id="p1")
    scene.add(3, purchase_public_id="p1")
    scene.add(2, reason="A gift.")
    assert scene.count() == {"available": 5}


def test_a_company_that_waited_for_its_first_payment_is_active_with_its_seats(scene: Scene, live: Live) -> None:
    with live.system() as ctx:
        ctx.session.get_one(Organization, scene.company.id).status = OrganizationStatus.PENDING_PAYMENT
    scene.add(1, purchase_public_id="p1")
    with live.system() as ctx:
        assert ctx.session.get_one(Organization, scene.company.id).status == OrganizationStatus.ACTIVE


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_seats_are_added_in_sensible_numbers(scene: Scene, quantity: int) -> None:
    with pytest.raises(Invalid, match="between 1 and 10,000"):
        scene.add(quantity)


def test_a_seat_is_assigned_and_comes_back(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(2)
    enrollment_id = scene.enroll(cast.ada.user_id)
    assert scene.count() == {"available": 1, "assigned": 1}
    with live.system() as ctx:
        service.return_seat(ctx, enrollment_id=enrollment_id)
        service.return_seat(ctx, enrollment_id=enrollment_id)
    assert scene.count() == {"available": 2}


def test_assigning_twice_takes_one_seat(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(2)
    enrollment_id = scene.enroll(cast.ada.user_id)
    with live.system() as ctx:
        service.assign_seat(
            ctx,
            organization_id=scene.company.id,
            course_id=scene.course.id,
            user_id=cast.ada.user_id or 0,
            enrollment_id=enrollment_id,
        )
    assert scene.count() == {"available": 1, "assigned": 1}


def test_without_a_free_seat_for_the_course_nobody_gets_one(scene: Scene, live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        service.add_seats(ctx, organization_id=scene.company.id, course_id=scene.other.id, quantity=5)
    with pytest.raises(Conflict, match="Meridian has no free seat for this course"):
        scene.enroll(cast.ada.user_id)


def test_a_seat_that_is_used_up_does_not_come_back(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(1)
    enrollment_id = scene.enroll(cast.ada.user_id)
    with live.system() as ctx:
        service.activate_seats(ctx, enrollment_ids=[enrollment_id, 0])
        service.activate_seats(ctx, enrollment_ids=[enrollment_id])
        service.return_seat(ctx, enrollment_id=enrollment_id)
    assert scene.count() == {"activated": 1}


def test_a_seat_follows_its_person_to_another_cohort(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(1)
    before = scene.enroll(cast.ada.user_id)
    with live.system() as ctx:
        service.activate_seats(ctx, enrollment_ids=[before])
        after = make_enrollment(ctx, scene.company, cast.ada.user_id or 0, scene.course.id, scene.later.id)
        service.move_seat(ctx, enrollment_id=before, to_enrollment_id=after.id)
        service.move_seat(ctx, enrollment_id=before, to_enrollment_id=after.id)
        assert ctx.session.exec(select(OrganizationSeat.enrollment_id)).one() == after.id
    assert scene.count() == {"assigned": 1}


def test_an_invite_holds_a_seat_which_is_that_of_whoever_accepts(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(1)
    with live.system() as ctx:
        invite = make_invite(ctx, scene.company, course_id=scene.course.id)
        service.hold_seat(ctx, invite=invite)
    assert scene.count() == {"held": 1}
    with pytest.raises(Conflict):
        scene.enroll(cast.ben.user_id)
    with live.system() as ctx:
        ctx.session.get_one(OrganizationInvite, invite.id).status = InviteStatus.ACCEPTED
        service.keep_for(ctx, invite=invite, user_id=cast.ada.user_id or 0)
    with pytest.raises(Conflict):
        scene.enroll(cast.ben.user_id)
    scene.enroll(cast.ada.user_id)
    assert scene.count() == {"assigned": 1}


def test_a_seat_held_for_an_invite_is_given_back(scene: Scene, live: Live) -> None:
    scene.add(1)
    with live.system() as ctx:
        invite = make_invite(ctx, scene.company, course_id=scene.course.id)
        service.hold_seat(ctx, invite=invite)
    with live.system() as ctx:
        service.release_held(ctx, invite=invite, reason="It was revoked.")
        service.release_held(ctx, invite=invite, reason="It was revoked.")
        ctx.session.get_one(OrganizationInvite, invite.id).status = InviteStatus.REVOKED
    assert scene.count() == {"available": 1}


def test_a_suspended_company_uses_no_seats(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(2)
    with live.system() as ctx:
        invite = make_invite(ctx, scene.company, course_id=scene.course.id)
        service.hold_seat(ctx, invite=invite)
        invite.status = InviteStatus.ACCEPTED
        service.keep_for(ctx, invite=invite, user_id=cast.ada.user_id or 0)
        service.suspend(ctx, organization_id=scene.company.id, reason="Invoice 7 is overdue.")
    for person in (cast.ada, cast.ben):
        with pytest.raises(Conflict, match="Meridian is suspended"):
            scene.enroll(person.user_id)
    with live.system() as ctx:
        service.reinstate(ctx, organization_id=scene.company.id)
    scene.enroll(cast.ada.user_id)
    assert scene.count() == {"assigned": 1, "available": 1}


def test_suspending_and_reinstating_is_on_record(scene: Scene, live: Live) -> None:
    with live.system() as ctx:
        for _ in range(2):
            service.suspend(ctx, organization_id=scene.company.id, reason="Invoice 7 is overdue.")
        company = ctx.session.get_one(Organization, scene.company.id)
        assert (company.status, company.suspended_reason) == (OrganizationStatus.SUSPENDED, "Invoice 7 is overdue.")
        for _ in range(2):
            service.reinstate(ctx, organization_id=scene.company.id)
        assert (company.status, company.suspended_at) == (OrganizationStatus.PENDING_PAYMENT, None)
        actions = ctx.session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["organizations.suspended", "organizations.suspended", "organizations.reinstated"]


def test_each_cause_of_a_suspension_is_settled_by_itself(scene: Scene, live: Live) -> None:
    scene.add(1)
    given = {"organization_id": scene.company.id}
    with live.system() as ctx:
        service.suspend(ctx, reason="Fraud.", why=Suspension.ADMIN, **given)
        service.suspend(ctx, reason="Invoice 7 is overdue.", why=Suspension.BILLING, **given)
        company = ctx.session.get_one(Organization, scene.company.id)
        assert company.suspended_reason == "Invoice 7 is overdue. Fraud."
        service.reinstate(ctx, why=Suspension.BILLING, **given)
        assert (company.status, company.suspended_reason) == (OrganizationStatus.SUSPENDED, "Fraud.")
        service.reinstate(ctx, why=Suspension.BILLING, **given)
        assert company.status == OrganizationStatus.SUSPENDED
        service.reinstate(ctx, why=Suspension.ADMIN, **given)
        assert (company.status, company.suspended_for) == (OrganizationStatus.ACTIVE, {})
        service.suspend(ctx, reason="a", why=Suspension.ADMIN, **given)
        service.suspend(ctx, reason="b", why=Suspension.BILLING, **given)
        service.reinstate(ctx, why=None, **given)
        assert company.status == OrganizationStatus.ACTIVE


def test_withdrawing_takes_free_seats_only_those_of_the_purchase_first(scene: Scene, live: Live, cast: Cast) -> None:
    scene.add(1)
    scene.add(2, purchase_public_id="p1")
    scene.enroll(cast.ada.user_id)
    scene.enroll(cast.ben.user_id)
    with live.system() as ctx:
        assert service.withdraw_seats(ctx, purchase_public_id="nothing", quantity=1) == 0
        assert service.withdraw_seats(ctx, purchase_public_id="p1", quantity=2) == 1
        assert service.withdraw_seats(ctx, purchase_public_id="p1", quantity=2) == 0
        gone = select(OrganizationSeat.purchase_public_id).where(OrganizationSeat.status == SeatStatus.REVOKED)
        assert ctx.session.exec(gone).all() == ["p1"]
    assert scene.count() == {"assigned": 2, "revoked": 1}


def test_no_more_seats_are_taken_back_than_are_free(scene: Scene, live: Live) -> None:
    scene.add(2)
    given: dict[str, Any] = {"organization_id": scene.company.id, "course_id": scene.course.id, "reason": "A mistake."}
    with live.system() as ctx, pytest.raises(Conflict, match="has 2 free seats"):
        service.take_back_seats(ctx, quantity=3, **given)
    with live.system() as ctx:
        service.take_back_seats(ctx, quantity=2, **given)
    assert scene.count() == {"revoked": 2}


def test_running_low_is_told_once_for_each_crossing(scene: Scene, live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        ctx.session.get_one(Organization, scene.company.id).low_seat_threshold = 1
    scene.add(3)
    first = scene.enroll(cast.ada.user_id)
    assert RUN_LOW == []
    scene.enroll(cast.ben.user_id)
    scene.enroll(cast.max.user_id)
    assert [fact.seats_left for fact in RUN_LOW] == [1]
    scene.add(2)
    with live.system() as ctx:
        service.return_seat(ctx, enrollment_id=first)
    scene.enroll(cast.olga.user_id)
    scene.enroll(cast.ines.user_id)
    assert [fact.seats_left for fact in RUN_LOW] == [1, 1]


def test_there_are_no_seats_of_no_company(live: Live) -> None:
    with live.system() as ctx, pytest.raises(NotFound):
        service.suspend(ctx, organization_id=0, reason="x")
