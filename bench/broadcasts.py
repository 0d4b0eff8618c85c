"""One write, and everybody who watches: ours and the floor's, asked in turns."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import mean, median

from bench.plan import Plan
from bench.processes import Helper, cpu_seconds, helper
from bench.served import Rooms
from bench.watchers import numbered
from scripts.site import free_port

WARM_UP = 3
ROUNDS = 4
WRITES = 5
SETTLE_SECONDS = 0.02


@dataclass
class Series:
    """Writes of one side, each waited for until the last watcher has it.

    Attributes:
        publish: Writes once and returns the moment of the commit.
        crowd: Those who watch.
        pids: Whose CPU counts.
        lasts: Milliseconds from asking for a write until the last watcher has it.
        afters: The same from its commit.
        spent: Milliseconds of CPU of each write.
    """

    publish: Callable[[], float]
    crowd: Helper
    pids: Sequence[int]
    lasts: list[float] = field(default_factory=list)
    afters: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    text: str = ""

    def write(self, times: int) -> None:
        """Write so many times, one after the other."""
        for _ in range(times):
            used, began = cpu_seconds(self.pids), time.monotonic()
            committed = self.publish()
            heard = self.crowd.hear()
            time.sleep(SETTLE_SECONDS)
            self.lasts.append((heard["last"] - began) * 1e3)
            self.afters.append((heard["last"] - committed) * 1e3)
            self.spent.append((cpu_seconds(self.pids) - used) * 1e3)
            self.text = heard["text"]

    def forget(self) -> None:
        """Leave out what was measured so far."""
        for measured in (self.lasts, self.afters, self.spent):
            measured.clear()

    @property
    def last(self) -> float:
        return median(self.lasts)

    @property
    def after(self) -> float:
        return median(self.afters)

    @property
    def cpu(self) -> float:
        return mean(self.spent)


@dataclass(frozen=True)
class Comparison:
    """Ours and the floor's, and how often our hub ran a query for one write."""

    ours: Series
    floor: Series
    runs: float


def compare(plan: Plan, name: str, rooms: Rooms, page: str = "/members") -> Comparison:
    """Post to all rooms, again and again, with every member watching theirs; as many listen to the floor."""
    watchers = rooms.watchers(page)
    with crowd(rooms.port, watchers) as watching, floor(rooms, len(watchers)) as bare:
        ours = Series(rooms.write, watching, rooms.pids)
        ours.write(WARM_UP)
        bare.text = ours.text
        bare.write(WARM_UP)
        for series in (ours, bare):
            series.forget()
        before = rooms.runs()
        with plan.measured(name, rooms.pids[1:]):
            for _ in range(ROUNDS):
                bare.write(plan.times(WRITES))
                ours.write(plan.times(WRITES))
        runs = (rooms.runs() - before).total() / len(ours.lasts)
    return Comparison(ours, bare, runs)


@contextmanager
def crowd(port: int, who: int | list[list[str]], *mark: str) -> Iterator[Helper]:
    """Connect a crowd for as long as the block lasts."""
    with helper("-m", "bench.watchers", str(port), *mark) as watching:
        watching.tell(who)
        watching.hear()
        yield watching


@contextmanager
def floor(rooms: Rooms, size: int) -> Iterator[Series]:
    """The floor over a database of the same kind, with a crowd of its own. Its text has to be given."""
    port = free_port()
    url = rooms.url if not rooms.url.startswith("sqlite") else f"sqlite:///{rooms.folder}/floor.db"
    with helper("-m", "bench.floor", str(port), url) as server, ExitStack() as listening:
        server.hear()
        crowd_of_floor = listening.enter_context(crowd(port, size))
        number = 0

        def publish() -> float:
            nonlocal number
            number += 1
            server.tell(re.sub(r"~\d+~", numbered(number), series.text, count=1))
            return float(server.hear()["committed"])

        series = Series(publish, crowd_of_floor, [server.pid])
        yield series
