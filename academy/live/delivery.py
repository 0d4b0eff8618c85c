"""What a person does is done once, and what they had on screen survives the worker that showed it.

A worker keeps what is on a screen in its memory. When it dies, or the connection, the browser comes back, perhaps to
another worker, and two things make up for what was lost:

- *Events.* The browser gives each an id and sends it until it is told that all that follows from it is done. The
  mutations in it are written under that id, so that they happen once, whichever worker the event reaches again. The
  worker it reached before does nothing twice: it repeats what it told the browser to do.
- *The screen.* The browser hands in the values of vars that no query holds: which form is open, for instance. They are
  taken by a worker that was not the last to show it, so such a var deserves no more trust than an event's arguments.

Events that come before the page is open wait until it is. The browser's half is delivery.js. This leans on the inside
of Reflex 0.10.1 and socket.io: `tests/browser/test_cluster.py` holds those places to what is assumed here.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_type_hints
from weakref import WeakKeyDictionary

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, State, StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.event.processor.future import EventFuture
from reflex_base.registry import RegistrationContext

logger = logging.getLogger(__name__)

BOOT = f"{State.get_full_name()}.hydrate_and_load"
REMEMBERED = 10_000
"""How many events a worker knows again; only those a browser was not told to be done can come again."""
LONGEST_ID = 64


@dataclass(eq=False, slots=True)
class Request:
    """One event of a browser, with all that follows from it.

    Attributes:
        id: What the browser calls it; empty if it has no name for it.
        is_again: The browser has sent it before.
        is_return: It is the first one of a further connection, from a page that is on the screen already.
        is_load: It is the first one of a page that a browser has just loaded.
    """

    id: str = ""
    is_again: bool = False
    is_return: bool = False
    is_load: bool = False
    writes: int = 0
    said: list[StateUpdate] = field(default_factory=list)
    future: EventFuture | None = None

    def write_id(self, credential: str | None, name: str) -> str:
        """Return the id of the next write in it."""
        self.writes += 1
        what = f"{credential} {self.id} {self.writes} {name}"
        return f"event:{hashlib.blake2b(what.encode(), digest_size=16).hexdigest()}"

    async def done(self) -> None:
        """Wait until all that follows from it is done, well or not."""
        if self.future is not None:
            await asyncio.wait([asyncio.ensure_future(self.future.wait_all())])


_arriving: ContextVar[Request | None] = ContextVar("arriving", default=None)


class Delivery:
    """Knows again the events of this worker's browsers.

    Args:
        app: The Reflex app, whose event processor runs.
        credential_of: Takes the session cookie's value out of the handshake's headers.
    """

    def __init__(self, app: rx.App, credential_of: Callable[[Mapping[str, str]], str | None]) -> None:
        assert app.event_namespace is not None  # noqa: S101
        self._namespace, processor = app.event_namespace, app.event_processor
        self._requests: OrderedDict[tuple[str, str], Request] = OrderedDict()
        self._by_txid: dict[str, Request] = {}
        self._served: OrderedDict[str, str] = OrderedDict()
        self._last_of: dict[str, asyncio.Future[None]] = {}
        self._process, self._namespace.on_event = self._namespace.on_event, self._take  # type: ignore[method-assign]
        self._emit, self._namespace.emit_update = self._namespace.emit_update, self._say  # type: ignore[method-assign]
        self._enqueue, processor.enqueue = processor.enqueue, self._note  # type: ignore[method-assign]
        app.add_middleware(_Opening(self.is_return, credential_of))

    def current(self) -> Request | None:
        """Return the event that the running handler belongs to; None for one that a browser gave no id."""
        found = self._by_txid.get(_txid())
        return found if found is not None and found.id else None

    def is_return(self) -> bool:
        """Tell whether the running handler opens a page that is on the screen already: the browser has come back."""
        found = self._by_txid.get(_txid())
        return found is not None and found.is_return

    def is_load(self) -> bool:
        """Tell whether the running handler opens a page that the browser has just loaded, perhaps once more."""
        found = self._by_txid.get(_txid())
        return found is not None and found.is_load

    async def _take(self, sid: str, data: Any) -> None:
        """Take an event; returns, and so tells the browser, when all that follows from it is done."""
        token = self._namespace.sid_to_token.get(sid)
        if token is None or not isinstance(data, dict):
            await self._process(sid, data)
        elif data.get("name") == BOOT:
            is_return = "screen" in (data.get("payload") or {})
            request = Request(is_return=is_return, is_load=not is_return)
            self._judge(token, sid, data)
            await self._arrive(request, sid, data)
            self._hold(sid, asyncio.ensure_future(request.done()))
        else:
            request, is_known = self._recognize(token, data)
            async with self._in_turn(sid):
                if not is_known:
                    with _logged(data):
                        await self._arrive(request, sid, data)
            if request.id and not _is_background(data):
                await request.done()
            if is_known:
                for update in request.said:
                    await self._emit(update, token)

    def _judge(self, token: str, sid: str, data: dict[str, Any]) -> None:
        """Leave out the screen that a browser brings if this worker was the last to show it, and so knows better."""
        payload = data.get("payload")
        if isinstance(payload, dict) and payload.pop("last", None) == self._served.pop(token, "") != "":
            payload.pop("screen", None)
        self._served[token] = sid
        if len(self._served) > REMEMBERED:
            self._served.popitem(last=False)

    def _recognize(self, token: str, data: Mapping[str, Any]) -> tuple[Request, bool]:
        own_id = data.get("id")
        if not isinstance(own_id, str) or len(own_id) > LONGEST_ID:
            return Request(), False
        if (known := self._requests.get((token, own_id))) is not None:
            return known, True
        request = self._requests[token, own_id] = Request(own_id, is_again=data.get("is_again") is True)
        if len(self._requests) > REMEMBERED:
            self._requests.popitem(last=False)
        return request, False

    @asynccontextmanager
    async def _in_turn(self, sid: str) -> AsyncIterator[None]:
        """Wait for the page to be open, and for the events of the same socket that waited before."""
        if (last := self._last_of.get(sid)) is None:
            yield
            return
        mine = asyncio.get_running_loop().create_future()
        self._hold(sid, mine)
        await asyncio.wait([last])
        try:
            yield
        finally:
            mine.set_result(None)

    def _hold(self, sid: str, until: asyncio.Future[None]) -> None:
        self._last_of[sid] = until
        until.add_done_callback(lambda _: self._last_of.get(sid) is until and self._last_of.pop(sid))

    async def _arrive(self, request: Request, sid: str, data: dict[str, Any]) -> None:
        reset = _arriving.set(request)
        try:
            await self._process(sid, data)
        finally:
            _arriving.reset(reset)

    async def _note(self, token: str, event: Event, ev_ctx: EventContext | None = None) -> EventFuture:
        """Enqueue an event, and note what it follows from before it can run."""
        arriving = _arriving.get()
        request = arriving or self._by_txid.get(_txid())
        future = await self._enqueue(token, event, ev_ctx)
        if request is not None and not future.done():
            if arriving is not None:
                request.future = future
            self._by_txid[future.txid] = request
            future.add_done_callback(lambda _: self._by_txid.pop(future.txid, None))
        return future

    async def _say(self, update: StateUpdate, token: str) -> None:
        """Send an update; what it tells the browser to do is kept, should the browser not have heard it.

        A browser that connects is told nothing of live vars that are not loaded here: it may show them still.
        """
        request = self._by_txid.get(_txid())
        if request is not None and request.id and update.events:
            request.said.append(update)
        if request is not None and not request.id and update.delta:
            delta = {name: _loaded(name, values) for name, values in update.delta.items()}
            update = StateUpdate(delta=delta, events=update.events)
        await self._emit(update, token)


@contextmanager
def _logged(data: Mapping[str, Any]) -> Iterator[None]:
    """Log what breaks: an event that cannot even be read is answered, or it would come again for ever."""
    try:
        yield
    except Exception:
        logger.exception("could not take the event %.100r", data.get("name"))


def _txid() -> str:
    """Return the id of the running handler's transaction; empty where none runs."""
    try:
        return EventContext.get().txid
    except LookupError:
        return ""


def _loaded(state: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    if values.get(f"is_loaded{FIELD_MARKER}") is not False:
        return values
    live = decided_by_queries(State.get_class_substate(state))
    return {name: value for name, value in values.items() if name.removesuffix(FIELD_MARKER) not in live}


def _is_background(data: Mapping[str, Any]) -> bool:
    found = RegistrationContext.get().event_handlers.get(str(data.get("name")))
    return found is not None and found.handler.is_background


# The screen


class _Opening(Middleware):
    """What a state is before the browser is told of it.

    A page that was loaded, or is somebody else's now, begins with nothing: its tab may have shown what is another's.
    One that has come back brings what no query holds, where its state is not known, or is of an earlier visit.
    """

    def __init__(self, is_return: Callable[[], bool], credential_of: Callable[[Mapping[str, str]], str | None]) -> None:
        self._is_return, self._credential_of = is_return, credential_of
        self._holders: WeakKeyDictionary[BaseState, str | None] = WeakKeyDictionary()

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Prepare the state; what the browser does not bring is as it is at first."""
        if event.name != BOOT:
            return None
        screen = event.payload.pop("screen", None)
        holder = self._credential_of(state.router.headers.raw_headers)
        if state in self._holders and (self._holders[state] != holder or not self._is_return()):
            state.reset()
        self._holders[state] = holder
        if isinstance(screen, dict):
            for kind, names in _kept().items():
                values = screen.get(kind.get_full_name())
                _restore(await state.get_state(kind), names, values if isinstance(values, dict) else {})
        return None


def _restore(state: BaseState, names: Iterable[str], values: Mapping[str, Any]) -> None:
    for name in names:
        value = type(state).__fields__[name].default_value()
        if name + FIELD_MARKER in values:
            try:
                value = _type(type(state), name).validate_python(values[name + FIELD_MARKER])
            except ValidationError:
                logger.warning("a browser had an unfit value for %s of %s", name, type(state).__qualname__)
        setattr(state, name, value)


@cache
def decided_by_queries(state: type[BaseState]) -> frozenset[str]:
    """Return the vars of a state that its queries decide."""
    live_vars = getattr(state, "live_vars", None)
    return frozenset((*live_vars(), "is_loaded", "problem_code", "problem")) if live_vars else frozenset()


@cache
def _kept() -> dict[type[BaseState], tuple[str, ...]]:
    found: dict[type[BaseState], tuple[str, ...]] = {}
    kinds: list[type[BaseState]] = [State]
    while kinds:
        kind = kinds.pop()
        kinds.extend(kind.get_substates())
        names = tuple(name for name in kind.base_vars if name not in decided_by_queries(kind))
        if names and not kind.__module__.startswith("reflex"):
            found[kind] = names
    return found


@cache
def _type(state: type[BaseState], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(state)[name])


class _Delivery(rx.Component):
    library = rx.asset("delivery.js", shared=True).importable_path
    tag = "Delivery"

    kept: rx.Var[dict[str, list[str]]]


def delivery() -> rx.Component:
    """What every page needs for its events to arrive and its screen to last; shows nothing."""
    kept = {kind.get_full_name(): [name + FIELD_MARKER for name in names] for kind, names in _kept().items()}
    return _Delivery.create(kept=kept)
