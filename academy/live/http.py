"""How an HTTP route gets at the runtime of its worker, without holding up the event loop; and how that worker is."""

import hmac
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, ParamSpec, TypeVar

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from academy.core.settings import settings
from academy.live.functions import Mutation, Query
from academy.live.monitor import Monitor
from academy.live.runtime import Credential, Runtime

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


def monitor_of(request: Request) -> Monitor:
    """What looks after the worker that answers."""
    monitor: Monitor = request.app.state.monitor
    return monitor


async def live(_request: Request) -> JSONResponse:
    """Say that this worker takes requests."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> JSONResponse:
    """Say whether this worker is fit to serve, and if not, which part of it is not."""
    problems = await monitor_of(request).problems()
    status = "ready" if not problems else "not ready"
    return JSONResponse({"status": status, "problems": problems}, 503 if problems else 200)


async def metrics(request: Request) -> Response:
    """Tell the numbers of all workers to whoever has the token; in the demo academy, to this machine too."""
    token = settings().metrics_token.get_secret_value()
    if token and not hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode()):
        return Response(status_code=401, headers={"www-authenticate": "Bearer"})
    if not token and not (settings().demo and _is_from_here(request)):
        return Response(status_code=404)
    numbers = await run_in_threadpool(monitor_of(request).numbers)
    return Response(numbers, headers={"content-type": CONTENT_TYPE_LATEST, "cache-control": "no-store"})


def _is_from_here(request: Request) -> bool:
    """Tell whether a program on this machine asks for itself: a proxy here would say for whom it asks."""
    is_forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    host = request.client.host if request.client else ""
    with suppress(ValueError):
        return not is_forwarded and not settings().behind_proxy and ip_address(host).is_loopback
    return False
