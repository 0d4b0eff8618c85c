"""One write before a crowd: how soon the last watcher has it, and what each of them costs.

Everybody watches the latest message of a room (`bench/rooms.py`), signed in as somebody else. The floor sends the same
bytes to as many, after the same insert.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.broadcasts import Series, crowd, floor, in_turns
from bench.figures import Figure
from bench.plan import Plan
from bench.processes import cpu_seconds
from bench.served import Rooms, serving

WATCHERS = 1000
QUERIES = 100
FEW = 10
REQUESTS = 50


@dataclass(frozen=True)
class Comparison:
    """Ours and the floor's.

    Attributes:
        runs: How often the hubs ran a query for one write.
        shares: How many watched at each worker.
        request: Milliseconds of CPU of the HTTP request that asks for a write, without the write.
    """

    ours: Series
    floor: Series
    runs: float
    shares: Sequence[int]
    request: float


def measure(plan: Plan) -> Iterator[Figure]:
    """A crowd before a query for members, a public one and a hundred of them; then a handful of watchers."""
    size, queries = plan.size(WATCHERS), plan.size(QUERIES)
    members = _compare(plan, "crowd", size)
    yield from _crowd("members only", members, size)
    yield from _crowd("public", _compare(plan, "crowd, public", size, page="/public"), size)
    yield from _many(_compare(plan, "many queries", size, queries=queries), members, queries)
    yield from _few(_compare(plan, "few", FEW))


def _compare(plan: Plan, name: str, size: int, page: str = "/members", queries: int = 1) -> Comparison:
    with TemporaryDirectory() as folder, serving(Path(folder), f"sqlite:///{folder}/rooms.db", [size]) as rooms:
        return compare(plan, name, rooms, rooms.watchers(page, queries))


def compare(plan: Plan, name: str, rooms: Rooms, who: list[list[str]], floor_url: str = "") -> Comparison:
    """Post to a room again and again with a crowd watching it; as many listen to the floor."""
    with (
        floor(rooms.folder, floor_url) as bare,
        crowd(rooms.port, who) as watching,
        crowd(bare.port, len(who)) as listening,
    ):
        ours, theirs = Series(rooms.write, watching, rooms.pids), Series(bare.publish, listening, bare.pids)
        before = rooms.runs()
        in_turns(plan, name, ours, theirs, bare)
        runs = (rooms.runs() - before).total() / ours.written
        return Comparison(ours, theirs, runs, rooms.shares(), _cost_of_request(rooms))


def _cost_of_request(rooms: Rooms) -> float:
    used = cpu_seconds(rooms.pids)
    for _ in range(REQUESTS):
        rooms.ask_for_nothing()
    return (cpu_seconds(rooms.pids) - used) / REQUESTS * 1e3


def _crowd(name: str, found: Comparison, size: int) -> Iterator[Figure]:
    ours, floor = found.ours, found.floor
    note = f"{size:,} watchers, {len(ours.text):,} bytes each"
    yield Figure(f"{name}: runs per write", found.runs, "runs", 1, most_ratio=1)
    yield Figure(f"{name}: one write to the last watcher, median", ours.last, "ms", floor.last, note, most_ratio=2)
    yield Figure(f"{name}: one write to the last watcher, worst", max(ours.lasts), "ms", max(floor.lasts))
    yield Figure(f"{name}: CPU per watcher and write", ours.cpu / size * 1e3, "µs", floor.cpu / size * 1e3, most=40)


def _many(many: Comparison, one: Comparison, queries: int) -> Iterator[Figure]:
    note = f"{queries} different queries, all changed by the write; the floor is one query of as many watchers"
    ours, alone = many.ours, one.ours
    yield Figure("many queries: one write to the last watcher", ours.last, "ms", alone.last, note, most_ratio=1.5)
    yield Figure("many queries: CPU per write", ours.cpu, "ms", alone.cpu, most_ratio=1.5)
    yield Figure("many queries: runs per write", many.runs, "runs", queries, most_ratio=1)


def _few(few: Comparison) -> Iterator[Figure]:
    ours, floor = few.ours, few.floor
    note = f"{FEW} watchers, members only"
    yield Figure("fixed cost: CPU per write", ours.cpu, "ms", floor.cpu, note, most=3)
    yield Figure("fixed cost: of that, the HTTP request for the write", few.request, "ms")
    yield Figure("fixed cost: commit to the last watcher, median", ours.after, "ms", floor.after, most=3)
    yield Figure("fixed cost: commit to the last watcher, worst", max(ours.afters), "ms", max(floor.afters))
