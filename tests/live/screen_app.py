"""An app of two pages over the sample schema: `python -c 'from tests.live.screen_app import serve; serve(PORT)'`."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

import reflex as rx
from reflex_base.environment import environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from academy.core.database import Database
from academy.live import LiveState, Runtime, Screens, from_address, live, page, sockets
from academy.live.tracking import watch_reads
from academy.live.wakeups import Listener
from tests.live import sample
from tests.live.conftest import counted


class RoomState(LiveState, rx.State):
    messages: list[sample.MessageRow] = live(sample.messages, room_id=from_address("room"))
    own: int = 0
    seen: list[int] = []

    @rx.event
    async def post_slowly(self, body: str):
        """Holds the state's lock across two writes that change what it shows."""
        await self.run(sample.post, room_id=1, body=body)
        await asyncio.sleep(0.1)
        self.own += 1

    @rx.event
    async def count(self):
        self.seen = [*self.seen, len(self.messages)]

    @rx.event
    async def look_again(self):
        self.own += 1
        await self.refresh()

    @rx.event
    async def post(self, body: str):
        await self.run(sample.post, room_id=1, body=body)
        self.own += 1

    @rx.event
    async def post_and_go(self, body: str):
        """Writes twice and leads elsewhere."""
        await self.run(sample.post, room_id=1, body=body)
        await self.run(sample.post, room_id=1, body=body)
        return rx.redirect("/elsewhere")

    @rx.event
    async def fail(self):
        raise ZeroDivisionError


class PrivateState(LiveState, rx.State):
    private_messages: list[sample.MessageRow] = live(sample.private_messages, room_id=1)
    first: int = live(sample.balance, account_id=1, default=0)


def unsent(socket: sockets.Socket) -> int:
    return socket.connection.transport.get_write_buffer_size() if socket.connection else 0


async def pending(_request: Request) -> JSONResponse:
    hub = Screens.current().hub
    return JSONResponse(
        {
            "unsent": [unsent(s) for s in app.sio.eio.sockets.values()],
            "nodes": len(hub._nodes),
            "runs": counted(hub.runtime.metrics.runs),
        }
    )


app = rx.App(api_transformer=Starlette(routes=[Route("/pending", pending)]))
page(app, rx.fragment, route="/", title="Room", description="A room", states=(RoomState,))
page(app, rx.fragment, route="/private", title="Private", description="A room", states=(PrivateState,))


@contextlib.asynccontextmanager
async def worker() -> AsyncIterator[None]:
    database = Database(os.environ["SAMPLE_DATABASE"])
    watch_reads(database.reader, sample.metadata)
    screens = Screens(
        app,
        Runtime(database, sample.resolve_viewer),
        credential_of=lambda headers: headers.get("cookie", "").removeprefix("login=") or None,
        sign_in_path="/sign-in",
        writers=4,
    )
    await screens.start()
    listening = asyncio.create_task(Listener(database, screens.hub.wake).run())
    yield
    listening.cancel()
    await screens.stop()


app.register_lifespan_task(worker)


def serve(port: int) -> None:
    environment.REFLEX_SKIP_COMPILE.set(True)
    sockets.server(sockets.Sockets(app, app()), host="127.0.0.1", port=port).run()
