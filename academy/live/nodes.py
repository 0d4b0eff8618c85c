"""What the hub keeps true: the runs that screens share, what each depends on, and who watches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any

from pydantic import TypeAdapter

from academy.live.changes import Change
from academy.live.context import Context
from academy.live.evidence import Evidence
from academy.live.functions import Query
from academy.live.runtime import Credential
from academy.live.tracking import ReadSet

SPARE_MOMENTS = 1000
"""How many moments that nobody waits for any more may be remembered."""
GUARD, BODY, VIEWER = "guard", "body", "viewer"


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
    evidence: Evidence = field(default_factory=Evidence)
    next_change_at: datetime | None = None
    outcome: Outcome = field(default_factory=Outcome)
    digest: bytes = b""
    watches: "dict[Watch, None]" = field(default_factory=dict)
    has_looked: bool = False
    viewer: "Node | None" = None
    dependents: "dict[Node, None]" = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The query it belongs to; `viewer` for who that is."""
        return str(self.key[1])

    @property
    def is_guard(self) -> bool:
        return bool(self.key[0] == GUARD)

    @property
    def is_viewer(self) -> bool:
        return bool(self.key[0] == VIEWER)


@dataclass(eq=False, slots=True)
class Watch:
    """One target on one client's screen.

    Attributes:
        outcome: What the screen should show, of the last turn that is over.
    """

    client: str
    target: Any
    wanted: Wanted
    is_active: bool = True
    guard: Node | None = None
    body: Node | None = None
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def latest(self) -> Outcome:
        """What came out in the turn under way; it may still be of another moment than that of the watch beside it."""
        if self.guard is not None and self.guard.outcome.problem is not None:
            return self.guard.outcome
        return self.body.outcome if self.body is not None else Outcome()


class Nodes:
    """All nodes of a hub, found by what they are, by the changes that concern them and by the moments they named."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[Any, ...], Node] = {}
        self._index = Index()
        self._moments: list[tuple[datetime, int, Node]] = []
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._by_key.values())

    def __contains__(self, node: Node) -> bool:
        return self._by_key.get(node.key) is node

    def get(self, key: tuple[Any, ...]) -> Node | None:
        return self._by_key.get(key)

    def keep(self, node: Node) -> None:
        """Keep a node true from now on."""
        self._by_key[node.key] = node

    def note(self, node: Node, reads: ReadSet, evidence: Evidence, next_change_at: datetime | None) -> None:
        """Note what a node depended on when it was run."""
        if next_change_at is not None and next_change_at != node.next_change_at:
            self._wait_for(next_change_at, node)
        self._index.remove(node)
        node.reads, node.evidence, node.next_change_at = reads, evidence, next_change_at
        self._index.add(node)

    def _wait_for(self, moment: datetime, node: Node) -> None:
        if len(self._moments) > SPARE_MOMENTS + 2 * len(self):
            self._moments = [(at, number, of) for at, number, of in self._moments if self._is_awaited(at, of)]
            heapify(self._moments)
        heappush(self._moments, (moment, next(self._numbers), node))

    def _is_awaited(self, moment: datetime, node: Node) -> bool:
        return node in self and node.next_change_at == moment

    def concerned(self, change: Change) -> Iterable[Node]:
        """Yield the nodes whose result a change may change."""
        return (node for node in self._index.match(change) if node.reads.is_touched(change.table, change.changed))

    def due(self, now: datetime) -> list[Node]:
        """Return the nodes whose moment has come."""
        found = []
        while (moment := self.next_moment()) is not None and moment <= now:
            found.append(heappop(self._moments)[-1])
        return found

    def next_moment(self) -> datetime | None:
        """Return the first moment at which a result changes though no row does."""
        while self._moments:
            moment, _, node = self._moments[0]
            if self._is_awaited(moment, node):
                return moment
            heappop(self._moments)
        return None

    def attach(self, watch: Watch, *, guard: Node | None = None, body: Node | None = None) -> None:
        """Let a watch stand on a guard, or on a body."""
        for node in filter(None, (guard, body)):
            node.watches[watch] = None
        watch.guard, watch.body = guard or watch.guard, body or watch.body

    def detach(self, watch: Watch, *, keeps_guard: bool = False) -> None:
        """Take a watch off its nodes; what nobody watches any more is forgotten."""
        nodes = (watch.body,) if keeps_guard else (watch.guard, watch.body)
        for node in filter(None, nodes):
            node.watches.pop(watch, None)
            if not node.watches:
                self.forget(node)
        watch.guard, watch.body = watch.guard if keeps_guard else None, None

    def stand_on(self, node: Node, viewer: Node | None) -> None:
        """Let a node depend on another viewer, or on none; a viewer on which nothing stands is forgotten."""
        before, node.viewer = node.viewer, viewer
        if viewer is not None:
            viewer.dependents[node] = None
        if before is not None and before is not viewer:
            before.dependents.pop(node, None)
            if not before.dependents:
                self.forget(before)

    def forget(self, node: Node) -> None:
        """Keep a node true no longer."""
        if node in self:
            del self._by_key[node.key]
            self._index.remove(node)
            self.stand_on(node, None)


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
