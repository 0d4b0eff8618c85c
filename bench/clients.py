"""What a client of the academy costs: to connect, to keep, to tell of a seat, and to take back after a cut.

The floor is as many clients of a bare websocket server (`bench/floor.py`).
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from typing import Protocol

from academy import routes
from academy.identity.models import UserRole
from academy.identity.viewer import SESSION_COOKIE
from bench.academy import COURSE, COURSE_PAGE, SEATS_MARK, VISITOR, Academy, academy
from bench.broadcasts import Floor, Series, Who, crowd, floor, in_turns
from bench.figures import Figure
from bench.plan import Plan
from bench.processes import Helper, cpu_seconds, resident_bytes

VISITORS = 1000
PEOPLE = 500
FIRST_COMERS = 20
STORMS = 3
SETTLE_SECONDS = 0.5
RESERVE = "reflex___state____state.academy___marketing___state____course_state.reserve"
"""What the button on the course's page does."""


FLOOR = Plan()
"""The floor is not profiled."""


class Server(Protocol):
    """What clients connect to."""

    port: int
    pids: list[int]


@dataclass(frozen=True)
class Arrival:
    """A crowd that is there, and what it has cost its server: milliseconds of CPU and KiB for each client."""

    crowd: Helper
    cpu: float
    memory: float


def measure(plan: Plan) -> Iterator[Figure]:
    """Visitors of a course, then people who are signed in on their own pages."""
    with academy() as served, floor(served.site.folder) as bare:
        visitors = [VISITOR] * plan.size(VISITORS)
        with (
            _arriving(plan, "visitors connect", served, visitors, SEATS_MARK) as ours,
            _arriving(FLOOR, "", bare, len(visitors), SEATS_MARK) as theirs,
        ):
            yield from _arrivals("a visitor", ours, theirs, f"{len(visitors):,} visitors of a course")
            yield from _seats(plan, served, ours.crowd, theirs.crowd, bare)
        served.restart()
        people = _learners(served, plan.size(PEOPLE))
        with (
            _arriving(plan, "people connect", served, people) as ours,
            _arriving(FLOOR, "", bare, len(people)) as theirs,
        ):
            yield from _arrivals("a learner", ours, theirs, f"{len(people):,} signed in, at their own learning page")
            yield _storms(plan, served, ours.crowd, theirs.crowd)


@contextmanager
def _arriving(plan: Plan, name: str, server: Server, who: Who, mark: str = "") -> Iterator[Arrival]:
    """Connect a crowd to a server that has seen a few clients already, for as long as the block lasts."""
    size, few = (who, min(who, FIRST_COMERS)) if isinstance(who, int) else (len(who), who[:FIRST_COMERS])
    with crowd(server.port, few):
        time.sleep(SETTLE_SECONDS)
    time.sleep(SETTLE_SECONDS)
    with ExitStack() as staying:
        used, held = cpu_seconds(server.pids), resident_bytes(server.pids)
        with plan.measured(name, server.pids[1:]):
            arrived = staying.enter_context(crowd(server.port, who, mark))
            time.sleep(SETTLE_SECONDS)
        cpu, memory = cpu_seconds(server.pids) - used, resident_bytes(server.pids) - held
        yield Arrival(arrived, cpu / size * 1e3, memory / size / 1024)


def _arrivals(whose: str, ours: Arrival, bare: Arrival, note: str) -> Iterator[Figure]:
    yield Figure(f"{whose}: CPU from connecting to first data", ours.cpu, "ms", bare.cpu, note, most=5)
    yield Figure(f"{whose}: memory while connected", ours.memory, "KiB", bare.memory, most=150)


def _seats(plan: Plan, served: Academy, visitors: Helper, listeners: Helper, bare: Floor) -> Iterator[Figure]:
    """Somebody among the visitors takes a seat, as the button does; what they give back is not counted."""
    me = [COURSE_PAGE, COURSE, f"{SESSION_COOKIE}={served.buyer}"]
    with crowd(served.port, [me]) as buyer:

        def take() -> float:
            buyer.tell({"event": RESERVE})
            return float(buyer.hear()["sent"])

        def give_back() -> None:
            for taken in served.office.held_by(served.buyer_id):
                served.office.give_back(served.buyer, taken)

        ours = Series(take, visitors, served.pids, undo=give_back)
        theirs = Series(bare.publish, listeners, bare.pids)
        in_turns(plan, "seats", ours, theirs, bare)
    note = f"{len(ours.text):,} bytes each"
    yield Figure("a seat is taken: to the last visitor, median", ours.last, "ms", theirs.last, note)
    yield Figure("a seat is taken: to the last visitor, worst", max(ours.lasts), "ms", max(theirs.lasts))
    yield Figure("a seat is taken: CPU", ours.cpu, "ms", theirs.cpu)


def _learners(served: Academy, size: int) -> list[list[str]]:
    """Sessions of the academy's learners, several for each."""
    learners = served.office.people(UserRole.INDIVIDUAL)
    tokens = (served.office.sign_in(user_id) for user_id in islice(cycle(learners), size))
    return [[routes.LEARN.pattern, routes.LEARN.url(), f"{SESSION_COOKIE}={token}"] for token in tokens]


def _storms(plan: Plan, served: Academy, ours: Helper, bare: Helper) -> Figure:
    """Everybody is cut off and comes back at the same moment."""
    with plan.measured("reconnecting", served.pids[1:]):
        found, floor = ([_storm(crowd) for _ in range(plan.times(STORMS))] for crowd in (ours, bare))
    return Figure("all cut off at once: until the last is live again", median(found), "s", median(floor))


def _storm(crowd: Helper) -> float:
    crowd.tell({"reconnect": True})
    return float(crowd.hear()["seconds"])
