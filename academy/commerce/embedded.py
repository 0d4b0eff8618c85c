"""The embedded gateway's door: the provider's REST API, asked over HTTP or from within this process."""

import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy.exc import IntegrityError
from stripe import HTTPClient

from academy.commerce import service
from academy.commerce.gateway import api_key
from academy.commerce.schemas import GatewayAnswer
from academy.live import SYSTEM, Runtime
from academy.routes import GATEWAY

UNKNOWN_KEY = {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided."}}


def answer(runtime: Runtime, method: str, url: str, headers: Mapping[str, str], body: str = "") -> GatewayAnswer:
    """Answer a request to the API; `url` may be a whole address or only its path."""
    told = {name.lower(): value for name, value in headers.items()}
    if not hmac.compare_digest(told.get("authorization", "").encode(), f"Bearer {api_key()}".encode()):
        return GatewayAnswer(status=401, body=json.dumps(UNKNOWN_KEY))
    address = urlsplit(url)
    path = address.path.removeprefix(GATEWAY.url())
    if method.upper() == "GET":
        return runtime.read(service.read_from_gateway, SYSTEM, path=path, params=dict(parse_qsl(address.query)))
    if method.upper() == "DELETE":
        return runtime.write(service.delete_at_gateway, SYSTEM, path=path)
    params = dict(parse_qsl(body, keep_blank_values=True))
    key = told.get("idempotency-key", "")
    try:
        return runtime.write(service.post_to_gateway, SYSTEM, path=path, params=params, key=key)
    except IntegrityError:  # the same request came twice at once, and the other one was first
        return runtime.write(service.post_to_gateway, SYSTEM, path=path, params=params, key=key)


class EmbeddedClient(HTTPClient):
    """Carries the SDK's requests to the embedded gateway without a network."""

    name = "embedded"

    def __init__(self, runtime: Runtime) -> None:
        super().__init__()
        self._runtime = runtime

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        answered = answer(self._runtime, method, url, headers or {}, post_data or "")
        return answered.body, answered.status, {"Stripe-Should-Retry": "false"}

    def close(self) -> None:
        """There is nothing to close."""
