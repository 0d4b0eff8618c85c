"""The hub keeps every watched query true: it turns each batch of commits into the fewest runs and one push.

It works in turns. A turn opens one snapshot, reads the changes since the last turn in that same snapshot, runs
the queries whose reads they changed and those newly asked for, and publishes what came out different. So there is no
gap between running a query and being subscribed to it, and whatever is on all screens is of one moment.

A watched result has two parts, each run once for all who share it. The *guard* is the query's policy for one
viewer; the *body* is the query itself. A body that never looked at the viewer is shared by everybody. Who the viewer is
behind a credential is a result of its own, on which guards and bodies stand: they are run again only if it is another.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from academy.live.changes import RETENTION, ChangeLog
from academy.live.metrics import Tally
from academy.live.nodes import Nodes, Outcome, Problem, Wanted, Watch
from academy.live.runtime import Runtime
from academy.live.turn import Backlog, Turn

logger = logging.getLogger(__name__)

RETRY_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0
"""How soon it is noticed that the clock was put forward, when nothing else happens."""
TURN_SECONDS = 0.012
"""Turns are at least this far apart: the first change goes out at once, a burst is coalesced."""

T = TypeVar("T")
Joining = tuple[list[Watch], asyncio.Future[None]]
"""Watches that are new, and who waits for what they show."""


class Hub:
    """Keeps what the screens of one worker show true.

    Args:
        runtime: Where the queries run.
        publish: Receives, after each turn, the watches whose outcome changed. Called on the event loop.
    """

    def __init__(self, runtime: Runtime, publish: Callable[[list[Watch]], None]) -> None:
        self.runtime = runtime
        self.publish = publish
        self.tally = Tally(runtime.metrics)
        self._log = ChangeLog(runtime.database.reader.dialect.name)
        self._nodes = Nodes()
        self._backlog = Backlog()
        self._clients: dict[str, dict[Any, Watch]] = {}
        self._joining: deque[Joining] = deque()
        self._leaving: deque[Watch] = deque()
        self._awake = threading.Event()
        self._is_ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._last_turn = runtime.clock()

    # For screens

    async def watch(self, client: str, wanted: Mapping[Any, Wanted], *, is_all: bool = True) -> dict[Any, Outcome]:
        """Keep these targets of a client true from now on; returns what they show.

        With `is_all` the client stops watching everything else, otherwise only these targets change. What it watches
        already it goes on watching, unless that came out as a problem. A change after the returned moment is always
        published. What is more than one browser may watch comes back with a problem, and is not watched.
        """
        mine = self._clients.setdefault(client, {})
        kept = {at for at, watch in mine.items() if watch.wanted == wanted.get(at) and watch.outcome.problem is None}
        for target in [target for target in mine if target not in kept and (is_all or target in wanted)]:
            self._drop(mine.pop(target))
        limit = self.runtime.limits.subscriptions
        asked = [target for target in wanted if target not in kept][: limit - len(mine)]
        watches = [Watch(client, target, wanted[target]) for target in asked]
        mine.update({watch.target: watch for watch in watches})
        shown = [mine[target] for target in wanted if target in mine]
        ready = asyncio.get_running_loop().create_future()
        self._joining.append((watches, ready))
        self.wake()
        await ready
        refused = Outcome(problem=Problem("limit", f"Too much at once: one page may watch {limit} queries."))
        return dict.fromkeys(wanted, refused) | {watch.target: watch.outcome for watch in shown}

    def leave(self, client: str) -> None:
        """Stop watching everything for a client that has gone."""
        for watch in self._clients.pop(client, {}).values():
            self._drop(watch)

    def watches_of(self, client: str) -> Mapping[Any, Watch]:
        """Return what a client watches now, by target."""
        return self._clients.get(client, {})

    async def turn(self) -> None:
        """Wait for a turn that begins after now."""
        taken = asyncio.get_running_loop().create_future()
        self._joining.append(([], taken))
        self.wake()
        await taken

    def census(self) -> tuple[int, int]:
        """Return how many targets are kept true, and by how many results."""
        return sum(map(len, self._clients.values())), len(self._nodes)

    def wake(self, upto: int | None = None) -> None:
        """Something may have changed: take a turn soon. Safe from any thread.

        Args:
            upto: The last entry of the change log, if that is known; one that was seen before is no news.
        """
        if upto is None or not self._log.has_seen(upto):
            self.tally.wake()
            self._awake.set()

    # Life

    async def start(self) -> None:
        """Begin taking turns."""
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._live, args=(loop,), name="live-hub", daemon=True)
        self._thread.start()
        self.runtime.on_commit = self.wake
        self.wake()

    async def stop(self) -> None:
        """Finish the turn under way and stop."""
        self._is_ending.set()
        self._awake.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _live(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take turns, on a thread of the hub's own; what one brings is told on the event loop before the next."""
        while not self._is_ending.is_set():
            self._awake.wait(self._patience())
            self._awake.clear()
            began = time.monotonic()
            joining, leaving = _taken_from(self._joining), _taken_from(self._leaving)
            try:
                changed = self.tally.turn(self._turn, joining, leaving)
            except Exception:
                logger.exception("a live turn failed; trying again")
                self._joining.extendleft(reversed(joining))
                self._leaving.extendleft(reversed(leaving))
                self._awake.set()
                self._is_ending.wait(RETRY_SECONDS)
                continue
            told = threading.Event()
            loop.call_soon_threadsafe(self._tell, joining, changed, told)
            told.wait()
            if changed:
                self._is_ending.wait(max(0.0, TURN_SECONDS - (time.monotonic() - began)))

    def _tell(self, joining: Iterable[Joining], changed: Iterable[Watch], told: threading.Event) -> None:
        try:
            new = {watch for watches, _ in joining for watch in watches}
            for watch in (*changed, *new):
                watch.outcome = watch.latest
            for _, ready in joining:
                if not ready.done():
                    ready.set_result(None)
            news = [watch for watch in changed if watch.is_active and watch not in new]
            self.publish(news)
            if news:
                self.tally.pushed()
        finally:
            told.set()

    def _patience(self) -> float:
        """How long to wait, in seconds, when nothing happens: until the first moment at which a result changes."""
        moment = self._nodes.next_moment()
        if moment is None:
            return LONGEST_WAIT_SECONDS
        return min(max((moment - self.runtime.clock()).total_seconds(), 0.0), LONGEST_WAIT_SECONDS) + 0.001

    def _drop(self, watch: Watch) -> None:
        watch.is_active = False
        self._leaving.append(watch)

    # A turn: runs on the hub's thread; the loop meanwhile only appends to the queues of those coming and going.

    def _turn(self, joining: Iterable[Joining], leaving: Iterable[Watch]) -> list[Watch]:
        for watch in leaving:
            self._nodes.detach(watch)
        backlog = self._backlog
        backlog.unbound |= dict.fromkeys(watch for watches, _ in joining for watch in watches if watch.is_active)
        is_of_one_moment = False
        while not is_of_one_moment:
            with self.runtime.database.snapshot() as connection:
                self._note_changes(connection)
                is_of_one_moment = Turn(self.runtime, self._nodes, self.tally, backlog, connection).take()
        changed, backlog.unpublished = backlog.unpublished, {}
        return list(changed)

    def _note_changes(self, connection: Connection) -> None:
        """Put on the backlog what the changes since the last snapshot concern."""
        for change in self._log.advance(connection):
            concerned = dict.fromkeys(self._nodes.concerned(change), False)
            self.tally.changes[change.table] += 1
            self.tally.invalidations[change.table] += len(concerned.keys() - self._backlog.stale)
            self._backlog.stale = concerned | self._backlog.stale
        last, self._last_turn = self._last_turn, self.runtime.clock()
        if self._last_turn - last > RETENTION / 2:
            self._backlog.stale = dict.fromkeys(self._nodes, False) | self._backlog.stale


def _taken_from(queue: deque[T]) -> list[T]:
    """Take what is in a queue to which another thread may append meanwhile."""
    return [queue.popleft() for _ in range(len(queue))]
