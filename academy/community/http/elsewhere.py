"""Connecting a Discord account: to Discord and back. What leads back is signed, and good for one browser."""

from hmac import compare_digest

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.community.adapters import Refused
from academy.community.adapters.discord_account import ENDED, account_from, way_there
from academy.community.models import CommunitySecrets
from academy.community.service import elsewhere, elsewhere_desk
from academy.core.errors import Denied, DomainError, SignInRequired
from academy.core.http import delete_cookie, read_cookie, set_cookie
from academy.core.secrets import new_token, secret_key, unlocked
from academy.core.settings import settings
from academy.identity.viewer import session_token
from academy.live import SYSTEM
from academy.live.http import read, write
from academy.ui import standalone

COOKIE = "academy_discord"
SECONDS = 600


async def leave_for_discord(request: Request) -> Response:
    """Send the browser to Discord, to ask whether we may add the account."""
    public_id = request.query_params.get("community", "")
    try:
        person = session_token(request.headers)
        client_id = await read(request, elsewhere.connecting_client, person, public_id=public_id)
    except SignInRequired:
        return RedirectResponse(addresses.SIGN_IN.url(query={"next": addresses.ELSEWHERE.url()}), 303)
    except DomainError as error:
        return _failed(error.message)
    key = new_token()
    response = RedirectResponse(way_there(client_id, _back(), _signer().dumps([public_id, key])), 303)
    set_cookie(response, COOKIE, key, seconds=SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


async def come_back_from_discord(request: Request) -> Response:
    """Keep the account, and join the community that it was connected for."""
    try:
        await _take_in(request)
    except (DomainError, Refused) as error:
        return _failed(str(error))
    response = RedirectResponse(addresses.ELSEWHERE.url(), 303)
    delete_cookie(response, COOKIE)
    return response


async def _take_in(request: Request) -> None:
    try:
        public_id, key = _signer().loads(request.query_params.get("state", ""), max_age=SECONDS)
    except (BadSignature, ValueError):
        raise Denied(ENDED) from None
    code = request.query_params.get("code", "")
    if not code or not compare_digest(str(key), read_cookie(request.headers, COOKIE) or ""):
        raise Denied(ENDED)
    person = session_token(request.headers)
    client_id = await read(request, elsewhere.connecting_client, person, public_id=public_id)
    kept = await read(request, elsewhere.connecting_secret, SYSTEM, public_id=public_id)
    secret = CommunitySecrets.model_validate_json(unlocked(elsewhere_desk.COMMUNITY, kept)).client_secret
    account = await run_in_threadpool(account_from, client_id, secret, back=_back(), code=code)
    await write(
        request,
        elsewhere.connect_account,
        person,
        public_id=public_id,
        external_id=account.external_id,
        name=account.name,
        token=account.token,
        seconds=account.seconds,
    )


def _back() -> str:
    return settings().base_url + addresses.DISCORD_BACK.url()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt="discord")


def _failed(words: str) -> Response:
    page = standalone.page(
        "Discord is not connected",
        standalone.paragraph(words),
        standalone.link_button("Back to the communities", addresses.ELSEWHERE.url()),
    )
    page.status_code = 422
    return page


routes = [
    Route(addresses.DISCORD.pattern, leave_for_discord),
    Route(addresses.DISCORD_BACK.pattern, come_back_from_discord),
]
