"""Screens: what the hub publishes, brought to browsers through Reflex.

An outcome is framed once and the same bytes are written to every socket that shows it; the value the server holds
for that browser is set in the same breath, so that neither is ever ahead of the other. Where an event handler is
at work on a browser's state just then, the outcome waits for it and goes the ordinary way.

This leans on the inside of Reflex 0.10.1 (the memory state manager): `tests/live/test_screens.py` holds those places
to what is assumed here.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, ClassVar, ParamSpec, TypeVar
from urllib.parse import urlencode

import reflex as rx
from pydantic import TypeAdapter
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex_base.constants.state import FIELD_MARKER

from academy.core.schema import ReadModel
from academy.live.delivery import Delivery, Request
from academy.live.functions import Mutation, Query
from academy.live.hub import Hub
from academy.live.nodes import Outcome, Watch
from academy.live.presence import Presences
from academy.live.runtime import Runtime
from academy.live.sockets import Connection, message

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

CATCH_UP_SECONDS = 0.1

_moment = TypeAdapter(datetime)


@rx.serializer(overwrite=True)
def _serialize_moment(moment: datetime) -> str:
    return str(_moment.dump_python(moment, mode="json"))


@rx.serializer
def _serialize_read_model(value: ReadModel) -> dict[str, Any]:
    return value.model_dump(mode="json")


@dataclass(frozen=True, eq=False, slots=True)
class Target:
    """A var of a state class; `target` makes one of each, so that they compare at no cost."""

    state: type[rx.State]
    var: str
    path: list[str]
    is_plain: bool


@cache
def target(state: type[rx.State], var: str) -> Target:
    """Return the target for a var; plain if no computed var hangs on it, so that Reflex need not work out the delta."""
    is_plain = var not in state._var_dependencies and not state._always_dirty_computed_vars
    return Target(state, var, state.get_full_name().split("."), is_plain)


@dataclass(slots=True)
class Seat:
    """What a message to one browser needs: its connection and the values the server holds for it, by state."""

    connection: Connection
    root: Any
    held: dict[type[rx.State], dict[str, Any]]


def show(state: Any, outcomes: Mapping[Target, Outcome]) -> None:
    """Put outcomes on a live state, of all live vars it declares; what it holds already is not sent again."""
    problem, held = None, vars(state)
    for at, outcome in outcomes.items():
        if at.state is type(state):
            value = _default(state, at.var) if outcome.problem else outcome.value
            if held.get(at.var, held) is not value:
                setattr(state, at.var, value)
            problem = problem or outcome.problem
    state.problem_code = problem.code if problem else ""
    state.problem = problem.message if problem else ""
    state.is_loaded = True


def _default(state: Any, var: str) -> Any:
    return type(state).__fields__[var].default_value()


class Screens:
    """The browsers connected to this worker.

    Args:
        app: The Reflex app.
        runtime: Where queries and mutations run.
        credential_of: Takes the session cookie's value out of the handshake's headers.
        sign_in_path: Where somebody is sent who has to sign in first.
    """

    _current: ClassVar["Screens | None"] = None

    def __init__(
        self,
        app: rx.App,
        runtime: Runtime,
        *,
        credential_of: Callable[[Mapping[str, str]], str | None],
        sign_in_path: str,
        writers: int,
    ) -> None:
        self.app = app
        self.runtime = runtime
        self.credential_of = credential_of
        self.sign_in_path = sign_in_path
        self.hub = Hub(runtime, self._publish)
        at_once = 1 if runtime.database.is_sqlite else writers
        self._writers = ThreadPoolExecutor(at_once, thread_name_prefix="live-write")
        self.presences = Presences(runtime, self._writers, self.is_connected)
        self._seats: dict[str, Seat] = {}
        self._behind: dict[str, dict[Target, Watch]] = defaultdict(dict)
        self._catch_up: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def current(cls) -> "Screens":
        """The screens of this worker."""
        if cls._current is None:
            raise RuntimeError("the worker has not started")
        return cls._current

    def sign_in_url(self, back_to: str) -> str:
        """Return where to sign in, and to come back from to the address one wanted."""
        return f"{self.sign_in_path}?{urlencode({'next': back_to})}"

    async def start(self) -> None:
        """Begin to keep screens true."""
        Screens._current = self
        self._hear_of_departures()
        self.delivery = Delivery(self.app, self.credential_of)
        await self.hub.start()
        self.presences.start()

    async def stop(self) -> None:
        """Stop, letting writes under way finish."""
        await self.presences.stop()
        await self.hub.stop()
        self._writers.shutdown()
        Screens._current = None

    async def run(
        self,
        mutation: Mutation[..., R],
        credential: str | None,
        arguments: dict[str, Any],
        request: Request | None = None,
    ) -> R:
        """Run a mutation off the event loop; once, if it is part of a request."""
        if request is None:
            call = partial(self.runtime.write, mutation, credential, **arguments)
        else:
            write = self.runtime.write_once if request.is_again else self.runtime.write_new
            call = partial(write, mutation, credential, request.write_id(credential, mutation.name), **arguments)
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    async def ask(self, query: Query[..., R], credential: str | None, arguments: dict[str, Any]) -> R:
        """Run a query once, off the event loop."""
        return await asyncio.to_thread(partial(self.runtime.read, query, credential, **arguments))

    def census(self) -> tuple[int, int, int]:
        """Return how many browsers are connected, how many of them are behind, and how many bytes wait to be sent."""
        assert self.app.sio is not None  # noqa: S101
        connections = [socket.connection for socket in self.app.sio.eio.sockets.values() if socket.connection]
        return len(connections), len(self._behind), sum(connection.unsent for connection in connections)

    def is_connected(self, client: str) -> bool:
        """Tell whether a browser is there to be shown anything."""
        return self._seat(client) is not None

    # Publishing

    def _publish(self, watches: list[Watch]) -> None:
        by_client: dict[str, list[Watch]] = {}
        for watch in watches:
            by_client.setdefault(watch.client, []).append(watch)
        frames: dict[Any, bytes] = {}
        for client, changed in by_client.items():
            try:
                self._send(client, changed, frames)
            except Exception:
                logger.exception("could not reach browser %s", client)

    def _send(self, client: str, changed: list[Watch], frames: dict[Any, bytes]) -> None:
        seat = self._seat(client)
        if seat is None:
            return
        outcomes = [watch.outcome for watch in changed]
        held = self._held(client, seat, changed, outcomes)
        if held is None:
            self._send_through_state(client, changed)
        elif client in self._behind or seat.connection.is_behind:
            self._behind[client].update({watch.target: watch for watch in changed})
            self._plan_catch_up()
        else:
            key = tuple((watch.target, id(outcome)) for watch, outcome in zip(changed, outcomes, strict=True))
            data = frames.get(key)
            if data is None:
                data = frames[key] = self._frame(changed)
            for watch, outcome, values in zip(changed, outcomes, held, strict=True):
                values[watch.target.var] = outcome.value
            seat.connection.write(data)

    def _held(
        self, client: str, seat: Seat, changed: list[Watch], outcomes: list[Outcome]
    ) -> list[dict[str, Any]] | None:
        """Return where the values go that the server holds; None if only Reflex itself may set them now."""
        manager = self.app.state_manager
        assert isinstance(manager, StateManagerMemory)  # noqa: S101
        root, lock = manager.states.get(client), manager._states_locks.get(client)
        if root is None or (lock is not None and lock.locked()):
            return None
        if root is not seat.root:
            seat.root, seat.held = root, {}
        found = []
        for watch, outcome in zip(changed, outcomes, strict=True):
            at = watch.target
            values = seat.held.get(at.state)
            if values is None:
                values = seat.held[at.state] = vars(root.get_substate(at.path))
            if outcome.problem is not None or not at.is_plain or values.get("problem_code"):
                return None
            found.append(values)
        return found

    def _frame(self, changed: list[Watch]) -> bytes:
        by_state: dict[str, list[str]] = defaultdict(list)
        for watch in changed:
            name = json.dumps(watch.target.var + FIELD_MARKER)
            by_state[watch.target.state.get_full_name()].append(f"{name}:{watch.outcome.json}")
        delta = ",".join(f"{json.dumps(state)}:{{{','.join(parts)}}}" for state, parts in by_state.items())
        namespace = self.app.event_namespace
        assert namespace is not None  # noqa: S101
        return message(f'2{namespace.namespace},["event",{{"delta":{{{delta}}}}}]')

    def _send_through_state(self, client: str, changed: list[Watch]) -> None:
        task = asyncio.create_task(self._set_through_state(client, changed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _set_through_state(self, client: str, changed: list[Watch]) -> None:
        states = {watch.target.state for watch in changed}
        for kind in states:
            async with self.app.modify_state(BaseStateToken(ident=client, cls=kind)) as root:
                state = await root.get_state(kind)
                now = {t: w.outcome for t, w in self.hub.watches_of(client).items() if t.state is kind}
                if now:
                    show(state, now)

    def _plan_catch_up(self) -> None:
        if self._catch_up is None:
            self._catch_up = asyncio.get_running_loop().call_later(CATCH_UP_SECONDS, self._try_to_catch_up)

    def _try_to_catch_up(self) -> None:
        self._catch_up = None
        for client in list(self._behind):
            seat = self._seat(client)
            if seat is None:
                del self._behind[client]
            elif not seat.connection.is_behind:
                changed = [watch for watch in self._behind.pop(client).values() if watch.is_active]
                if changed:
                    self._send(client, changed, {})
        if self._behind:
            self._plan_catch_up()

    def _seat(self, client: str) -> Seat | None:
        seat = self._seats.get(client)
        if seat is not None and not seat.connection.is_closed:
            return seat
        connection = self._connection(client)
        if connection is None:
            self._seats.pop(client, None)
            return None
        seat = self._seats[client] = Seat(connection, None, {})
        return seat

    def _connection(self, client: str) -> Connection | None:
        namespace, server = self.app.event_namespace, self.app.sio
        assert namespace is not None and server is not None  # noqa: S101, PT018
        record = namespace._token_manager.token_to_socket.get(client)
        if record is None:
            return None
        socket = server.eio.sockets.get(server.manager.eio_sid_from_sid(record.sid, namespace.namespace))
        return None if socket is None or socket.closed else socket.connection

    def _hear_of_departures(self) -> None:
        namespace = self.app.event_namespace
        assert namespace is not None  # noqa: S101
        on_disconnect = namespace.on_disconnect

        def leave_and_disconnect(sid: str, *rest: Any) -> Any:
            client = namespace.sid_to_token.get(sid)
            record = namespace._token_manager.token_to_socket.get(client) if client else None
            if client is not None and record is not None and record.sid == sid:
                self.hub.leave(client)
                self._behind.pop(client, None)
                self._seats.pop(client, None)
                self.presences.disconnect(client)
            return on_disconnect(sid, *rest)

        namespace.on_disconnect = leave_and_disconnect  # type: ignore[method-assign]
