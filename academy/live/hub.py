"""The hub keeps every watched query true: it turns each batch of commits into the fewest runs and one push.

It works in turns. A turn opens one snapshot, reads the changes since the last turn in that same snapshot, runs
the queries they concern and those newly asked for, and publishes what came out different. So there is no gap
between running a query and being subscribed to it, and whatever is on all screens is of one moment.

A watched result has two parts, each run once for all who share it. The *guard* is the query's policy for one
viewer; the *body* is the query itself. A body that never looked at the viewer is shared by everybody. Who the viewer is
behind a credential is a result of its own, on which guards and bodies stand: they are run again only if it is another.
"""

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from academy.core.errors import DomainError
from academy.live.changes import RETENTION, Change, ChangeLog
from academy.live.context import Context, Viewer
from academy.live.functions import Query, everyone
from academy.live.limits import LimitReached, Limits, metered
from academy.live.metrics import Tally
from academy.live.runtime import Credential, Runtime
from academy.live.tracking import ReadSet, recorded

logger = logging.getLogger(__name__)

VIEWER = "viewer"
RETRY_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0
"""How soon it is noticed that the clock was put forward, when nothing else happens."""
TURN_SECONDS = 0.012
"""Turns are at least this far apart: the first change goes out at once, a burst is coalesced."""


_viewer_adapter = TypeAdapter(Viewer)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a result cannot be shown: a sentence, or with the code `error` the number to find it in the log."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a screen shows for one query: a value, or the problem in its place."""

    value: Any = None
    json: str = "null"
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query with its arguments, asked for under a credential."""

    query: Query[..., Any]
    arguments: Mapping[str, Any]
    credential: Credential


@dataclass(eq=False, slots=True)
class Node:
    """One run that is kept true: a guard, a body, or who the viewer is.

    Attributes:
        has_looked: Whether it looked at the viewer.
        viewer: What it stands on then.
        dependents: What stands on this viewer.
    """

    key: tuple[Any, ...]
    run: Callable[[Context], Any]
    adapter: TypeAdapter[Any] | None
    credential: Credential
    is_shared: bool = False
    reads: ReadSet = field(default_factory=ReadSet)
    next_change_at: datetime | None = None
    outcome: Outcome = field(default_factory=Outcome)
    digest: bytes = b""
    watches: "dict[Watch, None]" = field(default_factory=dict)
    has_looked: bool = False
    viewer: "Node | None" = None
    dependents: "dict[Node, None]" = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Watch:
    """One target on one client's screen."""

    client: str
    target: Any
    wanted: Wanted
    is_active: bool = True
    guard: Node | None = None
    body: Node | None = None

    @property
    def outcome(self) -> Outcome:
        """What the screen should show now."""
        if self.guard is not None and self.guard.outcome.problem is not None:
            return self.guard.outcome
        return self.body.outcome if self.body is not None else Outcome()


class _LookedAtViewer(BaseException):
    """A shared run turned out to need the viewer: it cannot be shared."""


def _no_viewer(_context: Context) -> Viewer:
    raise _LookedAtViewer


class Index:
    """Finds the nodes a change concerns without looking at the others."""

    def __init__(self) -> None:
        self._whole: dict[str, set[Node]] = defaultdict(set)
        self._keyed: dict[str, dict[str, dict[str | None, set[Node]]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, node: Node) -> None:
        for table in node.reads.tables:
            self._whole[table].add(node)
        for table, columns in node.reads.keys.items():
            for column, values in columns.items():
                for value in values:
                    self._keyed[table][column].setdefault(value, set()).add(node)

    def remove(self, node: Node) -> None:
        for table in node.reads.tables:
            self._whole[table].discard(node)
        for table, columns in node.reads.keys.items():
            for column, values in columns.items():
                by_value = self._keyed[table][column]
                for value in values:
                    nodes = by_value.get(value, set())
                    nodes.discard(node)
                    if not nodes:
                        by_value.pop(value, None)
                if not by_value:
                    del self._keyed[table][column]

    def match(self, change: Change) -> Iterable[Node]:
        """Yield the nodes that read a row like the one before or the one after."""
        yield from self._whole.get(change.table, ())
        for column, by_value in self._keyed.get(change.table, {}).items():
            if not change.images:
                for nodes in by_value.values():
                    yield from nodes
            for image in change.images:
                yield from by_value.get(image.get(column), ())


class Hub:
    """One per worker. Only `watch`, `leave`, `wake`, `start` and `stop` are for others.

    Args:
        runtime: Where the queries run.
        publish: Receives, after each turn, the watches whose outcome changed. Called on the event loop.
    """

    def __init__(self, runtime: Runtime, publish: Callable[[list[Watch]], None]) -> None:
        self.runtime = runtime
        self.publish = publish
        self.runs: Counter[str] = Counter()
        self.turns = 0
        self.tally = Tally(runtime.metrics)
        self._log = ChangeLog(runtime.database.reader.dialect.name)
        self._index = Index()
        self._nodes: dict[tuple[Any, ...], Node] = {}
        self._timed: set[Node] = set()
        self._clients: dict[str, dict[Any, Watch]] = {}
        self._joining: list[tuple[list[Watch], asyncio.Future[None]]] = []
        self._leaving: list[Watch] = []
        self._awake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-hub")
        self._task: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last_turn = runtime.clock()
        self._must_refresh_all = False
        self._unpublished: dict[Watch, None] = {}

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
                self._must_refresh_all = True
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
        moments = [node.next_change_at for node in self._timed if node.next_change_at is not None]
        if moments and self._loop is not None:
            delay = (min(moments) - self.runtime.clock()).total_seconds()
            self._alarm = self._loop.call_later(min(max(delay, 0.0), LONGEST_WAIT_SECONDS) + 0.001, self._awake.set)

    # A turn: runs on the hub's thread; the loop meanwhile only appends to the lists of those coming and going.

    def _turn(self, joining: list[tuple[list[Watch], Any]], leaving: list[Watch]) -> list[Watch]:
        self.turns += 1
        for watch in leaving:
            self._detach(watch)
        with self.runtime.database.snapshot() as connection:
            turn = _Turn(self, connection, self.runtime.clock())
            dirty: dict[Node, None] = {}
            for change in self._log.advance(connection):
                before = len(dirty)
                dirty.update(dict.fromkeys(self._index.match(change)))
                self.tally.changes[change.table] += 1
                self.tally.invalidations[change.table] += len(dirty) - before
            dirty.update(dict.fromkeys(node for node in self._timed if turn.is_due(node)))
            if self._has_lost_track():
                dirty.update(dict.fromkeys(self._nodes.values()))
            turn.refresh_all(dirty)
            for watches, _ in joining:
                for watch in watches:
                    if watch.is_active:
                        turn.attach(watch)
        changed, self._unpublished = self._unpublished, {}
        return list(changed)

    def _detach(self, watch: Watch) -> None:
        for node in (watch.guard, watch.body):
            if node is not None:
                node.watches.pop(watch, None)
                if not node.watches:
                    self._forget(node)
        watch.guard = watch.body = None

    def _has_lost_track(self) -> bool:
        """Tell whether changes may have been missed: a turn failed, or the log was pruned while the machine slept."""
        last, self._last_turn = self._last_turn, self.runtime.clock()
        has_failed, self._must_refresh_all = self._must_refresh_all, False
        return has_failed or self._last_turn - last > RETENTION / 2

    def _forget(self, node: Node) -> None:
        if self._nodes.get(node.key) is node:
            del self._nodes[node.key]
            self._index.remove(node)
            self._timed.discard(node)
            self._stand_on(node, None)

    def _stand_on(self, node: Node, viewer: Node | None) -> None:
        """Let a node depend on another viewer, or on none; a viewer on which nothing stands is forgotten."""
        before, node.viewer = node.viewer, viewer
        if viewer is not None:
            viewer.dependents[node] = None
        if before is not None and before is not viewer:
            before.dependents.pop(node, None)
            if not before.dependents:
                self._forget(before)


class _Turn:
    """One pass over one snapshot. What it finds changed stays to be published though it break off in the middle."""

    def __init__(self, hub: Hub, connection: Connection, now: datetime) -> None:
        self.hub = hub
        self.connection = connection
        self.now = now
        self.changed = hub._unpublished

    def is_due(self, node: Node) -> bool:
        """Tell whether the moment has come at which the node said its result changes."""
        return node.next_change_at is not None and node.next_change_at <= self.now

    def refresh_all(self, dirty: dict[Node, None]) -> None:
        """Run nodes again, and what stands on viewers that turn out to be others."""
        for node in [node for node in dirty if node.key[0] == VIEWER]:
            if self.hub._nodes.get(node.key) is node and self._run(node):
                dirty.update(node.dependents)
        for node in dirty:
            if node.key[0] != VIEWER:
                self.refresh(node)

    def refresh(self, node: Node) -> None:
        """Run a node again; its watches are marked if the result is another."""
        if self.hub._nodes.get(node.key) is not node:
            return
        try:
            is_changed = self._run(node)
        except _LookedAtViewer:
            self.hub._forget(node)
            for watch in list(node.watches):
                watch.body = None
                self.attach(watch)
                self.changed[watch] = None
            return
        if is_changed:
            for watch in list(node.watches):
                if watch.guard is node:
                    self.attach(watch)
                self.changed[watch] = None

    def attach(self, watch: Watch) -> None:
        """Bind a watch to its guard and, if that lets it pass, to its body."""
        wanted = watch.wanted
        query, arguments = wanted.query, dict(wanted.arguments)
        call = (query.name, json.dumps(arguments, sort_keys=True, default=str))
        if query.policy is not everyone and watch.guard is None:
            key = ("guard", *call, wanted.credential)
            watch.guard = self._node(key, lambda ctx: query.check(ctx, **arguments), None, wanted.credential)
            watch.guard.watches[watch] = None
        if watch.guard is not None and watch.guard.outcome.problem is not None:
            if watch.body is not None:
                watch.body.watches.pop(watch, None)
                if not watch.body.watches:
                    self.hub._forget(watch.body)
                watch.body = None
        elif watch.body is None:
            watch.body = self._body(query, arguments, call, wanted.credential)
            watch.body.watches[watch] = None

    def _body(
        self, query: Query[..., Any], arguments: dict[str, Any], call: tuple[str, str], credential: Credential
    ) -> Node:
        for key in (("body", *call), ("body", *call, credential)):
            if (found := self.hub._nodes.get(key)) is not None:
                return found
        run = lambda ctx: query.body(ctx, **arguments)  # noqa: E731
        return self._node(("body", *call, credential), run, query.result, credential, shared_key=("body", *call))

    def _node(
        self,
        key: tuple[Any, ...],
        run: Callable[[Context], Any],
        adapter: TypeAdapter[Any] | None,
        credential: Credential,
        shared_key: tuple[Any, ...] | None = None,
    ) -> Node:
        if (found := self.hub._nodes.get(key)) is not None:
            return found
        node = Node(key, run, adapter, credential)
        self._run(node)
        if shared_key is not None and not node.has_looked:
            node.key, node.is_shared = shared_key, True
        self.hub._nodes[node.key] = node
        return node

    def _viewer(self, node: Node, context: Context) -> Viewer:
        """Return who is behind a node's credential, and let the node stand on that."""
        node.has_looked = True
        resolve = self.hub.runtime.viewer_of(node.credential)
        if not isinstance(node.credential, str):
            return resolve(context)
        key = (VIEWER, VIEWER, node.credential)
        viewer = self.hub._nodes.get(key)
        if viewer is None:
            viewer = Node(key, resolve, _viewer_adapter, node.credential)
            self._run(viewer)
            self.hub._nodes[key] = viewer
        self.hub._stand_on(node, viewer)
        if viewer.outcome.problem is not None:
            raise LookupError(f"it could not be found out who the viewer is: {viewer.outcome.problem.message}")
        found: Viewer = viewer.outcome.value
        return found

    def _run(self, node: Node) -> bool:
        """Run a node and index what it read; returns whether its outcome is another one."""
        self.hub.runs[node.key[1]] += 1
        self.hub.tally.runs[node.key[1]] += 1
        viewer = _no_viewer if node.is_shared else partial(self._viewer, node)
        with recorded(self.connection) as reads, Session(self.connection, autoflush=False) as session:
            context = Context(session, self.now, viewer)
            outcome = _outcome(node, context, self.hub.runtime.limits)
        self.hub._index.remove(node)
        node.reads, node.next_change_at = reads, context.next_change_at
        self.hub._index.add(node)
        (self.hub._timed.add if node.next_change_at else self.hub._timed.discard)(node)
        digest = hashlib.blake2b(repr((outcome.problem, outcome.json)).encode(), digest_size=16).digest()
        is_changed = digest != node.digest
        if is_changed:
            node.digest, node.outcome = digest, outcome
        else:
            self.hub.tally.unchanged[node.key[1]] += 1
        return is_changed


def _outcome(node: Node, context: Context, limits: Limits) -> Outcome:
    name = node.key[1]
    try:
        with metered(context.session.connection(), limits):
            value = node.run(context)
        text = "null" if node.adapter is None else node.adapter.dump_json(value).decode()
        if len(text) > limits.result_bytes:
            raise LimitReached(f"Too much at once: a result may have {limits.result_bytes:,} bytes.")
    except LimitReached as error:
        logger.warning("query %s: %s", name, error)
        context.session.rollback()
        return Outcome(problem=Problem(error.code, error.message))
    except DomainError as error:
        return Outcome(problem=Problem(error.code, error.message))
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        incident = secrets.token_hex(4)
        logger.exception("query %s failed, incident %s", name, incident)
        context.session.rollback()
        return Outcome(problem=Problem("error", incident))
    return Outcome(value if node.adapter else None, text)
