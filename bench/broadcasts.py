"""One write, and everybody who watches: ours and the floor's, asked in turns."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from bench.plan import Plan
from bench.processes import Helper, cpu_seconds, helper
from bench.watchers import numbered
from scripts.site import free_port

WARM_UP = 3
ROUNDS = 4
WRITES = 5
SETTLE_SECONDS = 0.02

Who = int | list[list[str]]
"""A page, an address and a cookie for each of a crowd, or the number of clients of the floor."""


@dataclass
class Series:
    """Writes of one side, each waited for until the last watcher has it.

    Attributes:
        publish: Writes once and returns the moment of the commit.
        crowd: Those who watch.
        pids: Whose CPU counts.
        undo: Makes ready for the next write, by another one that all are told of too.
        lasts: Milliseconds from asking for a write until the last watcher has it.
        afters: The same from its commit.
        spent: Milliseconds of CPU of each write.
        text: What the last message was.
        written: How often it wrote in all.
    """

    publish: Callable[[], float]
    crowd: Helper
    pids: Sequence[int]
    undo: Callable[[], object] | None = None
    lasts: list[float] = field(default_factory=list)
    afters: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    text: str = ""
    written: int = 0

    def write(self, times: int) -> None:
        """Write so many times, one after the other."""
        for _ in range(times):
            used, began = cpu_seconds(self.pids), time.monotonic()
            committed = self.publish()
            heard = self.crowd.hear()
            assert heard["last"] > began, "the crowd was told of something else"
            time.sleep(SETTLE_SECONDS)
            self.lasts.append((heard["last"] - began) * 1e3)
            self.afters.append((heard["last"] - committed) * 1e3)
            self.spent.append((cpu_seconds(self.pids) - used) * 1e3)
            self.text = heard["text"]
            self.written += 1
            if self.undo is not None:
                self.undo()
                self.crowd.hear()

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


class Floor:
    """A bare websocket server, `bench/floor.py`, over a database of its own or a given one.

    Attributes:
        text: What it sends next, with the number of the write put in where there is one.
    """

    def __init__(self, server: Helper, port: int) -> None:
        self._server, self.port, self.pids = server, port, [server.pid]
        self._number, self.text = 0, ""

    def publish(self) -> float:
        """Insert the text and send it to everybody; returns the moment of the commit."""
        self._number += 1
        self._server.tell(re.sub(r"~\d+~", numbered(self._number), self.text, count=1))
        return float(self._server.hear()["committed"])


@contextmanager
def floor(folder: Path, url: str = "") -> Iterator[Floor]:
    """Serve the floor as long as the block lasts; on SQLite unless an address is given."""
    port = free_port()
    with helper("-m", "bench.floor", str(port), url or f"sqlite:///{folder}/floor.db") as server:
        server.hear()
        yield Floor(server, port)


@contextmanager
def crowd(port: int, who: Who, mark: str = "") -> Iterator[Helper]:
    """Connect a crowd for as long as the block lasts."""
    with helper("-m", "bench.watchers", str(port), *([mark] if mark else [])) as watching:
        watching.tell(who)
        watching.hear()
        yield watching


def in_turns(plan: Plan, name: str, ours: Series, bare: Series, floor: Floor) -> None:
    """Write on both sides in turns, after a few times that do not count; the floor sends what ours has sent."""
    ours.write(WARM_UP)
    floor.text = ours.text
    bare.write(WARM_UP)
    for series in (ours, bare):
        series.forget()
    with plan.measured(name, ours.pids[1:]):
        for _ in range(ROUNDS):
            bare.write(plan.times(WRITES))
            ours.write(plan.times(WRITES))
