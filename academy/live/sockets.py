"""Sockets: what browsers hear us through, with as little between a value and the wire as can be.

Reflex speaks socket.io over engine.io over ASGI. On the way out engine.io puts each packet into a queue that a task
per client empties through Starlette's wrappers, which is most of what a message to a thousand people costs. Here a
packet is written to the connection at once, and one that goes to many is framed once.

This leans on the inside of python-engineio 4.15 and uvicorn 0.54: `tests/live/test_sockets.py` holds those places to
what is assumed here.
"""

import logging
from typing import Any

import engineio  # type: ignore[import-untyped]
import reflex as rx
import uvicorn
from engineio import async_server, async_socket
from engineio.packet import MESSAGE, Packet  # type: ignore[import-untyped]
from reflex_base.constants import Endpoint
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

logger = logging.getLogger(__name__)

CONNECTION = "academy.live.connection"
PATH = str(Endpoint.EVENT)
MESSAGE_BYTES = 4 * 1024 * 1024
"""The longest message a client may send; a longer one ends its connection. Files go by HTTP."""
BACKLOG_BYTES = 256 * 1024
"""A client with this much unsent is behind: it gets no more until it has caught up, and then only the latest."""


def frame(packet: Packet) -> bytes:
    """Return an engine.io packet as an unmasked websocket text frame (RFC 6455, section 5.2)."""
    return Frame(Opcode.TEXT, packet.encode().encode()).serialize(mask=False)


def message(text: str) -> bytes:
    """Return a frame that carries a socket.io packet."""
    return frame(Packet(MESSAGE, text))


class Connection(WebSocketsSansIOProtocol):
    """Uvicorn's side of a websocket, which also lets others write to it at once."""

    def handle_connect(self, event: Any) -> None:
        """Begin, and hand the connection to the app in its scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][CONNECTION] = self  # type: ignore[assignment]

    def write(self, data: bytes) -> None:
        """Write a whole frame; after the connection was lost it goes nowhere."""
        if not self.is_closed:
            self.transport.write(data)

    @property
    def unsent(self) -> int:
        """How many bytes wait for the client to take them."""
        return int(self.transport.get_write_buffer_size())

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self.close_sent or self.transport.is_closing()

    @property
    def is_behind(self) -> bool:
        """Whether the client takes its messages more slowly than they come."""
        return self.unsent > BACKLOG_BYTES


class Socket(async_socket.AsyncSocket):  # type: ignore[misc]
    """An engine.io socket over a websocket alone, without a queue and a task of its own.

    Attributes:
        connection: Where packets go; None until the websocket is accepted.
    """

    connection: Connection | None = None

    async def send(self, packet: Packet) -> None:
        """Send a packet; one that comes before the websocket is accepted goes first when it is."""
        if self.connection is None:
            await self.queue.put(packet)
        elif await self.check_ping_timeout():
            self.connection.write(frame(packet))

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close the connection too, so that the task that reads from it ends."""
        await super().close(wait=False, abort=abort, reason=reason)
        if self.connection is not None:
            self.connection.transport.close()

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> str:
        scope, receive, send = environ["asgi.scope"], environ["asgi.receive"], environ["asgi.send"]
        await send({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
        self.connected = self.upgraded = True
        connection = scope["extensions"][CONNECTION]
        while not self.queue.empty():
            connection.write(frame(self.queue.get_nowait()))
        self.connection = connection
        while (event := await receive())["type"] == "websocket.receive":
            try:
                await self.receive(Packet(encoded_packet=event.get("text") or event.get("bytes")))
            except engineio.exceptions.EngineIOError:
                break
            except Exception:
                logger.exception("could not take a message")
        await self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return ""


class Sockets:
    """Brings websockets straight to engine.io, and everything else to the app.

    Args:
        app: The Reflex app.
        http: What answers everything else.
    """

    def __init__(self, app: rx.App, http: ASGIApp) -> None:
        async_server.async_socket.AsyncSocket = Socket
        assert app.sio is not None  # noqa: S101
        self.engine, self.http = app.sio.eio, http

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket" and scope["path"].startswith(PATH):
            await self.engine.handle_request(scope, receive, send)
        else:
            await self.http(scope, receive, send)


def server(app: ASGIApp, **options: Any) -> uvicorn.Server:
    """Return a server for an app wrapped in `Sockets`; options are uvicorn's."""
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws=Connection,
        ws_max_size=MESSAGE_BYTES,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        **options,
    )
    return uvicorn.Server(config)
