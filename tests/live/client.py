"""A browser without pixels: speaks Reflex's websocket protocol and keeps what it would show."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

ROOT = "reflex___state____state"


class Browser(WSListener):
    """One tab.

    Args:
        port: Where the server listens on loopback.
        page: The page's pattern, such as `/courses/[slug]`.
        address: What stands in the address bar.
        cookie: The `Cookie` header, if any.
    """

    def __init__(self, port: int, page: str, address: str = "", cookie: str = "") -> None:
        self.port, self.page, self.address, self.cookie = port, page, address or page, cookie
        self.token = str(uuid4())
        self.vars: dict[str, dict[str, Any]] = defaultdict(dict)
        self.frames = 0
        self.redirects: list[str] = []
        self.done: set[int] = set()
        self.sid = ""
        self.deltas: list[dict[str, dict[str, Any]]] = []
        self.on_event: Callable[[dict[str, Any]], None] = lambda _delta: None
        self.is_closed = asyncio.Event()
        self._transport: WSTransport | None = None

    async def open(self, *events: str, **payload: Any) -> "Browser":
        """Connect and wait until the page has its first data.

        Args:
            events: Messages to send right after the first, as of `message`.
            payload: What the first event carries.
        """
        self._first = payload, events
        url = f"ws://127.0.0.1:{self.port}/_event/?EIO=4&transport=websocket&token={self.token}"
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._transport, _ = await ws_connect(lambda: self, url, extra_headers=headers)
        await self.until(lambda: bool(self.vars[ROOT].get("is_hydrated_rx_state_")))
        return self

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        text = frame.get_payload_as_utf8_text()
        if text.startswith("0"):
            event = {"name": f"{ROOT}.hydrate_and_load", "payload": self._first[0], "router_data": self._router()}
            transport.send(WSMsgType.TEXT, f"40/_event,{json.dumps({'event': event})}".encode())
        elif text.startswith("40/_event,"):
            self.sid = str(json.loads(text[len("40/_event,") :])["sid"])
            for message in self._first[1]:
                transport.send(WSMsgType.TEXT, message.encode())
        elif text == "2":
            transport.send(WSMsgType.TEXT, b"3")
        elif text.startswith("43/_event,"):
            self.done.add(int(text[len("43/_event,") :].partition("[")[0]))
        elif text.startswith("42/_event,"):
            self._receive(*json.loads(text[len("42/_event,") :]))

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.is_closed.set()

    def _receive(self, kind: str, update: Any = None) -> None:
        if kind != "event":
            return
        self.frames += 1
        self.deltas.append(update.get("delta") or {})
        for state, changes in self.deltas[-1].items():
            self.vars[state].update(changes)
        for event in update.get("events") or []:
            if event["name"] == "_redirect":
                self.redirects.append(event["payload"]["path"])
        self.on_event(update)

    def _router(self) -> dict[str, Any]:
        path, _, query = self.address.partition("?")
        parts = zip(self.page.split("/"), path.split("/"), strict=True)
        arguments = {name[1:-1]: value for name, value in parts if name.startswith("[")}
        arguments.update(pair.split("=", 1) for pair in query.split("&") if pair)  # type: ignore[arg-type]
        return {"pathname": self.page, "asPath": self.address, "query": arguments}

    def event(self, name: str, **payload: Any) -> None:
        """Send an event, such as `…state.handler`."""
        self.send(self.message(name, payload))

    def message(self, name: str, payload: dict[str, Any], number: int | None = None, **marks: Any) -> str:
        """Return what sends an event; with a number it has an id, and the number joins `done` when it is done."""
        if number is not None:
            marks["id"] = f"{self.token}-{number}"
        message = ["event", {"name": name, "payload": payload, "router_data": self._router(), **marks}]
        return f"42/_event,{'' if number is None else number}{json.dumps(message)}"

    def send(self, message: str) -> None:
        assert self._transport is not None
        self._transport.send(WSMsgType.TEXT, message.encode())

    def navigate(self, page: str, address: str = "") -> None:
        """Go to another page without a reload."""
        self.page, self.address = page, address or page
        self.vars[ROOT]["is_hydrated_rx_state_"] = False
        self.event(f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal")

    def var(self, state: str, name: str) -> Any:
        """What a var of a state is on this screen."""
        return self.vars[f"{ROOT}.{state}"].get(f"{name}_rx_state_")

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until a condition holds; fails when it does not within a generous time."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.002)

    def pause(self) -> None:
        """Stop reading from the socket, as a phone in a tunnel does."""
        assert self._transport is not None
        self._transport.underlying_transport.pause_reading()

    def resume(self) -> None:
        """Read on."""
        assert self._transport is not None
        self._transport.underlying_transport.resume_reading()

    async def close(self) -> None:
        """Close the tab."""
        assert self._transport is not None
        self._transport.disconnect()
        await self.is_closed.wait()
