"""Images of discussions, in and out."""

import asyncio
import hashlib
from contextlib import suppress
from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.community import service
from academy.community.http.answers import STATUS, answers_json
from academy.core import files, images
from academy.core.cleaning import clean_line
from academy.core.errors import DomainError
from academy.core.http import body_of
from academy.identity.viewer import session_token
from academy.live import SYSTEM
from academy.live.http import read, write

GUARDED = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}

_one_at_a_time = asyncio.Lock()
"""Decoding takes up to 200 MB for a moment."""


@answers_json
async def take_in(request: Request) -> Response:
    """Take in an image for a thread or a place, and answer with the Markdown that shows it."""
    cookie = session_token(request.headers)
    spot = {name: request.query_params.get(name, "")[:200] for name in ("place", "thread")}
    await write(request, service.begin_upload, cookie, **spot)
    body = await body_of(request, most=images.MOST_BYTES, too_much=images.TOO_LARGE)
    async with _one_at_a_time:
        picture = await run_in_threadpool(images.remade, body)
    name = _name(request.query_params.get("name", ""))
    kept = await write(
        request,
        service.keep_file,
        cookie,
        **spot,
        filename=f"{name}.{picture.suffix}",
        content_type=picture.content_type,
        suffix=picture.suffix,
        size_bytes=len(picture.content),
        sha256=hashlib.sha256(picture.content).hexdigest(),
    )
    try:
        await run_in_threadpool(files.keep, kept.storage_key, picture.content)
    except Exception:
        with suppress(DomainError):
            await write(request, service.drop_file, SYSTEM, public_id=kept.public_id)
        raise
    address = addresses.FILE.url(public_id=kept.public_id)
    return JSONResponse({"markdown": f"![{name}]({address}#{picture.width}x{picture.height})"}, 201)


async def give_out(request: Request) -> Response:
    """Send an image to who may read what it was put into."""
    public_id = request.path_params["public_id"]
    try:
        found = await read(request, service.file_to_send, session_token(request.headers), public_id=public_id)
    except DomainError as error:
        return PlainTextResponse(error.message, STATUS.get(error.code, 400), {"cache-control": "no-store"})
    headers = {
        **GUARDED,
        "etag": f'"{found.sha256}"',
        "content-disposition": f'inline; filename="{found.filename}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    content = await run_in_threadpool(files.fetch, found.storage_key)
    if content is None:
        return PlainTextResponse("This file is not in the store any more.", 404, {"cache-control": "no-store"})
    return Response(content, headers={**headers, "content-type": found.content_type})


routes = [
    Route(addresses.FILE_UPLOAD.path, take_in, methods=["POST"]),
    Route(addresses.FILE.path, give_out),
]


def _name(given: str) -> str:
    """What a file is called where it is shown: of its name what can stand in Markdown and in a header."""
    stem = clean_line(PurePath(given[:200].replace("\\", "/")).stem)
    plain = "".join(letter if (letter.isalnum() and letter.isascii()) or letter in " -_" else " " for letter in stem)
    return " ".join(plain.split())[:60] or "image"
