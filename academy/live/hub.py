"""The hub keeps every watched query true: it turns each batch of commits into the fewest runs and one push.

It works in turns. A turn opens one snapshot, reads the changes since the last turn in that same snapshot, runs
the queries whose reads they changed and those newly asked for, and publishes what came out different. So there is no
gap between running a query and being subscribed to it, and whatever is on all screens is of one moment.

A watched result has two parts, each run once for all who share it. The *guard* is the query's policy for one
viewer; the *body* is the query itself. A body that never looked at the viewer is shared by everybody. Who the viewer is
behind a credential is a result of its own, on which guards and bodies stand: they are run again only if it is another.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

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


class Hub:
    """One per worker. Only `watch`, `leave`, `wake`, `start` and `stop` are for others.

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
        self._joining: list[tuple[list[Watch], asyncio.Future[None]]] = []
        self._leaving: list[Watch] = []
        self._awake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-hub")
        self._task: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last_turn = runtime.clock()

    # For screens

    async def watch(self, client: str, wanted: Mapping[Any, Wanted], *, is_all: bool = True) -> dict[Any, Outcome]:
        """Keep these targets of a client true from now on; returns what they show first.

        With `is_all` the client stops watching everything else, otherwise only these targets change.
        A change after the returned moment is always published, and never before this returns. What is more than
        one browser may watch comes back with a problem, and is not watched.
        """
        mine = self._clients.setdefault(client, {})
        for target in list(mine) if is_all else [target for target in mine if target in wanted]:
            self._drop(mine.pop(target))
        limit = self.runtime.limits.subscriptions
        watches = [Watch(client, target, want) for target, want in list(wanted.items())[: limit - len(mine)]]
        mine.update({watch.target: watch for watch in watches})
        refused = Outcome(problem=Problem("limit", f"Too much at once: one page may watch {limit} queries."))
        outcomes = dict.fromkeys(wanted, refused)
        if not watches:
            return outcomes
        ready = asyncio.get_running_loop().create_future()
        self._joining.append((watches, ready))
        self.wake()
        await ready
        return outcomes | {watch.target: watch.outcome for watch in watches}

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

    def wake(self) -> None:
        """Something may have changed: take a turn soon. Safe from any thread."""
        if self._loop is None:
            return
        self.tally.wake()
        if asyncio._get_running_loop() is self._loop:
            self._awake.set()
        else:
            self._loop.call_soon_threadsafe(self._awake.set)

    # Life

    async def start(self) -> None:
        """Begin taking turns."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._live(), name="live hub")
        self.runtime.on_commit = self.wake
        self.wake()

    async def stop(self) -> None:
        """Finish the turn under way and stop."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._alarm is not None:
            self._alarm.cancel()
        self._thread.shutdown()

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._awake.wait()
            self._awake.clear()
            joining, self._joining = self._joining, []
            leaving, self._leaving = self._leaving, []
            began = loop.time()
            try:
                changed = await loop.run_in_executor(self._thread, self.tally.turn, self._turn, joining, leaving)
            except Exception:
                logger.exception("a live turn failed; trying again")
                self._joining[:0], self._leaving[:0] = joining, leaving
                self._awake.set()
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for _, ready in joining:
                if not ready.done():
                    ready.set_result(None)
            new = {watch for watches, _ in joining for watch in watches}
            self.publish([watch for watch in changed if watch.is_active and watch not in new])
            self._set_alarm()
            if changed:
                self.tally.pushed()
                await asyncio.sleep(max(0.0, TURN_SECONDS - (loop.time() - began)))

    def _drop(self, watch: Watch) -> None:
        watch.is_active = False
        self._leaving.append(watch)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        moment = self._nodes.next_moment()
        if moment is not None and self._loop is not None:
            delay = (moment - self.runtime.clock()).total_seconds()
            self._alarm = self._loop.call_later(min(max(delay, 0.0), LONGEST_WAIT_SECONDS) + 0.001, self._awake.set)

    # A turn: runs on the hub's thread; the loop meanwhile only appends to the lists of those coming and going.

    def _turn(self, joining: list[tuple[list[Watch], Any]], leaving: list[Watch]) -> list[Watch]:
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
