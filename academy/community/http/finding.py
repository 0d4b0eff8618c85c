"""What the palette asks for while somebody types."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.community import service
from academy.community.http.answers import answers_json
from academy.identity.viewer import session_token
from academy.live.http import read

LONGEST = 100


@answers_json
async def find_threads(request: Request) -> Response:
    """Answer with the threads to jump to by words of theirs."""
    q = request.query_params.get("q", "")[:LONGEST]
    found = await read(request, service.shortcuts, session_token(request.headers), q=q)
    return JSONResponse({"found": [one.model_dump() for one in found]}, headers={"cache-control": "no-store"})


routes = [Route(addresses.COMMUNITY_FIND.path, find_threads)]
