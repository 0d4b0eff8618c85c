"""Says how long browsers may keep what they are sent."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
HASHED = "/assets/"


class Caching:
    """Lets files with a hash in their name be kept for ever, and everything else only if it is still the same.

    An answer that says something of its own about caching keeps it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_kept = scope["path"].startswith(HASHED) and message["status"] in (200, 206, 304)
                MutableHeaders(scope=message).setdefault("cache-control", FOR_EVER if is_kept else ASK_FIRST)
            await send(message)

        await self.app(scope, receive, send_with_header)
