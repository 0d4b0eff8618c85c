"""A server of one kind of page over the small schema of the live layer's tests: a room's latest message.

Where the academy has no page of the kind a figure asks for, such as one with a thousand members, this one is watched.
Everybody signs in as somebody else. `POST /write` posts a message to a room.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable
from functools import partial

import reflex as rx
from prometheus_client import generate_latest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from academy import routes
from academy.core.database import Database
from academy.live import Context, LiveState, Runtime, Screens, everyone, from_address, live, mutation, page, query
from academy.live.metrics import Metrics
from academy.live.tracking import watch_reads
from academy.live.wakeups import Listener
from academy.worker import metrics_folder
from tests.live import sample

COOKIE = "login"


@query(policy=everyone)
def latest(ctx: Context, *, room_id: int, after: int = 0) -> sample.MessageRow | None:
    """The latest message of a room after a given one, for everybody."""
    statement = select(sample.Message).where(sample.Message.room_id == room_id, sample.Message.id > after)
    row = ctx.session.scalars(statement.order_by(sample.Message.id.desc()).limit(1)).first()
    return None if row is None else sample.MessageRow(id=row.id, body=row.body)


@query(policy=sample.member_of_room)
def latest_for_members(ctx: Context, *, room_id: int, after: int = 0) -> sample.MessageRow | None:
    """The latest message of a room after a given one, for the room's members."""
    return latest.body(ctx, room_id=room_id, after=after)


@mutation(policy=everyone)
def post(ctx: Context, *, room_id: int, body: str) -> None:
    """Post a message to a room."""
    ctx.session.add(sample.Message(room_id=room_id, body=body))


class PublicState(LiveState, rx.State):
    message: sample.MessageRow | None = live(latest, room_id=from_address("room"), after=from_address("after"))


class MembersState(LiveState, rx.State):
    message: sample.MessageRow | None = live(
        latest_for_members, room_id=from_address("room"), after=from_address("after")
    )


async def write(request: Request) -> JSONResponse:
    """Post, and say when that was committed."""
    await Screens.current().run(post, None, await request.json())
    return JSONResponse({"committed": request.app.state.committed})


async def nothing(_request: Request) -> JSONResponse:
    """Do nothing: what a request costs by itself."""
    return JSONResponse({})


async def numbers(_request: Request) -> Response:
    """What the workers have counted."""
    return Response(generate_latest(Screens.current().runtime.metrics))


api = Starlette(
    routes=[
        Route("/write", write, methods=["POST"]),
        Route("/nothing", nothing, methods=["POST"]),
        Route(routes.METRICS.pattern, numbers),
    ]
)
app = rx.App(api_transformer=api)
page(app, rx.fragment, route="/public", title="Room", description="A room", states=(PublicState,))
page(app, rx.fragment, route="/members", title="Room", description="A room", states=(MembersState,))


def note_commits(runtime: Runtime, note: Callable[[float], object]) -> None:
    """From now on hand the moment of every commit to `note`, before the hub hears of it."""
    wake = runtime.on_commit

    def note_and_wake() -> None:
        note(time.monotonic())
        wake()

    runtime.on_commit = note_and_wake


@contextlib.asynccontextmanager
async def worker() -> AsyncIterator[None]:
    """Keep this worker's screens true while it serves."""
    database = Database(os.environ["ROOMS_DATABASE"])
    watch_reads(database.reader, sample.metadata)
    runtime = Runtime(database, sample.resolve_viewer, metrics=Metrics(metrics_folder()))
    screens = Screens(
        app,
        runtime,
        credential_of=lambda headers: headers.get("cookie", "").removeprefix(f"{COOKIE}=") or None,
        sign_in_path="/sign-in",
        writers=4,
    )
    await screens.start()
    note_commits(runtime, partial(setattr, api.state, "committed"))
    listening = asyncio.create_task(Listener(database, screens.hub.wake).run())
    yield
    listening.cancel()
    await screens.stop()


app.register_lifespan_task(worker)
