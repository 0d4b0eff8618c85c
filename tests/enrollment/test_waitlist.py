"""The queue for full cohorts: one order, one offer a seat, and nobody passes by."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, CohortStatus
from academy.catalog.service import cohorts as catalog
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.enrollment import jobs, service
from academy.enrollment.models import EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.live import SYSTEM, Viewer
from tests.commerce.till import Till
from tests.enrollment.seats import assert_laws, make_cohort, make_course, make_people
from tests.world import Cast, FrozenClock, Live, next_change

TWO_DAYS = timedelta(hours=48)


@pytest.fixture(autouse=True)
def laws(live: Live) -> Iterator[None]:
    yield
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)


@pytest.fixture
def course_id(live: Live) -> int:
    with live.system() as ctx:
        return make_course(ctx).id


@pytest.fixture
def cohort_id(live: Live, till: Till, cast: Cast, course_id: int) -> int:
    """A cohort in a month whose one seat Olga has."""
    return full_cohort(live, till, cast.olga, course_id)


def full_cohort(live: Live, till: Till, person: Viewer, course_id: int, *, name: str = "April") -> int:
    with live.system() as ctx:
        cohort = Cohort(
            course_id=course_id,
            name=name,
            start_date=ctx.now + timedelta(days=30),
            end_date=ctx.now + timedelta(days=31),
            max_capacity=1,
            status=CohortStatus.OPEN,
        )
        ctx.session.add(cohort)
        ctx.session.flush()
        made = cohort.id
    seat = till.reserve(person, made)
    till.pay(till.begin(person, seat))
    till.deliver()
    return made


def places(live: Live) -> list[tuple[int, str]]:
    """Who stands in a queue and where it stands with them, in order."""
    with live.system() as ctx:
        rows = ctx.session.exec(select(WaitlistEntry).order_by(WaitlistEntry.position)).all()
        return [(row.user_id, row.status.value) for row in rows]


def give_back(live: Live, person: Viewer) -> None:
    [mine] = live.read(service.my_learning, person).current
    live.write(service.cancel_enrollment, person, public_id=mine.public_id)


class TestJoining:
    def test_shows_the_place_and_it_moves(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ben, cast.ines):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        assert [card.rank for card in live.read(service.my_waitlist, cast.ines)] == [3]
        [mine] = live.read(service.my_waitlist, cast.ada)
        live.write(service.leave_waitlist, cast.ada, entry_id=mine.entry_id)
        assert [card.rank for card in live.read(service.my_waitlist, cast.ines)] == [2]

    def test_twice_is_one_place(self, live: Live, cast: Cast, cohort_id: int) -> None:
        first = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        assert live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id) == first

    def test_is_refused_where_a_seat_is_free(self, live: Live, cast: Cast, course_id: int) -> None:
        with live.system() as ctx:
            free = make_cohort(ctx, make_course(ctx, slug="free")).id
        with pytest.raises(Conflict, match="free seat"):
            live.write(service.join_waitlist, cast.ada, cohort_id=free)

    def test_is_refused_to_who_has_a_seat(self, live: Live, cast: Cast, cohort_id: int) -> None:
        with pytest.raises(Conflict, match="have a seat"):
            live.write(service.join_waitlist, cast.olga, cohort_id=cohort_id)

    def test_asks_visitors_to_sign_in(self, live: Live, cast: Cast, cohort_id: int, course_id: int) -> None:
        with pytest.raises(SignInRequired):
            live.write(service.join_waitlist, cast.nobody, cohort_id=cohort_id)
        with pytest.raises(SignInRequired):
            live.write(service.join_course_waitlist, cast.nobody, course_id=course_id)

    def test_is_refused_once_it_has_started(self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int) -> None:
        clock.advance(timedelta(days=30))
        with pytest.raises(Conflict, match="nobody can wait"):
            live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)

    def test_for_the_course_keeps_the_place_for_a_cohort(
        self, live: Live, cast: Cast, cohort_id: int, course_id: int
    ) -> None:
        first = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
        assert live.write(service.join_course_waitlist, cast.ada, course_id=course_id) == first
        [card] = live.read(service.my_waitlist, cast.ada)
        assert (card.cohort_name, card.rank) == (None, 1)

    def test_for_the_course_names_a_free_seat(self, live: Live, cast: Cast, course_id: int, cohort_id: int) -> None:
        with live.system() as ctx:
            cohort = ctx.session.get_one(Cohort, cohort_id)
            ctx.session.add(Cohort(**cohort.model_dump(exclude={"id", "public_id", "name"}), name="June"))
            ctx.session.flush()
            june = ctx.session.exec(select(Cohort).where(Cohort.name == "June")).one()
            june.current_enrollment = 0
        with pytest.raises(Conflict, match="“June” has a free seat"):
            live.write(service.join_course_waitlist, cast.ada, course_id=course_id)


class TestOffers:
    def test_a_seat_given_back_goes_to_the_first_and_to_nobody_else(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        for person in (cast.ada, cast.ben):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        give_back(live, cast.olga)
        assert places(live) == [(cast.ada.user_id, "offered"), (cast.ben.user_id, "waiting")]
        [card] = live.read(service.my_waitlist, cast.ada)
        assert card.offer_expires_at == clock.now + TWO_DAYS
        with pytest.raises(Conflict, match="full"):
            live.write(service.reserve_seat, cast.max, cohort_id=cohort_id)

    def test_accepting_holds_the_seat_and_paying_ends_the_wait(
        self, live: Live, till: Till, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        give_back(live, cast.olga)
        taken = live.write(service.accept_offer, cast.ada, entry_id=entry)
        assert (taken.status, taken.hold_expires_at) == (EnrollmentStatus.HELD, clock.now + TWO_DAYS)
        assert live.write(service.accept_offer, cast.ada, entry_id=entry) == taken, "twice is once"
        till.pay(till.begin(cast.ada, taken.public_id))
        till.deliver()
        assert places(live) == [(cast.ada.user_id, "enrolled")]

    def test_who_accepts_and_does_not_pay_is_out_and_the_next_is_offered_the_seat(
        self, live: Live, till: Till, cast: Cast, cohort_id: int
    ) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
        give_back(live, cast.olga)
        live.write(service.accept_offer, cast.ada, entry_id=entry)
        till.wait(TWO_DAYS)
        till.work()
        assert places(live) == [(cast.ada.user_id, "expired"), (cast.ben.user_id, "offered")]

    def test_an_unanswered_offer_ends_by_itself_and_the_next_gets_it_at_once(
        self, live: Live, till: Till, cast: Cast, cohort_id: int
    ) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
        give_back(live, cast.olga)
        assert next_change(live, service.my_waitlist, cast.ada) == till.live.clock() + TWO_DAYS
        till.wait(TWO_DAYS)
        assert live.read(service.my_waitlist, cast.ada) == [], "not even before the job came"
        with pytest.raises(Conflict, match="ended"):
            live.write(service.accept_offer, cast.ada, entry_id=entry)
        till.work()
        assert places(live) == [(cast.ada.user_id, "expired"), (cast.ben.user_id, "offered")]

    def test_the_sweep_finds_what_its_job_did_not(self, live: Live, till: Till, cast: Cast, cohort_id: int) -> None:
        live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        give_back(live, cast.olga)
        till.wait(TWO_DAYS)
        (_lapsed,) = live.read(service.lapsed_offers, SYSTEM)
        jobs.sweep(live)
        assert live.read(service.lapsed_offers, SYSTEM) == []

    def test_a_newcomer_does_not_get_between_the_end_of_an_offer_and_its_job(
        self, live: Live, till: Till, cast: Cast, cohort_id: int
    ) -> None:
        for person in (cast.ada, cast.ben):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        give_back(live, cast.olga)
        till.wait(TWO_DAYS)
        with pytest.raises(Conflict, match="full"):
            live.write(service.reserve_seat, cast.max, cohort_id=cohort_id)
        till.work()

    def test_declining_offers_it_to_the_next(self, live: Live, cast: Cast, cohort_id: int) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
        give_back(live, cast.olga)
        live.write(service.leave_waitlist, cast.ada, entry_id=entry)
        assert places(live) == [(cast.ada.user_id, "cancelled"), (cast.ben.user_id, "offered")]

    def test_one_seat_is_never_offered_to_two(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ben, cast.ines):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        live.write(catalog.set_capacity, cast.olga, cohort_id=cohort_id, capacity=3)
        assert [status for _, status in places(live)] == ["offered", "offered", "waiting"]

    def test_an_offer_ends_with_the_start_at_the_latest(
        self, live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
    ) -> None:
        live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        clock.advance(timedelta(days=29, hours=12))
        live.write(catalog.set_capacity, cast.olga, cohort_id=cohort_id, capacity=2)
        [card] = live.read(service.my_waitlist, cast.ada)
        assert card.offer_expires_at == card.starts_at == clock.now + timedelta(hours=12)

    def test_somebody_elses_place_does_not_exist(self, live: Live, cast: Cast, cohort_id: int) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        for act in (service.accept_offer, service.leave_waitlist):
            with pytest.raises(NotFound):
                live.write(act, cast.ben, entry_id=entry)
            with pytest.raises(SignInRequired):
                live.write(act, cast.nobody, entry_id=entry)

    def test_no_offer_cannot_be_accepted(self, live: Live, cast: Cast, cohort_id: int) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        with pytest.raises(Conflict, match="No seat has been offered"):
            live.write(service.accept_offer, cast.ada, entry_id=entry)


class TestWaitingForTheCourse:
    def test_the_first_cohort_with_a_seat_serves_all_in_one_order(
        self, live: Live, till: Till, cast: Cast, course_id: int, cohort_id: int
    ) -> None:
        june = full_cohort(live, till, cast.max, course_id, name="June")
        live.write(service.join_course_waitlist, cast.ada, course_id=course_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=june)
        live.write(catalog.set_capacity, cast.olga, cohort_id=june, capacity=2)
        [card] = live.read(service.my_waitlist, cast.ada)
        assert (card.cohort_name, card.rank) == ("June", None), "who waits longer is first, whatever they wait for"
        assert [card.rank for card in live.read(service.my_waitlist, cast.ben)] == [1]

    def test_a_new_cohort_serves_them_when_it_opens(
        self, live: Live, cast: Cast, course_id: int, cohort_id: int
    ) -> None:
        live.write(service.join_course_waitlist, cast.ada, course_id=course_id)
        with live.system() as ctx:
            planned = Cohort(
                course_id=course_id,
                name="Later",
                start_date=ctx.now + timedelta(days=60),
                end_date=ctx.now + timedelta(days=61),
                max_capacity=1,
            )
            ctx.session.add(planned)
            ctx.session.flush()
            planned.status = CohortStatus.OPEN
            ctx.session.flush()
            service.serve(ctx, planned.id)
        assert [card.cohort_name for card in live.read(service.my_waitlist, cast.ada)] == ["Later"]

    def test_a_cancelled_cohort_gives_them_their_place_back(
        self, live: Live, cast: Cast, course_id: int, cohort_id: int
    ) -> None:
        live.write(service.join_course_waitlist, cast.ada, course_id=course_id)
        live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
        give_back(live, cast.olga)
        live.write(catalog.move_cohort, cast.olga, cohort_id=cohort_id, status=CohortStatus.CANCELLED)
        assert places(live) == [(cast.ada.user_id, "waiting"), (cast.ben.user_id, "expired")]


def test_the_start_ends_the_wait_for_a_cohort(live: Live, cast: Cast, clock: FrozenClock, cohort_id: int) -> None:
    live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
    clock.advance(timedelta(days=30))
    live.write(catalog.advance_cohorts, SYSTEM)
    assert places(live) == [(cast.ada.user_id, WaitlistStatus.EXPIRED)]


def test_visitors_see_how_many_wait(live: Live, cast: Cast, cohort_id: int) -> None:
    live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
    with live.system() as ctx:
        cohort = ctx.session.get_one(Cohort, cohort_id).public_id
    seen = live.read(service.waitlist_place, cast.nobody, slug="ai-enablement", cohort=cohort)
    assert (seen.waiting, seen.entry_id, seen.rank) == (1, None, None)
    mine = live.read(service.waitlist_place, cast.ada, slug="ai-enablement", cohort=cohort)
    assert (mine.waiting, mine.rank) == (1, 1)


def test_a_hundred_people_stand_in_the_order_in_which_they_came(live: Live, cast: Cast, cohort_id: int) -> None:
    with live.system() as ctx:
        people = make_people(ctx, 100)
    for person in people:
        live.write(service.join_waitlist, person, cohort_id=cohort_id)
    live.write(catalog.set_capacity, cast.olga, cohort_id=cohort_id, capacity=31)
    assert [who for who, status in places(live) if status == "offered"] == [p.user_id for p in people[:30]]


class TestTheDesk:
    def test_shows_the_instructor_who_waits(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ben):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        with live.system() as ctx:
            ctx.session.get_one(Cohort, cohort_id).instructor_id = cast.ines.user_id
        desk = live.read(service.cohort_desk, cast.ines, cohort_id=cohort_id)
        assert [(row.name, row.rank) for row in desk.queue] == [("Ada", 1), ("Ben", 2)]
        assert not desk.is_admin
        assert desk.targets == []

    def test_is_for_nobody_else(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ines, cast.max):
            with pytest.raises(Denied):
                live.read(service.cohort_desk, person, cohort_id=cohort_id)

    def test_an_administrator_reorders_with_a_reason(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ben, cast.ines):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        *_, last = live.read(service.cohort_desk, cast.olga, cohort_id=cohort_id).queue
        move = {"cohort_id": cohort_id, "entry_id": last.entry_id}
        with pytest.raises(Invalid, match="why"):
            live.write(service.move_in_queue, cast.olga, **move, rank=1, reason="")
        with pytest.raises(Invalid, match="between 1 and 3"):
            live.write(service.move_in_queue, cast.olga, **move, rank=4, reason="x")
        live.write(service.move_in_queue, cast.olga, **move, rank=1, reason="Promised.")
        desk = live.read(service.cohort_desk, cast.olga, cohort_id=cohort_id)
        assert [row.name for row in desk.queue] == ["Ines", "Ada", "Ben"]
        with live.system() as ctx:
            [entry] = ctx.session.exec(select(AuditEntry).where(AuditEntry.action == "enrollment.queue_moved")).all()
            assert entry.summary == "Moved Ines from place 3 to place 1 of the queue: Promised."

    def test_an_administrator_takes_somebody_out(self, live: Live, cast: Cast, cohort_id: int) -> None:
        for person in (cast.ada, cast.ben):
            live.write(service.join_waitlist, person, cohort_id=cohort_id)
        give_back(live, cast.olga)
        offered, _ = live.read(service.cohort_desk, cast.olga, cohort_id=cohort_id).queue
        live.write(service.remove_from_queue, cast.olga, entry_id=offered.entry_id, reason="Asked for it.")
        assert places(live) == [(cast.ada.user_id, "cancelled"), (cast.ben.user_id, "offered")]
        with pytest.raises(Conflict, match="do not wait"):
            live.write(service.remove_from_queue, cast.olga, entry_id=offered.entry_id, reason="Again.")

    def test_nobody_else_changes_it(self, live: Live, cast: Cast, cohort_id: int) -> None:
        entry = live.write(service.join_waitlist, cast.ada, cohort_id=cohort_id)
        for person in (cast.ada, cast.ben, cast.ines, cast.max):
            with pytest.raises(Denied):
                live.write(service.remove_from_queue, person, entry_id=entry, reason="x")
            move = {"cohort_id": cohort_id, "entry_id": entry, "rank": 1, "reason": "x"}
            with pytest.raises(Denied):
                live.write(service.move_in_queue, person, **move)
