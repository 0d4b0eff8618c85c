"""Many subscriptions over different keys and one write: who runs, and what it costs to find them.

In one process, on a hub without sockets: each client watches the latest message of a room of its own.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from timeit import timeit

from academy.core.database import Database
from academy.live.changes import Change
from academy.live.hub import Hub
from academy.live.nodes import Wanted, Watch
from academy.live.runtime import Runtime
from academy.live.tracking import watch_reads
from bench.figures import Figure
from bench.plan import Plan
from bench.rooms import latest, note_commits, post
from bench.served import Rooms
from tests.live import sample

SUBSCRIPTIONS = 20_000
FEW = 20
WRITES = 40
LOOKUPS = 2000
PAUSE_SECONDS = 0.02
"""Longer than the hub lets pass between two turns."""


@dataclass(frozen=True)
class Found:
    """What came of writes among so many subscriptions; times in milliseconds.

    Attributes:
        subscribing: From asking to all first results, for one subscription.
        telling: From a commit to the clients who are told.
        matching: Finding whom one change concerns.
        runs: Queries run for one write.
    """

    subscribing: float
    telling: float
    matching: float
    runs: float


def measure(plan: Plan) -> Iterator[Figure]:
    """The floor is the same among a few subscriptions."""
    size = plan.size(SUBSCRIPTIONS)
    with TemporaryDirectory() as folder:
        many, few = (asyncio.run(_writes(Path(folder, str(count)), count, plan)) for count in (size, FEW))
    note = f"{size:,} subscriptions over different keys; the floor is {FEW}"
    yield Figure("runs per write", many.runs, "runs", 1, note, most_ratio=1)
    yield Figure("finding whom a write concerns", many.matching * 1e3, "µs", few.matching * 1e3, most=1000)
    yield Figure("commit to publishing", many.telling, "ms", few.telling)
    yield Figure("subscribing, each", many.subscribing * 1e3, "µs", few.subscribing * 1e3)


async def _writes(folder: Path, size: int, plan: Plan) -> Found:
    folder.mkdir()
    Rooms(folder, url := f"sqlite:///{folder}/rooms.db", [1] * size).fill()
    database = Database(url)
    watch_reads(database.reader, sample.metadata)
    runtime = Runtime(database, sample.resolve_viewer)
    told: asyncio.Queue[list[Watch]] = asyncio.Queue()
    hub = Hub(runtime, told.put_nowait)
    await hub.start()
    committed: list[float] = []
    note_commits(runtime, committed.append)
    began = time.monotonic()
    await asyncio.gather(
        *(hub.watch(f"client {room}", {"message": Wanted(latest, {"room_id": room}, None)}) for room in _rooms(size))
    )
    subscribing = (time.monotonic() - began) / size * 1e3
    before = _runs(runtime)
    times = [await _write(runtime, committed, told, room) for room in _rooms(size, plan.times(WRITES))]
    runs = (_runs(runtime) - before) / len(times)
    change = Change("messages", ({"id": "1", "room_id": str(size // 2)},))
    matching = timeit(lambda: list(hub._nodes.concerned(change)), number=LOOKUPS) / LOOKUPS * 1e3
    await hub.stop()
    database.dispose()
    return Found(subscribing, median(times), matching, runs)


def _runs(runtime: Runtime) -> float:
    samples = (sample for metric in runtime.metrics.collect() for sample in metric.samples)
    return sum(sample.value for sample in samples if sample.name == "live_runs_total")


def _rooms(size: int, count: int = 0) -> range:
    """So many rooms of all, or all of them, evenly spread."""
    return range(1, size + 1, max(size // count, 1) if count else 1)


async def _write(runtime: Runtime, committed: Sequence[float], told: asyncio.Queue[list[Watch]], room: int) -> float:
    await asyncio.sleep(PAUSE_SECONDS)
    await asyncio.to_thread(partial(runtime.write, post, room_id=room, body="hello"))
    while not (watches := await told.get()):
        pass
    assert [watch.client for watch in watches] == [f"client {room}"], "somebody else was told"
    return (time.monotonic() - committed[-1]) * 1e3
