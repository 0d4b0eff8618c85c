"""Moving a seat to another cohort: with its money, once, and never above capacity."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, CohortStatus, Course
from academy.catalog.service import cohorts as catalog
from academy.commerce.models import PurchaseStatus
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.enrollment import service
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import Viewer
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE, assert_laws, make_cohort, make_course
from tests.world import Cast, Live

IN_APRIL, IN_JUNE = timedelta(days=30), timedelta(days=90)


@pytest.fixture(autouse=True)
def laws(live: Live) -> Iterator[None]:
    yield
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)


@pytest.fixture
def april(live: Live) -> int:
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx), seats=1, starts_in=IN_APRIL).id


@pytest.fixture
def june(live: Live, april: int) -> int:
    with live.system() as ctx:
        course = ctx.session.get_one(Course, ctx.session.get_one(Cohort, april).course_id)
        return make_cohort(ctx, course, seats=1, starts_in=IN_JUNE, name="June").id


@pytest.fixture
def paid(till: Till, cast: Cast, april: int) -> str:
    """Ada's seat in April."""
    return buy(till, cast.ada, april)


def buy(till: Till, person: Viewer, cohort_id: int) -> str:
    public_id = till.reserve(person, cohort_id)
    till.pay(till.begin(person, public_id))
    till.deliver()
    return public_id


def enrolled(live: Live) -> list[tuple[int, str]]:
    """Who is enrolled in what."""
    with live.system() as ctx:
        rows = ctx.session.exec(select(Enrollment).where(Enrollment.status == EnrollmentStatus.ACTIVE)).all()
        return sorted((row.user_id, ctx.session.get_one(Cohort, row.cohort_id).name) for row in rows)


def test_the_seat_and_its_money_move(live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
    moved = live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    assert live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june) == moved, "twice is once"
    assert enrolled(live) == [(cast.ada.user_id, "June")]
    assert live.read(service.my_enrollment, cast.ada, public_id=paid).moved_to == moved.public_id
    assert live.read(service.my_enrollment, cast.ada, public_id=moved.public_id).refund_cents == PRICE
    till.work()
    till.deliver()
    assert [purchase.status for purchase in till.purchases()] == [PurchaseStatus.COMPLETED]
    live.write(service.cancel_enrollment, cast.ada, public_id=moved.public_id)
    till.work()
    till.deliver()
    assert till.books()[0].refunded_cents == PRICE


def test_the_old_seat_goes_to_the_queue(live: Live, cast: Cast, paid: str, june: int, april: int) -> None:
    live.write(service.join_waitlist, cast.ben, cohort_id=april)
    live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    [card] = live.read(service.my_waitlist, cast.ben)
    assert card.offer_expires_at is not None


def test_a_full_cohort_takes_nobody(live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
    buy(till, cast.ben, june)
    assert [one.is_free for one in live.read(service.other_cohorts, cast.ada, public_id=paid)] == [False]
    with pytest.raises(Conflict, match="“June” is full"):
        live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    assert enrolled(live) == [(cast.ada.user_id, "April"), (cast.ben.user_id, "June")]


def test_an_offer_from_the_queue_can_be_taken_with_the_seat_one_has(
    live: Live, till: Till, cast: Cast, paid: str, june: int
) -> None:
    theirs = buy(till, cast.ben, june)
    live.write(service.join_waitlist, cast.ada, cohort_id=june)
    live.write(service.cancel_enrollment, cast.ben, public_id=theirs)
    assert [one.is_free for one in live.read(service.other_cohorts, cast.ada, public_id=paid)] == [True]
    live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    assert enrolled(live) == [(cast.ada.user_id, "June")]
    assert live.read(service.my_waitlist, cast.ada) == []


def test_moving_late_does_not_bring_refunds_back(live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
    till.wait(IN_APRIL - timedelta(days=3))
    moved = live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    assert not live.read(service.my_enrollment, cast.ada, public_id=moved.public_id).is_refundable
    with pytest.raises(Conflict, match="refunded"):
        live.write(service.cancel_enrollment, cast.ada, public_id=moved.public_id)


def test_a_cancelled_cohort_can_be_left_for_another(live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
    with live.system() as ctx:
        [april] = ctx.session.exec(select(Cohort.id).where(Cohort.name == "April")).all()
    live.write(catalog.move_cohort, cast.olga, cohort_id=april, status=CohortStatus.CANCELLED)
    live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)
    till.wait(timedelta(days=8))
    till.work()
    till.deliver()
    assert enrolled(live) == [(cast.ada.user_id, "June")]
    assert till.books()[0].refunded_cents == 0


def test_nothing_moves_once_it_has_begun(live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
    till.wait(IN_APRIL)
    assert live.read(service.other_cohorts, cast.ada, public_id=paid) == []
    with pytest.raises(Conflict, match="has started"):
        live.write(service.transfer, cast.ada, public_id=paid, cohort_id=june)


def test_only_to_a_cohort_of_the_same_course(live: Live, cast: Cast, paid: str) -> None:
    with live.system() as ctx:
        other = make_cohort(ctx, make_course(ctx, slug="other")).id
    with pytest.raises(NotFound):
        live.write(service.transfer, cast.ada, public_id=paid, cohort_id=other)


def test_only_its_owner_may(live: Live, cast: Cast, paid: str, june: int) -> None:
    for stranger in (cast.ben, cast.ines, cast.max, cast.olga):
        with pytest.raises(NotFound):
            live.write(service.transfer, stranger, public_id=paid, cohort_id=june)
    with pytest.raises(SignInRequired):
        live.write(service.transfer, cast.nobody, public_id=paid, cohort_id=june)


class TestByAnAdministrator:
    def test_also_after_the_start_with_a_reason(self, live: Live, till: Till, cast: Cast, paid: str, june: int) -> None:
        till.wait(IN_APRIL + timedelta(days=1))
        with pytest.raises(Invalid, match="why"):
            live.write(service.transfer_person, cast.olga, public_id=paid, cohort_id=june, reason=" ")
        live.write(service.transfer_person, cast.olga, public_id=paid, cohort_id=june, reason="Was ill.")
        assert enrolled(live) == [(cast.ada.user_id, "June")]
        with live.system() as ctx:
            [entry] = ctx.session.exec(select(AuditEntry).where(AuditEntry.action == "enrollment.transferred")).all()
            assert entry.summary == "Moved Ada from “April” to “June”: Was ill."

    def test_nobody_else(self, live: Live, cast: Cast, paid: str, june: int) -> None:
        for person in (cast.ada, cast.ben, cast.ines, cast.max):
            with pytest.raises(Denied):
                live.write(service.transfer_person, person, public_id=paid, cohort_id=june, reason="Because.")
