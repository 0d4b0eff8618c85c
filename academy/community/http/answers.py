"""How the community's routes answer: JSON, and errors as a sentence by field."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from academy.core.errors import DomainError
from academy.core.http import require_same_site

STATUS = {"invalid": 422, "not_found": 404, "sign_in": 401, "denied": 403, "conflict": 409, "too_many": 429}

Handler = Callable[[Request], Awaitable[Response]]


def answers_json(handler: Handler) -> Handler:
    """Check where a request comes from that is no mere question, and say what is wrong with it in words."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            if request.method not in ("GET", "HEAD"):
                require_same_site(request)
            return await handler(request)
        except DomainError as error:
            return JSONResponse({"problems": {error.field or "form": error.message}}, STATUS.get(error.code, 400))

    return answer
