"""The history that is worked out from the content holds at whatever moment it is asked for."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from academy.catalog.models import CohortStatus
from academy.seeds import plan
from academy.seeds.content.people import AMARA, HANNAH, NEWCOMERS, PRIYA
from academy.seeds.plan import Run
from tests.world import MONDAY_MORNING

MOMENTS = [
    *(MONDAY_MORNING + timedelta(days=day, hours=5 * day) for day in range(8)),
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 7, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 8, 0, tzinfo=UTC),
]


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment:%F %H:%M}")
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


def test_dates_are_relative_to_now(now: datetime) -> None:
    for run in plan.history(now):
        match run.text.status:
            case CohortStatus.IN_PROGRESS:
                assert run.starts_at <= now < run.ends_at
            case CohortStatus.COMPLETED:
                assert run.ends_at < now
            case _:
                assert now < run.starts_at


def test_everybody_does_things_in_order_and_in_the_past(now: datetime) -> None:
    runs = plan.history(now)
    came = plan.joined(runs, now)
    for run in runs:
        for seat in run.seats:
            deeds = [seat.held_at, seat.paid_at, seat.lapsed_at, seat.released_at, seat.completed_at]
            done = [moment for moment in deeds if moment is not None]
            assert done == sorted(done)
            assert came[seat.person] < seat.held_at < run.starts_at
            assert done[-1] <= now
        assert all(since <= now for _, since in run.queue)


def test_nobody_sits_in_two_places_at_once_or_takes_a_course_twice(now: datetime) -> None:
    runs = plan.history(now)
    for index, run in enumerate(runs):
        for other in runs[index + 1 :]:
            if run.meets(other) or run.course is other.course:
                assert not run.people & other.people, (run.name, other.name)


def test_every_cohort_is_as_full_as_its_text_says(now: datetime) -> None:
    for run in plan.history(now):
        text = run.text
        assert len(run.seats) == text.seats + text.holds + text.lapsed + text.withdrawn, run.name
        assert len(run.queue) == text.waiting
        assert text.seats + text.holds <= run.capacity
        assert not text.waiting or text.seats == run.capacity
        assert len(run.people) == len(run.seats) + len(run.queue)


def test_names_of_cohorts_are_unique(now: datetime) -> None:
    assert max(Counter(run.name for run in plan.history(now)).values()) == 1


def test_the_personas_have_the_histories_they_stand_for() -> None:
    runs = plan.history(MONDAY_MORNING)

    def cohorts_of(who: object) -> Counter[CohortStatus]:
        return Counter(run.text.status for run in runs if who in run.people)

    assert {CohortStatus.COMPLETED, CohortStatus.IN_PROGRESS, CohortStatus.OPEN} == set(cohorts_of(AMARA))
    assert cohorts_of(HANNAH)[CohortStatus.COMPLETED] == 1
    assert all(not cohorts_of(person) for person in NEWCOMERS)
    taught: list[Run] = [run for run in runs if run.text.instructor is PRIYA]
    assert {CohortStatus.COMPLETED, CohortStatus.IN_PROGRESS, CohortStatus.OPEN} <= {run.text.status for run in taught}
