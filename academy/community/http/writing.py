"""What the composer asks for while somebody writes: a preview, whom to mention, drafts."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.community import service
from academy.community.http.answers import answers_json
from academy.community.markup import LONGEST, MARK
from academy.core.errors import DomainError, Invalid
from academy.core.http import body_of
from academy.identity.viewer import session_token
from academy.live.http import read, write

MOST_BYTES = 256 * 1024
TOO_MUCH = f"This is longer than the {LONGEST:,} characters that are taken. Please shorten it or send it in parts."
LONGEST_WORD = 60


@answers_json
async def show_preview(request: Request) -> Response:
    """Answer with the HTML of a text."""
    asked = await _asked(request)
    html = await read(request, service.preview, session_token(request.headers), content=_text(asked, "content"))
    return JSONResponse({"html": html})


@answers_json
async def find_people(request: Request) -> Response:
    """Answer with those who may be mentioned here and whose name begins so."""
    told = {name: request.query_params.get(name, "")[:200] for name in ("place", "thread")}
    q = request.query_params.get("q", "")[:LONGEST_WORD]
    found = await read(request, service.people_to_mention, session_token(request.headers), q=q, **told)
    return JSONResponse({"people": [person.model_dump() for person in found]}, headers={"cache-control": "no-store"})


@answers_json
async def give_draft(request: Request) -> Response:
    """Answer with what the viewer has begun to write at a spot."""
    spot = request.query_params.get("spot", "")[:200]
    draft = await read(request, service.my_draft, session_token(request.headers), spot=spot)
    shown = draft.model_dump(mode="json") if draft else None
    return JSONResponse({"draft": shown}, headers={"cache-control": "no-store"})


@answers_json
async def take_draft(request: Request) -> Response:
    """Keep what was typed; answer with its version, or with what another page has saved in between."""
    asked, cookie = await _asked(request), session_token(request.headers)
    base, tags = asked.get("base"), asked.get("tags")
    content = _text(asked, "content")
    saved = await write(
        request,
        service.save_draft,
        cookie,
        spot=_text(asked, "spot"),
        base=base if isinstance(base, int) and 0 <= base < 2**31 - 1 else 0,
        content=content,
        title=_text(asked, "title"),
        category=_text(asked, "category"),
        tags=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
    )
    unmarked: list[str] = []
    if MARK.search(content):
        try:
            here = {"place": _text(asked, "place"), "thread": _text(asked, "thread")}
            unmarked = await read(request, service.unmentionable, cookie, content=content, **here)
        except DomainError:
            unmarked = []
    return JSONResponse({**saved.model_dump(mode="json"), "unmarked": unmarked})


@answers_json
async def drop_draft(request: Request) -> Response:
    """Give up what was begun at a spot."""
    spot = request.query_params.get("spot", "")[:200]
    await write(request, service.discard_draft, session_token(request.headers), spot=spot)
    return JSONResponse({})


routes = [
    Route(addresses.WRITING_PREVIEW.path, show_preview, methods=["POST"]),
    Route(addresses.WRITING_PEOPLE.path, find_people),
    Route(addresses.WRITING_DRAFT.path, give_draft),
    Route(addresses.WRITING_DRAFT.path, take_draft, methods=["POST"]),
    Route(addresses.WRITING_DRAFT.path, drop_draft, methods=["DELETE"]),
]


async def _asked(request: Request) -> dict[str, Any]:
    body = await body_of(request, most=MOST_BYTES, too_much=TOO_MUCH)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("Please write on the page itself.")
    return found


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name, "")
    return value.encode(errors="ignore").decode().replace("\0", "") if isinstance(value, str) else ""
