"""How an HTTP route gets at the runtime of its worker, without holding up the event loop; and what the hub has done."""

from typing import Any, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from academy.live.functions import Mutation, Query
from academy.live.runtime import Credential, Runtime
from academy.live.screens import Screens

P = ParamSpec("P")
R = TypeVar("R")


def runtime_of(request: Request) -> Runtime:
    """The runtime of the worker that answers."""
    runtime: Runtime = request.app.state.runtime
    return runtime


async def read(request: Request, query: Query[..., R], credential: Credential = None, **arguments: Any) -> R:
    """Run a query once, off the event loop."""
    return await run_in_threadpool(runtime_of(request).read, query, credential, **arguments)


async def write(request: Request, mutation: Mutation[..., R], credential: Credential = None, **arguments: Any) -> R:
    """Run a mutation, off the event loop."""
    return await run_in_threadpool(runtime_of(request).write, mutation, credential, **arguments)


async def figures(_request: Request) -> JSONResponse:
    """How many turns this worker's hub has taken, and how often it ran which query in them."""
    hub = Screens.current().hub
    return JSONResponse({"turns": hub.turns, "runs": hub.runs})
