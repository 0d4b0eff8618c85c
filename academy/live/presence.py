"""Presence: who has a page open now, and who is doing something there.

    @query(policy=may_read)
    def people_here(ctx: Context, *, room_id: int) -> list[PersonHere]:
        return [PersonHere(...) for present in here(ctx, f"room:{room_id}")]

    @mutation(policy=may_read)
    def enter_room(ctx: Context, *, room_id: int, tab: Tab) -> None:
        enter(ctx, f"room:{room_id}", tab)

    page(app, room, ..., present=present(enter_room, room_id=from_route("room_id")))

Who is here are rows like any other, so that queries see them in the same snapshot as everything else, on every worker.
They last as long as the page is open: the worker that holds its socket takes them away when the page is left, some
seconds after the socket broke if it does not come back, and any worker does so for one that has died.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ParamSpec

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from academy.core.errors import DomainError
from academy.core.schema import ReadModel
from academy.live.context import Context
from academy.live.functions import Mutation
from academy.live.models import LiveWorker, PresentTab
from academy.live.runtime import Credential, Runtime

logger = logging.getLogger(__name__)

P = ParamSpec("P")

ACTIVE = timedelta(seconds=6)
"""How long somebody counts as doing something after they did; asking for it again prolongs it."""
GRACE_SECONDS = 4.0
"""How long a page whose socket broke may take to come back before its people are gone."""
LEASE = timedelta(seconds=30)
"""A worker that has not spoken up for this long counts as dead, and nobody is present through it."""
BEAT_SECONDS = 10.0

tabs: sa.Table = PresentTab.metadata.tables["live_presence"]
workers: sa.Table = LiveWorker.metadata.tables["live_workers"]


class Tab(ReadModel):
    """One page in one browser, and the worker that holds its socket. Screens fill it in."""

    client: str
    worker: str


class Present(ReadModel):
    """Somebody who is here, however many pages they have open."""

    user_id: int
    is_active: bool


def enter(ctx: Context, topic: str, tab: Tab) -> None:
    """Be present here, and no longer where the same page was before; who has no account is not counted."""
    if ctx.viewer.user_id is None:
        return
    before = ctx.session.execute(sa.select(tabs.c.topic).where(tabs.c.client == tab.client)).scalar_one_or_none()
    values = {"topic": topic, "worker": tab.worker, "user_id": ctx.viewer.user_id}
    if before is None:
        ctx.session.execute(sa.insert(tabs).values(client=tab.client, created_at=ctx.now, **values))
    else:
        values["active_until"] = tabs.c.active_until if before == topic else None
        ctx.session.execute(sa.update(tabs).where(tabs.c.client == tab.client).values(values))


def touch(ctx: Context, topic: str, tab: Tab) -> None:
    """Count as doing something (writing, dragging) for the next seconds."""
    until = ctx.now + ACTIVE
    mine = sa.update(tabs).where(tabs.c.topic == topic, tabs.c.client == tab.client)
    is_stale = sa.or_(tabs.c.active_until.is_(None), tabs.c.active_until < until - ACTIVE / 2)
    ctx.session.execute(mine.where(is_stale).values(active_until=until))


def here(ctx: Context, topic: str) -> list[Present]:
    """Return who is present, in the order in which they came."""
    rows = ctx.session.execute(
        sa.select(tabs.c.user_id, tabs.c.active_until).where(tabs.c.topic == topic).order_by(tabs.c.id)
    )
    found: dict[int, bool] = {}
    for user_id, until in rows:
        is_active = until is not None and not ctx.is_past(until)
        found[user_id] = found.get(user_id, False) or is_active
    return [Present(user_id=user_id, is_active=is_active) for user_id, is_active in found.items()]


@dataclass(frozen=True, slots=True)
class Entrance:
    """How a page makes whoever opens it present."""

    mutation: Mutation[..., None]
    sources: Mapping[str, Any]


def present(mutation: Mutation[..., None], /, **sources: Any) -> Entrance:
    """Make whoever opens a page present there.

    Args:
        mutation: Calls `enter`; it is given `tab`, and its other arguments follow as in `live`.
    """
    return Entrance(mutation, sources)


class Presences:
    """Those that are present through this worker.

    Args:
        runtime: Where they are kept.
        executor: Runs what writes.
        is_connected: Tells whether a browser has a socket here.
    """

    def __init__(self, runtime: Runtime, executor: Executor, is_connected: Callable[[str], bool]) -> None:
        self.worker = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._runtime = runtime
        self._executor = executor
        self._is_connected = is_connected
        self._clients: set[str] = set()
        self._has_lease = False
        self._keeping: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to keep the lease of this worker, and to clear up after those that died."""
        self._keeping = asyncio.create_task(self._keep(), name="presence")

    async def stop(self) -> None:
        """Let everybody here be gone."""
        if self._keeping is not None:
            self._keeping.cancel()
        await self._write(_end, self.worker)

    def enter(self, client: str, mutation: Mutation[..., None], credential: Credential, arguments: Any) -> None:
        """Make a page present, beside whatever else it does; one that may not be there is not."""
        self._clients.add(client)
        self._soon(self._enter(client, mutation, credential, arguments))

    def leave(self, client: str) -> None:
        """The browser shows another page."""
        if client in self._clients:
            self._clients.discard(client)
            self._soon(self._write(_leave, self.worker, client))

    def disconnect(self, client: str) -> None:
        """The socket broke; it may come back."""
        if client in self._clients:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self._leave_unless_back, client)

    def _leave_unless_back(self, client: str) -> None:
        if not self._is_connected(client):
            self.leave(client)

    async def _enter(
        self, client: str, mutation: Mutation[..., None], credential: Credential, arguments: dict[str, Any]
    ) -> None:
        tab = Tab(client=client, worker=self.worker)
        if not self._has_lease:
            await self._write(_beat, self.worker, self._runtime.clock())
            self._has_lease = True
        call = partial(self._runtime.write, mutation, credential, **arguments, tab=tab)
        try:
            await asyncio.get_running_loop().run_in_executor(self._executor, call)
        except DomainError:
            self._clients.discard(client)

    async def _keep(self) -> None:
        while True:
            try:
                if await asyncio.get_running_loop().run_in_executor(self._executor, self._is_anybody_present):
                    await self._write(_beat, self.worker, self._runtime.clock())
                    self._has_lease = True
            except Exception:
                logger.exception("could not keep the lease of this worker; trying again")
            await asyncio.sleep(BEAT_SECONDS)

    def _is_anybody_present(self) -> bool:
        with self._runtime.database.snapshot() as connection:
            return connection.execute(sa.select(tabs.c.id).limit(1)).first() is not None

    async def _write(self, step: Callable[..., None], *arguments: Any) -> None:
        def write() -> None:
            with self._runtime.database.locking_transaction() as connection:
                step(connection, *arguments)
            self._runtime.on_commit()

        await asyncio.get_running_loop().run_in_executor(self._executor, write)

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _beat(connection: Connection, worker: str, now: datetime) -> None:
    """Say that a worker lives, and clear up after those that do not."""
    alive = sa.update(workers).where(workers.c.name == worker).values(alive_until=now + LEASE)
    if connection.execute(alive).rowcount == 0:
        connection.execute(sa.insert(workers).values(name=worker, alive_until=now + LEASE, created_at=now))
    connection.execute(sa.delete(workers).where(workers.c.alive_until <= now))
    connection.execute(sa.delete(tabs).where(tabs.c.worker.not_in(sa.select(workers.c.name))))


def _leave(connection: Connection, worker: str, client: str) -> None:
    connection.execute(sa.delete(tabs).where(tabs.c.worker == worker, tabs.c.client == client))


def _end(connection: Connection, worker: str) -> None:
    connection.execute(sa.delete(tabs).where(tabs.c.worker == worker))
    connection.execute(sa.delete(workers).where(workers.c.name == worker))
