"""What learners see of their own enrollments, and when it changes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from academy.catalog.models import Cohort, CohortStatus
from academy.core.errors import NotFound, SignInRequired
from academy.enrollment import service
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import SessionState
from academy.live import Query, Viewer
from tests.enrollment.seats import PRICE, make_cohort, make_course, make_sessions
from tests.world import Cast, FrozenClock, Live, next_change

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
DOOR = "https://meet.example/day"


@dataclass(frozen=True)
class Run:
    """A cohort with two sessions of two hours, a day apart."""

    cohort_id: int
    starts_at: datetime
    ends_at: datetime


def make_run(live: Live, *, price: int = 0, slug: str = "webinar", starts_in: timedelta = 30 * DAY) -> Run:
    with live.system() as ctx:
        cohort = make_cohort(ctx, make_course(ctx, price=price, slug=slug), starts_in=starts_in)
        make_sessions(ctx, cohort)
        return Run(cohort.id, cohort.start_date, cohort.end_date)


@pytest.fixture
def run(live: Live) -> Run:
    """A free cohort in a month."""
    return make_run(live)


@pytest.fixture
def seat(live: Live, cast: Cast, run: Run) -> str:
    """Ada's seat in it."""
    return live.write(service.reserve_seat, cast.ada, cohort_id=run.cohort_id).public_id


class TestMyLearning:
    def test_is_empty_at_first(self, live: Live, cast: Cast) -> None:
        learning = live.read(service.my_learning, cast.ada)
        assert (learning.upcoming, learning.holds, learning.current, learning.past) == (None, [], [], [])

    def test_shows_a_hold_with_its_end(self, live: Live, cast: Cast, clock: FrozenClock) -> None:
        cohort_id = make_run(live, price=PRICE).cohort_id
        taken = live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        learning = live.read(service.my_learning, cast.ada)
        [held] = learning.holds
        assert (held.public_id, held.amount_cents, held.currency) == (taken.public_id, PRICE, "usd")
        assert held.hold_expires_at == clock.now + timedelta(minutes=30)
        assert learning.current == []
        assert learning.upcoming is None

    def test_drops_a_hold_when_it_runs_out(self, live: Live, cast: Cast, clock: FrozenClock) -> None:
        cohort_id = make_run(live, price=PRICE).cohort_id
        live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
        assert next_change(live, service.my_learning, cast.ada) == clock.now + timedelta(minutes=30)
        clock.advance(timedelta(minutes=30))
        assert live.read(service.my_learning, cast.ada).holds == []

    def test_names_the_next_session_of_all_cohorts(self, live: Live, cast: Cast, seat: str) -> None:
        sooner = make_run(live, slug="sooner", starts_in=7 * DAY)
        other = live.write(service.reserve_seat, cast.ada, cohort_id=sooner.cohort_id).public_id
        learning = live.read(service.my_learning, cast.ada)
        assert [card.public_id for card in learning.current] == [other, seat]
        assert learning.upcoming is not None
        assert learning.upcoming.public_id == other
        assert learning.upcoming.next_session is not None
        assert learning.upcoming.next_session.starts_at == sooner.starts_at

    def test_moves_on_when_a_session_ends(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        clock.now = run.starts_at + timedelta(hours=1)
        [card] = live.read(service.my_learning, cast.ada).current
        assert card.has_started
        assert card.next_session is not None
        assert (card.next_session.title, card.next_session.state) == ("Day 1", SessionState.LIVE)
        assert next_change(live, service.my_learning, cast.ada) == run.starts_at + timedelta(hours=2)
        clock.now = run.starts_at + timedelta(hours=2)
        [card] = live.read(service.my_learning, cast.ada).current
        assert card.next_session is not None
        assert (card.next_session.title, card.next_session.state) == ("Day 2", SessionState.UPCOMING)

    def test_is_over_at_the_end_and_says_what_stays_open(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        clock.now = run.ends_at
        learning = live.read(service.my_learning, cast.ada)
        assert (learning.upcoming, learning.current) == (None, [])
        [card] = learning.past
        assert [(one.until - run.ends_at).days for one in card.access] == [90, 90, 365]
        assert all(one.is_open for one in card.access)
        assert next_change(live, service.my_learning, cast.ada) == run.ends_at + 90 * DAY
        clock.now = run.ends_at + 90 * DAY
        [card] = live.read(service.my_learning, cast.ada).past
        assert [one.is_open for one in card.access] == [False, False, True]

    def test_leaves_out_what_was_given_back(self, live: Live, cast: Cast, seat: str) -> None:
        live.write(service.cancel_enrollment, cast.ada, public_id=seat)
        learning = live.read(service.my_learning, cast.ada)
        assert (learning.current, learning.past) == ([], [])

    def test_is_each_ones_own(self, live: Live, cast: Cast, seat: str) -> None:
        for other in (cast.ben, cast.olga, cast.ines):
            assert live.read(service.my_learning, other).current == []

    def test_refuses_a_visitor(self, live: Live, cast: Cast) -> None:
        with pytest.raises(SignInRequired):
            live.read(service.my_learning, cast.nobody)


class TestMyEnrollment:
    def test_tells_when_and_until_when(self, live: Live, cast: Cast, run: Run, seat: str) -> None:
        view = live.read(service.my_enrollment, cast.ada, public_id=seat)
        assert (view.status, view.course_slug, view.has_started) == (EnrollmentStatus.ACTIVE, "webinar", False)
        assert [one.title for one in view.sessions] == ["Day 1", "Day 2"]
        assert view.next_session == view.sessions[0]
        assert [(one.name, (one.until - run.ends_at).days) for one in view.access] == [
            ("Office hours", 90),
            ("Tutor", 90),
            ("Materials and recordings", 365),
        ]

    def test_opens_the_door_a_quarter_before_and_shuts_it_at_the_end(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        def doors(at: datetime) -> list[str | None]:
            clock.now = at
            return [one.join_url for one in live.read(service.my_enrollment, cast.ada, public_id=seat).sessions]

        second = timedelta(seconds=1)
        opens_at, ends_at = run.starts_at - QUARTER, run.starts_at + timedelta(hours=2)
        assert doors(opens_at - second) == [None, None]
        assert doors(opens_at) == [DOOR, None]
        assert doors(ends_at - second) == [DOOR, None]
        assert doors(ends_at) == [None, None]

    def test_changes_by_itself_at_each_of_these_moments(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        moments = []
        for _ in range(5):
            upcoming = next_change(live, service.my_enrollment, cast.ada, public_id=seat)
            assert upcoming is not None
            moments.append(upcoming)
            clock.now = upcoming
        assert moments == [
            run.starts_at - 14 * DAY,
            run.starts_at - QUARTER,
            run.starts_at,
            run.starts_at + timedelta(hours=2),
            run.starts_at + DAY - QUARTER,
        ]

    @pytest.mark.parametrize("end", [service.cancel_enrollment, service.cancel_hold])
    def test_shows_no_door_to_those_without_a_seat(
        self, live: Live, cast: Cast, clock: FrozenClock, end: Callable[..., Any]
    ) -> None:
        is_held = end is service.cancel_hold
        run = make_run(live, price=PRICE if is_held else 0, starts_in=timedelta(minutes=10))
        seat = live.write(service.reserve_seat, cast.ada, cohort_id=run.cohort_id).public_id
        if is_held:
            assert _door(live, cast.ada, seat) is None
        else:
            assert _door(live, cast.ada, seat) == DOOR
        live.write(end, cast.ada, public_id=seat)  # type: ignore[arg-type]
        assert _door(live, cast.ada, seat) is None
        assert live.read(service.my_enrollment, cast.ada, public_id=seat).next_session is None

    def test_can_be_given_back_until_the_start(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        view = live.read(service.my_enrollment, cast.ada, public_id=seat)
        assert (view.may_cancel, view.is_refundable, view.refund_cents) == (True, True, 0)
        clock.now = run.starts_at
        assert not live.read(service.my_enrollment, cast.ada, public_id=seat).may_cancel

    def test_says_that_the_cohort_is_called_off(
        self, live: Live, cast: Cast, clock: FrozenClock, run: Run, seat: str
    ) -> None:
        with live.system() as ctx:
            ctx.session.get_one(Cohort, run.cohort_id).status = CohortStatus.CANCELLED
        clock.now = run.starts_at
        view = live.read(service.my_enrollment, cast.ada, public_id=seat)
        [card] = live.read(service.my_learning, cast.ada).current
        assert (view.is_called_off, view.next_session, card.is_called_off, card.next_session) == (
            True,
            None,
            True,
            None,
        )
        assert _door(live, cast.ada, seat) is None

    def test_follows_the_cohort_when_it_is_moved(self, live: Live, cast: Cast, run: Run, seat: str) -> None:
        with live.system() as ctx:
            ctx.session.get_one(Cohort, run.cohort_id).start_date -= DAY
        view = live.read(service.my_enrollment, cast.ada, public_id=seat)
        assert view.starts_at == run.starts_at - DAY

    def test_does_not_exist_for_others(self, live: Live, cast: Cast, seat: str) -> None:
        for other in (cast.ben, cast.ines, cast.max, cast.olga):
            with pytest.raises(NotFound):
                live.read(service.my_enrollment, other, public_id=seat)
        with pytest.raises(SignInRequired):
            live.read(service.my_enrollment, cast.nobody, public_id=seat)
        with pytest.raises(NotFound):
            live.read(service.my_enrollment, cast.ada, public_id="no-such-seat")


class TestMyCalendar:
    def test_has_every_session_and_no_door(self, live: Live, cast: Cast, run: Run, seat: str) -> None:
        calendar = live.read(service.my_calendar, cast.ada, public_id=seat)
        assert [(one.title, one.starts_at) for one in calendar.entries] == [
            ("AI Enablement: Day 1", run.starts_at),
            ("AI Enablement: Day 2", run.starts_at + DAY),
        ]
        assert DOOR not in calendar.model_dump_json()

    def test_is_empty_once_the_seat_is_given_back(self, live: Live, cast: Cast, seat: str) -> None:
        live.write(service.cancel_enrollment, cast.ada, public_id=seat)
        assert live.read(service.my_calendar, cast.ada, public_id=seat).entries == []

    def test_does_not_exist_for_others(self, live: Live, cast: Cast, seat: str) -> None:
        for other in (cast.ben, cast.olga):
            with pytest.raises(NotFound):
                live.read(service.my_calendar, other, public_id=seat)
        with pytest.raises(SignInRequired):
            live.read(service.my_calendar, cast.nobody, public_id=seat)


@pytest.mark.parametrize("query", [service.my_learning, service.my_enrollment, service.my_calendar])
def test_no_address_of_a_person_or_a_shut_room_is_told(
    live: Live, cast: Cast, query: Query[..., Any], seat: str
) -> None:
    arguments = {} if query is service.my_learning else {"public_id": seat}
    told = live.read(query, cast.ada, **arguments).model_dump_json()
    assert "@" not in told
    assert "meet.example" not in told


def _door(live: Live, viewer: Viewer, seat: str) -> str | None:
    return live.read(service.my_enrollment, viewer, public_id=seat).sessions[0].join_url
