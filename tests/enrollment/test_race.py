"""Two hundred people, twenty seats, all at once; and again with the process killed in the middle."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select

from academy.core.errors import Conflict
from academy.core.settings import ROOT
from academy.enrollment import service
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import Viewer
from academy.live.models import QueuedJob
from tests.enrollment.seats import assert_laws, make_cohort, make_course, make_people
from tests.world import Live

PEOPLE, SEATS = 200, 20
FULL = "This cohort is full. No other cohort of this course has a free seat just now."


@pytest.fixture
def cohort_id(live: Live) -> int:
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx), seats=SEATS).id


@pytest.fixture
def people(live: Live) -> list[Viewer]:
    with live.system() as ctx:
        return make_people(ctx, PEOPLE)


def held(live: Live) -> list[int]:
    """Return who holds a seat, after a look at the laws."""
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)
        statement = select(Enrollment.user_id).where(Enrollment.status == EnrollmentStatus.HELD)
        return list(ctx.session.exec(statement.order_by(col(Enrollment.user_id))).all())


def test_two_hundred_people_race_for_twenty_seats(live: Live, cohort_id: int, people: list[Viewer]) -> None:
    start = Barrier(PEOPLE)

    def reserve(person: Viewer) -> str:
        start.wait()
        try:
            return live.write(service.reserve_seat, person, cohort_id=cohort_id).status
        except Conflict as refusal:
            return refusal.message

    with ThreadPoolExecutor(PEOPLE) as threads:
        outcomes = Counter(threads.map(reserve, people))
    assert outcomes == {"held": SEATS, FULL: PEOPLE - SEATS}
    assert len(held(live)) == SEATS


def test_one_person_with_many_tabs_gets_one_seat(live: Live, cohort_id: int, people: list[Viewer]) -> None:
    tabs = 30
    start = Barrier(tabs)

    def reserve(_: int) -> str:
        start.wait()
        return live.write(service.reserve_seat, people[0], cohort_id=cohort_id).public_id

    with ThreadPoolExecutor(tabs) as threads:
        assert len(set(threads.map(reserve, range(tabs)))) == 1
    assert held(live) == [people[0].user_id]


@pytest.mark.parametrize("answers_before_the_end", [8])
def test_the_race_survives_a_killed_process(
    live: Live, cohort_id: int, people: list[Viewer], answers_before_the_end: int
) -> None:
    url = live.database.url.render_as_string(hide_password=False)
    racers = [str(person.user_id) for person in people]
    command = [sys.executable, "-m", "tests.enrollment.racers", url, str(cohort_id), *racers]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        heard = [killed.stdout.readline() for _ in range(answers_before_the_end)]
        killed.kill()
        heard += killed.stdout.readlines()
    promised = {int(user_id) for user_id, outcome in map(str.split, heard) if outcome == "held"}
    assert promised <= set(held(live)), "whoever was told of a seat has it"

    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = dict(line.split(" ", 1) for line in again.stdout.splitlines())
    assert Counter(told.values()) == {"held": SEATS, "full": PEOPLE - SEATS}, again.stderr
    holders = held(live)
    assert [str(user_id) for user_id in holders] == sorted((who for who in told if told[who] == "held"), key=int)
    with live.system() as ctx:
        planned = select(QueuedJob).where(QueuedJob.name == service.release_lapsed_hold.name)
        assert len(ctx.session.exec(planned).all()) == SEATS, "each hold has its release, and no other does"
