"""Running queries and mutations: once, from tests, jobs and HTTP routes; the hub does it for screens."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

from academy.core.database import Database, is_conflict
from academy.live.context import ANONYMOUS, Context, Scheduler, Viewer
from academy.live.events import publish
from academy.live.evidence import witness
from academy.live.functions import Mutation, Query
from academy.live.job_queue import Queue
from academy.live.limits import Limits, hold_to_limits, metered
from academy.live.metrics import Metrics
from academy.live.names import REQUESTS

P = ParamSpec("P")
R = TypeVar("R")
KEPT = "kept"
ATTEMPTS = 12
FIRST_PAUSE_SECONDS = 0.004

Credential = str | Viewer | None
"""The session cookie's value, nothing, or — from jobs, routes and tests — the viewer itself."""


def system_clock() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class Runtime:
    """Everything a run needs, wired together once per worker.

    Args:
        database: Where it runs.
        resolve_viewer: Finds the person behind a session cookie, reading through the context so that it is watched.
        clock: The present moment.
        scheduler: Takes the durable work that mutations schedule; the academy's queue unless a test says otherwise.
        metrics: Where runs are counted; numbers of this runtime's own unless they are shared.
        limits: What one run may use.
    """

    def __init__(
        self,
        database: Database,
        resolve_viewer: Callable[[Context, str], Viewer],
        *,
        clock: Callable[[], datetime] = system_clock,
        scheduler: Scheduler | None = None,
        metrics: Metrics | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.scheduler: Scheduler = scheduler or Queue()
        self.metrics = metrics or Metrics()
        self.limits = limits or Limits()
        for engine in (database.reader, database.writer):
            hold_to_limits(engine)
        witness(database.reader)
        self.on_commit: Callable[[], None] = lambda: None
        self.on_scheduled: Callable[[], None] = lambda: None
        self._retrying = threading.Lock()
        self._resolve_viewer = resolve_viewer

    def viewer_of(self, credential: Credential) -> Callable[[Context], Viewer]:
        """Return the function a context resolves its viewer with."""
        if isinstance(credential, Viewer):
            return lambda _context: credential
        if credential is None:
            return lambda _context: ANONYMOUS
        return lambda context: self._resolve_viewer(context, credential)

    def read(self, query: Query[P, R], credential: Credential = None, /, *args: P.args, **arguments: P.kwargs) -> R:
        """Run a query once, in a snapshot of its own."""
        with (
            self.database.snapshot() as connection,
            metered(connection, self.limits),
            Session(connection, autoflush=False) as session,
        ):
            return query(Context(session, self.clock(), self.viewer_of(credential)), *args, **arguments)

    def write(
        self, mutation: Mutation[P, R], credential: Credential = None, /, *args: P.args, **arguments: P.kwargs
    ) -> R:
        """Run a mutation and commit it; tried again, with a growing pause, while it loses to others.

        Those that are tried again take turns, so a crowd after one row does not lose to itself for ever.
        """
        return self._write(mutation, credential, "", arguments)

    def write_once(
        self,
        mutation: Mutation[P, R],
        credential: Credential,
        request_id: str,
        /,
        *args: P.args,
        **arguments: P.kwargs,
    ) -> R:
        """As `write`; a request id that committed before returns its result instead of running again."""
        return self._write(mutation, credential, request_id, arguments)

    def write_new(
        self,
        mutation: Mutation[P, R],
        credential: Credential,
        request_id: str,
        /,
        *args: P.args,
        **arguments: P.kwargs,
    ) -> R:
        """As `write_once`, for an id that is most likely new: it is looked up only after having lost to another.

        On Postgres looking up what is not there makes transactions that note their ids side by side lose to each other.
        """
        return self._write(mutation, credential, request_id, arguments, is_new=True)

    def _write(
        self,
        mutation: Mutation[..., R],
        credential: Credential,
        request_id: str,
        arguments: dict[str, Any],
        *,
        is_new: bool = False,
    ) -> R:
        began = time.perf_counter()
        for attempt in range(ATTEMPTS):
            try:
                with self._retrying if attempt else nullcontext():
                    is_first = is_new and attempt == 0
                    result = self._attempt(mutation, credential, request_id, arguments, looks=not is_first)
            except DBAPIError as error:
                is_same_request = isinstance(error, IntegrityError) and REQUESTS in str(error.orig)
                if is_conflict(error):
                    self.metrics.conflicts.labels(mutation.name).inc()
                if attempt + 1 == ATTEMPTS or not (is_conflict(error) or is_same_request):
                    raise
                self.metrics.retries.labels(mutation.name).inc()
                time.sleep(FIRST_PAUSE_SECONDS * 2 ** min(attempt, 6) * random.uniform(0.5, 1.5))  # noqa: S311
            else:
                self.on_commit()
                self.metrics.mutations.labels(mutation.name).observe(time.perf_counter() - began)
                return result
        raise AssertionError("unreachable")

    def _attempt(
        self,
        mutation: Mutation[..., R],
        credential: Credential,
        request_id: str,
        arguments: dict[str, Any],
        *,
        looks: bool,
    ) -> R:
        with self.database.transaction() as connection:
            if request_id and looks and (earlier := _earlier_result(connection, request_id)) is not None:
                return mutation.result.validate_json(earlier)
            now = self.clock()
            with metered(connection, self.limits), Session(connection, info={"now": now, KEPT: []}) as session:
                context = Context(session, now, self.viewer_of(credential), publish, self.scheduler)
                result = mutation(context, **arguments)
                session.flush()
            if request_id:
                connection.execute(
                    sa.text(f"INSERT INTO {REQUESTS} (id, result) VALUES (:id, :result)"),  # noqa: S608
                    {"id": request_id, "result": mutation.result.dump_json(result).decode()},
                )
        if context.has_scheduled:
            self.on_scheduled()
        return result


@event.listens_for(Session, "loaded_as_persistent")
@event.listens_for(Session, "pending_to_persistent")
def _keep(session: OrmSession, row: object) -> None:
    """Let a mutation know each row it has come across until it ends, so that nobody in it has to load it again."""
    if (kept := session.info.get(KEPT)) is not None:
        kept.append(row)


def _earlier_result(connection: Connection, request_id: str) -> str | None:
    found = connection.execute(
        sa.text(f"SELECT result FROM {REQUESTS} WHERE id = :id"),  # noqa: S608
        {"id": request_id},
    )
    return found.scalar_one_or_none()
