"""A thread of ten thousand replies and a course of fifty thousand threads beside small ones, on both databases.

What a screen asks for is read as the reader, without a hub that would have it already. The floor is the small one.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from academy.community import service as community
from academy.community.models import ThreadCategory
from academy.community.service.boards import Sort
from academy.community.service.opening import Spot
from academy.community.service.shown import PAGE
from academy.identity.models import UserRole
from academy.live import Runtime, Viewer
from bench.figures import Figure
from bench.forum import RARE, analyze, make_course, make_thread
from bench.office import Office
from bench.plan import Plan
from bench.planted import plant, running
from tests.databases import KINDS

REPLIES, FEW_REPLIES = 10_000, 120
THREADS, FEW_THREADS = 50_000, 60
TIMES = 30
MOST_RATIO = 2


@dataclass(frozen=True)
class Forum:
    """One course and one thread of a size, and who reads them.

    Attributes:
        place: The key of the course.
        public_id: The thread's.
    """

    runtime: Runtime
    reader: Viewer
    place: str
    public_id: str
    replies: int

    def first_page(self) -> None:
        """What the page of a thread asks for when somebody opens it for the first time."""
        self._open(0, Spot.UNREAD)

    def middle(self) -> None:
        """A link to a reply in the middle."""
        self._open(self.replies // 2, Spot.UNREAD)

    def end(self) -> None:
        """What is latest."""
        self._open(0, Spot.LATEST)

    def _open(self, number: int, spot: Spot) -> None:
        read, one = self.runtime.read, {"public_id": self.public_id}
        found = read(community.opening, self.reader, **one, reply=number, spot=spot)
        read(community.thread_head, self.reader, **one)
        read(community.thread_end, self.reader, **one)
        read(community.my_thread, self.reader, **one)
        shown = read(community.reply_page, self.reader, **one, page=found.page)
        assert len(shown.rows) >= PAGE, "the page is not full"

    def listed(self, sort: Sort, category: ThreadCategory | None = None) -> str:
        """The first page of the course's threads; returns where it ends."""
        asked = {"place": self.place, "sort": sort, "category": category}
        return self.runtime.read(community.thread_list, self.reader, **asked).until

    def next_page(self) -> None:
        """The first page and the one after it."""
        until = self.listed(Sort.RECENT)
        self.runtime.read(community.thread_list, self.reader, place=self.place, until=until)

    def search(self, words: str) -> None:
        """Threads and replies of the course that hold words."""
        found = self.runtime.read(community.search, self.reader, q=words, place=self.place)
        assert found.hits, "nothing is found"


ASKED: dict[str, Callable[[Forum], object]] = {
    "open a thread": Forum.first_page,
    "open it at a reply in the middle": Forum.middle,
    "open it at its end": Forum.end,
    "list, recent": lambda forum: forum.listed(Sort.RECENT),
    "list, popular": lambda forum: forum.listed(Sort.POPULAR),
    "list, unanswered": lambda forum: forum.listed(Sort.UNANSWERED),
    "list, questions": lambda forum: forum.listed(Sort.RECENT, ThreadCategory.QUESTION),
    "list, second page": Forum.next_page,
    "search, a rare word": lambda forum: forum.search(RARE),
    "search, a word of every thread": lambda forum: forum.search("summary"),
}


def measure(plan: Plan) -> Iterator[Figure]:
    """One figure for each thing asked on each database."""
    for kind in KINDS:
        with TemporaryDirectory() as folder, running(plant(kind, Path(folder))) as runtime:
            small = _forum(runtime, "little", plan.size(FEW_THREADS), FEW_REPLIES)
            large = _forum(runtime, "vast", plan.size(THREADS), max(plan.size(REPLIES), FEW_REPLIES))
            analyze(runtime.database)
            for name, ask in ASKED.items():
                least, found = (_timed(plan, ask, forum) for forum in (small, large))
                yield Figure(f"{kind}: {name}", found, "ms", least, most_ratio=MOST_RATIO)


def _forum(runtime: Runtime, name: str, threads: int, replies: int) -> Forum:
    user_id = Office(runtime).people(UserRole.INDIVIDUAL)[0 if name == "little" else 1]
    now = datetime.now(UTC)
    slug = make_course(runtime.database, name, threads, user_id, now)
    public_id = make_thread(runtime.database, replies, user_id, now)
    return Forum(runtime, Viewer(user_id, UserRole.INDIVIDUAL), f"course.{slug}", public_id, replies)


def _timed(plan: Plan, ask: Callable[[Forum], object], forum: Forum) -> float:
    """Milliseconds it takes, once it has been asked a few times."""
    found = []
    for _ in range(plan.times(TIMES) + 3):
        began = time.perf_counter()
        ask(forum)
        found.append((time.perf_counter() - began) * 1e3)
    return median(found[3:])
