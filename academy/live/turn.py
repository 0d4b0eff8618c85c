"""One pass of the hub over one snapshot: what may have changed is looked over, and what has changed is run again."""

import hashlib
import json
import logging
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from academy.core.errors import DomainError
from academy.live.bounds import hold_to_bounds
from academy.live.context import Context, Viewer
from academy.live.evidence import Evidence, witnessed
from academy.live.functions import Query, everyone
from academy.live.limits import LimitReached, metered
from academy.live.metrics import Tally
from academy.live.nodes import BODY, GUARD, VIEWER, Node, Nodes, Outcome, Problem, Watch
from academy.live.runtime import Credential, Runtime
from academy.live.tracking import recorded

logger = logging.getLogger(__name__)

_viewer_adapter = TypeAdapter(Viewer)


class _LookedAtViewer(BaseException):
    """A shared run turned out to need the viewer: it cannot be shared."""


def _no_viewer(_context: Context) -> Viewer:
    raise _LookedAtViewer


@dataclass(slots=True)
class Backlog:
    """What is still to be done; it stays though a turn break off in the middle.

    Attributes:
        stale: What may have changed, with whether it is to be run in any case.
        unbound: Watches that have no guard or body yet.
        unpublished: Watches whose outcome is another one, in the order in which that was found.
    """

    stale: dict[Node, bool] = field(default_factory=dict)
    unbound: dict[Watch, None] = field(default_factory=dict)
    unpublished: dict[Watch, None] = field(default_factory=dict)


class Turn:
    """A pass over a snapshot.

    Args:
        runtime: Whose queries are run.
        nodes: What is kept true.
        tally: Where runs are counted.
        backlog: What is to be done.
        connection: The snapshot.
    """

    def __init__(self, runtime: Runtime, nodes: Nodes, tally: Tally, backlog: Backlog, connection: Connection) -> None:
        self._now = runtime.clock()
        self._runtime = runtime
        self._nodes = nodes
        self._tally = tally
        self._backlog = backlog
        self._connection = connection
        self._has_lost_snapshot = False

    def take(self) -> bool:
        """Do what is on the backlog, and run what is due: guards first, so nothing is run for who may no longer see it.

        Returns:
            Whether all that was run is of one moment. If not, a query broke and took the snapshot with it.
        """
        stale = self._backlog.stale
        stale |= dict.fromkeys(self._nodes.due(self._now), True)
        for node in [node for node in stale if node.is_viewer]:
            if self._is_another(node):
                stale |= dict.fromkeys(node.dependents, True)
            del stale[node]
        for is_turn_of_guards in (True, False):
            for node in [node for node in stale if node.is_guard is is_turn_of_guards]:
                self._refresh(node)
                del stale[node]
            self._bind_all()
        return not self._has_lost_snapshot

    def _refresh(self, node: Node) -> None:
        has_to_be_bound = node.is_guard
        try:
            if not self._is_another(node):
                return
        except _LookedAtViewer:
            has_to_be_bound = True
            self._nodes.forget(node)
            for watch in node.watches:
                watch.body = None
        told = dict.fromkeys(node.watches)
        self._backlog.unpublished |= told
        if has_to_be_bound:
            self._backlog.unbound |= told

    def _bind_all(self) -> None:
        unbound = self._backlog.unbound
        for watch in list(unbound):
            if watch.is_active:
                self._bind(watch)
            del unbound[watch]

    def _bind(self, watch: Watch) -> None:
        """Let a watch stand on its guard and, if that lets it pass, on its body."""
        wanted = watch.wanted
        query, arguments = wanted.query, dict(wanted.arguments)
        call = (query.name, json.dumps(arguments, sort_keys=True, default=str))
        if query.policy is not everyone and watch.guard is None:
            run = partial(_run_policy, query, arguments)
            guard = self._node((GUARD, *call, wanted.credential), run, None, wanted.credential)
            self._nodes.attach(watch, guard=guard)
        if watch.guard is not None and watch.guard.outcome.problem is not None:
            self._nodes.detach(watch, keeps_guard=True)
        elif watch.body is None:
            self._nodes.attach(watch, body=self._body(query, arguments, call, wanted.credential))

    def _is_another(self, node: Node) -> bool:
        """Run a node again, unless it would see what it saw before, and tell whether its outcome is another one."""
        if node not in self._nodes:
            return False
        if not self._backlog.stale[node]:
            self._tally.checks[node.name] += 1
            if self._would_see_the_same(node):
                return False
        return self._run(node)

    def _would_see_the_same(self, node: Node) -> bool:
        try:
            with metered(self._connection, self._runtime.limits):
                return node.evidence.holds(self._connection)
        except (LimitReached, sqlite3.Error, psycopg.Error):
            self._recover()
            return False

    def _body(
        self, query: Query[..., Any], arguments: dict[str, Any], call: tuple[str, str], credential: Credential
    ) -> Node:
        for key in ((BODY, *call), (BODY, *call, credential)):
            if (found := self._nodes.get(key)) is not None:
                return found
        run = partial(_run_body, query, arguments)
        return self._node((BODY, *call, credential), run, query.result, credential, shared_key=(BODY, *call))

    def _node(
        self,
        key: tuple[Any, ...],
        run: Callable[[Context], Any],
        adapter: TypeAdapter[Any] | None,
        credential: Credential,
        shared_key: tuple[Any, ...] | None = None,
    ) -> Node:
        if (found := self._nodes.get(key)) is not None:
            return found
        node = Node(key, run, adapter, credential)
        self._run(node)
        if shared_key is not None and not node.has_looked:
            node.key, node.is_shared = shared_key, True
        self._nodes.keep(node)
        return node

    def _viewer(self, node: Node, context: Context) -> Viewer:
        """Return who is behind a node's credential, and let the node stand on that."""
        node.has_looked = True
        resolve = self._runtime.viewer_of(node.credential)
        if not isinstance(node.credential, str):
            return resolve(context)
        viewer = self._node((VIEWER, VIEWER, node.credential), resolve, _viewer_adapter, node.credential)
        self._nodes.stand_on(node, viewer)
        if viewer.outcome.problem is not None:
            raise LookupError(f"it could not be found out who the viewer is: {viewer.outcome.problem.message}")
        found: Viewer = viewer.outcome.value
        return found

    def _run(self, node: Node) -> bool:
        """Run a node and note what it read; returns whether its outcome is another one."""
        self._tally.runs[node.name] += 1
        viewer = _no_viewer if node.is_shared else partial(self._viewer, node)
        with (
            recorded(self._connection) as reads,
            witnessed(self._connection) as evidence,
            Session(self._connection, autoflush=False) as session,
        ):
            context = Context(session, self._now, viewer)
            outcome = self._outcome(node, context, evidence)
        is_at_another_moment = context.next_change_at != node.next_change_at
        self._nodes.note(node, reads, evidence, context.next_change_at)
        digest = hashlib.blake2b(repr((outcome.problem, outcome.json)).encode(), digest_size=16).digest()
        is_changed = digest != node.digest
        if is_changed:
            node.digest, node.outcome = digest, outcome
        elif not is_at_another_moment:
            self._tally.unchanged[node.name] += 1
        return is_changed

    def _outcome(self, node: Node, context: Context, evidence: Evidence) -> Outcome:
        limits = self._runtime.limits
        try:
            with metered(self._connection, limits):
                value = node.run(context)
            text = "null" if node.adapter is None else node.adapter.dump_json(value).decode()
            if len(text) > limits.result_bytes:
                raise LimitReached(f"Too much at once: a result may have {limits.result_bytes:,} bytes.")
        except LimitReached as error:
            logger.warning("query %s: %s", node.name, error)
            problem = Problem(error.code, error.message)
        except DomainError as error:
            return Outcome(problem=Problem(error.code, error.message))
        except Exception as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise
            problem = Problem("error", secrets.token_hex(4))
            logger.exception("query %s failed, incident %s", node.name, problem.message)
        else:
            return Outcome(value if node.adapter else None, text)
        evidence.clear()
        self._recover()
        return Outcome(problem=problem)

    def _recover(self) -> None:
        """Make the connection fit for use again: on Postgres an error ends the transaction."""
        if not self._runtime.database.is_sqlite:
            self._connection.rollback()
            self._has_lost_snapshot = True


def _run_policy(query: Query[..., Any], arguments: dict[str, Any], ctx: Context) -> None:
    query.check(ctx, **arguments)


def _run_body(query: Query[..., Any], arguments: dict[str, Any], ctx: Context) -> Any:
    hold_to_bounds(arguments)
    return query.body(ctx, **arguments)
