"""The way to the wire, and what it is built into: engine.io and uvicorn as they are pinned."""

import asyncio
import inspect
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version

import pytest
from engineio import async_server, async_socket  # type: ignore[import-untyped]
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from academy.live.runtime import Runtime
from academy.live.sockets import MESSAGE_BYTES, Connection, Socket
from tests.live import sample
from tests.live.client import ROOT
from tests.live.serving import ROOM, Server, bodies, database, one_server, server

__all__ = ["database", "one_server", "server"]

once = pytest.mark.parametrize("one_server", ["sqlite"], indirect=True)
"""What a database is like makes no difference here."""


def address(server: Server, scheme: str = "ws", transport: str = "websocket") -> str:
    return f"{scheme}://127.0.0.1:{server.port}/_event/?EIO=4&transport={transport}&token=somebody"


@contextmanager
def connected(server: Server, **options: object) -> Iterator[ClientConnection]:
    with connect(address(server), open_timeout=20, close_timeout=1, **options) as socket:  # type: ignore[arg-type]
        hello = json.loads(str(socket.recv(20)).removeprefix("0"))
        assert hello["sid"]
        yield socket


def is_well(server: Server) -> bool:
    async def scenario() -> bool:
        browser = await server.browser().open()
        await browser.close()
        return True

    return asyncio.run(scenario())


def test_the_packages_it_leans_on_are_those_it_was_made_for() -> None:
    assert version("python-engineio").startswith("4.15.")
    assert version("uvicorn").startswith("0.54.")
    assert async_server.async_socket is async_socket, "the server looks its socket class up where it is replaced"
    assert list(inspect.signature(async_socket.AsyncSocket._upgrade_websocket).parameters) == ["self", "environ"]
    assert list(inspect.signature(WebSocketsSansIOProtocol.handle_connect).parameters) == ["self", "event"]
    for kind, base in ((Socket, async_socket.AsyncSocket), (Connection, WebSocketsSansIOProtocol)):
        replaced = {name for name in vars(kind) if callable(getattr(kind, name)) and not name.startswith("__")}
        ours = {"write"}
        assert {name for name in replaced if not hasattr(base, name)} <= ours, "what it replaces is gone"


@once
def test_a_page_of_another_site_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus), connected(server, origin="https://elsewhere.example"):
        pass


@once
def test_the_protocol_a_browser_offers_is_taken(server: Server) -> None:
    with connected(server, subprotocols=["somebody"]) as socket:
        assert socket.subprotocol == "somebody"


@once
def test_long_polling_is_not_served(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address(server, "http", "polling"), timeout=20)
    assert refused.value.code == 400


@once
@pytest.mark.parametrize("text", ["x" * (MESSAGE_BYTES + 1), "9nonsense", "42/_event,{", '42/_event,["event"]', ""])
def test_what_makes_no_sense_harms_nobody_else(server: Server, text: str) -> None:
    with suppress(ConnectionClosed), connected(server) as socket:
        socket.send("40/_event,")
        socket.send(text)
        assert is_well(server)
    assert is_well(server)


@once
def test_a_message_that_is_too_large_ends_the_connection(server: Server) -> None:
    def flood(socket: ClientConnection) -> None:
        socket.send("4" + "x" * MESSAGE_BYTES)
        socket.recv(20)

    with connected(server) as socket, pytest.raises(ConnectionClosed):
        flood(socket)


@once
def test_messages_arrive_in_the_order_in_which_things_happened(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        browser = await server.browser().open()
        seen: list[int] = []
        browser.on_event = lambda _update: seen.append(len(bodies(browser)))
        for number in range(60):
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body=str(number))
        await browser.until(lambda: len(bodies(browser)) == 60)
        assert seen == sorted(seen)
        assert bodies(browser) == [str(number) for number in range(60)]
        await browser.close()

    asyncio.run(scenario())


@once
def test_who_leaves_without_a_word_is_let_go(server: Server) -> None:
    async def scenario() -> None:
        browser = await server.browser().open()
        assert server.pending()["unsent"] == [0]
        assert browser._transport is not None
        browser._transport.underlying_transport.abort()
        async with asyncio.timeout(20):
            while server.pending()["unsent"]:
                await asyncio.sleep(0.02)

    asyncio.run(scenario())


@once
def test_an_event_of_a_state_that_is_not_there_is_answered_by_nothing(server: Server) -> None:
    async def scenario() -> None:
        browser = await server.browser().open()
        browser.event(f"{ROOT}.nowhere.at_all")
        browser.event(f"{ROOT}.{ROOM}.post", body="after it")
        await browser.until(lambda: bodies(browser) == ["after it"])
        await browser.close()

    asyncio.run(scenario())
