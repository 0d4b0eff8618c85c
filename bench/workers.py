"""Two workers beside one, on Postgres: what a watcher costs when every worker has to hear of a write and run the query.

The CPU is that of the supervisor and all workers; the database server's is not counted.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd import Comparison, compare
from bench.figures import Figure
from bench.plan import Plan
from bench.served import serving
from tests.databases import create_postgres_database, drop_postgres_database

WATCHERS = 1000


def measure(plan: Plan) -> Iterator[Figure]:
    """The same crowd before one worker, then before two."""
    size = plan.size(WATCHERS)
    one, two = (_crowd(plan, size, workers) for workers in (1, 2))
    note = f"{size:,} watchers, members only; {' and '.join(map(str, two.shares))} at each worker"
    cpu = two.ours.cpu / size * 1e3, one.ours.cpu / size * 1e3
    yield Figure("one worker: CPU per watcher and write", cpu[1], "µs", one.floor.cpu / size * 1e3)
    yield Figure("two workers: the same, beside one worker's", cpu[0], "µs", cpu[1], note, most_ratio=1.15)
    for name, found in (("one worker", one), ("two workers", two)):
        yield Figure(f"{name}: one write to the last watcher", found.ours.last, "ms", found.floor.last)


def _crowd(plan: Plan, size: int, workers: int) -> Comparison:
    url, floor_url = create_postgres_database(), create_postgres_database()
    with TemporaryDirectory() as folder, serving(Path(folder), url, [size], workers=workers) as rooms:
        found = compare(plan, f"{workers} workers", rooms, rooms.watchers(), floor_url)
    for one in (url, floor_url):
        drop_postgres_database(one)
    return found
