"""Two hundred people, twenty seats, all at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from academy.core.errors import Conflict
from academy.enrollment import service
from academy.live import Viewer
from tests.enrollment.seats import assert_laws, make_cohort, make_course, make_people
from tests.world import Live

PEOPLE, SEATS = 200, 20


def test_two_hundred_people_race_for_twenty_seats(live: Live) -> None:
    with live.system() as ctx:
        cohort_id = make_cohort(ctx, make_course(ctx), seats=SEATS).id
        people = make_people(ctx, PEOPLE)
    start = Barrier(PEOPLE)

    def reserve(person: Viewer) -> str:
        start.wait()
        try:
            return live.write(service.reserve_seat, person, cohort_id=cohort_id).status
        except Conflict as refusal:
            return refusal.message

    with ThreadPoolExecutor(PEOPLE) as threads:
        outcomes = Counter(threads.map(reserve, people))
    full = "This cohort is full. No other cohort of this course has a free seat just now."
    assert outcomes == {"held": SEATS, full: PEOPLE - SEATS}
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)
